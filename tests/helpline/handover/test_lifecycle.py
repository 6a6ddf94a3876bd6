"""Who may make which move: the table, and what follows from it whatever anybody does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.handover.errors import NotTheirMoveError, WrongStateError
from zichtbaar.helpline.handover.lifecycle import (
    LEFT_HANGING,
    MOVES,
    OPEN,
    SHARED,
    Actor,
    Basis,
    Move,
    Route,
    Standing,
    State,
    after,
    possible,
)

HELPLINE = (Actor.COUNSELLOR, Actor.SECOND, Actor.CLOCK)
attempts = st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(Actor)), max_size=30)


@given(attempts, st.sampled_from(Basis), st.sampled_from(Route))
def test_nothing_is_shared_without_the_visitors_word_or_in_danger_that_of_a_second_person(
    tried: list[tuple[Move, Actor]], basis: Basis, route: Route
) -> None:
    state, made = State.PROPOSED, set[tuple[Move, Actor]]()
    for move, actor in tried:
        try:
            state = after(move, Standing(state, basis, route), actor)
        except (NotTheirMoveError, WrongStateError):
            continue
        made.add((move, actor))
        needed = (Move.AGREE, Actor.VISITOR) if basis is Basis.CONSENT else (Move.AUTHORISE, Actor.SECOND)
        assert state not in SHARED or needed in made


@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("state", sorted(OPEN))
def test_from_every_open_state_the_helpline_itself_can_go_on(state: State, basis: Basis, route: Route) -> None:
    assert possible(Standing(state, basis, route), *HELPLINE)


@pytest.mark.parametrize("state", sorted(set(State) - OPEN))
def test_what_is_over_stays_so(state: State) -> None:
    assert [move for move in Move for actor in Actor if move in possible(Standing(state, *BASICS), actor)] == []


BASICS = (Basis.CONSENT, Route.DOOR)


def test_the_visitor_can_take_it_back_until_it_is_opened_and_not_from_a_file() -> None:
    for state in (State.AGREED, State.SENT):
        assert after(Move.WITHDRAW, Standing(state, *BASICS), Actor.VISITOR) is State.WITHDRAWN
    for state in (State.OPENED, State.ACCEPTED, State.MET):
        with pytest.raises(WrongStateError):
            after(Move.WITHDRAW, Standing(state, *BASICS), Actor.VISITOR)
    with pytest.raises(WrongStateError):
        after(Move.WITHDRAW, Standing(State.SENT, Basis.CONSENT, Route.FILE), Actor.VISITOR)


def test_at_the_door_only_the_receiver_says_what_the_receiver_did() -> None:
    for move, state in ((Move.OPEN, State.SENT), (Move.ACCEPT, State.OPENED), (Move.MEET, State.ACCEPTED)):
        with pytest.raises(NotTheirMoveError):
            after(move, Standing(state, *BASICS), Actor.COUNSELLOR)
        after(move, Standing(state, Basis.CONSENT, Route.FILE), Actor.COUNSELLOR)


def test_nobody_but_a_second_person_confirms_and_only_in_danger() -> None:
    danger = Standing(State.PROPOSED, Basis.DANGER, Route.DOOR)
    assert [actor for actor in Actor if Move.AUTHORISE in possible(danger, actor)] == [Actor.SECOND]
    assert Move.AUTHORISE not in possible(Standing(State.PROPOSED, *BASICS), *Actor)
    assert not {Move.AGREE, Move.WITHDRAW} & set(possible(danger, *Actor))


def test_every_move_is_in_the_table_and_every_state_can_be_reached() -> None:
    assert set(MOVES) == set(Move)
    reached = {State.PROPOSED} | {state for rule in MOVES.values() for state in rule.leads.values()}
    assert reached == set(State)
    assert not LEFT_HANGING & OPEN


@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize("state", State)
def test_a_danger_is_not_the_visitors_to_end_nor_what_she_agreed_to_a_second_persons(
    state: State, route: Route
) -> None:
    """Who forces her to give her code could else take back a call for help."""
    assert possible(Standing(state, Basis.DANGER, route), Actor.VISITOR) == []
    assert possible(Standing(state, Basis.CONSENT, route), Actor.SECOND) == []


def test_from_each_state_it_comes_only_where_that_state_may_lead() -> None:
    """What somebody agreed to waits for who sends it; contact comes before an outcome; who is met is not given up."""
    ends = {State.WITHDRAWN, State.EXPIRED}
    assert {state: {rule.leads[state] for rule in MOVES.values() if state in rule.leads} for state in OPEN} == {
        State.PROPOSED: {State.AGREED, State.AUTHORISED, State.REFUSED, *ends},
        State.AGREED: {State.AGREED, State.SENT, State.WITHDRAWN},
        State.AUTHORISED: {State.SENT, *ends},
        State.SENT: {State.OPENED, State.LOST, *ends},
        State.OPENED: {State.ACCEPTED, State.DECLINED, State.LOST},
        State.ACCEPTED: {State.MET, State.DECLINED, State.LOST},
        State.MET: {State.FINISHED},
    }


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("state", State)
def test_a_partner_says_what_came_of_it_and_takes_nothing_back(state: State, basis: Basis) -> None:
    said = {Move.OPEN, Move.ACCEPT, Move.DECLINE, Move.MEET, Move.FINISH}
    assert set(possible(Standing(state, basis, Route.DOOR), Actor.PARTNER)) <= said
    assert possible(Standing(state, basis, Route.FILE), Actor.PARTNER) == []
