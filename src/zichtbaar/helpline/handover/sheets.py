"""A sheet as somebody keeps it in a spreadsheet: rows under names of columns, with the line on which each begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zichtbaar.codebook.faults import Fault

DELIMITERS = (",", ";", "\t")
"""What may stand between cells: spreadsheets in Dutch write semicolons, and what is pasted out of them has tabs."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the line on which it begins (from 1), and its cells without the spaces around them, by column."""

    number: int
    cells: Mapping[str, str]


def read_sheet(file: str, text: str, columns: Sequence[str], faults: list[Fault]) -> list[Line]:
    """The rows of a sheet with exactly these columns, in any order. What is wrong is added to `faults`.

    Empty rows are left out. Of a sheet whose first line is wrong no row is read.
    """
    rows = _rows(file, text.removeprefix("\ufeff"), faults)
    first = next(rows, None)
    header = [cell.strip() for cell in first[1]] if first else []
    if wrong := list(_wrong_columns(header, columns)):
        faults += [Fault(file, first[0] if first else 1, "", problem, ",".join(columns)) for problem in wrong]
        return []
    return list(_lines(file, header, rows, faults))


def write_sheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The same as text: commas, quotes where they are needed, and a line feed after every row."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return written.getvalue()


def _rows(file: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty with its first line; ends at what is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        problem = _("from here on this is no CSV: {error}").format(error=error)
        faults.append(Fault(file, reader.line_num, "", problem, _("quotes in pairs")))


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _wrong_columns(header: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    if not header:
        yield _("the sheet is empty")
        return
    for name in columns:
        if name not in header:
            yield _("the column {name} is missing").format(name=name)
    for place, name in enumerate(header):
        if name not in columns:
            yield _("{name} is no column of this sheet").format(name=repr(name))
        elif name in header[:place]:
            yield _("the column {name} stands there twice").format(name=name)


def _lines(
    file: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], faults: list[Fault]
) -> Iterator[Line]:
    """The rows; one of another length has a cell too many somewhere, and all after it would be in a wrong column."""
    for number, cells in rows:
        if len(cells) < len(header) or any(cell.strip() for cell in cells[len(header) :]):
            problem = _("{count} cells in this row").format(count=len(cells))
            faults.append(Fault(file, number, "", problem, _("{count} cells").format(count=len(header))))
        else:
            yield Line(number, {name: cell.strip() for name, cell in zip(header, cells, strict=False)})
