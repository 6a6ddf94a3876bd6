"""How long it takes to count large Parquet files into the figures of a year, beside the limits.

    python benchmarks/bench_counting.py [--rows 10000000 100000000] [--folder DIR] [--orders month none]

Without options: ten million, one month after the other.

Each file holds invented registrations of ten years under `trafficking-1`: 40 variables in 210 columns, written by
DuckDB one month after the other (order "month") or in no order at all ("none"). The rows of one year differ all from
each other; every other year repeats them under other references. With `--folder` the files stay there, and are used
again the next time; a hundred million take 5 GB.

Three runs of each, as processes of their own, from the start of Python to the figures of the recipe of the example,
which asks about two of the ten years:

* "first": those two years are checked, and the months of all, and then counted;
* "again": the same once more, when the file is in the memory of the machine;
* "peer": Polars, where it is installed, counts the victims and their forms of exploitation, and checks nothing.

The limits (4 s for ten million, 25 s for a hundred million, 8 GB) hold for "first" and for "again".
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from many_records import Order, write_many
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.periods import years_of
from zichtbaar.monitor.figures.recipe import read_recipe

YEARS = range(2011, 2021)  # the last is that of the recipe of the example
SECONDS = {10_000_000: 4.0, 100_000_000: 25.0}
MEGABYTES = 8000
_PEER = """
import sys
import polars
rows = polars.scan_parquet(sys.argv[1]).filter(polars.col("first_chat_month").is_between("2020-01", "2020-12"))
victims = rows.filter(polars.col("assessment") == 1, polars.col("contact_role") == 1)
forms = polars.selectors.starts_with("exploitation_forms__")
print(victims.select(polars.len(), (forms == 1).sum()).collect(engine="streaming").row(0))
"""


def main() -> int:
    """Measure; 1 when counting passes a limit."""
    wanted = _parser().parse_args()
    if wanted.count:
        return _count(*wanted.count)
    if wanted.write:
        return _write(*wanted.write)
    held = []
    with TemporaryDirectory() as name:
        write_example("netherlands-2020", Path(name) / "example")
        for rows in wanted.rows:
            for order in wanted.orders:
                held.append(_measure(wanted.folder or Path(name), rows, order, Path(name) / "example"))
    return 0 if all(held) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Count large files beside the limits.")
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--orders", type=Order, nargs="+", default=[Order.MONTH])
    parser.add_argument("--folder", type=Path, help="where the files are kept for the next time")
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=Path, nargs=2, help=argparse.SUPPRESS)
    return parser


def _measure(folder: Path, rows: int, order: Order, example: Path) -> bool:
    file = folder / f"{rows}-{order}.parquet"
    begin = time.perf_counter()
    if not file.exists():
        subprocess.run([sys.executable, __file__, "--write", str(file), str(rows), order], check=True)
    print(f"{rows:,} rows, order {order}: {file.stat().st_size / 1e9:.2f} GB in {time.perf_counter() - begin:.0f} s")
    words = [sys.executable, __file__, "--count", str(file), str(example)]
    held = [_report(name, rows, _run(words)) for name in ("first", "again")]
    peer = _run([sys.executable, "-c", _PEER, str(file)])
    if peer is not None:
        _report("peer ", rows, peer)
    return all(held)


def _run(words: Sequence[str]) -> tuple[float, float, float] | None:
    """Seconds, seconds of processor time and peak megabytes of a process; None when it fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) != 0:
        return None
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _report(name: str, rows: int, run: tuple[float, float, float] | None) -> bool:
    if run is None:
        print(f"  {name}: failed")
        return False
    seconds, processor, megabytes = run
    limit = SECONDS.get(rows, float("inf"))
    print(
        f"  {name}: {seconds:.1f} s (limit {limit:.0f}), {processor:.1f} s of processor time, "
        f"peak {megabytes:.0f} MB (limit {MEGABYTES})",
        flush=True,
    )
    return seconds <= limit and megabytes <= MEGABYTES


def _write(file: str, rows: str, order: str) -> int:
    """A file of so many rows. In a process of its own: those that it starts would pass for as large as it is."""
    draft = Path(f"{file}.draft")
    write_many(draft, load(), int(rows), YEARS, Order(order))
    draft.replace(file)
    return 0


def _count(file: Path, example: Path) -> int:
    """The figures of the recipe of the example, from this file."""
    book = load()
    recipe = read_recipe(example / "factsheet.toml", book)
    outside = read_benchmarks(recipe.benchmarks) if recipe.benchmarks else {}
    with read_records([file], book, years_of(recipe.periods)) as records:
        make_figures(recipe, records, outside)
    return 0


if __name__ == "__main__":
    sys.exit(main())
