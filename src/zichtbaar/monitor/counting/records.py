"""Records that were found to keep to the codebook, ready to be counted."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.counting.checked import remembered
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.questions import count_question
from zichtbaar.monitor.counting.sources import Source, ask, interruptible, open_sources, readable, scans, table_of
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.counting.validation import validate

THREADS = 2
MEGABYTES = (1500, 4000)
"""The least and the most memory for DuckDB; between them half of what the machine has. The rest goes to the folder."""

CountEach = Callable[[Sequence[Condition]], Sequence[int]]
"""Gives the number of persons for each of some conditions, in their order."""


class Records:
    """Valid records of one or more files, or of a table. Usable until what made them is left."""

    def __init__(self, book: Codebook, rows: Mapping[Place, int], count_each: CountEach) -> None:
        self.book = book
        self.rows = rows
        """How many records there are in each place, in the order in which the places were given."""
        self._count_each = count_each

    def count(self, conditions: Collection[Condition]) -> CountTable:
        """How many persons fulfil each condition, in one pass over the records."""
        asked = list(dict.fromkeys(conditions))
        return CountTable(dict(zip(asked, self._count_each(asked), strict=True)) if asked else {})


@contextmanager
def read_records(files: Sequence[Path], book: Codebook, checked: Path | None = None) -> Iterator[Records]:
    """The records in these CSV or Parquet files (docs/reference/records.md), read as a stream.

    `checked` is a file that remembers which contents were found to keep to which codebook; they are then
    counted without being checked again. Raises InvalidInputError with every fault: file, line (row of a
    Parquet file), variable and what was expected; of many faults of one sort the first 20.
    """
    with TemporaryDirectory(prefix="zichtbaar-") as folder, interruptible(), connect(Path(folder)) as connection:
        sources = open_sources(files, book, connection, Path(folder))
        rows = remembered(checked, files, book, lambda: validate(sources, book))
        yield Records(book, rows, partial(_count_each, sources, book))


def _count_each(sources: Sequence[Source], book: Codebook, asked: Sequence[Condition]) -> Sequence[int]:
    question = count_question(asked, table_of(book), bit="uint8")
    with readable(*(source.given for source in sources)):
        answers = [ask(rows, question).fetchall()[0] for rows in scans(sources)]
    return [sum(counts) for counts in zip(*answers, strict=True)]


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory. Nothing is fetched from the network, and what does not fit is written in this folder."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": f"{_megabytes()}MB",
        "temp_directory": f"{folder}/spill",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    connection.execute("SET enable_external_file_cache = false")  # the operating system keeps files already
    connection.execute("SET enable_progress_bar = false")  # it would be drawn among what a command says
    return connection


def _megabytes() -> int:
    least, most = MEGABYTES
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2_000_000
    return max(least, min(most, half))
