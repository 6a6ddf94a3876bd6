"""Benchmarks share tools with the tests and are run by hand: none stops at its first line because a tool has moved."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from promises.source_files import ROOT

LISTED = re.search(r"^BENCHMARKS := .*$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
assert LISTED
NAMES = re.search(r"benchmarks/%\.py,([^)]*)", LISTED[0])
assert NAMES
RUN = sorted({*(path.stem for path in (ROOT / "benchmarks").glob("bench_*.py")), *NAMES[1].split()})
"""Those that `make bench` runs."""

LOAD = "import runpy, sys; sys.path.insert(0, 'benchmarks'); runpy.run_path(sys.argv[1], run_name='loaded')"


@pytest.mark.parametrize("name", RUN)
def test_it_can_be_loaded(name: str) -> None:
    command = [sys.executable, "-c", LOAD, f"benchmarks/{name}.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
