"""CSV as text: its header, the lines on which its rows begin, and what keeps it from being CSV at all."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Value
from zichtbaar.monitor.counting.faults import at_most

if TYPE_CHECKING:
    from _csv import Reader  # the type has no public name


def read_header(file: Path) -> list[str]:
    """The names of the columns. Raises InvalidInputError where the first line is no CSV in UTF-8."""
    try:
        with _open(file) as reader:
            return next(reader, [])
    except UnicodeDecodeError as error:
        raise InvalidInputError(text_faults(file)) from error
    except csv.Error as error:
        raise InvalidInputError([Fault(str(file), 1, "", "the first line is no CSV", "names of columns")]) from error


def fetch(file: Path, rows: Collection[int]) -> Iterator[tuple[int, dict[str, Value | None]]]:
    """The line on which each of these rows (from 0) begins, and its cells by column.

    Streams through the file, for a quoted cell may hold line breaks.
    """
    last = max(rows, default=-1)
    with _open(file) as reader:
        header = next(reader)
        start, row = reader.line_num + 1, -1
        for cells in reader:
            row += bool(cells)  # a line without anything is no row
            if cells and row in rows:
                yield start, dict(zip(header, cells, strict=True))
            if row >= last:
                return
            start = reader.line_num + 1


def text_faults(file: Path) -> list[Fault]:
    """What keeps a file from being CSV: bytes that are no UTF-8, rows that are too long or too short."""
    undecoded = _first_undecoded(file)
    if undecoded is not None:
        return [undecoded]
    with _open(file) as reader:
        return _row_faults(file, reader)


def _row_faults(file: Path, reader: Reader) -> list[Fault]:
    try:
        width = len(next(reader, []))
        return at_most(
            Fault(str(file), reader.line_num, "", f"{len(cells)} cells in this row", f"{width} cells")
            for cells in reader
            if cells and len(cells) != width
        )
    except csv.Error as error:
        return [Fault(str(file), reader.line_num, "", f"no CSV: {error}", "commas between cells, quotes in pairs")]


def _first_undecoded(file: Path) -> Fault | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as opened:
        for number, line in enumerate(opened, 1):
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                return Fault(str(file), number, "", "not UTF-8", "a file saved as UTF-8")
    return None


@contextmanager
def _open(file: Path) -> Iterator[Reader]:
    # Excel begins a UTF-8 file with a byte order mark.
    with file.open(encoding="utf-8-sig", newline="") as opened:
        yield csv.reader(opened, strict=True)
