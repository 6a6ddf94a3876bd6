"""What the server does again and again goes on after any fault, and a loop that ends all the same ends the server."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from helpline.ops.existing_helpline import make_existing
from helpline.project.real_server import PREPARE
from zichtbaar.helpline.handover import minding
from zichtbaar.helpline.project import clock, loops
from zichtbaar.helpline.project.logs import WithoutContent

WORDS = "what a child said"

ENDS = f"""
{PREPARE}
from zichtbaar.helpline.project import clock
from zichtbaar.helpline.project.server import serve
async def tick():
    raise ValueError({WORDS!r})
clock.tick = tick
serve("127.0.0.1", 0, ready=lambda: None)
"""


def as_logged(caplog: pytest.LogCaptureFixture) -> str:
    """What stands in the log file of a helpline."""
    return "\n".join(WithoutContent().format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("loop", "place", "name", "said"),
    [
        (clock.tick, clock, "forget_due", "what was due was not forgotten: ValueError"),
        (clock.mind, minding, "mind", "handovers not minded: ValueError"),
    ],
)
def test_no_fault_of_a_look_prevents_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    loop: Callable[[], Awaitable[None]],
    place: object,
    name: str,
    said: str,
) -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(1)
        raise ValueError(WORDS)

    async def until_three() -> None:
        task = asyncio.ensure_future(loop())
        while len(looks) < 3:
            await asyncio.sleep(0.01)
        assert not task.done()
        task.cancel()

    monkeypatch.setattr(place, name, look)
    monkeypatch.setattr(clock, "SECONDS_BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(clock, "SECONDS_BETWEEN_HANDOVERS", 0.01)
    with caplog.at_level(logging.ERROR, "zichtbaar.clock"):
        asyncio.run(asyncio.wait_for(until_three(), 20))
    assert said in caplog.messages
    assert "test_loops.py" in as_logged(caplog)  # where it failed
    assert WORDS not in as_logged(caplog)


def test_only_a_loop_that_ends_by_itself_stops_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[int] = []
    monkeypatch.setattr(signal, "raise_signal", raised.append)
    monkeypatch.setattr(loops, "HAS_ENDED", asyncio.Event())

    async def lasts() -> None:
        await asyncio.sleep(60)

    async def fails() -> None:
        raise ValueError(WORDS)

    async def run() -> None:
        told_to_end = asyncio.create_task(lasts())
        loops.guard([told_to_end])
        told_to_end.cancel()
        await asyncio.wait([told_to_end])
        await asyncio.sleep(0)
        assert raised == []
        fails_by_itself = asyncio.create_task(fails())
        loops.guard([fails_by_itself])
        await asyncio.wait([fails_by_itself])
        await asyncio.sleep(0)

    asyncio.run(run())
    assert raised == [signal.SIGTERM]


def test_a_server_whose_loop_has_ended_stops_with_an_exit_code_that_says_so(founded_file: Path, tmp_path: Path) -> None:
    existing = make_existing(founded_file, tmp_path / "helpline")
    ended = subprocess.run(
        [sys.executable, "-c", ENDS, str(existing.data)], capture_output=True, timeout=120, check=False, text=True
    )
    assert ended.returncode == 1
    assert "LoopEndedError" in ended.stderr
    log = (existing.data / "zichtbaar.log").read_text("utf-8")
    assert "tick has ended, so the server stops" in log
    assert WORDS not in log + ended.stderr + ended.stdout
