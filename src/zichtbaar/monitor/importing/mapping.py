"""What of a spreadsheet becomes what of the codebook. Frozen data, made by `reading_mapping`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zichtbaar.codebook.answers import NO, YES, check_answer
from zichtbaar.codebook.schema import Codebook, Kind, Missing, Value, Variable
from zichtbaar.monitor.importing.cells import Cell, key
from zichtbaar.monitor.importing.days import DayFormat, month_of, whole

Answer = Mapping[str, Value]
"""What one cell says: values by column of the codebook."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the file is read: which sheet of a workbook, on which line the names stand, how a CSV is written."""

    sheet: str | None = None
    header: int = 1
    encoding: str = "utf-8"
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of one column of the file.

    `columns`: the columns of the codebook that it fills (all of a block, or the one of its option).
    `values`: what a text in a cell stands for, by `cells.key`. `bands`: from and to (None: no end) of a
    number, by code. `separator`: several texts stand in one cell. `unmarked`: what an option of a block is
    that is not among them. `others`: what every other value becomes; None: it is refused.
    """

    name: str
    line: int | None
    variable: Variable
    columns: tuple[str, ...]
    values: Mapping[str, Answer]
    empty: Answer
    others: Answer | None = None
    bands: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)
    dates: tuple[DayFormat, ...] = ()
    separator: str | None = None
    unmarked: Value = Missing.NOT_DISCUSSED.value
    as_is: bool = False

    def read(self, cell: Cell, book: Codebook, today: date) -> Answer | None:
        """What a cell says; None where the mapping does not know."""
        if cell == "":
            return self.empty
        if isinstance(cell, str) and key(cell) in self.values:
            return self.values[key(cell)]
        if self.separator is not None and isinstance(cell, str):
            return self._several(cell.split(self.separator))
        value = self._value(cell, book, today)
        return None if value is None else {self.columns[0]: value}

    def _several(self, texts: list[str]) -> Answer | None:
        """Several options of a block. Only options can stand beside each other."""
        marked: dict[str, Value] = {}
        for text in filter(None, map(key, texts)):
            answer = self.values.get(text)
            if answer is None or YES not in answer.values():
                return None
            marked |= {column: YES for column, value in answer.items() if value == YES}
        return dict.fromkeys(self.columns, self.unmarked) | marked if marked else self.empty

    def _value(self, cell: Cell, book: Codebook, today: date) -> Value | None:
        if self.bands:
            number = whole(cell)
            return next((code for code, (low, high) in self.bands.items() if _is_within(number, low, high)), None)
        is_time = self.variable.kind in (Kind.MONTH, Kind.PERIOD)
        if is_time and (isinstance(cell, date) or not self.as_is):  # Excel makes a day of "2025-03"
            return month_of(cell, self.dates, self.variable.kind, today)
        if self.as_is and isinstance(cell, str):
            return self._as_is(cell, book, today)
        return None

    def _as_is(self, text: str, book: Codebook, today: date) -> Value | None:
        """A code or text that is written as in a file of records; a month that has not begun is none."""
        is_number = not self.variable.is_text and text.removeprefix("-").isdecimal() and len(text) <= len("-999")
        value: Value = int(text) if is_number else text
        is_time = self.variable.kind in (Kind.MONTH, Kind.PERIOD)
        if check_answer(book, self.columns[0], value) is not None or (is_time and text > f"{today:%Y-%m}"):
            return None
        return value


def _is_within(number: int | None, low: int, high: int | None) -> bool:
    return number is not None and low <= number and (high is None or number <= high)


@dataclass(frozen=True)
class ImportMapping:
    """A whole mapping file. `dropped`: names of columns that are left behind on purpose, with the reason."""

    file: str
    book: Codebook
    reading: Reading
    rules: tuple[Rule, ...]
    constants: Answer
    dropped: Mapping[str, str]


def block_answer(variable: Variable, marked: frozenset[str], unmarked: Value) -> dict[str, Value]:
    """A block with these columns yes; without any: every option no."""
    if not marked:
        return dict.fromkeys(variable.columns, NO)
    return {column: YES if column in marked else unmarked for column in variable.columns}
