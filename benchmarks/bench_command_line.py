"""`zichtbaar --help` answers at once: heavy imports happen only where they are used."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

LIMIT_SECONDS = 0.3
RUNS = 9


def seconds_of_one_run() -> float:
    """How long the whole process takes."""
    command = [str(Path(sys.executable).parent / "zichtbaar"), "--help"]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> int:
    """Print the median beside the limit; 1 when it is missed."""
    seconds = median(seconds_of_one_run() for _ in range(RUNS))
    print(f"zichtbaar --help: {seconds:.2f} s, median of {RUNS} runs (limit {LIMIT_SECONDS} s)")
    return int(seconds > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
