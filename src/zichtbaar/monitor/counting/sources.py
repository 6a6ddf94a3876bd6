"""Files of records as tables of a database, and what can be told from their shape alone."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading_files import check_is_file, unreadable
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting import csv_text
from zichtbaar.monitor.counting.faults import at_most

ROW = "file_row_number"
"""The column that numbers the rows of a Parquet file from 0; CSV files get the same."""

SOURCE = "source_number"
"""The column that says which of the files a row is from, from 0."""

_RECORDS = "records"  # what questions call the rows they are asked of
_CSV_ROWS = "csv_rows"  # the table with the rows of all CSV files

_READABLE_NAME = re.compile(r"[\w ./-]{1,60}")
_TEXT = re.compile("VARCHAR")
_WHOLE_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG)?INT(EGER)?")
_OTHER_FILES = {
    b"PK\x03\x04": "an Excel or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"%PDF": "a PDF",
}


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was given. `link` is a name for it that DuckDB takes as it is."""

    path: Path
    number: int
    link: Path
    is_parquet: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One file of records. `rows` are those of all CSV files, or of one Parquet file, in one form.

    That form is: the columns of the codebook in their order, the row number and the number of the file.
    """

    given: GivenFile
    rows: duckdb.DuckDBPyRelation

    @property
    def file(self) -> Path:
        """The file as its name was given."""
        return self.given.path

    def fetch(self, numbers: Collection[int], book: Codebook) -> Iterator[tuple[int, dict[str, Value | None]]]:
        """Of each of these rows (from 0): its line in a CSV file or row in a Parquet file, and its cells."""
        if not self.given.is_parquet:
            yield from csv_text.fetch(self.file, numbers)
            return
        wanted = self.rows.filter(f"{ROW} IN ({', '.join(map(str, numbers))})").order(ROW)
        for cells in wanted.fetchall():
            named = dict(zip((*book.by_column, ROW), cells, strict=False))
            yield named.pop(ROW) + 1, named


def scans(sources: Sequence[Source]) -> list[duckdb.DuckDBPyRelation]:
    """The rows of all sources, each once: first those of the CSV files together, then Parquet file by file.

    They are asked one by one, for a database that reads them as one can no longer use the statistics of
    a Parquet file (measured: twice the time).
    """
    csv_files = [source.rows for source in sources if not source.given.is_parquet]
    return csv_files[:1] + [source.rows for source in sources if source.given.is_parquet]


def table_of(book: Codebook) -> ir.Table:
    """Records as an Ibis table, to ask a question of; `ask` puts it to the rows."""
    types = {column: "string" if of.is_text else "int16" for column, of in book.by_column.items()}
    return ibis.table({**types, ROW: "int64", SOURCE: "int16"}, name=_RECORDS)


def ask(rows: duckdb.DuckDBPyRelation, question: ir.Table) -> duckdb.DuckDBPyRelation:
    """The answer to a question, from these rows."""
    answer = rows.query(_RECORDS, str(ibis.to_sql(question, dialect="duckdb")))
    if answer is None:
        raise TypeError("a question gives rows")
    return answer


def quoted(name: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def open_sources(
    files: Sequence[Path], book: Codebook, connection: duckdb.DuckDBPyConnection, folder: Path
) -> list[Source]:
    """Every file opened. `folder` is one of ours, for names that DuckDB takes as they are.

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
    return sources


def _twice_given(files: Sequence[Path]) -> Iterator[Fault]:
    seen: set[str] = set()
    for file in files:
        whole = os.path.realpath(file)  # pathlib would stumble over a link to itself
        if whole in seen:
            yield Fault(str(file), None, "", "the same file is given twice", "every file once")
        seen.add(whole)


def _open_source(
    file: Path, number: int, book: Codebook, connection: duckdb.DuckDBPyConnection, folder: Path
) -> Source:
    is_parquet = _first_bytes(file) == b"PAR1" or file.suffix.lower() == ".parquet"
    # DuckDB reads stars and brackets in a name as a pattern: it gets a link with a plain name.
    given = GivenFile(file, number, folder / f"{number}{'.parquet' if is_parquet else '.csv'}", is_parquet)
    given.link.symlink_to(file.resolve())
    with readable(given):
        open_file = _open_parquet if is_parquet else _load_csv
        return Source(given, open_file(given, book, connection))


