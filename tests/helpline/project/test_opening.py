"""Opening hours: what can be written, and when they begin and end."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.opening import read_hours

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> datetime:
    """A moment of the week in which Monday is the second of March 2026."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("hours", "now", "closes", "opens"),
    [
        ("mon-fri 14:00-22:00", "2026-03-02T13:59", None, "2026-03-02T14:00"),
        ("mon-fri 14:00-22:00", "2026-03-02T14:00", "2026-03-02T22:00", "2026-03-03T14:00"),
        ("mon-fri 14:00-22:00", "2026-03-06T22:00", None, "2026-03-09T14:00"),
        ("sat-mon 10:00-12:00", "2026-03-08T11:00", "2026-03-08T12:00", "2026-03-09T10:00"),
        ("fri 22:00-02:00", "2026-03-07T01:30", "2026-03-07T02:00", "2026-03-13T22:00"),
        ("mon-sun 00:00-24:00", "2026-03-04T12:00", "2026-03-13T00:00", "2026-03-05T00:00"),
        ("mon 09:00-12:00, mon 12:00-17:00", "2026-03-02T10:00", "2026-03-02T17:00", "2026-03-02T12:00"),
        ("tue 09:00-10:00", "2026-03-03T09:30", "2026-03-03T10:00", "2026-03-10T09:00"),
    ],
)
def test_when_it_closes_and_opens(hours: str, now: str, closes: str | None, opens: str) -> None:
    read = read_hours(hours, AMSTERDAM)
    assert read.closes_at(at(now)) == (at(closes) if closes else None)
    assert read.is_open(at(now)) == (closes is not None)
    assert read.opens_at(at(now)) == at(opens)


def test_always_never_closes() -> None:
    always = read_hours("always", AMSTERDAM)
    assert always.is_open(at("2026-03-02T03:00"))
    assert always.closes_at(at("2026-03-02T03:00")) is None
    assert always.opens_at(at("2026-03-02T03:00")) is None


def test_in_the_night_in_which_the_clock_goes_back_the_hours_are_one_longer() -> None:
    night = read_hours("sat 22:00-06:00", AMSTERDAM)
    begins, ends = at("2026-10-24T22:00"), night.closes_at(at("2026-10-24T23:00"))
    assert ends is not None
    assert ends.timestamp() - begins.timestamp() == timedelta(hours=9).total_seconds()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon",
        "mon 9:00-17:00",
        "mon 09:00-25:00",
        "mon-xyz 09:00-17:00",
        "Mon 09:00-17:00",
        "mon 09:00-17:00,",
        "daily",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the setting says it in a sentence
        read_hours(text, AMSTERDAM)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(AMSTERDAM)))
def test_it_is_open_until_it_closes_and_closed_until_it_opens(now: datetime) -> None:
    hours = read_hours("mon-thu 14:00-22:00, fri 20:00-03:00, sun 10:00-12:00", AMSTERDAM)
    moment = timedelta(seconds=1)
    if closes := hours.closes_at(now):
        assert hours.is_open(closes - moment)
        assert not hours.is_open(closes)
    else:
        opens = hours.opens_at(now)
        assert opens is not None
        assert hours.is_open(opens)
        assert not hours.is_open(opens - moment)
