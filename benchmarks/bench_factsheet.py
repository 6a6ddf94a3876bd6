"""How long `zichtbaar factsheet` takes as a whole process, and how much memory: beside its limits.

    python benchmarks/bench_factsheet.py

Two runs: the published example, cold (limit 3 s), and ten million registrations in a Parquet file (limits
10 s and 2 GB). The large file is the example over and over, each registration under a reference of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

REPEATS = 5
ROWS = 10_000_000
ZICHTBAAR = (sys.executable, "-m", "zichtbaar.cli")


def example(folder: Path) -> Path:
    """The published example, written by the program itself."""
    subprocess.run([*ZICHTBAAR, "example", "netherlands-2020", "--out", str(folder)], check=True, capture_output=True)
    return folder


def many(records: Path, target: Path) -> None:
    """The same registrations again and again until there are `ROWS`, with a fresh reference each."""
    source = f"read_csv('{records}', all_varchar = false, types = {{'case_ref': 'VARCHAR'}})"
    with duckdb.connect() as connection:
        connection.execute(f"create table example as from {source}")
        size = connection.execute("select count(*) from example").fetchall()[0][0]
        repeated = f"""
            select example.* replace (format('{{:032x}}', turn * {size} + example.rowid) as case_ref)
            from range({ROWS // size + 1}) turns(turn), example limit {ROWS}
        """  # noqa: S608
        connection.execute(f"copy ({repeated}) to '{target}' (format parquet)")


def measure(words: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of one run in a process of its own."""
    begin = time.perf_counter()
    process = subprocess.Popen([*ZICHTBAAR, *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("zichtbaar factsheet failed")
    return seconds, usage.ru_maxrss / 1024


def report(name: str, runs: Sequence[tuple[float, float]], seconds: float, megabytes: float | None) -> bool:
    """Print the median time and the highest memory beside their limits; whether both hold."""
    took, used = median(run[0] for run in runs), max(run[1] for run in runs)
    limit = "" if megabytes is None else f" (limit {megabytes:.0f})"
    print(f"{name}: {took:.2f} s (limit {seconds:.0f}), peak {used:.0f} MB{limit}, {len(runs)} runs")
    return took <= seconds and (megabytes is None or used <= megabytes)


def main() -> int:
    """Measure both; 1 when a limit is passed."""
    with TemporaryDirectory() as name:
        folder = example(Path(name) / "example")
        recipe, out = str(folder / "factsheet.toml"), str(Path(name) / "out")
        years = [folder / "registrations-2019.csv", folder / "registrations-2020.csv"]
        records = [word for year in years for word in ("--records", str(year))]
        small = [measure(["factsheet", recipe, *records, "--out", out]) for _ in range(REPEATS)]
        large_file = Path(name) / "many.parquet"
        many(years[1], large_file)
        words = ["factsheet", recipe, "--records", str(large_file), "--records", str(years[0]), "--out", out]
        large = [measure(words) for _ in range(REPEATS)]
    held = [report("example, cold", small, 3, None), report(f"{ROWS:,} registrations", large, 10, 2000)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
