"""Records opened wherever they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.counting.places import Place, PostgresqlTable, SparkFolder
from zichtbaar.monitor.counting.postgresql import open_postgresql
from zichtbaar.monitor.counting.records import Records, read_records
from zichtbaar.monitor.counting.spark import open_spark
from zichtbaar.monitor.counting.table_validation import table_of_records, validate_table
from zichtbaar.monitor.counting.years import Held, rows_of


@contextmanager
def open_records(places: Sequence[Place], book: Codebook, years: Collection[int] | None = None) -> Iterator[Records]:
    """The records of files (as `read_records` gives them), or of one table where it is kept.

    A table is validated by the database that holds it, and never leaves it: what comes back are counts, and
    where there are faults the rows that have them. Raises InvalidInputError with every fault: the table, the
    reference of the row, the variable and what was expected.
    """
    files = [place for place in places if isinstance(place, Path)]
    tables = [place for place in places if not isinstance(place, Path)]
    if not tables:
        with read_records(files, book, years) as records:
            yield records
    elif len(tables) == 1 and not files:
        with _read_table(tables[0], book, rows_of(years, book)) as records:
            yield records
    else:
        problem = "a table stands beside other records"
        raise InvalidInputError([Fault("records", None, "", problem, "one table by itself, or files only")])


@contextmanager
def _read_table(place: PostgresqlTable | SparkFolder, book: Codebook, looked_at: Condition) -> Iterator[Records]:
    with open_postgresql(place) if isinstance(place, PostgresqlTable) else open_spark(place) as database:
        held: dict[Place, Held] = {place: validate_table(database, book, looked_at)}
        table = table_of_records(database, book)
        yield Records(
            book, held, table, lambda question: [database.ask(question)], looked_at=looked_at, bit=database.bit
        )
