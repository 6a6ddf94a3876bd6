"""Records that were found to keep to the codebook, ready to be counted."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis.expr.types as ir

from zichtbaar.codebook.schema import ALWAYS, Answers, Codebook, Condition
from zichtbaar.monitor.counting.conditions import holds, together
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.questions import count_question
from zichtbaar.monitor.counting.sources import Source, ask, interruptible, open_sources, readable, scans, table_of
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.counting.validation import validate
from zichtbaar.monitor.counting.years import Held, rows_of

THREADS = 2
MEGABYTES = (1500, 4000)
"""The least and the most memory for DuckDB; between them half of what the machine has. The rest goes to the folder."""

Asked = Callable[[ir.Table], Sequence[Sequence[Sequence[Any]]]]
"""Puts a question to the records, part by part (a part is a file, or the table): the rows of each answer."""


class Records:
    """Valid records of one or more files, or of a table. Usable until what made them is left.

    Of `table`, only what was `looked_at` is counted.
    """

    def __init__(
        self,
        book: Codebook,
        held: Mapping[Place, Held],
        table: ir.Table,
        asked: Asked,
        *,
        looked_at: Condition = ALWAYS,
        bit: str,
    ) -> None:
        self.book = book
        self.held = held
        """What each place holds, in the order in which the places were given."""
        self._table = table
        self._looked_at = looked_at
        self._asked = asked
        self._bit = bit

    @property
    def rows(self) -> Mapping[Place, int]:
        """How many records there are in each place, of whatever year."""
        return {place: held.rows for place, held in self.held.items()}

    def count(self, conditions: Collection[Condition]) -> CountTable:
        """How many persons fulfil each condition, in one pass over the records."""
        asked = list(dict.fromkeys(conditions))
        if not asked:
            return CountTable({})
        answers = [
            counts for [counts] in self._asked(count_question(asked, self._table, self._looked_at, bit=self._bit))
        ]
        return CountTable(dict(zip(asked, map(sum, zip(*answers, strict=True)), strict=True)))

    def people(self, where: Condition) -> Iterator[Answers]:
        """The answers of every person who fulfils a condition. Exact and unprotected, and held in memory."""
        question = self._table.filter(holds(together(self._looked_at, where), self._table)).select(*self.book.by_column)
        for part in self._asked(question):
            yield from (dict(zip(self.book.by_column, cells, strict=True)) for cells in part)


@contextmanager
def read_records(files: Sequence[Path], book: Codebook, years: Collection[int] | None = None) -> Iterator[Records]:
    """The records in these CSV or Parquet files (docs/reference/records.md), read as a stream.

    With `years` only records of these calendar years are checked and counted; of the others only that
    their month is one. Raises InvalidInputError with every fault: file, line (row of a Parquet file),
    variable and what was expected; of many faults of one sort the first 20.
    """
    with TemporaryDirectory(prefix="zichtbaar-") as folder, interruptible(), connect(Path(folder)) as connection:
        sources = open_sources(files, book, connection, Path(folder))
        looked_at = rows_of(years, book)
        held = validate(sources, book, looked_at)
        yield Records(book, held, table_of(book), partial(_asked, sources), looked_at=looked_at, bit="uint8")


def _asked(sources: Sequence[Source], question: ir.Table) -> list[list[tuple[Any, ...]]]:
    with readable(*(source.given for source in sources)):
        return [ask(rows, question).fetchall() for rows in scans(sources)]


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
    connection.execute("SET parquet_metadata_cache = true")  # or each question reads it anew
    connection.execute("SET enable_progress_bar = false")  # it would be drawn among what a command says
    return connection


def _megabytes() -> int:
    least, most = MEGABYTES
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2_000_000
    return max(least, min(most, half))
