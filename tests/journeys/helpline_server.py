"""A real helpline for a journey: `zichtbaar demo` in a folder of its own, to be killed and started again."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from ports import Port

READY_WITHIN_SECONDS = 120
STOPPED_WITHIN_SECONDS = 60


class SignIn(TypedDict):
    """How one invented colleague signs in."""

    name: str
    role: str
    password: str


class Description(TypedDict):
    """What `--describe` writes."""

    url: str
    doors: dict[str, str]
    staff: list[SignIn]


PROGRAM = (str(Path(sys.executable).parent / "zichtbaar"),)
PROGRAM_THAT_HARDLY_STRETCHES = (sys.executable, str(Path(__file__).with_name("quick_demo.py")))
PROGRAM_WITH_SECOND_FACTORS = (sys.executable, str(Path(__file__).with_name("careful_demo.py")))
PROGRAM_WITH_PHOTOS = (sys.executable, str(Path(__file__).with_name("photo_demo.py")))
PROGRAM_OUTSIDE_HOURS = (sys.executable, str(Path(__file__).with_name("closed_demo.py")))


class Helpline:
    """One data folder, one port, and the process that serves them at the moment."""

    def __init__(self, folder: Path, program: tuple[str, ...] = PROGRAM) -> None:
        self.program = program
        self.data = folder / "data"
        self.described = folder / "described.json"
        self.screen = folder / "screen.txt"
        self._kept = Port()
        self.port = self._kept.number
        self.process: subprocess.Popen[bytes] | None = None

    def copy(self, folder: Path) -> Helpline:
        """The same people and keys in another folder, and what was on the screen, while this one is stopped."""
        copy = Helpline(folder, self.program)
        shutil.copytree(self.data, copy.data)
        shutil.copy(self.screen, copy.screen)
        return copy

    def start(self) -> None:
        """Start the server and wait for its line `Ready:`."""
        command = [*self.program, "demo", "--port", str(self.port)]
        command += ["--data", str(self.data), "--describe", str(self.described)]
        with self.screen.open("ab") as screen:
            already = screen.tell()
            self.process = subprocess.Popen(command, stdout=screen, stderr=subprocess.STDOUT)
        self._wait_until_ready(already)

    def _wait_until_ready(self, already: int) -> None:
        assert self.process is not None
        give_up = time.monotonic() + READY_WITHIN_SECONDS
        while b"Ready: " not in self.screen.read_bytes()[already:]:
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError(f"The helpline did not start:\n{self.screen.read_text('utf-8')}")
            time.sleep(0.05)

    def kill(self) -> None:
        """Pull the plug: no chance to clean up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ctrl-C, and the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=STOPPED_WITHIN_SECONDS)

    @property
    def description(self) -> Description:
        """The table of doors and sign-ins."""
        described: Description = json.loads(self.described.read_text("utf-8"))
        return described

    def staff(self, role: str) -> SignIn:
        """The first colleague with this role."""
        return next(person for person in self.description["staff"] if person["role"] == role)

    def door(self, name: str) -> str:
        """The address of a door: visitor, desk or office."""
        return self.description["doors"][name]

    def everything_written(self) -> dict[Path, bytes]:
        """Every file of the data folder and what was on the screen."""
        found = {self.screen: self.screen.read_bytes()}
        for path in self.data.rglob("*"):
            with suppress(FileNotFoundError):  # gone meanwhile, as the parts are of files that are being written
                found |= {path: path.read_bytes()} if path.is_file() else {}
        return found
