"""A file of capture histories: a column of 0 and 1 for each list, and a last column `count`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.estimation.lattice import Whole

COUNT = "count"
FEWEST_LISTS, MOST_LISTS = 2, 12
MOST_FAULTS = 20


def read_histories(path: Path) -> tuple[tuple[str, ...], Whole]:
    """The names of the lists, and the counts (2^t,) by history.

    Raises InvalidInputError with every fault and its line: a file that cannot be read, is empty or not UTF-8, fewer
    than two or more than twelve lists, a column that is neither list nor count, a cell that is not 0 or 1, a count
    that is negative or not whole, a history that stands twice (with both lines), and one with no list.
    """
    header, rows = _header_and_rows(path)
    faults = list(_header_faults(path, header))
    if faults:
        raise InvalidInputError(faults)
    lists = header[:-1]
    counts = np.zeros(1 << len(lists), dtype=np.int64)
    first_line: dict[int, int] = {}
    for line, cells in rows:
        found = list(_row_faults(path, line, header, cells))
        if not found:
            number = sum(1 << place for place, cell in enumerate(cells[:-1]) if cell == "1")
            found = list(_history_faults(path, line, number, first_line))
            first_line.setdefault(number, line)
            counts[number] += int(cells[-1])
        faults += found
    if not faults and not counts.any():
        faults.append(Fault(str(path), None, "", "no history has a count above 0", "at least one case"))
    if faults:
        raise InvalidInputError(_first_of(path, faults))
    return tuple(lists), counts


def _header_and_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror or type(error).__name__}") from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, "is not text in UTF-8", "a CSV file in UTF-8") from error
    except csv.Error as error:
        raise _unreadable(path, f"is no CSV file: {error}", "a CSV file with commas") from error
    if not lines:
        raise _unreadable(path, "the file is empty", "a line with the names of the lists and count")
    return lines[0][1], lines[1:]


def _unreadable(path: Path, problem: str, expected: str = "") -> InvalidInputError:
    return InvalidInputError([Fault(str(path), None, "", problem, expected)])


def _header_faults(path: Path, header: Sequence[str]) -> Iterator[Fault]:
    *lists, last = header
    if last != COUNT:
        yield Fault(str(path), 1, last, "the last column is not the count", f"a last column {COUNT}")
        return
    if not FEWEST_LISTS <= len(lists) <= MOST_LISTS:
        yield Fault(str(path), 1, "", f"{len(lists)} lists", f"{FEWEST_LISTS} to {MOST_LISTS}")
    for place, name in enumerate(lists, start=1):
        if not name:
            yield Fault(str(path), 1, "", f"column {place} has no name", "the name of a list")
        elif name in lists[: place - 1] or name == COUNT:
            yield Fault(str(path), 1, name, "this name stands twice", "every list once")


def _row_faults(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> Iterator[Fault]:
    if len(cells) != len(header):
        yield Fault(str(path), line, "", f"{len(cells)} cells", f"{len(header)}, as in the first line")
        return
    for name, cell in zip(header[:-1], cells, strict=False):
        if cell not in ("0", "1"):
            problem = "is neither a list nor the count" if cell else "is empty"
            yield Fault(str(path), line, name, problem, "0 or 1: whether the case is on this list")
    count = cells[-1]
    if not (count.isascii() and count.isdecimal()):
        what = "below 0" if count.startswith("-") else "not a whole number"
        yield Fault(str(path), line, COUNT, f"the count is {what if count else 'empty'}", "a whole number from 0")


def _history_faults(path: Path, line: int, number: int, first_line: dict[int, int]) -> Iterator[Fault]:
    if not number:
        problem = "a history with no list: how many are on none is what is estimated"
        yield Fault(str(path), line, "", problem, "at least one list with 1")
    elif number in first_line:
        problem = f"this history stands already in line {first_line[number]}"
        yield Fault(str(path), line, "", problem, "every history once")


def _first_of(path: Path, faults: Sequence[Fault]) -> list[Fault]:
    if len(faults) <= MOST_FAULTS:
        return list(faults)
    more = Fault(str(path), None, "", f"{len(faults) - MOST_FAULTS} more faults")
    return [*faults[:MOST_FAULTS], more]
