"""Records that were found to keep to the codebook, ready to be counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.counting.questions import count_question
from zichtbaar.monitor.counting.sources import Source, ask, interruptible, open_sources, readable, scans, table_of
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.counting.validation import validate

THREADS = 2
MEMORY = "1500MB"  # leaves room for the program itself within 2 GB; what does not fit goes to the folder


class Records:
    """Valid records of one or more files. Made by `read_records`; usable until that is left."""

    def __init__(self, sources: Sequence[Source], book: Codebook, rows: Mapping[Path, int]) -> None:
        self.book = book
        self.rows = rows
        """How many records there are in each file, in the order in which the files were given."""
        self._sources = sources

    def count(self, conditions: Collection[Condition]) -> CountTable:
        """How many persons fulfil each condition, in one pass over the records."""
        asked = list(dict.fromkeys(conditions))
        if not asked:
            return CountTable({})
        question = count_question(asked, table_of(self.book), bit="uint8")
        with readable(*(source.given for source in self._sources)):
            answers = [ask(rows, question).fetchall()[0] for rows in scans(self._sources)]
        return CountTable(dict(zip(asked, map(sum, zip(*answers, strict=True)), strict=True)))


@contextmanager
def read_records(files: Sequence[Path], book: Codebook) -> Iterator[Records]:
    """The records in these CSV or Parquet files (docs/reference/records.md), read as a stream.

    Raises InvalidInputError with every fault: file, line (row of a Parquet file), variable and what was
    expected; of many faults of one sort the first 20.
    """
    with TemporaryDirectory(prefix="zichtbaar-") as folder, interruptible(), connect(Path(folder)) as connection:
        sources = open_sources(files, book, connection, Path(folder))
        yield Records(sources, book, validate(sources, book))


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory. Nothing is fetched from the network, and what does not fit is written in this folder."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": f"{folder}/spill",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    connection.execute("SET enable_progress_bar = false")  # it would be drawn among what a command says
    return connection
