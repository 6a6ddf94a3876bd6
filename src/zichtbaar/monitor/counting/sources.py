"""Files of records as tables of a database, and what can be told from their shape alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting import csv_text
from zichtbaar.monitor.counting.faults import at_most

ROW = "file_row_number"
"""The column that numbers the rows of a Parquet file from 0; CSV files get the same."""

SOURCE = "source_number"
"""The column that says which of the files a row is from, from 0."""

EVERYTHING = "records"
"""The view of the rows of all files."""

_READABLE_NAME = re.compile(r"[\w ./-]{1,60}")
_TEXT = re.compile("VARCHAR")
_WHOLE_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG)?INT(EGER)?")
_OTHER_FILES = {
    b"PK\x03\x04": "an Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of records, open as a view with the columns of the codebook in their order, and its row number."""

    file: Path
    link: Path
    view: str
    is_parquet: bool

    def fetch(
        self, rows: Collection[int], book: Codebook, connection: duckdb.DuckDBPyConnection
    ) -> Iterator[tuple[int, dict[str, Value | None]]]:
        """Of each of these rows (from 0): its line in a CSV file or row in a Parquet file, and its cells."""
        if not self.is_parquet:
            yield from csv_text.fetch(self.file, rows)
            return
        table = table_of(self.view, book)
        wanted = table.filter(table[ROW].isin(sorted(rows))).order_by(ROW).select(ROW, *book.by_column)
        for row, *cells in connection.execute(sql_of(wanted)).fetchall():
            yield row + 1, dict(zip(book.by_column, cells, strict=True))


def table_of(view: str, book: Codebook) -> ir.Table:
    """A view of records as an Ibis table."""
    types = {column: "string" if of.is_text else "int16" for column, of in book.by_column.items()}
    return ibis.table({**types, ROW: "int64", SOURCE: "int16"}, name=view)


def sql_of(expression: ir.Expr) -> str:
    """An Ibis expression in the words of DuckDB."""
    return str(ibis.to_sql(expression, dialect="duckdb"))


