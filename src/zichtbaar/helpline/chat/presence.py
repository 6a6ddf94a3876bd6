"""Who is there: which visitors have a connection, which have been without one for too long, who is at the desk.

This is in memory only. After a restart nobody is connected, and the time of everybody who waits begins anew, so that
nobody loses her place because we stopped. Without a relay in this process (a command, a test) nobody counts as away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from zichtbaar.helpline.chat.models import Conversation

UNTIL_THERE = timedelta(minutes=1)
"""For a page between its request to wait and its first connection. A browser takes a second or two."""

UNTIL_BACK = timedelta(minutes=10)
"""For a tunnel, or a phone that had to go into a pocket because somebody came into the room."""

KEPT = 2 * UNTIL_BACK
"""How long we know when somebody went. By then whoever waited has been let go."""

SHARE_WHEN_FULL = 0.1
"""How much of that patience is left when others are turned away because the queue is full."""


class Presence:
    """Who is connected. The relay tells it in the event loop; actions may ask in any thread."""

    def __init__(self) -> None:
        self._begun_at: datetime | None = None
        self._here: set[str] = set()
        self._gone_at: dict[str, datetime] = {}

    def begin(self) -> None:
        """From now on we hear who comes and goes. Nobody is connected yet."""
        self._here.clear()
        self._gone_at.clear()
        self._begun_at = timezone.now()

    def end(self) -> None:
        """From now on we hear nothing, so nobody counts as away."""
        self._begun_at = None

    def came(self, conversation: bytes) -> None:
        """The visitor in this conversation has a connection."""
        self._here.add(conversation.hex())

    def went(self, conversation: bytes) -> None:
        """The visitor in this conversation has lost her connection."""
        identifier, now = conversation.hex(), timezone.now()
        self._gone_at.pop(identifier, None)  # so that the latest stands last
        self._gone_at[identifier] = now
        self._here.discard(identifier)
        while now - self._gone_at[longest := next(iter(self._gone_at))] > KEPT:
            del self._gone_at[longest]

    def is_here(self, conversation: Conversation) -> bool:
        """Whether its visitor has a connection now."""
        return conversation.identifier in self._here

    def away(self, waiting: Iterable[Conversation], share: float = 1) -> list[Conversation]:
        """Those of who waits whose visitor has been away for longer than this share of our patience."""
        return [one for one in waiting if self._is_away(one, share)]

    def _is_away(self, conversation: Conversation, share: float) -> bool:
        if self._begun_at is None or self.is_here(conversation):
            return False
        created_at, since, patience = conversation.created_at, self._begun_at, UNTIL_BACK
        if gone_at := self._gone_at.get(conversation.identifier):
            since = gone_at
        elif created_at > self._begun_at:  # we would know it if she had ever come in
            since, patience = created_at, UNTIL_THERE
        return timezone.now() - since > share * patience


class Colleagues:
    """Who is at the desk. The relay tells it, anybody may ask; without a relay in this process nobody knows."""

    def __init__(self) -> None:
        self._there: frozenset[int] | None = None

    def are(self, there: Iterable[int] | None) -> None:
        """From now on these colleagues are at the desk; None when nobody tells it any more."""
        self._there = None if there is None else frozenset(there)

    @property
    def count(self) -> int:
        """How many are at the desk, as far as we know."""
        return len(self._there or ())

    @property
    def anybody(self) -> bool:
        """Whether somebody is at the desk, or nobody knows."""
        return self._there is None or bool(self._there)


VISITORS = Presence()
COLLEAGUES = Colleagues()
"""Of this process, which is the only one."""
