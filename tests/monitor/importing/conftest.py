"""What the tests of importing share: spreadsheets of every sort with the same cells, and a small mapping."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyreadstat
import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.monitor.importing.making import Imported, import_sheet
from zichtbaar.monitor.importing.reading_mapping import read_import_mapping

TODAY = date(2026, 11, 25)
Row = Sequence[object]
Import = Callable[..., Imported]

MAPPING = """
codebook = "trafficking-1"
version = "1.0"
{file}
[[column]]
name = "Datum gesprek"
to = "first_chat_month"
dates = ["dd-mm-yyyy"]

[[column]]
name = "Geslacht"
to = "gender"
values = {{ v = "girl_or_woman", m = "boy_or_man", onbekend = "unknown" }}

[[column]]
name = "Vorm"
to = "exploitation_forms"
separator = ";"
values = {{ seksueel = "sexual", drugs = "criminal", geen = "none" }}
{more}
[[constant]]
to = "topic_trafficking"
value = "yes"

[[constant]]
to = "contact_role"
value = "victim"

[[constant]]
to = "assessment"
value = "victim"
"""
HEADER = ("Datum gesprek", "Geslacht", "Vorm", "Naam")
PEOPLE: tuple[Row, ...] = (
    (date(2025, 3, 4), "V", "seksueel", "Vera de Vries"),
    (date(2025, 4, 9), "m", "seksueel; drugs", "geen naam"),
    (date(2025, 5, 1), None, "geen", None),
)


def write_xlsx(path: Path, rows: Sequence[Row], title: str = "Registraties") -> Path:
    """Rows as the only sheet of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def write_csv(path: Path, rows: Sequence[Row], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Rows as a spreadsheet saves them: days the Dutch way, nothing for an empty cell."""
    with path.open("w", encoding=encoding, newline="") as opened:
        writer = csv.writer(opened, delimiter=delimiter)
        writer.writerows([[_as_text(value) for value in row] for row in rows])
    return path


def write_sav(path: Path, rows: Sequence[Row], **labels: Any) -> Path:
    """Rows under their names as an SPSS file; spaces in names become underscores there."""
    header, *body = rows
    names = [str(name).replace(" ", "_") for name in header]
    columns = zip(*body, strict=True)
    frame = pandas.DataFrame({name: list(column) for name, column in zip(names, columns, strict=True)})
    pyreadstat.write_sav(frame, str(path), **labels)
    return path


def _as_text(value: object) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else "" if value is None else str(value)


def mapping_text(more: str = "", file: str = "", changes: Mapping[str, str] | None = None) -> str:
    """The small mapping, with more columns or with texts replaced."""
    text = MAPPING.format(more=more, file=file)
    for old, new in (changes or {}).items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def importing(tmp_path: Path) -> Import:
    """Import a file by the small mapping, or by another text."""

    def imported(path: Path, text: str = "", **more: Any) -> Imported:
        mapping = tmp_path / "mapping.toml"
        mapping.write_text(text or mapping_text(**more), "utf-8")
        return import_sheet(path, read_import_mapping(mapping, load()), TODAY)

    return imported
