"""The states of a registration and the only moves between them."""

from __future__ import annotations

from enum import StrEnum

from zichtbaar.helpline.registration.errors import AlreadyCompleteError, NotCompleteError


class State(StrEnum):
    """A draft is being filled in; only what is complete is ever counted."""

    DRAFT = "draft"
    COMPLETE = "complete"


def completed(state: str) -> State:
    """The state after finishing: only a draft can be finished."""
    changeable(state)
    return State.COMPLETE


def reopened(state: str) -> State:
    """The state after opening again: only what was finished can be opened again."""
    if state != State.COMPLETE:
        raise NotCompleteError
    return State.DRAFT


def changeable(state: str) -> None:
    """Refuse a change of answers unless the registration is a draft."""
    if state != State.DRAFT:
        raise AlreadyCompleteError
