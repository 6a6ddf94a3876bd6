"""A program as somebody runs it who looks at the screen."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Sequence


def drawn_on_a_terminal(command: Sequence[str]) -> tuple[str, str]:
    """What a program that succeeds draws on a terminal as its errors, and what it prints elsewhere."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        drawn = _all_of(ours)  # while it runs: a terminal that nobody reads holds the program up
        assert process.stdout is not None
        printed = process.stdout.read()
        assert process.wait(60) == 0
    os.close(ours)
    return drawn.decode(), printed.decode()


def _all_of(terminal: int) -> bytes:
    drawn = b""
    try:
        while some := os.read(terminal, 4096):
            drawn += some
    except OSError:  # the other side is closed
        pass
    return drawn
