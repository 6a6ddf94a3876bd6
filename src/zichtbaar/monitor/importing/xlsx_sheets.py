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
from zichtbaar.monitor.importing.sheet import MOST_UNPACKED, Sheet, guarded, limited, refused, well_formed

_WORKBOOK = "xl/workbook.xml"
_OLD_KIND = "xl/workbook.bin"
_SHEETS = "xl/worksheets/"
_FORMULA = b"<f"
_CHUNK = 1 << 20
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
            valued = _sheet(file, opened, reading.sheet, data_only=True)
            written = _sheet(file, opened, reading.sheet, data_only=False) if _has_formulas(file) else None
        claimed = valued.max_row
        for sheet in filter(None, (valued, written)):
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


def _has_formulas(file: Path) -> bool:
    """Whether any sheet may hold a formula: only then it is read twice, for values and for formulas."""
    with ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith(_SHEETS):
                with archive.open(name) as part:
                    before = b""
                    while chunk := part.read(_CHUNK):
                        if _FORMULA in before + chunk:
                            return True
                        before = chunk[-len(_FORMULA) :]
    return False


def _sheet(file: Path, opened: ExitStack, wanted: str | None, *, data_only: bool) -> Any:
    """The sheet that is meant, with the values of formulas or with the formulas."""
    import openpyxl  # noqa: PLC0415  # heavy: 0.2 s, and it brings numpy

    # A stream of ours: openpyxl leaves its own open for as long as anybody holds a row.
    stream = opened.enter_context(file.open("rb"))
    book = openpyxl.load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
    by_title = {sheet.title: sheet for sheet in book.worksheets}
    title = next(iter(by_title)) if wanted is None and len(by_title) == 1 else wanted
    if title not in by_title:
        problem = f"the workbook has {len(by_title)} sheets" if wanted is None else f"there is no sheet {wanted!r}"
        raise refused(file, problem, f"sheet under [file] of the mapping: {', '.join(by_title)}")
    return by_title[title]


def _rows(values: Any, formulas: Any | None) -> Iterator[tuple[int, list[Cell]]]:
    """Each row with its number; rows without anything are there too."""
    written = formulas.iter_rows() if formulas is not None else ()
    for number, (valued, formula) in enumerate(zip_longest(values.iter_rows(), written, fillvalue=()), 1):
        yield number, [_cell(value, as_written) for value, as_written in zip_longest(valued, formula)]


def _cell(value: Any, formula: Any) -> Cell:
    """The value of a cell. A formula that no program has worked out yet has none, and is not empty."""
    if value is None or value.value is None:
        return Odd.FORMULA if formula is not None and formula.data_type == "f" else ""
    if value.data_type == "e":
        return Odd.ERROR
    return cell_of(value.value)
