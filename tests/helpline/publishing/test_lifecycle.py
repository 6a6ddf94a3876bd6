"""What can become of a release, and that nobody approves what she made herself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.publishing.errors import OwnReleaseError, WrongStateError
from zichtbaar.helpline.publishing.lifecycle import MOVES, OUT, Move, State, after, is_possible

ALLOWED = {
    (Move.APPROVE, State.DRAFT): State.APPROVED,
    (Move.REFUSE, State.DRAFT): State.REFUSED,
    (Move.REFUSE, State.APPROVED): State.REFUSED,
    (Move.PUBLISH, State.APPROVED): State.PUBLISHED,
    (Move.CORRECT, State.PUBLISHED): State.CORRECTED,
    (Move.WITHDRAW, State.PUBLISHED): State.WITHDRAWN,
}
CHANGES = [move for move in Move if move is not Move.MAKE]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", CHANGES)
def test_there_are_these_moves_and_no_others(move: Move, state: State) -> None:
    expected = ALLOWED.get((move, state))
    assert is_possible(move, state, own=False) == (expected is not None)
    if expected is None:
        with pytest.raises(WrongStateError, match=state.value):
            after(move, state, own=False)
    else:
        assert after(move, state, own=False) is expected


def test_who_made_it_can_take_it_back_but_not_approve_it() -> None:
    assert after(Move.REFUSE, State.DRAFT, own=True) is State.REFUSED
    with pytest.raises(OwnReleaseError):
        after(Move.APPROVE, State.DRAFT, own=True)
    assert not is_possible(Move.APPROVE, State.DRAFT, own=True)


@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.booleans()), max_size=12))
def test_nothing_leaves_the_house_without_a_second_person_and_nothing_that_left_comes_back(
    moves: list[tuple[Move, bool]],
) -> None:
    state, approved_by_another = State.DRAFT, False
    for move, own in moves:
        if not is_possible(move, state, own=own):
            continue
        was_out, state = state in OUT, after(move, state, own=own)
        approved_by_another = approved_by_another or (move is Move.APPROVE and not own)
        assert state not in OUT or approved_by_another
        assert not was_out or state in OUT


def test_every_move_leads_somewhere() -> None:
    assert set(MOVES) == set(CHANGES)
