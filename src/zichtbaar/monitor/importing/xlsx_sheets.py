"""Excel workbooks. Formulas count by the value that Excel worked out last; nothing in the file is run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from zichtbaar.monitor.importing.cells import Cell, Odd, cell_of, tidy
from zichtbaar.monitor.importing.mapping import Reading
from zichtbaar.monitor.importing.sheet import Sheet, guarded, limited, refused, well_formed

MOST_UNPACKED = 300_000_000
"""Bytes of everything in the workbook together: a file that unpacks to more was made to fill a memory."""

_WORKBOOK = "xl/workbook.xml"
_OLD_KIND = "xl/workbook.bin"
_WHAT = "Excel workbook"


@contextmanager
def open_xlsx(file: Path, reading: Reading) -> Iterator[Sheet]:
    """One sheet of a workbook, read as a stream.

    Raises InvalidInputError for what is no workbook, is damaged or unpacks to too much, and where it does
    not follow which sheet is meant.
    """
    with ExitStack() as opened:
        with well_formed(file, _WHAT):
            _check_is_workbook(file)
            valued, written = _chosen(
                file, *(_open(file, opened, data_only) for data_only in (True, False)), reading.sheet
            )
        claimed = valued.max_row
        for sheet in (valued, written):
            sheet.reset_dimensions()  # a file may claim to have millions of columns
        rows = guarded(file, _WHAT, _rows(valued, written))
        header = next((cells for line, cells in rows if line == reading.header), [])
        columns = tuple(tidy(cell) if isinstance(cell, str) else "" for cell in header)
        yield Sheet(columns, limited(file, rows), claimed)


def _check_is_workbook(file: Path) -> None:
    with ZipFile(file) as archive:
        names = set(archive.namelist())
        if _OLD_KIND in names:
            raise refused(file, "this is a binary workbook (.xlsb)", "a workbook saved as .xlsx")
        if _WORKBOOK not in names:
            raise refused(file, "this is a zip file without a workbook", "a workbook saved as .xlsx")
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise refused(file, f"it unpacks to {unpacked} bytes", f"at most {MOST_UNPACKED}")


def _open(file: Path, opened: ExitStack, data_only: bool) -> Any:
    import openpyxl  # noqa: PLC0415  # heavy: 0.2 s, and it brings numpy

    # A stream of ours: openpyxl leaves its own open for as long as anybody holds a row.
    stream = opened.enter_context(file.open("rb"))
    return openpyxl.load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)


def _chosen(file: Path, values: Any, formulas: Any, wanted: str | None) -> tuple[Any, Any]:
    """The sheet that is meant, with its values and with its formulas."""
    by_title = {sheet.title: sheet for sheet in values.worksheets}
    title = next(iter(by_title)) if wanted is None and len(by_title) == 1 else wanted
    if title not in by_title:
        problem = f"the workbook has {len(by_title)} sheets" if wanted is None else f"there is no sheet {wanted!r}"
        raise refused(file, problem, f"sheet under [file] of the mapping: {', '.join(by_title)}")
    return by_title[title], formulas[title]


def _rows(values: Any, formulas: Any) -> Iterator[tuple[int, list[Cell]]]:
    """Each row with its number, as long as any of its cells holds something."""
    for number, (valued, written) in enumerate(zip_longest(values.iter_rows(), formulas.iter_rows(), fillvalue=()), 1):
        yield number, [_cell(value, formula) for value, formula in zip_longest(valued, written)]


def _cell(value: Any, formula: Any) -> Cell:
    """The value of a cell. A formula that no program has worked out yet has none, and is not empty."""
    if value is None or value.value is None:
        return Odd.FORMULA if formula is not None and formula.data_type == "f" else ""
    if value.data_type == "e":
        return Odd.ERROR
    return cell_of(value.value)
