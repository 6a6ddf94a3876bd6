"""`zichtbaar directory`, as whoever keeps the server runs it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from helpline.handover.example_directory import example_sheets
from helpline.ops.existing_helpline import Existing, make_existing
from zichtbaar.helpline.handover.directory.files import CONTACTS, OFFERS, ORGANISATIONS


@pytest.fixture
def existing(founded_file: Path, tmp_path: Path) -> Existing:
    return make_existing(founded_file, tmp_path / "helpline")


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    folder = tmp_path / "sheets"
    folder.mkdir()
    for name, text in example_sheets(date.today()).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_what_goes_in_comes_out_again(existing: Existing, sheets: Path, tmp_path: Path) -> None:
    code, said = existing.run("directory", "import", str(sheets))
    assert (code, said.split(";")[0]) == (0, "3 added, 0 changed, 0 the same already")
    out = tmp_path / "new" / "out"
    assert existing.run("directory", "export", str(out))[0] == 0
    for name in (ORGANISATIONS, OFFERS, CONTACTS):
        before, after = ((folder / name).read_text("utf-8").splitlines() for folder in (sheets, out))
        assert sorted(before) == sorted(after)
    assert existing.run("directory", "import", str(out))[1].startswith("0 added, 0 changed, 3 the same already")


def test_every_fault_is_told_in_english_and_nothing_is_stored(existing: Existing, sheets: Path) -> None:
    with (sheets / OFFERS).open("a") as file:
        file.write("nobody,police,PE02,,,,soon,,always,,\n")
    code, said = existing.run("directory", "import", str(sheets))
    assert code == 2
    assert said.splitlines() == [
        "offers.csv:5: organisation: there is no organisation 'nobody' (expected organisations.csv)",
        "offers.csv:5: urgency: it is 'soon' (expected one of now, planned, within_48_hours)",
    ]
    assert existing.run("directory", "export", str(sheets / "out"))[0] == 0
    assert (sheets / "out" / ORGANISATIONS).read_text("utf-8").count("\n") == 1


def test_sheets_that_are_absent_or_in_another_encoding_are_told_together(existing: Existing, sheets: Path) -> None:
    (sheets / CONTACTS).unlink()
    (sheets / OFFERS).write_bytes("organisation;n\xe9ed".encode("latin-1"))
    code, said = existing.run("directory", "import", str(sheets))
    assert code == 2
    assert f"{sheets / OFFERS}: byte 15 is not UTF-8" in said
    assert f"{sheets / CONTACTS}: cannot be read" in said
