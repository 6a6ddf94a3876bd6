"""Records in a table of PostgreSQL, read in one transaction that cannot write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.counting.databases import Database, Sort
from zichtbaar.monitor.counting.places import PostgresqlTable

if TYPE_CHECKING:
    import psycopg

_SORTS = {"int2": Sort.WHOLE_NUMBERS, "int4": Sort.WHOLE_NUMBERS, "int8": Sort.WHOLE_NUMBERS, "text": Sort.TEXT}
_SORTS["varchar"] = Sort.TEXT  # but not char(n), which adds spaces


@contextmanager
def open_postgresql(place: PostgresqlTable) -> Iterator[Database]:
    """The table, through what libpq's environment says: PGSERVICE, or PGHOST, PGDATABASE, PGUSER, PGPASSFILE.

    Everything is read as it was at one moment. Raises InvalidInputError when the database cannot be
    reached or the table not be read as a whole. Its own words are kept away, for they may hold an address.
    """
    try:
        import psycopg  # noqa: PLC0415  # heavy: and not everybody has it
    except ImportError:
        raise _refused(
            place, "psycopg is not installed", "pip install '.[postgresql]' in the folder of the program"
        ) from None
    try:
        connection = psycopg.connect("", application_name="zichtbaar")
    except psycopg.Error:
        expected = "PGSERVICE, or PGHOST, PGDATABASE and PGUSER, that lead to it"
        raise _refused(place, "the database cannot be reached", expected) from None
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield _Table(place, connection)


class _Table:
    bit = "int32"
    longest_name: int | None = 63

    def __init__(self, place: PostgresqlTable, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self.name = str(place)
        self._place = place
        self._connection = connection
        self._run("SET LOCAL row_security = off")  # rather no count than one of the rows that we may see
        self._run("SET LOCAL client_encoding = 'UTF8'")
        self.columns = tuple(self._columns())

    def rows(self, types: Mapping[str, str]) -> ir.Table:
        """The table under its own name."""
        schema, _, name = self._place.name.rpartition(".")
        return ibis.table(types, name=name, database=schema or None)

    def ask(self, question: ir.Table) -> Sequence[Sequence[Any]]:
        """The rows of an answer."""
        return self._run(str(ibis.to_sql(question, dialect="postgres"))).fetchall()

    def _columns(self) -> Iterator[tuple[str, str, Sort]]:
        known = self._connection.adapters.types
        name = ".".join(f'"{part}"' for part in self._place.name.split("."))
        for column in self._run(f"SELECT * FROM {name} LIMIT 0").description or ():  # noqa: S608 - a checked name
            kind = known[column.type_code].name if known.get(column.type_code) else "another type"
            yield column.name, kind, _SORTS.get(kind, Sort.OTHER)

    def _run(self, words: str) -> psycopg.Cursor[tuple[Any, ...]]:
        import psycopg  # noqa: PLC0415  # heavy: and not everybody has it

        try:
            return self._connection.execute(words.encode())
        except psycopg.Error as error:
            raise _refused(self._place, *_told(error.sqlstate)) from None


def _told(state: str | None) -> tuple[str, str]:
    """What is wrong and what was expected, by the code of the database (Appendix A of its manual)."""
    match state:
        case "42P01" | "3F000":
            return "there is no such table", "a table or view that this user may read"
        case "42501":
            return "this user may not read all of it", "the right to select every column and every row"
        case None:
            return "the connection was lost", ""
        case _:
            return f"the database could not answer (its error {state})", ""


def _refused(place: PostgresqlTable, problem: str, expected: str) -> InvalidInputError:
    return InvalidInputError([Fault(str(place), None, "", problem, expected)])
