"""CSV files as spreadsheets write them: with commas or semicolons, in UTF-8 or in an older encoding."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.counting.faults import at_most
from zichtbaar.monitor.importing.cells import Cell, tidy
from zichtbaar.monitor.importing.mapping import Reading
from zichtbaar.monitor.importing.sheet import Sheet, limited, refused

_SAVE_AS = 'a file saved as UTF-8, or encoding = "cp1252" under [file] of the mapping'


@contextmanager
def open_csv(file: Path, reading: Reading) -> Iterator[Sheet]:
    """A CSV file. Raises InvalidInputError for a wrong encoding, another delimiter and rows of other lengths."""
    rows = _rows(file, _decoded(file, reading.encoding), reading.delimiter)
    header: Sequence[str] = ()
    for line, cells in rows:
        if line >= reading.header:
            header = cells
            break
    columns = tuple(map(tidy, header))
    if len(columns) == 1 and any(other in columns[0] for other in ";\t|,"):
        problem = f"no {reading.delimiter!r} between the names of the columns"
        raise refused(file, problem, "the right delimiter under [file] of the mapping", reading.header)
    body = list(limited(file, ((line, [tidy(cell) for cell in cells]) for line, cells in rows)))
    _check_lengths(file, body, len(columns))
    yield Sheet(columns, iter(body), len(body))


def _rows(file: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise refused(file, f"no CSV: {error}", "one delimiter, and quotes in pairs", reader.line_num) from error


def _check_lengths(file: Path, rows: Sequence[tuple[int, Sequence[Cell]]], width: int) -> None:
    """A row of another length has a cell too many somewhere, and all after it would be in the wrong column."""
    faults = [
        Fault(str(file), line, "", f"{len(cells)} cells in this row", f"{width} cells")
        for line, cells in rows
        if len(cells) < width or any(cells[width:])
    ]
    if faults:
        raise InvalidInputError(at_most(faults))


def _decoded(file: Path, encoding: str) -> str:
    content = file.read_bytes()
    if encoding == "utf-8" and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise refused(file, "this is UTF-16, not UTF-8", 'encoding = "utf-16" under [file] of the mapping')
    if encoding == "cp1252" and _is_utf8(content):
        raise refused(file, "this is UTF-8, not cp1252", "no encoding under [file] of the mapping")
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wanted = _SAVE_AS if encoding == "utf-8" else "the encoding that the file was saved in"
        raise refused(file, f"not {encoding.upper()}", wanted, line) from error


def _is_utf8(content: bytes) -> bool:
    """Whether letters outside ASCII are written as UTF-8 writes them, which no text in cp1252 does by chance."""
    if content.isascii():
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
