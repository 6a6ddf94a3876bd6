"""What a run of latent classes of the usual length is worth, beside LCMCR, on one core.

    python benchmarks/bench_latent_class.py

Limits: 30 seconds, R-hat at most 1.01 and 400 effective draws for each table. Beside it stands what LCMCR 0.4.14 was
worth on another machine, in two runs of 120,000 rounds each (20,000 left out, 2,000 draws kept, timed by itself):
effective draws by the second of the slower and of the faster.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import zichtbaar.monitor.datasets
from zichtbaar.monitor.estimation import CaptureTable, latent_class
from zichtbaar.monitor.estimation.mixing import LARGEST_R_HAT, SMALLEST_EFFECTIVE_SIZE

TABLES = Path(zichtbaar.monitor.datasets.__file__).parent / "capture_histories"
LIMIT_SECONDS = 30.0
LCMCR = {
    "UKdat_4": (57, 786),
    "UKdat_5": (151, 168),
    "Kosovo": (94, 123),
    "Korea": (1825, 1932),
    "Artificial_3": (2073, 2270),
}


def run(name: str) -> bool:
    """One run with a seed that was not chosen for it; whether it holds the limits."""
    table = CaptureTable.from_csv(TABLES / f"{name}.csv")
    begin = time.perf_counter()
    found = latent_class(table, seed=1)
    took = time.perf_counter() - begin
    size, r_hat = found.effective_size, found.r_hat
    print(
        f"{name:<13} {took:5.1f} s (limit {LIMIT_SECONDS:g}), R-hat {r_hat:.4f}, worth {size:6,.0f} draws: "
        f"{size / took:5.0f} a second (LCMCR {LCMCR[name][0]:,} to {LCMCR[name][1]:,})"
    )
    return took <= LIMIT_SECONDS and r_hat <= LARGEST_R_HAT and size >= SMALLEST_EFFECTIVE_SIZE


def main() -> int:
    """Measure every table; 1 when a limit is passed."""
    held = [run(name) for name in LCMCR]
    return 0 if all(held) else 1


def on_one_core() -> None:
    """Begin anew with one thread in numpy's arithmetic, which reads this when it is loaded."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    if not threads.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **threads})


if __name__ == "__main__":
    on_one_core()
    sys.exit(main())
