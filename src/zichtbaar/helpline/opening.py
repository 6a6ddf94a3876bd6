"""When the chat is open: hours of the week in one time zone, and the moments at which they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ALWAYS = "always"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)

_PART = re.compile(r"(\w{3})(?:-(\w{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """Hours on one day of the week (0 is Monday). They end on the next day when they end before they begin."""

    day: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """All hours of a week; none at all means that the chat never closes."""

    periods: tuple[Period, ...]
    zone: ZoneInfo

    def is_open(self, now: datetime) -> bool:
        """Whether the chat is open at this moment."""
        return not self.periods or self.closes_at(now) is not None

    def closes_at(self, now: datetime) -> datetime | None:
        """When the hours end that we are in, in the zone's time; None when the chat is closed, or never closes.

        Hours that follow on each other without a gap are one.
        """
        closes = None
        for begins, ends in self._spans(now):
            if begins <= (closes or now) < ends:
                closes = ends
        return closes and closes.astimezone(self.zone)

    def opens_at(self, now: datetime) -> datetime | None:
        """When the next hours begin, in the zone's time; None when the chat never closes."""
        begins = next((begins for begins, _ in self._spans(now) if begins > now), None)
        return begins and begins.astimezone(self.zone)

    def _spans(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Beginnings and ends from yesterday to the same day next week, in the order of time.

        In UTC: two moments of one zone are compared by the hands of the clock, and those go back once a year.
        """
        return iter(_spans_around(self, now.astimezone(self.zone).date()))

    def span(self, day: date, period: Period) -> tuple[datetime, datetime]:
        """Beginning and end (UTC) of a period that begins on this day."""
        last = day if period.ends > period.begins else day + DAY
        begins, ends = (datetime.combine(*at, self.zone) for at in ((day, period.begins), (last, period.ends)))
        return begins.astimezone(UTC), ends.astimezone(UTC)


@lru_cache(maxsize=1024)
def _spans_around(hours: OpeningHours, today: date) -> Sequence[tuple[datetime, datetime]]:
    """Kept for the day: a directory asks for the hours of many organisations at once."""
    days = (today + number * DAY for number in range(-1, 9))
    return sorted(hours.span(day, period) for day in days for period in hours.periods if period.day == day.weekday())


def read_hours(text: str, zone: ZoneInfo) -> OpeningHours:
    """Opening hours out of a text such as `mon-fri 14:00-22:00, sat 12:00-18:00`. Raises ValueError.

    `always` is a chat that never closes. `24:00` is midnight at the end of the day.
    """
    if text == ALWAYS:
        return OpeningHours((), zone)
    return OpeningHours(tuple(period for part in text.split(",") for period in _periods(part.strip())), zone)


def _periods(part: str) -> Iterator[Period]:
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(part)
    first, last, *numbers = match.groups()
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, numbers)
    if (closes_hour, closes_minute) == (24, 0):
        closes_hour = 0
    begins, ends = time(opens_hour, opens_minute), time(closes_hour, closes_minute)
    start = DAYS.index(first)
    for step in range((DAYS.index(last or first) - start) % 7 + 1):
        yield Period((start + step) % 7, begins, ends)
