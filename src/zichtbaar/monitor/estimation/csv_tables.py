"""A file of capture histories: a column of 0 and 1 for each list, and a last column `count`; strata in more columns."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.estimation.lattice import Whole

COUNT = "count"
FEWEST_LISTS, MOST_LISTS = 2, 12
MOST_CASES = 10**12
"""More than there are people; beyond it sums would not be exact."""
MOST_FAULTS = 20
SEPARATORS = (",", ";", "\t")
"""What spreadsheets put between cells. The first line holds names, so there it can be told which of them it is."""


def read_histories(path: Path, content: bytes | None = None) -> tuple[tuple[str, ...], Whole]:
    """The names of the lists, and the counts (2^t,) by history. `content` is the file's, where it was read already.

    Raises InvalidInputError with every fault and its line: a file that cannot be read, is empty or not UTF-8, fewer
    than two or more than twelve lists, a column that is neither list nor count, a cell that is not 0 or 1, a count
    that is negative or not whole, a history that stands twice (with both lines), and one with no list. What is wrong
    with a column in many lines is told once, with the first of them.
    """
    lists, strata = read_counts_by(path, (), content)
    return lists, strata[()]


def read_counts_by(
    path: Path, by: Sequence[str], content: bytes | None = None
) -> tuple[tuple[str, ...], dict[tuple[str, ...], Whole]]:
    """The names of the lists, and for each stratum its counts (2^t,) by history, in the order of the file.

    `by` are the columns that name the stratum, wherever they stand before the count; a stratum goes by its values in
    them. Raises InvalidInputError as `read_histories`, and for a column of `by` that is not there, one that stands
    twice, an empty cell in it, and a stratum without a case.
    """
    (at, header), *rows = _lines(path, read_bytes(path) if content is None else content)
    columns = _Columns(path, at, header, tuple(by))
    faults = list(columns.header_faults())
    if faults:
        raise InvalidInputError(faults)
    strata: dict[tuple[str, ...], Whole] = {}
    first_line: dict[tuple[tuple[str, ...], int], int] = {}
    for line, cells in rows:
        found = list(columns.row_faults(line, cells))
        if not found:
            stratum, number = columns.stratum(cells), columns.history(cells)
            found = list(_history_faults(path, line, number, first_line.get((stratum, number))))
            first_line.setdefault((stratum, number), line)
            counts = strata.setdefault(stratum, np.zeros(1 << len(columns.lists), dtype=np.int64))
            counts[number] += int(cells[-1])
        faults += found
    if not faults:
        faults = list(_without_cases(path, by, strata))
    if faults:
        raise InvalidInputError(_first_of(path, _once_for_each_column(faults)))
    return columns.lists, strata


def wrong_with_name(name: str) -> str:
    """Why a list cannot be called so, "" when it can: names are printed, and joined by `*` in those of interactions."""
    if "*" in name:
        return "the name has a *, which joins lists that depend on each other"
    if any(unicodedata.category(sign) == "Cc" for sign in name):
        return "the name has a sign that cannot be printed, such as a line end"
    return ""


class _Columns:
    """What stands in which column: lists and what names the stratum in any order, the count last."""

    def __init__(self, path: Path, at: int, header: Sequence[str], by: tuple[str, ...]) -> None:
        self._path, self._at, self._header, self._by = path, at, header, by
        self.lists = tuple(name for name in header[:-1] if name not in by)

    def stratum(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The values that name the stratum of a line, in the order of `by`."""
        return tuple(cells[self._header.index(name)] for name in self._by)

    def history(self, cells: Sequence[str]) -> int:
        """The number of the history of a line."""
        return sum(1 << place for place, name in enumerate(self.lists) if cells[self._header.index(name)] == "1")

    def header_faults(self) -> Iterator[Fault]:
        """What is wrong in the line with the names."""
        *columns, last = self._header
        if last != COUNT:
            yield self._fault(self._at, last, "the last column is not the count", f"a last column named {COUNT}")
            return
        for name in self._by:
            if name not in columns:
                yield self._fault(self._at, name, "there is no such column", "a column that names the stratum")
        if not FEWEST_LISTS <= len(self.lists) <= MOST_LISTS:
            found = f"{len(self.lists)} {'list' if len(self.lists) == 1 else 'lists'}"
            yield self._fault(self._at, "", found, f"{FEWEST_LISTS} to {MOST_LISTS}")
        for place, name in enumerate(columns, start=1):
            if not name:
                yield self._fault(self._at, "", f"column {place} has no name", "the name of a list")
            elif name in columns[: place - 1] or name == COUNT:
                yield self._fault(self._at, name, "this name stands twice", "every list once")
            elif name in self.lists and (problem := wrong_with_name(name)):
                yield self._fault(self._at, f"column {place}", problem, "another name")

    def row_faults(self, line: int, cells: Sequence[str]) -> Iterator[Fault]:
        """What is wrong in another line, but for its history."""
        if len(cells) != len(self._header):
            yield self._fault(line, "", f"{len(cells)} cells", f"{len(self._header)}, as in the first line")
            return
        for name, cell in zip(self._header[:-1], cells, strict=False):
            if name in self._by:
                if not cell:
                    yield self._fault(line, name, "is empty", "the stratum; what is not known is a stratum too")
            elif cell not in ("0", "1"):
                problem = "is neither 0 nor 1" if cell else "is empty"
                wanted = "0 or 1: whether the case is on this list, in every column but count"
                yield self._fault(line, name, problem, wanted)
        count = cells[-1]
        if not (count.isascii() and count.isdecimal()):
            what = "below 0" if count.startswith("-") else "not a whole number"
            yield self._fault(line, COUNT, f"the count is {what if count else 'empty'}", "a whole number from 0")
        elif len(count) > len(str(MOST_CASES)) or int(count) > MOST_CASES:
            yield self._fault(line, COUNT, "the count is too large", f"at most {MOST_CASES:,}")

    def _fault(self, line: int, subject: str, problem: str, expected: str) -> Fault:
        return Fault(str(self._path), line, subject, problem, expected)


