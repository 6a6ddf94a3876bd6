"""A real helpline for a journey: `zichtbaar demo` in a folder of its own, to be killed and started again."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TypedDict

READY_WITHIN_SECONDS = 120


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


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


PROGRAM = (str(Path(sys.executable).parent / "zichtbaar"),)
PROGRAM_WITH_SECOND_FACTORS = (sys.executable, str(Path(__file__).with_name("careful_demo.py")))
PROGRAM_OUTSIDE_HOURS = (sys.executable, str(Path(__file__).with_name("closed_demo.py")))


class Helpline:
    """One data folder, one port, and the process that serves them at the moment."""

    def __init__(self, folder: Path, program: tuple[str, ...] = PROGRAM) -> None:
        self.program = program
        self.data = folder / "data"
        self.described = folder / "described.json"
        self.screen = folder / "screen.txt"
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

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
        return self.process.wait(timeout=20)

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
        files = [path for path in self.data.rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in [*files, self.screen]}
