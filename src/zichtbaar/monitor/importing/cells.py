"""What stands in one cell of a spreadsheet, whatever program wrote it, and what may be said of it aloud."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import Enum

_CODE = re.compile(r"-?[0-9]{1,3}")
_SPACE = re.compile(r"\s+")


class Odd(Enum):
    """What is no value at all."""

    FORMULA = "a formula without a value"
    ERROR = "an error of the spreadsheet"


Cell = str | date | Odd
"""A text ("" where the cell is empty; a number as it is written plainly), a day, or neither."""

EMPTY = ""


def cell_of(value: object) -> Cell:
    """A value as a reader of spreadsheets gives it."""
    match value:
        case None:
            return EMPTY
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date()
        case date() | Odd():
            return value
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return EMPTY if value != value else repr(value)  # SPSS writes "no value" as not-a-number
        case time():  # how day zero of Excel reads
            return value.isoformat()
    return tidy(str(value))


def tidy(text: str) -> str:
    """A text without space around it, and with one space for each run of spaces and line ends within it."""
    return _SPACE.sub(" ", text).strip()


def key(text: str) -> str:
    """What a text is found by: capitals do not count."""
    return tidy(text).casefold()


def said(cell: Cell) -> str:
    """What may be said of a cell that nothing is known of. A text may be a name, so it is never repeated."""
    match cell:
        case Odd():
            return cell.value
        case date():
            return "a day"
        case "":
            return "empty"
    return f"code {cell}" if is_code(cell) else "a text or number"


def is_code(text: str) -> bool:
    """Whether a text is a whole number of at most three digits, which is nobody's name."""
    return _CODE.fullmatch(text) is not None
