"""Days as people write them, and numbers with a comma; what is kept of them is a month, a year or a band."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from zichtbaar.codebook.schema import Kind
from zichtbaar.monitor.importing.cells import Cell

SERIAL = "serial"
"""A format of days: Excel's own number, which counts from the last day but one of 1899."""

_SERIALS = range(20_000, 100_000)
"""From October 1954: lower ones look like a year, and 2025 would be a day of 1905."""

_BEFORE_SERIALS = date(1899, 12, 30)
_LAST_YEAR_OF_AN_EPOCH = 1904
"""Days of 1900 and 1904 are what Excel makes of an empty cell."""

_PARTS = {"yyyy": r"(?P<year>[0-9]{4})", "yy": r"(?P<short>[0-9]{2})"}
_PARTS |= dict.fromkeys(("mm", "m"), r"(?P<month>[0-9]{1,2})") | dict.fromkeys(("dd", "d"), r"(?P<day>[0-9]{1,2})")
_PART = re.compile("yyyy|yy|mm|m|dd|d")
_NUMBER = re.compile(r"[0-9]{1,9}([.,][0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class DayFormat:
    """How a column writes its days, such as `dd-mm-yyyy`."""

    written: str
    pattern: re.Pattern[str] | None

    def has(self, part: str) -> bool:
        """Whether the format tells the year or the month."""
        groups = self.pattern.groupindex if self.pattern else {"year": 1, "month": 2}
        return part in groups or (part == "year" and "short" in groups)


def day_format(written: str) -> DayFormat | None:
    """The format, or None where it is none: it has each of its parts once, and a year among them."""
    if written == SERIAL:
        return DayFormat(written, None)
    parts = _PART.findall(written)
    kinds = [part[0] for part in parts]
    if "y" not in kinds or len(set(kinds)) != len(kinds) or re.search("[A-Za-z0-9]", _PART.sub("", written)):
        return None
    literal = (re.escape(text) for text in _PART.split(written))
    return DayFormat(
        written, re.compile("".join(text + _PARTS.get(part, "") for text, part in _paired(literal, parts)))
    )


def month_of(cell: Cell, formats: Iterable[DayFormat], kind: Kind, today: date) -> str | None:
    """The month (`yyyy-mm`), or for a period the year where only that is told; None where it is neither.

    A month that has not begun, and a day of 1900 to 1904, are no months.
    """
    found = (cell.year, cell.month) if isinstance(cell, date) else _read(cell, formats, today)
    if found is None:
        return None
    year, month = found
    if not _LAST_YEAR_OF_AN_EPOCH < year <= today.year or (year, month or 1) > (today.year, today.month):
        return None
    if month is None:
        return f"{year:04}" if kind is Kind.PERIOD else None
    return f"{year:04}-{month:02}"


def whole(cell: Cell) -> int | None:
    """A number of years or months, rounded down: `17`, `17,5` and `17.5` are 17."""
    if not isinstance(cell, str) or not _NUMBER.fullmatch(cell):
        return None
    return floor(float(cell.replace(",", ".")))


def _paired(texts: Iterable[str], parts: list[str]) -> Iterable[tuple[str, str]]:
    return zip(texts, [*parts, ""], strict=True)


def _read(cell: Cell, formats: Iterable[DayFormat], today: date) -> tuple[int, int | None] | None:
    if not isinstance(cell, str):
        return None
    return next((found for each in formats if (found := _read_one(cell, each, today)) is not None), None)


def _read_one(text: str, wanted: DayFormat, today: date) -> tuple[int, int | None] | None:
    if wanted.pattern is None:
        days = whole(text)
        if days is None or days not in _SERIALS:
            return None
        day = _BEFORE_SERIALS + timedelta(days)
        return day.year, day.month
    found = wanted.pattern.fullmatch(text)
    if found is None:
        return None
    told = {part: int(number) for part, number in found.groupdict().items()}
    year = told["year"] if "year" in told else _century(told["short"], today)
    try:
        date(year, told.get("month", 1), told.get("day", 1))
    except ValueError:
        return None
    return year, told.get("month")


def _century(short: int, today: date) -> int:
    return 2000 + short if 2000 + short <= today.year else 1900 + short
