"""What waits for a slow reader is bounded, and nobody sends faster than people write."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.chat import connection
from zichtbaar.helpline.chat.connection import TOO_SLOW, Outbox, OverError, Pace


async def test_frames_are_taken_in_order() -> None:
    outbox = Outbox()
    reading = asyncio.create_task(outbox.take())
    await asyncio.sleep(0)
    for frame in ("one", b"two", "three"):
        outbox.put(frame)
    assert [await reading, await outbox.take(), await outbox.take()] == ["one", b"two", "three"]


async def test_what_waits_is_bounded_and_then_the_connection_is_over() -> None:
    outbox = Outbox()
    for _ in range(3 * connection.LARGEST_BACKLOG // 8192):
        outbox.put(bytes(8192))
    assert outbox._size <= connection.LARGEST_BACKLOG + 8192
    with pytest.raises(OverError) as over:
        await outbox.take()
    assert over.value.code == TOO_SLOW


async def test_old_envelopes_wait_until_there_is_room() -> None:
    outbox = Outbox()
    outbox.put(bytes(connection.CATCHING_UP_BACKLOG))
    await asyncio.wait_for(outbox.room(), 1)
    outbox.put(b"one more")
    waiting = asyncio.create_task(outbox.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    await outbox.take()
    await asyncio.wait_for(waiting, 1)


async def test_what_is_worth_nothing_late_is_not_put_behind_what_waits() -> None:
    outbox = Outbox()
    outbox.put_if_roomy(b"first")
    outbox.put(bytes(connection.CATCHING_UP_BACKLOG))
    outbox.put_if_roomy(b"late")
    assert await outbox.take() == b"first"
    await outbox.take()
    outbox.put_if_roomy(b"in time")
    assert await outbox.take() == b"in time"


@given(st.lists(st.floats(0, 0.2), max_size=300))
def test_nobody_gets_more_frames_through_than_the_pace_allows(pauses: list[float]) -> None:
    pace, now, allowed = Pace(connection.FRAMES_A_SECOND, connection.FRAMES_AT_ONCE), 100.0, 0
    for pause in pauses:
        now += pause
        allowed += pace.allows(now)
    most = connection.FRAMES_AT_ONCE + sum(pauses) * connection.FRAMES_A_SECOND
    assert allowed <= most + 1e-6


@given(st.lists(st.floats(1 / connection.FRAMES_A_SECOND, 60), max_size=100))
def test_who_keeps_to_the_pace_is_never_refused(pauses: list[float]) -> None:
    pace, now = Pace(connection.FRAMES_A_SECOND, connection.FRAMES_AT_ONCE), 100.0
    for pause in pauses:
        now += pause + 1e-9
        assert pace.allows(now)
