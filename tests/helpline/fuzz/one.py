"""Fuzz one target in this process, with the options of libFuzzer: `run.py` starts it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["zichtbaar.helpline", "websockets", "json"]):
    from helpline.fuzz import founding

    founding.found()
    from helpline.fuzz.targets import TARGETS


if __name__ == "__main__":
    atheris.Setup([os.environ["FUZZ_COMMAND"], *sys.argv[1:]], TARGETS[os.environ["FUZZ_TARGET"]])
    atheris.Fuzz()
