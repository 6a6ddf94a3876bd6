"""The command on a disk on which there is no more room."""

from __future__ import annotations

import resource
import subprocess
import sys


def said_on_a_full_disk(*words: str, most_bytes: int = 20_000) -> str:
    """The one sentence with which the command fails where no file can be longer than this."""
    failed = subprocess.run(
        [sys.executable, "-m", "zichtbaar.cli", *words],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes)),  # for the child alone
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    [sentence] = failed.stderr.splitlines()
    return sentence
