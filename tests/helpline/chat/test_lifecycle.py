"""The states of a conversation, and the only moves between them."""

from __future__ import annotations

import pytest

from zichtbaar.helpline.chat.errors import ClosedError, NotWaitingError
from zichtbaar.helpline.chat.journal import IS_WRITABLE, STORE
from zichtbaar.helpline.chat.lifecycle import WRITABLE, State, asked_again, ended, left, taken


@pytest.mark.parametrize("state", State)
def test_only_who_waits_can_be_taken(state: State) -> None:
    if state is State.WAITING:
        assert taken(state) is State.OPEN
    else:
        with pytest.raises(NotWaitingError):
            taken(state)


@pytest.mark.parametrize("state", State)
def test_a_message_waits_unless_somebody_reads_already(state: State) -> None:
    if state is State.OPEN:
        with pytest.raises(NotWaitingError):
            asked_again(state)
    else:
        assert asked_again(state) is State.WAITING


@pytest.mark.parametrize("state", State)
def test_only_a_message_brings_back_what_is_over(state: State) -> None:
    if state in (State.WAITING, State.OPEN):
        assert (ended(state), left(state)) == (State.ENDED, State.LEFT)
    else:
        for close in (ended, left):
            with pytest.raises(ClosedError):
                close(state)


def test_the_journal_means_the_same_states() -> None:
    """While she waits the visitor alone can write."""
    written = "state = 'open' OR state = 'waiting' AND :by_visitor"
    assert {State.WAITING, State.OPEN} == WRITABLE
    assert written in STORE
    assert written in IS_WRITABLE
