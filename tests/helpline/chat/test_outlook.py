"""What a visitor hears about her wait is true of most, and the chat closes to newcomers before it closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import comb
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from helpline.chat.simulated_shift import Shift
from helpline.chat.talking import begin
from zichtbaar.helpline.chat import actions, door
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.outlook import (
    USUAL_CHAT,
    WHEN_FREE,
    Chat,
    Wait,
    _quantile,
    expected_wait,
    in_minutes,
    most_at_once,
)
from zichtbaar.helpline.chat.presence import Colleagues
from zichtbaar.helpline.opening import read_hours
from zichtbaar.helpline.people.models import Staff

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SHIFTS = [(1, 1, 3.0), (2, 2, 6.0), (3, 3, 14.0), (8, 3, 40.0)]
"""Colleagues, chats of each at once, visitors an hour: from nearly enough room for all to far too little."""


def chat(began: int, ended: int | None) -> Chat:
    """A chat that began and ended so many minutes ago."""
    return Chat(NOW - began * MINUTE, None if ended is None else NOW - ended * MINUTE)


def test_while_there_is_room_it_takes_minutes_and_too_few_chats_say_nothing() -> None:
    assert expected_wait([], 1, 2, NOW) == Wait(timedelta(), WHEN_FREE, known=False)
    chats = [chat(90, 60), chat(60, 40), chat(50, 20), chat(10, None)]
    assert expected_wait(chats, 1, 2, NOW) == Wait(timedelta(), WHEN_FREE, known=True)


def test_who_is_further_back_waits_longer_and_more_colleagues_make_it_shorter() -> None:
    chats = [chat(100, 70), chat(70, 40), chat(40, 10), chat(10, None)]
    waits = [expected_wait(chats, place, 1, NOW) for place in (1, 2, 5, 60)]
    assert [wait.high for wait in waits] == sorted(wait.high for wait in waits)
    assert all(wait.low < wait.high for wait in waits)
    assert expected_wait(chats, 5, 4, NOW).high < expected_wait(chats, 5, 1, NOW).high


def test_the_range_is_the_one_of_the_formula() -> None:
    """One chat runs, three of 30 minutes ended: 100 minutes of chats that ended or run, and the usual one."""
    chats = [chat(100, 70), chat(70, 40), chat(40, 10), chat(10, None)]
    share = _quantile(1, 4, 0.75)  # 1 - (1 - x)^4 = 0.75 at x = 1 - 0.25^(1/4)
    assert share == pytest.approx(1 - 0.25**0.25, abs=1e-6)
    expected = (100 * MINUTE + USUAL_CHAT) * share / (1 - share) + WHEN_FREE
    assert abs(expected_wait(chats, 1, 1, NOW).high - expected) < timedelta(seconds=1)


@pytest.mark.parametrize(("more", "seen"), [(1, 1), (3, 7), (20, 50)])
def test_the_quantile_undoes_the_exact_distribution(more: int, seen: int) -> None:
    share, tries = Fraction(_quantile(more, seen, 0.75)), more + seen - 1
    exact = sum(comb(tries, hits) * share**hits * (1 - share) ** (tries - hits) for hits in range(more, tries + 1))
    assert float(exact) == pytest.approx(0.75, abs=1e-6)


def test_how_many_ran_at_once() -> None:
    assert most_at_once([]) == 0
    assert most_at_once([chat(60, 50), chat(50, 40), chat(45, None), chat(44, 41)]) == 3


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 5, (0, 5)), (0.5, 6, (0, 10)), (7, 12, (5, 15)), (31, 44, (30, 45)), (50, 61, (45, 0)), (90, 200, (60, 0))],
)
def test_minutes_are_rounded_away_from_each_other(low: float, high: float, said: tuple[int, int]) -> None:
    assert in_minutes(Wait(low * MINUTE, high * MINUTE, known=True)) == said


@pytest.mark.parametrize(("colleagues", "at_once", "visitors"), SHIFTS)
def test_nine_in_ten_wait_no_longer_than_they_were_told(colleagues: int, at_once: int, visitors: float) -> None:
    shifts = [Shift(colleagues, at_once, visitors, seed).run() for seed in range(6)]
    told = [(wait, waited) for shift in shifts for wait, waited in shift.told if wait.known and waited > MINUTE]
    assert len(told) > 40
    assert sum(waited <= wait.high for wait, waited in told) / len(told) >= 0.85
    assert sum(wait.low <= waited <= wait.high for wait, waited in told) / len(told) >= 0.65


@pytest.mark.parametrize(("colleagues", "at_once", "visitors"), SHIFTS)
def test_who_comes_in_before_the_chat_closes_to_newcomers_has_a_turn(
    colleagues: int, at_once: int, visitors: float
) -> None:
    shifts = [Shift(colleagues, at_once, visitors, seed, closes_to_newcomers=True).run() for seed in range(6)]
    late = sum(chat.opened_at > shift.closes_at for shift in shifts for chat in shift.chats)
    in_time = sum(len(shift.chats) for shift in shifts)
    assert all(shift.refused for shift in shifts)
    assert late <= in_time / 100


At = Callable[[str], None]


@pytest.fixture
def at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> At:
    """Open from six to ten in the evening; now is when it is said to be."""
    settings.OPENING_HOURS = read_hours("mon-sun 18:00-22:00", ZoneInfo("Europe/Amsterdam"))

    def set_time(clock: str) -> None:
        now = datetime.fromisoformat(f"2026-03-02T{clock}:00+01:00")
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return set_time


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clock", "is_open", "is_closing"),
    [
        ("17:59", False, False),
        ("18:00", True, False),
        ("21:25", True, False),
        ("21:26", True, True),
        ("22:00", False, False),
    ],
)
def test_the_door_closes_to_newcomers_before_the_hours_end(at: At, clock: str, is_open: bool, is_closing: bool) -> None:
    at(clock)
    hours = door.hours()
    assert (hours.is_open, hours.is_closing) == (is_open, is_closing)
    assert (hours.closes_at is None, hours.opens_at is None) == (not is_open, is_open)


@pytest.mark.django_db
def test_the_longer_the_queue_the_earlier_it_closes(at: At) -> None:
    at("21:00")
    assert not door.hours().is_closing
    for _ in range(5):
        begin()
    assert door.hours().is_closing


@pytest.mark.django_db
def test_who_waits_when_the_hours_end_can_still_be_taken(at: At, kim: Staff) -> None:
    at("21:20")
    waiting = begin()
    at("22:30")
    assert actions.take(kim).identifier == waiting.identifier.hex()
    assert Conversation.objects.get().state == "open"


def test_without_anybody_who_tells_it_nobody_is_said_to_be_away() -> None:
    colleagues = Colleagues()
    assert (colleagues.anybody, colleagues.count) == (True, 0)
    colleagues.are([7, 7, 8])
    assert (colleagues.anybody, colleagues.count) == (True, 2)
    colleagues.are([])
    assert (colleagues.anybody, colleagues.count) == (False, 0)
