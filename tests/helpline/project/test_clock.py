"""The clock in the server looks for what is due, again and again, and goes on when a look fails."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError

from helpline.ops.existing_helpline import make_existing
from helpline.project.real_server import RealServer
from zichtbaar.helpline.project import clock


async def look_until(looks: list[int], count: int) -> None:
    """Let it look so many times."""
    ticking = asyncio.create_task(clock.tick())
    while len(looks) < count and not ticking.done():
        await asyncio.sleep(0.01)
    assert not ticking.done()
    ticking.cancel()


def test_it_looks_again_and_again_and_a_look_that_fails_does_not_stop_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(1)
        if len(looks) == 1:
            raise DatabaseError("what a child said")
        return 0

    monkeypatch.setattr(clock, "forget_due", look)
    monkeypatch.setattr(clock, "SECONDS_BETWEEN_LOOKS", 0.01)
    with caplog.at_level(logging.ERROR, "zichtbaar.clock"):
        asyncio.run(look_until(looks, 3))
    assert caplog.messages == ["what was due was not forgotten: DatabaseError"]


def test_a_server_forgets_what_is_due_when_it_starts(founded_file: Path, tmp_path: Path) -> None:
    existing = make_existing(founded_file, tmp_path / "helpline")
    existing.had("a" * 32, ended=datetime(2020, 1, 2))
    existing.had("b" * 32, ended=datetime.now(UTC).replace(tzinfo=None))
    log = existing.data / "zichtbaar.log"
    with RealServer(existing.data):
        until = time.monotonic() + 60
        while not log.exists() or "1 conversation(s) forgotten" not in log.read_text("utf-8"):
            assert time.monotonic() < until, "nothing was forgotten"
            time.sleep(0.05)
        files = [file.read_bytes() for file in existing.data.glob("helpline.sqlite3*")]
    assert not any(b"a" * 32 in stored for stored in files)
    assert any(b"b" * 32 in stored for stored in files)
