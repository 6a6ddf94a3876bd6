"""Whether a new visitor can come in now, and how long she would wait.

The chat closes to newcomers so early that who is in the queue has a turn before the hours end, and time to talk.
Nobody who waits or talks is ever sent away because the hours have ended: see decision 36.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from zichtbaar.helpline.chat.access import messages, waiting
from zichtbaar.helpline.chat.errors import ClosedHoursError, ClosingError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.outlook import WINDOW, Chat, Wait, expected_wait, in_minutes, is_time_for, pace_of
from zichtbaar.helpline.chat.presence import COLLEAGUES

MANY_WAITING = 100
"""Half of the longest queue."""

MANY_MESSAGES = 100
"""A fifth of what the box holds."""


@dataclass(frozen=True, slots=True)
class Hours:
    """How the hours stand: `closes_at` only while open, `opens_at` only while closed."""

    is_open: bool
    is_closing: bool
    closes_at: datetime | None
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What somebody in the queue may know: minutes of waiting, and whether anybody is at the desk.

    `high` is 0 for more than an hour. Both are None when too few chats ended lately to say it.
    """

    place: int
    low: int | None
    high: int | None
    anybody: bool

    def told(self) -> dict[str, object]:
        """As pages are told it."""
        minutes = {} if self.low is None else {"low": self.low, "high": self.high}
        return {"place": self.place, "anybody": self.anybody, **minutes}


def hours() -> Hours:
    """How the hours stand for who would come in now."""
    now = timezone.now()
    closes_at = settings.OPENING_HOURS.closes_at(now)
    is_open = settings.OPENING_HOURS.is_open(now)
    opens_at = None if is_open else settings.OPENING_HOURS.opens_at(now)
    return Hours(is_open, is_open and not _is_time_for_one_more(now), closes_at, opens_at)


def check_hours() -> None:
    """See that there is time for one more. Raises ClosedHoursError, ClosingError."""
    now = timezone.now()
    if not settings.OPENING_HOURS.is_open(now):
        raise ClosedHoursError
    if not _is_time_for_one_more(now):
        raise ClosingError


def is_crowded() -> bool:
    """Whether so many wait that who comes now has to show that she means it."""
    return waiting().count() >= MANY_WAITING


def has_many_messages() -> bool:
    """Whether so many messages wait that who leaves another has to show that she means it."""
    return messages().count() >= MANY_MESSAGES


def outlooks(places: int) -> list[Outlook]:
    """What each of so many in the queue may know, the next first."""
    if not places:
        return []
    pace = pace_of(recent_chats(), COLLEAGUES.count, timezone.now())
    return [_outlook(place, pace.wait(place)) for place in range(1, places + 1)]


def outlook(place: int) -> Outlook:
    """What who has this place may know."""
    return _outlook(place, expected_wait(recent_chats(), place, COLLEAGUES.count, timezone.now()))


def recent_chats() -> list[Chat]:
    """The chats that run, and those that ended lately: two moments of each, and nothing else about it.

    A message is answered when there is time, and keeps nobody waiting.
    """
    lately = Q(state=State.OPEN) | Q(ended_at__gt=timezone.now() - WINDOW), Q(message_at__isnull=True)
    moments = Conversation.objects.filter(*lately, part_of=None).values_list("opened_at", "ended_at")
    return [Chat(opened_at, ended_at) for opened_at, ended_at in moments if opened_at]


def _is_time_for_one_more(now: datetime) -> bool:
    closes_at = settings.OPENING_HOURS.closes_at(now)
    if closes_at is None:
        return True
    wait = expected_wait(recent_chats(), waiting().count() + 1, COLLEAGUES.count, now)
    return is_time_for(wait, now, closes_at)


def _outlook(place: int, wait: Wait) -> Outlook:
    low, high = in_minutes(wait) if wait.known else (None, None)
    return Outlook(place, low, high, COLLEAGUES.anybody)
