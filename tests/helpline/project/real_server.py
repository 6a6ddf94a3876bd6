"""The helpline as it really runs: a process of its own that can be killed. A password is enough to sign in to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from ports import Port

WITHIN_SECONDS = 60

PREPARE = """
import os
import sys
from pathlib import Path
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare
header = os.environ.get("PROXY_TELLS_IN", "")
prepare(Configuration(data=Path(sys.argv[1]), https=False, second_factor=False, address_header=header))
"""

SERVE = """
from zichtbaar.helpline.project import server
server.SECONDS_TO_STOP = 30  # on a busy machine what is answered just then takes more than two
server.serve("127.0.0.1", int(sys.argv[2]), ready=lambda: print("Ready", flush=True))
"""


class RealServer:
    """One data folder and one port, and the process that serves them now."""

    def __init__(self, data: Path, address_header: str = "", but_first: str = "") -> None:
        """`but_first`: what the process does before it serves, in Python."""
        self.data, self.address_header = data, address_header
        self._program = "\n".join((PREPARE, but_first, SERVE))
        self._kept = Port()
        self.port = self._kept.number
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """What a page of this server has as its origin."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def relay(self) -> str:
        """The address of the relay."""
        return f"ws://127.0.0.1:{self.port}/relay"

    def start(self) -> None:
        """Start, and wait until it is ready."""
        command = [sys.executable, "-c", self._program, str(self.data), str(self.port)]
        environment = {**os.environ, "PROXY_TELLS_IN": self.address_header}
        with (self.data.parent / "screen.txt").open("ab") as screen:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=screen, env=environment)
        assert self.process.stdout is not None
        if self.process.stdout.readline() != b"Ready\n":
            self.process.communicate()
            raise AssertionError((self.data.parent / "screen.txt").read_text("utf-8"))

    def __enter__(self) -> RealServer:
        """Run it for a while."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.end(signal.SIGTERM)

    def end(self, how: signal.Signals) -> int:
        """Send a signal; gives the exit code."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.send_signal(how)
        code = self.process.wait(timeout=WITHIN_SECONDS)
        self.process.stdout.close()
        return code
