"""Whatever file is given: it is read, or one sentence says what is wrong and what to do. No text of it is repeated."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
import pytest

from monitor.importing.conftest import HEADER, PEOPLE, Import, mapping_text, write_csv, write_sav, write_xlsx
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.monitor.importing import sav_sheets, sheet, xlsx_sheets

ROWS = [HEADER, *PEOPLE]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(importing: Import, path: Path, **more: str) -> str:
    """The one sentence, without the name of the file."""
    with pytest.raises(InvalidInputError) as refused:
        importing(path, **more)
    [fault] = refused.value.faults
    assert "Vera" not in str(fault)
    return str(fault).replace(str(path), "FILE")


FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "FILE: the file is empty (expected a spreadsheet: CSV, XLSX or SPSS (.sav))"),
    "old Excel": (OLE + b"\0" * 600, "FILE: this is an old Excel file (.xls) or another old Office file (expected a"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "FILE: this workbook has a password"),
    "PDF": (b"%PDF-1.7 Vera", "FILE: this is a PDF"),
    "web page": (b"<html>Vera", "FILE: this is a web page"),
    "broken zip": (b"PK\x03\x04Vera de Vries", "FILE: no whole Excel workbook; cut off or damaged"),
    "broken SPSS": (b"$FL2Vera de Vries", "FILE: no whole SPSS file; cut off or damaged"),
    "another encoding": (
        "Geslacht,één\n".encode("cp1252"),
        "FILE:1: not UTF-8 (expected a file saved as UTF-8, or enc",
    ),
    "UTF-16": ("Geslacht\tVorm\n".encode("utf-16"), 'FILE: this is UTF-16, not UTF-8 (expected encoding = "utf-16"'),
    "semicolons": (b"Datum gesprek;Geslacht;Vorm\n", "FILE:1: no ',' between the names of the columns"),
    "open quote": (b'Datum gesprek,Geslacht,Vorm\n"1,2,3\n', "FILE:2: no CSV: unexpected end of data"),
    "no names": (b",,\n1,2,3\n", "FILE: there are no names of columns on line 1"),
    "names only": (b"Datum gesprek,Geslacht,Vorm\n\n,,\n", "FILE: there are no rows under the names"),
    "long row": (
        b"Datum gesprek,Geslacht,Vorm\n1-1-2025,v,geen,Vera\n",
        "FILE:2: 4 cells in this row (expected 3 cells)",
    ),
    "short row": (b"Datum gesprek,Geslacht,Vorm\n1-1-2025,v\n", "FILE:2: 2 cells in this row (expected 3 cells)"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, importing: Import, name: str) -> None:
    content, sentence = FILES[name]
    path = tmp_path / "given"
    path.write_bytes(content)
    assert refusal(importing, path).startswith(sentence)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path, importing: Import) -> None:
    assert "this is a folder" in refusal(importing, tmp_path)
    assert "No such file" in refusal(importing, tmp_path / "none.xlsx")


def test_utf_8_is_not_read_as_cp1252_where_letters_would_change(tmp_path: Path, importing: Import) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, (*PEOPLE[0][:3], "één")])
    said = refusal(importing, path, file='[file]\nencoding = "cp1252"')
    assert said.startswith("FILE: this is UTF-8, not cp1252")


def changed(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with one of its parts rewritten."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    return path


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_sheets, "MOST_UNPACKED", 1_000_000)
    path = changed(write_xlsx(tmp_path / "a.xlsx", ROWS), "docProps/core.xml", lambda _: b" " * 2_000_000)
    assert path.stat().st_size < 20_000
    assert "bytes (expected at most 1000000)" in refusal(importing, path)


def test_entities_that_grow_without_end_are_refused(tmp_path: Path, importing: Import) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    beginning = f'<!DOCTYPE worksheet [<!ENTITY l0 "Vera">{laughs}]>'.encode()
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    changed(path, SHEET, lambda xml: beginning + xml.replace(b"Vera de Vries", b"&l9;"))
    assert "no whole Excel workbook" in refusal(importing, path)


def test_texts_that_excel_keeps_apart_are_read(tmp_path: Path, importing: Import) -> None:
    """Excel writes every text once in a part of its own; the library that writes the tests' workbooks does not."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<sst xmlns='" + MAIN + "'><si><t>V</t></si></sst>")
    changed(path, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", part))
    changed(path, SHEET, lambda xml: re.sub(rb't="inlineStr"><is><t>V</t></is>', b't="s"><v>0</v>', xml))
    with zipfile.ZipFile(path) as archive:
        assert b't="s"' in archive.read(SHEET)
    assert [person["gender"] for person in importing(path).people] == [1, 2, -2]


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes(tmp_path: Path, importing: Import) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    changed(path, SHEET, lambda xml: xml.replace(b'ref="A1:D4"', b'ref="A1:XFD1048576"'))
    assert importing(path).report.rows == len(PEOPLE)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("kind", ["xlsx", "sav"])
def test_a_damaged_file_is_read_or_refused_and_never_a_crash(
    tmp_path: Path, importing: Import, kind: str, seed: int
) -> None:
    path = tmp_path / f"a.{kind}"
    (write_xlsx if kind == "xlsx" else write_sav)(path, ROWS)
    content, random = bytearray(path.read_bytes()), Random(seed)  # noqa: S311 - the same damage every time
    for _ in range(random.randint(1, 12)):
        content[random.randrange(4, len(content))] = random.randrange(256)
    path.write_bytes(content[: random.randint(len(content) // 2, len(content))] if seed % 2 else content)
    said = ""
    try:
        importing(path)
    except InvalidInputError as error:
        said = str(error)
    assert "Vera" not in said


def test_other_workbooks_and_zips_are_told_apart(tmp_path: Path, importing: Import) -> None:
    path = tmp_path / "a.xlsx"
    for part, sentence in (("word/document.xml", "a zip file without a workbook"), ("xl/workbook.bin", "(.xlsb)")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, "Vera")
        assert sentence in refusal(importing, path)


def workbook(path: Path, *sheets: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title in sheets:
        for row in ROWS:
            book.create_sheet(title).append(list(row)) if title not in book.sheetnames else book[title].append(
                list(row)
            )
    book.save(path)
    return path


def test_of_several_sheets_the_mapping_says_which(tmp_path: Path, importing: Import) -> None:
    path = workbook(tmp_path / "a.xlsx", "Uitleg", "Registraties")
    said = refusal(importing, path)
    assert said == "FILE: the workbook has 2 sheets (expected sheet under [file] of the mapping: Uitleg, Registraties)"
    assert importing(path, file='[file]\nsheet = "Registraties"').report.rows == len(PEOPLE)
    assert "there is no sheet 'Blad1'" in refusal(importing, path, file='[file]\nsheet = "Blad1"')


def test_names_under_a_title_and_merged_cells(tmp_path: Path, importing: Import) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    rows: list[list[object]] = [
        ["Registraties 2025"],
        [None],
        [*HEADER, "Dwang", None],
        *([*row, "ja", "nee"] for row in PEOPLE),
    ]
    for row in rows:
        page.append(row)
    page.merge_cells("A1:F1")
    page.merge_cells("E3:F3")
    book.save(tmp_path / "a.xlsx")
    report = importing(tmp_path / "a.xlsx", file="[file]\nheader = 3").report
    assert report.rows == len(PEOPLE)
    assert report.unmapped == {"Naam": 2, "Dwang": 3, 6: 3}


def test_a_formula_counts_by_its_value_and_without_one_it_is_not_empty(tmp_path: Path, importing: Import) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [HEADER, ("=TODAY()", "v", "geen", None), (date(2025, 1, 1), "=1/0", "geen", None)]
    )
    with pytest.raises(InvalidInputError) as refused:
        importing(path)
    assert ["a formula without a value (1)" in fault.problem for fault in refused.value.faults] == [True, True]
    worked_out = changed(
        path,
        SHEET,
        lambda xml: xml.replace(b"<f>TODAY()</f><v></v>", b"<f>TODAY()</f><v>45658</v>").replace(
            b"<f>TODAY()</f><v />", b"<f>TODAY()</f><v>45658</v>"
        ),
    )
    text = 'dates = ["serial"]'
    made = refusal(importing, worked_out, changes={'dates = ["dd-mm-yyyy"]': text})  # type: ignore[arg-type]
    assert "column Geslacht: not in the mapping: a formula without a value (1); line 3" in made


def test_too_many_rows_are_refused_before_they_fill_the_memory(
    tmp_path: Path, importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    monkeypatch.setattr(sav_sheets, "MOST_ROWS", 2)
    rows = [("Datum gesprek", "Geslacht", "Vorm"), *(row[:3] for row in PEOPLE)]
    underscored = mapping_text(changes={"Datum gesprek": "Datum_gesprek"})
    for path, text in (
        (write_csv(tmp_path / "a.csv", rows), ""),
        (write_xlsx(tmp_path / "a.xlsx", rows), ""),
        (write_sav(tmp_path / "a.sav", rows), underscored),
    ):
        assert refusal(importing, path, text=text) == "FILE: more than 2 rows (expected a file for each year)"
    monkeypatch.setattr(sheet, "LARGEST", 10)
    assert "bytes (expected at most 10)" in refusal(importing, tmp_path / "a.csv")


def test_a_line_end_within_a_cell_keeps_the_count_of_lines(tmp_path: Path, importing: Import) -> None:
    rows = [HEADER, ("1-1-2025", "v", "geen", "een\ntwee\x0bdrie\u2028vier"), ("1-1-2025", "q", "geen", "")]
    assert refusal(importing, write_csv(tmp_path / "a.csv", rows)).startswith(
        "FILE:4: column Geslacht: not in the mapping"
    )


def test_the_header_of_a_real_zip_is_not_enough(tmp_path: Path, importing: Import) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    (tmp_path / "a.xlsx").write_bytes(stream.getvalue())
    assert "no whole Excel workbook" in refusal(importing, tmp_path / "a.xlsx")


def test_an_spss_file_that_unpacks_to_too_much_is_read_no_further(
    tmp_path: Path, importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sav(tmp_path / "a.sav", [HEADER, *PEOPLE * 50])
    monkeypatch.setattr(sav_sheets, "MOST_UNPACKED", 1000)
    assert "first rows unpack to 1000 bytes" in refusal(importing, path)


def test_an_spss_file_of_which_a_column_has_lost_its_name_is_read_without_it(tmp_path: Path, importing: Import) -> None:
    path = write_sav(tmp_path / "a.sav", [HEADER, *PEOPLE])
    path.write_bytes(path.read_bytes().replace(b"NAAM    ", b"\0AAM    "))
    made = importing(path, changes={"Datum gesprek": "Datum_gesprek"})
    assert made.report.unmapped == {4: 2}
