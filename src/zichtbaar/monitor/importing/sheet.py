"""A spreadsheet as names of columns and rows of cells, whatever program wrote it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading_files import check_is_file, unreadable
from zichtbaar.monitor.importing.cells import Cell
from zichtbaar.monitor.importing.mapping import Reading

LARGEST = 50_000_000
"""Bytes of a file; a year of a helpline has some hundred thousand."""

MOST_UNPACKED = 200_000_000
"""Bytes of everything in a packed file together: one that unpacks to more was made to fill a memory."""

MOST_ROWS, MOST_COLUMNS = 50_000, 2_000
"""Every row is held in memory with all columns of the codebook."""


@dataclass(frozen=True)
class Sheet:
    """What a file holds.

    `columns`: the names, tidy, "" where there is none. `rows`: each with its line (its row in a workbook,
    its number in an SPSS file). `total`: about how many rows there are, None where only the end tells.
    `labels` and `codes`: the labels of columns and of their codes, which only SPSS files have.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]
    total: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


Opens = Callable[[Path, Reading], AbstractContextManager[Sheet]]


def refused(file: Path, problem: str, expected: str = "", line: int | None = None) -> InvalidInputError:
    """What to tell of a file that cannot be used."""
    return InvalidInputError([Fault(str(file), line, "", problem, expected)])


def first_bytes(file: Path, most: int = 8) -> bytes:
    """How a file begins. Raises InvalidInputError where it cannot be read, is empty or too large."""
    check_is_file(file, largest=LARGEST)
    try:
        with file.open("rb") as opened:
            start = opened.read(most)
    except OSError as error:
        raise unreadable(file, error) from error
    if not start:
        raise refused(file, "the file is empty", "a spreadsheet: CSV, XLSX or SPSS (.sav)")
    return start


@contextmanager
def well_formed(file: Path, what: str) -> Iterator[None]:
    """Tells that a file is damaged when the library that reads it stumbles, in whatever way.

    The libraries raise a dozen sorts of errors for damaged files, and their messages repeat what stands
    in them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of colours and drop-down lists that are left out
            yield
    except (InvalidInputError, MemoryError, ImportError):
        raise
    except Exception as error:
        raise refused(file, f"no whole {what}; cut off or damaged", f"{what} that its own program can open") from error


def guarded(file: Path, what: str, rows: Iterator[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a library that may stumble at any of them."""
    while True:
        with well_formed(file, what):
            row = next(rows, None)
        if row is None:
            return
        yield row


def limited(file: Path, rows: Iterator[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows that hold anything, as long as they are not too many or too long."""
    seen = 0
    for line, cells in rows:
        if any(cell != "" for cell in cells):
            seen += 1
            if seen > MOST_ROWS:
                raise refused(file, f"more than {MOST_ROWS} rows", "a file for each year")
            if len(cells) > MOST_COLUMNS:
                raise refused(file, f"{len(cells)} cells in this row", f"at most {MOST_COLUMNS}", line)
            yield line, cells
