"""Fuzz every target of `targets.py` for a while, guided by which lines of ours an input reaches.

    python tests/helpline/fuzz/run.py [SECONDS] [TARGET ...]

SECONDS is how long each target runs (200, so that all of them take half an hour). It goes on from `corpus/`, and leaves
there what reached something new, made as small as it can be. An input that breaks something is left in `faults/`, and
the exit code is 1: it belongs in the corpus, where `make test` tries it again for ever.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 200
LONGEST_INPUT = 9_000
"""Bytes: a little more than the longest envelope."""

sys.path.insert(0, str(HERE.parents[1]))


def main(words: list[str]) -> int:
    """Run all targets, or these."""
    if find_spec("atheris") is None:
        print("atheris is not here (it has no wheel for this Python or this system): nothing was fuzzed.")
        return 1
    seconds = int(words.pop(0)) if words and words[0].isdecimal() else SECONDS
    targets = words or [folder.name for folder in sorted((HERE / "corpus").iterdir())]
    return max(_run_for(target, seconds) for target in targets)


def _run_for(target: str, seconds: int) -> int:
    """One target in a process of its own, in a copy of the corpus; then the corpus is what covers as much, and less."""
    kept, faults = HERE / "corpus" / target, HERE / "faults"
    faults.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found, smallest = Path(folder, "found"), Path(folder, "smallest")
        shutil.copytree(kept, found)
        smallest.mkdir()
        code = _fuzz(target, folder, str(found), f"-max_total_time={seconds}", f"-artifact_prefix={faults}/{target}-")
        if code == 0:
            code = _fuzz(target, folder, "-merge=1", str(smallest), str(kept), str(found))
            for path in smallest.iterdir():
                shutil.copy(path, kept)
    print(f"== {target}: {'nothing broke' if code == 0 else f'something broke: see {faults}'}", flush=True)
    return min(code, 1)


def _fuzz(target: str, folder: str, *options: str) -> int:
    """Run libFuzzer; it runs itself again to compare inputs, so the command has to be one word."""
    command = Path(folder, "fuzz")
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "one.py"}" "$@"\n', "utf-8")
    command.chmod(0o700)
    environment = {**os.environ, "TMPDIR": folder, "FUZZ_TARGET": target, "FUZZ_COMMAND": str(command)}
    return subprocess.run([command, *options, f"-max_len={LONGEST_INPUT}"], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