def _first_bytes(file: Path) -> bytes:
    check_is_file(file)
    try:
        with file.open("rb") as opened:
            start = opened.read(4)
    except OSError as error:
        raise unreadable(file, error) from error
    if not start:
        raise _shape_error(file, "the file is empty", "a CSV or Parquet file")
    return start


def _shape_error(file: Path, problem: str, expected: str = "") -> InvalidInputError:
    return InvalidInputError([Fault(str(file), None, "", problem, expected)])


def _open_parquet(given: GivenFile, book: Codebook, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    rows = connection.read_parquet(str(given.link), file_row_number=True)
    types = dict(zip(rows.columns, map(str, rows.types), strict=True))
    faults = header_faults(given.path, [name for name in types if name != ROW], book, line=None)
    for column, variable in book.by_column.items():
        form, words = (_TEXT, "text") if variable.is_text else (_WHOLE_NUMBERS, "whole numbers")
        if column in types and not form.fullmatch(types[column]):
            faults.append(Fault(str(given.path), None, column, f"the column holds {types[column]}", words))
    if faults:
        raise InvalidInputError(faults)
    columns = ", ".join(map(quoted, (*book.by_column, ROW)))
    return rows.project(f"{columns}, {given.number} AS {SOURCE}")


def _load_csv(given: GivenFile, book: Codebook, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Loads the rows beside those of the CSV files before it, so that no question reads text again."""
    start = _first_bytes(given.path)
    if start in _OTHER_FILES:
        raise _shape_error(given.path, f"this is {_OTHER_FILES[start]}", "a CSV file in UTF-8, or Parquet")
    header = csv_text.read_header(given.path)
    faults = header_faults(given.path, header, book, line=1)
    if faults:
        raise InvalidInputError(faults)
    columns = dict.fromkeys(header, "VARCHAR")
    cells = connection.read_csv(
        str(given.link), header=True, auto_detect=False, delimiter=",", quotechar='"', escapechar='"', columns=columns
    )
    # In SQL, for Ibis takes a quarter of a second for two hundred columns.
    codes = [
        quoted(column) if of.is_text else f"{_whole_number(quoted(column))} AS {quoted(column)}"
        for column, of in book.by_column.items()
    ]
    rows = cells.project(f"{', '.join(codes)}, row_number() OVER () - 1 AS {ROW}, {given.number} AS {SOURCE}")
    if _CSV_ROWS in _tables(connection):
        rows.insert_into(_CSV_ROWS)
    else:
        rows.create(_CSV_ROWS)
    return connection.table(_CSV_ROWS)


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {str(name) for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def _whole_number(cell: str) -> str:
    """A cell of text as a whole number; null where it is none, or is not written the plain way."""
    number = f"TRY_CAST({cell} AS SMALLINT)"
    return f"CASE WHEN CAST({number} AS VARCHAR) = {cell} THEN {number} END"


def header_faults(file: Path | str, header: Sequence[str], book: Codebook, *, line: int | None) -> list[Fault]:
    """What is wrong with the names of the columns: unknown, missing, twice, or not separated at all."""
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
def interruptible() -> Iterator[None]:
    """Ctrl-C while DuckDB works, as Python knows it."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if str(error) != "Query interrupted":
            raise
        raise KeyboardInterrupt from error


@contextmanager
def readable(*given: GivenFile) -> Iterator[None]:
    """Tells what is wrong with the files when the database cannot read them.

    Its own message is kept away, for it repeats what stands in the file.
    """
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error as error:
        faults = [fault for file in given for fault in _unreadable(file)]
        raise InvalidInputError(faults or [_no_file_of_its_form(file) for file in given]) from error


def _unreadable(given: GivenFile) -> list[Fault]:
    if not given.is_parquet:
        return csv_text.text_faults(given.path)
    try:
        with duckdb.connect() as connection:
            rows = connection.read_parquet(str(given.link))
            rows.aggregate(", ".join(f"max({quoted(name)})" for name in rows.columns)).fetchall()
    except duckdb.Error:
        return [_no_file_of_its_form(given)]
    return []


def _no_file_of_its_form(given: GivenFile) -> Fault:
    problem = ("no CSV", "one sort of line ending, and quotes in pairs")
    if given.is_parquet:
        problem = ("no whole Parquet file; cut off or damaged", "a Parquet file")
    return Fault(str(given.path), None, "", *problem)
