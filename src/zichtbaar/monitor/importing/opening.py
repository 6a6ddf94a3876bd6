"""Any spreadsheet, told by its first bytes and not by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zichtbaar.monitor.importing.csv_sheets import open_csv
from zichtbaar.monitor.importing.mapping import Reading
from zichtbaar.monitor.importing.sav_sheets import open_sav
from zichtbaar.monitor.importing.sheet import Opens, Sheet, first_bytes, refused
from zichtbaar.monitor.importing.xlsx_sheets import open_xlsx

_READERS: tuple[tuple[bytes, Opens], ...] = ((b"PK", open_xlsx), (b"$FL2", open_sav), (b"$FL3", open_sav))
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file: it is a file of records already, or was made by another program"),
    (b"<?xml", "an XML file"),
    (b"<html", "a web page"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXPECTED = "a spreadsheet: CSV, XLSX or SPSS (.sav)"


@contextmanager
def open_sheet(file: Path, reading: Reading) -> Iterator[Sheet]:
    """The names and rows of a spreadsheet, usable until this is left.

    Raises InvalidInputError with what is wrong: no such file, empty, of another sort, damaged, with a
    password, in another encoding.
    """
    start = first_bytes(file)
    if start == _OLE:
        raise _old_or_locked(file)
    for beginning, name in _OTHERS:
        if start.lower().startswith(beginning.lower()):
            raise refused(file, f"this is {name}", _EXPECTED)
    opens = next((reader for beginning, reader in _READERS if start.startswith(beginning)), open_csv)
    with opens(file, reading) as sheet:
        if not any(sheet.columns):
            problem = f"there are no names of columns on line {reading.header}"
            raise refused(file, problem, "header under [file] of the mapping: the line with the names")
        yield sheet


def _old_or_locked(file: Path) -> Exception:
    """An old workbook and a new one with a password are packed in the same way."""
    if _ENCRYPTED in file.read_bytes():
        return refused(file, "this workbook has a password", "a workbook saved without a password")
    return refused(file, "this is an old Excel file (.xls) or another old Office file", "a workbook saved as .xlsx")
