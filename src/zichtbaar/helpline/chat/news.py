"""News of the room: actions tell what changed, the relay hears it and passes it on to open connections.

Without a relay in this process (a command, a test) nobody listens, and nothing is lost: the database is the
truth, and who connects later reads it there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.dispatch import Signal

from zichtbaar.helpline.chat.lifecycle import State

forgetting = Signal()
"""Sent with `conversations` (their numbers), inside the transaction in which their keys go: what other rooms sealed for
these goes now."""

blocked = Signal()
"""Sent with `conversation` and `by`, inside the transaction in which its visitor loses the way into it: what she
could still have taken back is taken back now."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation came into another state, after the envelope with the number `last` (0: before any)."""

    conversation: str
    state: State
    last: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A conversation is kept no longer: there is nothing left that could be read."""

    conversation: str


News = Moved | Gone
Listener = Callable[[News], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Hear all news from now on. The listener is called in the thread of whoever acted, and must be quick."""
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    """Hear no more."""
    _listeners.remove(listener)


def tell_after_commit(news: News) -> None:
    """Tell it once it is stored, and never if it is not."""
    transaction.on_commit(lambda: _tell(news))


def _tell(news: News) -> None:
    for listener in tuple(_listeners):
        listener(news)
