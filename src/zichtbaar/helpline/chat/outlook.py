"""How long somebody will probably wait, read from recent chats. Pure; no database. See decision 36.

A visitor is taken when a counsellor has room, and room comes when a chat ends. So we count how many chats ended
lately in how much time of chatting, and ask how long it takes until enough of those that run now have ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from math import comb

WINDOW = timedelta(hours=3)
"""How far back "lately" goes."""

FEWEST_ENDED = 3
"""With fewer chats that ended lately nothing is said."""

USUAL_CHAT = timedelta(minutes=30)
"""What we expect of a chat before we have seen any; it counts as one chat that we have seen."""

MOST_COUNTED = 50
LOW, HIGH = 0.2, 0.75
"""By the arithmetic below one wait in four would be longer than the range. Chats are less left to chance than that: in
the simulated shifts of the tests it is one in ten or fewer."""

WHEN_FREE = timedelta(minutes=5)
"""What we say while a counsellor has room: she has to see it and to take the visitor."""


TIME_TO_TALK = timedelta(minutes=30)
"""What remains of the hours for who is taken last, if she waits as long as we think at most."""


@dataclass(frozen=True, slots=True)
class Chat:
    """When a chat was opened and ended (None: it still runs)."""

    opened_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wait:
    """How long it will probably take. `known` says whether enough chats ended lately to tell it to somebody."""

    low: timedelta
    high: timedelta
    known: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """How the desk works lately: chats that can run at once, that run, that ended, and the time chatted in all."""

    room: int
    running: int
    ended: int
    chatted: timedelta

    def wait(self, place: int) -> Wait:
        """The wait of who has this place in the queue (1 is next).

        While one chat ends after the other by chance, the time until m more have ended, after n ended in a time s of
        chatting with k chats at once, is s/k times B/(1-B), where B has the Beta(m, n) distribution.
        """
        known = self.ended >= FEWEST_ENDED
        to_end = place - (self.room - self.running)
        if to_end <= 0:
            return Wait(timedelta(), WHEN_FREE, known)
        low, high = (self.chatted / self.room * _odds(to_end, self.ended + 1, chance) for chance in (LOW, HIGH))
        return Wait(low, high + WHEN_FREE, known)


def pace_of(chats: Sequence[Chat], colleagues: int, now: datetime) -> Pace:
    """The pace of a desk with so many colleagues.

    As many chats can run at once as ran at once lately, and at least one for each colleague.
    """
    since = now - WINDOW
    recent = [chat for chat in chats if chat.ended_at is None or chat.ended_at > since]
    running = sum(chat.ended_at is None for chat in recent)
    chatted = sum(((chat.ended_at or now) - max(chat.opened_at, since) for chat in recent), USUAL_CHAT)
    return Pace(max(most_at_once(recent), colleagues, 1), running, len(recent) - running, chatted)


def expected_wait(chats: Sequence[Chat], place: int, colleagues: int, now: datetime) -> Wait:
    """The wait of who has this place in the queue (1 is next), with so many colleagues at the desk."""
    return pace_of(chats, colleagues, now).wait(place)


def most_at_once(chats: Sequence[Chat]) -> int:
    """How many of these ran at the same time, at the busiest moment; one that ends makes room for one that begins."""
    begun = [(chat.opened_at, 1) for chat in chats]
    ended = [(chat.ended_at, -1) for chat in chats if chat.ended_at]
    return max(accumulate(step for _, step in sorted(begun + ended)), default=0)


def is_time_for(wait: Wait, now: datetime, closes_at: datetime) -> bool:
    """Whether who comes in now will have a turn before the hours end, and time to talk then."""
    return now + wait.high + TIME_TO_TALK <= closes_at


def in_minutes(wait: Wait) -> tuple[int, int]:
    """The range in minutes as one would say it: rounded away from each other, to steps that grow."""
    low = max((step for step in STEPS if step <= wait.low.total_seconds() / 60), default=0)
    high = min((step for step in STEPS if step >= wait.high.total_seconds() / 60), default=MORE_THAN_AN_HOUR)
    return low, high


STEPS = (0, 1, 2, 5, 10, 15, 20, 30, 45, 60)
MORE_THAN_AN_HOUR = 0
"""Stands for a highest number of minutes that nobody can say."""


def _odds(more: int, seen: int, chance: float) -> float:
    """The `chance` quantile of B/(1-B) for B ~ Beta(more, seen); beyond MOST_COUNTED it grows in proportion."""
    counted = min(more, MOST_COUNTED)
    share = _quantile(counted, min(seen, MOST_COUNTED), chance)
    return share / (1 - share) * more / counted * min(seen, MOST_COUNTED) / seen


@lru_cache(maxsize=8192)
def _quantile(more: int, seen: int, chance: float) -> float:
    """The quantile of Beta(more, seen) by halving: P(B <= x) is that of at least `more` hits in more + seen - 1."""
    tries = more + seen - 1
    below, above = 0.0, 1.0
    for _ in range(30):
        middle = (below + above) / 2
        fewer = sum(comb(tries, hits) * middle**hits * (1 - middle) ** (tries - hits) for hits in range(more))
        below, above = (below, middle) if 1 - fewer > chance else (middle, above)
    return (below + above) / 2
