"""A registration is a draft or complete, and moves between the two in one way each."""

from __future__ import annotations

import pytest

from zichtbaar.helpline.registration.errors import AlreadyCompleteError, NotCompleteError
from zichtbaar.helpline.registration.lifecycle import State, changeable, completed, reopened


def test_a_draft_is_finished_and_opened_again() -> None:
    assert completed(State.DRAFT) is State.COMPLETE
    assert reopened(State.COMPLETE) is State.DRAFT


def test_what_is_finished_can_neither_be_finished_again_nor_changed() -> None:
    for move in (completed, changeable):
        with pytest.raises(AlreadyCompleteError):
            move(State.COMPLETE)


def test_a_draft_cannot_be_opened_again() -> None:
    with pytest.raises(NotCompleteError):
        reopened(State.DRAFT)


@pytest.mark.parametrize("state", ["", "ended", "Complete"])
def test_a_state_that_does_not_exist_allows_nothing(state: str) -> None:
    with pytest.raises(AlreadyCompleteError):
        completed(state)
    with pytest.raises(NotCompleteError):
        reopened(state)
