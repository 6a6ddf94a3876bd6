"""Who waits keeps her place while she is connected, and for some time when she is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from zichtbaar.helpline.chat import presence
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.presence import KEPT, SHARE_WHEN_FULL, UNTIL_BACK, UNTIL_THERE, Presence

VERA = bytes(16)
SECOND = timedelta(seconds=1)
Pass = Callable[[timedelta], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Let time pass."""
    now = datetime(2026, 3, 1, 20, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)

    def wait(duration: timedelta) -> None:
        nonlocal now
        now += duration

    return wait


@pytest.fixture
def visitors(wait: Pass) -> Presence:
    visitors = Presence()
    visitors.begin()
    wait(SECOND)
    return visitors


def begun(conversation: bytes = VERA) -> Conversation:
    return Conversation(identifier=conversation.hex(), created_at=timezone.now())


def test_who_asks_for_a_place_has_a_minute_to_come_in(visitors: Presence, wait: Pass) -> None:
    vera = begun()
    wait(UNTIL_THERE)
    assert not visitors.away([vera])
    wait(SECOND)
    assert visitors.away([vera]) == [vera]


def test_who_is_connected_can_wait_for_ever(visitors: Presence, wait: Pass) -> None:
    vera = begun()
    visitors.came(VERA)
    wait(timedelta(days=1))
    assert visitors.is_here(vera)
    assert not visitors.away([vera], SHARE_WHEN_FULL)


def test_who_loses_the_connection_has_ten_minutes_each_time(visitors: Presence, wait: Pass) -> None:
    vera = begun()
    for _ in range(3):
        visitors.came(VERA)
        wait(KEPT)
        visitors.went(VERA)
        wait(UNTIL_BACK)
        assert not visitors.is_here(vera)
        assert not visitors.away([vera])
    wait(SECOND)
    assert visitors.away([vera]) == [vera]


def test_a_restart_gives_everybody_ten_minutes_anew(visitors: Presence, wait: Pass) -> None:
    vera, never_came = begun(), begun(bytes(15) + b"n")
    visitors.came(VERA)
    wait(timedelta(days=1))
    visitors.begin()
    assert not visitors.is_here(vera)
    wait(UNTIL_BACK)
    assert not visitors.away([vera, never_came])
    wait(SECOND)
    assert visitors.away([vera, never_came]) == [vera, never_came]


def test_a_full_queue_has_a_tenth_of_the_patience(visitors: Presence, wait: Pass) -> None:
    vera, never_came = begun(), begun(bytes(15) + b"n")
    visitors.came(VERA)
    visitors.went(VERA)
    wait(SHARE_WHEN_FULL * UNTIL_THERE + SECOND)
    assert visitors.away([vera, never_came], SHARE_WHEN_FULL) == [never_came]
    wait(SHARE_WHEN_FULL * UNTIL_BACK)
    assert visitors.away([vera, never_came], SHARE_WHEN_FULL) == [vera, never_came]
    assert not visitors.away([vera])


def test_where_no_relay_runs_nobody_counts_as_away(visitors: Presence, wait: Pass) -> None:
    vera = begun()
    visitors.end()
    for unknown in (visitors, Presence()):
        wait(timedelta(days=1))
        assert not unknown.away([vera])


def test_what_is_remembered_of_who_went_is_forgotten(visitors: Presence, wait: Pass) -> None:
    for number in range(100):
        visitors.came(number.to_bytes(16, "big"))
        visitors.went(number.to_bytes(16, "big"))
    wait(KEPT + SECOND)
    visitors.went(VERA)
    assert len(visitors._gone_at) == 1
    assert presence.VISITORS is not visitors
