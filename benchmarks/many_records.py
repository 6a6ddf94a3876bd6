"""A large Parquet file of invented registrations, for measurements.

A pool of persons is dealt as the example deals them (`invent_registrations`). Every row of one year then takes each
answer from somebody in the pool whom the question was for, variable by variable, wherever its own skip rule holds: so
no two rows are alike, each column is as hard to pack as the answers of real people, and every row keeps to the
codebook. The rows of that year are repeated in every other year, under references of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

import duckdb
import numpy as np
import pyarrow
from numpy.typing import NDArray

from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    AnyOf,
    Codebook,
    Condition,
    Is,
    Kind,
    Marked,
    Variable,
)
from zichtbaar.monitor.datasets.invented import Person, invent_registrations

ROWS_AT_ONCE = 1 << 20
POOL = 20_000
_HEXADECIMAL = np.array([f"{byte:02x}" for byte in range(256)], dtype="S2")

Codes = Mapping[str, NDArray[np.int16]]
"""Codes by column; of a text, the place in the list of its different texts."""


class Order(StrEnum):
    """In what order the rows stand."""

    MONTH = "month"
    NONE = "none"


def write_many(path: Path, book: Codebook, rows: int, years: Sequence[int], order: Order, seed: int = 1) -> None:
    """`rows` invented registrations, a multiple of the number of years, spread evenly over their months.

    Written by DuckDB, first those of one year (beside `path`), then all of them.
    """
    of_one_year, remainder = divmod(rows, len(years))
    if remainder:
        raise ValueError(f"{rows} rows cannot be spread evenly over {len(years)} years")
    one_year = path.with_name(f"{path.name}.one-year")
    with duckdb.connect(config={"threads": 2, "memory_limit": "3GB", "temp_directory": f"{path}.spill"}) as connection:
        connection.execute("SET enable_progress_bar = false")
        people = connection.from_arrow(_rows_of_a_year(book, of_one_year, order, seed))
        people.write_parquet(str(one_year), compression="zstd")
        connection.sql(_repeated(one_year, book, years, order)).write_parquet(str(path), compression="zstd")
    one_year.unlink()


def _rows_of_a_year(book: Codebook, rows: int, order: Order, seed: int) -> pyarrow.RecordBatchReader:
    """Rows as they are drawn, piece by piece; of the month only its number within the year counts."""
    random = np.random.default_rng(seed)
    pool = _Pool(book, [f"2020-{month:02}" for month in range(1, 13)], seed)
    pieces = (pool.table(pool.draw(drawn, random), random) for drawn in _months(rows, 12, order, random))
    return pyarrow.RecordBatchReader.from_batches(
        pool.schema, (batch for piece in pieces for batch in piece.to_batches())
    )


def _repeated(one_year: Path, book: Codebook, years: Sequence[int], order: Order) -> str:
    """In SQL: these rows once for every year. Without order every repetition holds rows of every year."""
    first, many = min(years), len(years)
    turns = []
    for turn in range(many):
        year = str(turn) if order is Order.MONTH else f"((hash({book.reference}) + {turn}) % {many})"
        month = f"({first} + {year}) || substr({book.month}, 5)"
        replaced = f"md5({book.reference} || '{turn}') AS {book.reference}, {month} AS {book.month}"
        turns.append(f"SELECT * REPLACE ({replaced}) FROM read_parquet('{one_year}')")  # noqa: S608 - our own names
    return " UNION ALL ".join(turns)


def _months(rows: int, months: int, order: Order, random: np.random.Generator) -> Iterator[NDArray[np.int16]]:
    """The month of each row, a piece at a time; pieces end where months do, unless there is no order."""
    if order is Order.NONE:
        for start in range(0, rows, ROWS_AT_ONCE):
            yield random.integers(months, size=min(ROWS_AT_ONCE, rows - start), dtype=np.int16)
        return
    for month in range(months):
        of_month = rows * (month + 1) // months - rows * month // months
        for start in range(0, of_month, ROWS_AT_ONCE):
            yield np.full(min(ROWS_AT_ONCE, of_month - start), month, dtype=np.int16)


class _Pool:
    """Persons whose answers are dealt again."""

    def __init__(self, book: Codebook, months: Sequence[str], seed: int) -> None:
        self.book = book
        people = invent_registrations(book, months, POOL, seed)
        self.texts = {
            variable.name: list(months) if variable.kind is Kind.MONTH else _different(people, variable.name)
            for variable in book.variables
            if variable.is_text and variable.kind is not Kind.IDENTIFIER
        }
        self.answers = {variable.name: self._answers(variable, people) for variable in book.variables}

    @property
    def schema(self) -> pyarrow.Schema:
        """No cell is empty, and the file says so: a reader then has less to unpack."""
        return pyarrow.schema([
            pyarrow.field(column, pyarrow.string() if of.is_text else pyarrow.int8(), nullable=False)
            for column, of in self.book.by_column.items()
        ])  # fmt: skip

    def draw(self, months: NDArray[np.int16], random: np.random.Generator) -> dict[str, NDArray[np.int16]]:
        """New persons, one for each of these months."""
        people: dict[str, NDArray[np.int16]] = {}
        for variable in self.book.variables:
            if variable.kind is Kind.MONTH:
                people[variable.name] = months
            elif variable.kind is not Kind.IDENTIFIER:
                people |= self._deal(variable, _holds(variable.applies_if, people, len(months)), random)
        return people

    def table(self, people: Codes, random: np.random.Generator) -> pyarrow.Table:
        """People as they are written, each under a random reference."""
        columns = {column: self._column(column, codes) for column, codes in people.items()}
        columns[self.book.reference] = _references(len(next(iter(people.values()))), random)
        return pyarrow.table([columns[column] for column in self.book.by_column], schema=self.schema)

    def _answers(self, variable: Variable, people: Sequence[Person]) -> NDArray[np.int16]:
        """Column by column, the answers of those whom the question was for."""
        if variable.kind in (Kind.IDENTIFIER, Kind.MONTH):
            return np.empty((0, 0), dtype=np.int16)
        asked = [person for person in people if str(person[variable.columns[0]]) != "-1"]
        if variable.is_text:
            return np.array(
                [[self.texts[variable.name].index(str(person[variable.name])) for person in asked]], np.int16
            )
        return np.array([[person[column] for person in asked] for column in variable.columns], dtype=np.int16)

    def _deal(
        self, variable: Variable, applies: NDArray[np.bool_], random: np.random.Generator
    ) -> Iterator[tuple[str, NDArray[np.int16]]]:
        answers = self.answers[variable.name]
        from_whom = random.integers(answers.shape[1], size=len(applies))
        skipped = self.texts[variable.name].index("-1") if variable.is_text and not applies.all() else -1
        for column, given in zip(variable.columns, answers, strict=True):
            yield column, np.where(applies, given[from_whom], np.int16(skipped))

    def _column(self, column: str, codes: NDArray[np.int16]) -> pyarrow.Array:
        if not self.book.by_column[column].is_text:
            return pyarrow.array(codes.astype(np.int8))
        return pyarrow.array(self.texts[column]).take(pyarrow.array(codes))


def _different(people: Sequence[Person], column: str) -> list[str]:
    return sorted({str(person[column]) for person in people})


def _holds(condition: Condition, people: Codes, rows: int) -> NDArray[np.bool_]:
    """Whether a skip rule is true, for each row; it asks for codes and never for texts."""
    match condition:
        case Is(variable, codes):
            return np.isin(people[variable], sorted(codes))
        case Marked(_, columns):
            return _any([people[column] == 1 for column in columns], rows)
        case Answered(variable, (only,)) if only == variable:
            return people[variable] >= 0
        case AnyOf(parts):
            return _any([_holds(part, people, rows) for part in parts], rows)
        case AllOf(parts):
            return ~_any([~_holds(part, people, rows) for part in parts], rows)
        case _:  # no skip rule of the shipped codebook is of another sort
            raise TypeError(f"a skip rule is a {type(condition).__name__} (expected codes, options, or these joined)")


def _any(parts: Sequence[NDArray[np.bool_]], rows: int) -> NDArray[np.bool_]:
    held: NDArray[np.bool_] = np.logical_or.reduce([np.zeros(rows, np.bool_), *parts])
    return held


def _references(count: int, random: np.random.Generator) -> pyarrow.Array:
    """Random references of 32 hexadecimal digits."""
    digits = _HEXADECIMAL[np.frombuffer(random.bytes(16 * count), dtype=np.uint8)]
    starts = np.arange(0, 32 * count + 1, 32, dtype=np.int32)
    return pyarrow.StringArray.from_buffers(count, pyarrow.py_buffer(starts), pyarrow.py_buffer(digits))
