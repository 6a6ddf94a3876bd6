"""A release is absent or whole, wherever a kill or a full disk stops it, and nothing is out that the ledger lacks.

Not at places that somebody thought of, but before each thing that is done to the disk, one after the other.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import pytest

from zichtbaar.codebook.schema import Is
from zichtbaar.monitor.disclosure.beside_ledger import made_beside
from zichtbaar.monitor.disclosure.ladders import as_counted
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.ledger_file import read_ledger
from zichtbaar.monitor.disclosure.protection import ProtectedRelease
from zichtbaar.monitor.disclosure.told import About, Cell
from zichtbaar.monitor.writing import write_together

FILES = {"factsheet.pdf": b"%PDF" * 500, "figures.csv": b"id,count\n" * 300}
LARGEST = max(map(len, FILES.values()))
ROOMS, METHODS = frozenset({"posix", "fcntl", "_io"}), frozenset({"write", "flush", "close", "__exit__"})
"""What touches the disk: functions of the system, and methods of files."""


def make(known: Ledger, name: str) -> ProtectedRelease:
    """A release of one number."""
    about = About(name, "factsheet.toml", "trafficking-1", "1.0", "ab" * 32)
    return ProtectedRelease((), known.release(about, [Cell(as_counted(Is("role", frozenset({1})), 250), ("victims",))]))


def release(folder: Path) -> None:
    """What the command does once the figures are made: tell the ledger, then let the files appear."""
    made_beside(folder / "ledger.jsonl", "2020-v1", make)
    write_together(FILES, folder / "made" / "out")


def is_known(folder: Path) -> bool:
    """Whether the ledger holds the release, whole; it must be whole in any case."""
    ledger = folder / "ledger.jsonl"
    return ledger.exists() and [about.release for about in read_ledger(ledger).releases] == ["2020-v1"]


def is_out(folder: Path) -> bool:
    """Whether the files are there, all and whole; they must not be there in part."""
    out = folder / "made" / "out"
    if not out.exists():
        return False
    assert {path.name: path.read_bytes() for path in out.iterdir()} == FILES
    return True


def die_before_touch(number: int) -> None:
    """From now on this process is killed before it touches the disk for the time of this number."""
    touches = count(1)

    def look(_frame: FrameType, event: str, called: Any) -> None:
        is_touch = event == "c_call" and (called.__module__ in ROOMS or called.__name__ in METHODS)
        if is_touch and next(touches) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)


def in_a_process_of_its_own(folder: Path, touch: int | None = None, room: int | None = None) -> int:
    """Release in a forked process; what it ended with."""
    process = os.fork()
    if process == 0:
        try:
            if room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
            if touch is not None:
                die_before_touch(touch)
            release(folder)
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def check(folder: Path) -> None:
    """Absent or whole; not out unless known; and doing the same once more ends it."""
    assert is_known(folder) or not is_out(folder)
    assert in_a_process_of_its_own(folder) == 0
    assert is_known(folder)
    assert is_out(folder)


def kill_everywhere() -> int:
    """Kill a release before each touch of the disk, until one is not killed any more; how often it was."""
    for touch in count(1):
        with TemporaryDirectory() as name:
            ended = in_a_process_of_its_own(Path(name), touch)
            check(Path(name))
        if ended == 0:
            return touch - 1
        assert ended == -signal.SIGKILL
    raise AssertionError


def fill_up_everywhere() -> int:
    """Leave room for files of so many bytes and no more, until there is enough; how often there was not."""
    rooms = range(0, LARGEST + 1, 40)
    for room in rooms:
        with TemporaryDirectory() as name:
            ended = in_a_process_of_its_own(Path(name), room=room)
            assert not is_out(Path(name)) or ended == 0
            assert ended == 0 or not list(Path(name).glob("**/.zichtbaar-*"))
            check(Path(name))
    return len(rooms) - 1


@pytest.mark.parametrize(("how", "fewest"), [("kill_everywhere", 50), ("fill_up_everywhere", 60)])
def test_stopped_anywhere_it_is_absent_or_whole_and_the_same_again_ends_it(how: str, fewest: int) -> None:
    """In a process without threads, for it forks."""
    words = [sys.executable, "-c", f"from monitor.disclosure.test_killed_at_any_point import {how}; print({how}())"]
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(words, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= fewest