def quoted(name: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def open_sources(
    files: Sequence[Path], book: Codebook, connection: duckdb.DuckDBPyConnection, folder: Path
) -> list[Source]:
    """Every file as a view. `folder` is one of ours, for names that DuckDB takes as they are.

    Raises InvalidInputError with what is wrong in the shape of all files: unreadable, empty, not
    UTF-8, no CSV or Parquet, a column missing, unknown or of a wrong type, a file given twice.
    """
    faults = list(_twice_given(files))
    sources = []
    for number, file in enumerate(files):
        try:
            sources.append(_open_source(file, number, book, connection, folder))
        except InvalidInputError as error:
            faults += error.faults
    if not files:
        faults.append(Fault("records", None, "", "no file was given", "a CSV or Parquet file of records"))
    if faults:
        raise InvalidInputError(faults)
    views = [connection.view(source.view) for source in sources]
    reduce(duckdb.DuckDBPyRelation.union, views).create_view(EVERYTHING)
    return sources


def _twice_given(files: Sequence[Path]) -> Iterator[Fault]:
    seen: set[Path] = set()
    for file in files:
        if file.resolve() in seen:
            yield Fault(str(file), None, "", "the same file is given twice", "every file once")
        seen.add(file.resolve())


def _open_source(
    file: Path, number: int, book: Codebook, connection: duckdb.DuckDBPyConnection, folder: Path
) -> Source:
    is_parquet = _first_bytes(file) == b"PAR1" or file.suffix.lower() == ".parquet"
    # DuckDB reads stars and brackets in a name as a pattern: it gets a link with a plain name.
    link = folder / f"{number}{'.parquet' if is_parquet else '.csv'}"
    link.symlink_to(file.resolve())
    source = Source(file, link, f"records_{number}", is_parquet)
    with readable(source):
        open_file = _open_parquet if is_parquet else _open_csv
        codes = open_file(source, book, connection)
        columns = ", ".join(map(quoted, (*book.by_column, ROW)))
        codes.project(f"{columns}, {number} AS {SOURCE}").create_view(source.view)
    return source


def _first_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            start = opened.read(4)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _shape_error(file, f"cannot be read: {reason}") from error
    if not start:
        raise _shape_error(file, "the file is empty", "a CSV or Parquet file")
    return start


def _shape_error(file: Path, problem: str, expected: str = "") -> InvalidInputError:
    return InvalidInputError([Fault(str(file), None, "", problem, expected)])


def _open_parquet(source: Source, book: Codebook, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    relation = connection.read_parquet(str(source.link), file_row_number=True)
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    faults = _header_faults(source.file, [name for name in types if name != ROW], book, line=None)
    for column, variable in book.by_column.items():
        form, words = (_TEXT, "text") if variable.is_text else (_WHOLE_NUMBERS, "whole numbers")
        if column in types and not form.fullmatch(types[column]):
            faults.append(Fault(str(source.file), None, column, f"the column holds {types[column]}", words))
    if faults:
        raise InvalidInputError(faults)
    return relation


def _open_csv(source: Source, book: Codebook, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    start = _first_bytes(source.file)
    if start in _OTHER_FILES:
        raise _shape_error(source.file, f"this is {_OTHER_FILES[start]}", "a CSV file in UTF-8, or Parquet")
    header = csv_text.read_header(source.file)
    faults = _header_faults(source.file, header, book, line=1)
    if faults:
        raise InvalidInputError(faults)
    cells = connection.read_csv(
        str(source.link),
        header=True,
        auto_detect=False,
        delimiter=",",
        quotechar='"',
        escapechar='"',
        columns=dict.fromkeys(header, "VARCHAR"),
    )
    # In SQL, for Ibis takes a quarter of a second for two hundred columns.
    codes = [
        f"{quoted(column)}" if of.is_text else f"{_whole_number(quoted(column))} AS {quoted(column)}"
        for column, of in book.by_column.items()
    ]
    return cells.project(", ".join([*codes, f"row_number() OVER () - 1 AS {ROW}"]))


def _whole_number(cell: str) -> str:
    """A cell of text as a whole number; null where it is none, or is not written the plain way."""
    number = f"TRY_CAST({cell} AS SMALLINT)"
    return f"CASE WHEN CAST({number} AS VARCHAR) = {cell} THEN {number} END"


def _header_faults(file: Path, header: Sequence[str], book: Codebook, *, line: int | None) -> list[Fault]:
    if line is not None and len(header) == 1 and re.search("[;\t]", header[0]):
        return [Fault(str(file), line, "", "the columns are not separated by commas", "commas")]
    unknown = [name for name in header if name not in book.by_column]
    missing = [name for name in book.by_column if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1 and name in book.by_column})
    expected = f"columns of codebook {book.name}"
    return [
        *at_most(Fault(str(file), line, _shown(name), "unknown column", expected) for name in unknown),
        *at_most(Fault(str(file), line, name, "the column is missing", expected) for name in missing),
        *at_most(Fault(str(file), line, name, "the column stands twice", "it once") for name in twice),
    ]


def _shown(name: str) -> str:
    """A name from the file, unless it looks like something that somebody wrote."""
    return name if _READABLE_NAME.fullmatch(name) else "a column with an unreadable name"


@contextmanager
def readable(*sources: Source) -> Iterator[None]:
    """Tells what is wrong with the files when the database cannot read them.

    Its own message is kept away, for it repeats what stands in the file.
    """
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        faults = [fault for source in sources for fault in _unreadable(source)]
        raise InvalidInputError(faults or [_no_file_of_its_form(source) for source in sources]) from error


def _unreadable(source: Source) -> list[Fault]:
    if not source.is_parquet:
        return csv_text.text_faults(source.file)
    try:
        with duckdb.connect() as connection:
            relation = connection.read_parquet(str(source.link))
            relation.aggregate(", ".join(f"max({quoted(name)})" for name in relation.columns)).fetchall()
    except duckdb.Error:
        return [_no_file_of_its_form(source)]
    return []


def _no_file_of_its_form(source: Source) -> Fault:
    problem = ("no CSV", "one sort of line ending, and quotes in pairs")
    if source.is_parquet:
        problem = ("no whole Parquet file; cut off or damaged", "a Parquet file")
    return Fault(str(source.file), None, "", *problem)