def read_bytes(path: Path) -> bytes:
    """What is in the file. Raises InvalidInputError for one that cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror or type(error).__name__}") from error


def _lines(path: Path, content: bytes) -> list[tuple[int, list[str]]]:
    """The lines that are not empty, each with its number; at least one."""
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        lines = [(reader.line_num, cells) for row in reader if any(cells := [cell.strip() for cell in row])]
    except UnicodeDecodeError as error:
        raise _unreadable(path, "is not text in UTF-8", "a CSV file in UTF-8") from error
    except csv.Error as error:
        raise _unreadable(path, f"is no CSV file: {error}", "a CSV file with commas") from error
    if not lines:
        raise _unreadable(path, "the file is empty", "a line with the names of the lists and count")
    return lines


def _separator(text: str) -> str:
    """What the names stand between when the last of them is that of the count; a comma when it never is."""
    return next((one for one in SEPARATORS if _first_row(text, one)[-1].strip() == COUNT), SEPARATORS[0])


def _first_row(text: str, separator: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return next((row for row in rows if any(cell.strip() for cell in row)), [""])


def _unreadable(path: Path, problem: str, expected: str = "") -> InvalidInputError:
    return InvalidInputError([Fault(str(path), None, "", problem, expected)])


def _history_faults(path: Path, line: int, number: int, before: int | None) -> Iterator[Fault]:
    if not number:
        problem = "a history with no list: how many are on none is what is estimated"
        yield Fault(str(path), line, "", problem, "at least one list with 1")
    elif before is not None:
        yield Fault(str(path), line, "", f"this history stands already in line {before}", "every history once")


def _without_cases(path: Path, by: Sequence[str], strata: Mapping[tuple[str, ...], Whole]) -> Iterator[Fault]:
    if not any(counts.any() for counts in strata.values()):
        yield Fault(str(path), None, "", "no history has a count above 0", "at least one case")
        return
    for stratum, counts in strata.items():
        if not counts.any():
            problem = "no history of this stratum has a count above 0"
            yield Fault(str(path), None, named(by, stratum), problem, "at least one case, or no line of it")


def named(by: Sequence[str], values: Sequence[str]) -> str:
    """A stratum by its columns and values: "sex=woman, year=2019"."""
    return ", ".join(f"{name}={value}" for name, value in zip(by, values, strict=True))


def _once_for_each_column(faults: Iterable[Fault]) -> list[Fault]:
    """Faults that a column has in many lines as one, with the first line and how many there are."""
    alike: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        key = (fault.subject, fault.problem) if fault.subject else (fault.line, fault.problem)
        alike.setdefault(key, []).append(fault)
    return [_as_one(same) for same in alike.values()]


def _as_one(same: Sequence[Fault]) -> Fault:
    first, more = same[0], len(same) - 1
    if not more:
        return first
    return replace(first, problem=f"{first.problem}, and so in {more} more {'line' if more == 1 else 'lines'}")


def _first_of(path: Path, faults: Sequence[Fault]) -> list[Fault]:
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    left = len(faults) - MOST_FAULTS
    return [*faults[:MOST_FAULTS], Fault(str(path), None, "", f"{left} more {'fault' if left == 1 else 'faults'}")]
