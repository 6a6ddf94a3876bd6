"""The states of a conversation and the only moves between them. Pure; no database."""

from __future__ import annotations

from enum import StrEnum

from zichtbaar.helpline.chat.errors import ClosedError, NotWaitingError


class State(StrEnum):
    """How far a conversation is."""

    WAITING = "waiting"  # the visitor may write already, or left a message; nobody reads yet
    OPEN = "open"  # a counsellor took it
    ENDED = "ended"  # the visitor or the counsellor ended it
    LEFT = "left"  # the visitor left fast, or waited without a connection for too long


WRITABLE = frozenset({State.WAITING, State.OPEN})
"""The states in which envelopes are accepted."""


def taken(state: str) -> State:
    """The state after a counsellor took it."""
    if state != State.WAITING:
        raise NotWaitingError
    return State.OPEN


def ended(state: str) -> State:
    """The state after somebody ended it."""
    return _closed(state, State.ENDED)


def left(state: str) -> State:
    """The state after the visitor left fast, or is taken to have left."""
    return _closed(state, State.LEFT)


def asked_again(state: str) -> State:
    """The state after the visitor left a message: it waits for a colleague, unless one reads already."""
    return State.OPEN if state == State.OPEN else State.WAITING


def _closed(state: str, to: State) -> State:
    if state not in WRITABLE:
        raise ClosedError
    return to
