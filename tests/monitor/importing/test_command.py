"""`zichtbaar import`: records and a report, or nothing; and no name in anything it says or writes."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.importing.conftest import HEADER, PEOPLE, mapping_text, write_csv, write_sav, write_xlsx
from promises.source_files import ROOT
from terminal import drawn_on_a_terminal
from zichtbaar.cli import main
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.importing.drafting import draft_mapping
from zichtbaar.monitor.importing.mapping import Reading
from zichtbaar.monitor.importing.reading_mapping import FILE_KEYS, read_import_mapping
from zichtbaar.monitor.importing.reading_rules import OPTIONAL_KEYS

SECRETS = ("Vera de Vries", "Dorpsstraat", "geen naam", "0612345678")
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workbook with names in columns that are and are not mapped, and a mapping for it."""
    rows = [(*HEADER, "Adres"), *((*row, "Dorpsstraat 1, 0612345678") for row in PEOPLE)]
    write_xlsx(tmp_path / "a.xlsx", rows)
    (tmp_path / "m.toml").write_text(mapping_text('[[drop]]\ncolumns = ["Adres"]\nreason = "not kept"'), "utf-8")
    return tmp_path


def words(folder: Path, *more: str) -> list[str]:
    return ["import", str(folder / "a.xlsx"), "--mapping", str(folder / "m.toml"), *more]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_records_are_valid_and_the_report_says_what_became_of_every_column(
    folder: Path, book: Codebook, capsys: Printed
) -> None:
    out, report = folder / "2025.parquet", folder / "report.txt"
    assert main(words(folder, "--out", str(out), "--report", str(report), "--language", "en")) == 0
    with read_records([out], book) as records:
        assert records.count([book.population["victims"].where])[book.population["victims"].where] == len(PEOPLE)
    said, errors = capsys.readouterr()
    assert errors == ""
    assert said.startswith(report.read_text("utf-8"))
    assert "3 rows read, 3 registrations made." in said
    assert "Geslacht → gender: 2 with an answer" in said
    assert "Naam: 2 cells with something in them" in said
    assert "Adres: not kept" in said
    assert said.endswith(f"{out}\n{report}\n")


def test_the_report_is_dutch_unless_asked_otherwise(folder: Path, capsys: Printed) -> None:
    assert main(words(folder, "--out", str(folder / "2025.parquet"))) == 0
    assert "3 rijen gelezen, 3 registraties gemaakt." in capsys.readouterr().out


def test_nothing_is_written_when_a_value_is_not_in_the_mapping(folder: Path, capsys: Printed) -> None:
    write_xlsx(folder / "a.xlsx", [(*HEADER, "Adres"), (*PEOPLE[0], ""), ("1-2-2025", "Vera de Vries", "geen", "", "")])
    before = names(folder)
    assert main(words(folder, "--out", str(folder / "o.parquet"), "--report", str(folder / "r.txt"))) == 2
    assert names(folder) == before
    said = "".join(capsys.readouterr())
    assert f"{folder}/a.xlsx:3: column Geslacht: not in the mapping: a text or number (1); line 3" in said
    assert not any(secret in said for secret in SECRETS)


def test_no_name_is_in_anything_that_is_said_or_written(folder: Path, capsys: Printed) -> None:
    write_sav(folder / "a.sav", [HEADER, *PEOPLE])
    write_csv(folder / "a.csv", [HEADER, *PEOPLE])
    assert main(words(folder, "--out", str(folder / "o.parquet"), "--report", str(folder / "r.txt"))) == 0
    for kind in ("xlsx", "sav", "csv"):
        assert main(["import", str(folder / f"a.{kind}"), "--draft-mapping", str(folder / f"{kind}.toml")]) == 0
    written = [folder / name for name in ("o.parquet", "r.txt", "xlsx.toml", "sav.toml", "csv.toml")]
    said = "".join(capsys.readouterr()) + "".join(path.read_bytes().decode("latin-1") for path in written)
    assert not any(secret in said for secret in SECRETS)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "give --mapping and --out"),
        (("--out", "o.parquet", "--draft-mapping", "d.toml"), "--draft-mapping goes alone"),
        (("--draft-mapping", "d.toml"), "--draft-mapping goes alone"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    folder: Path, capsys: Printed, more: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words(folder, *more))
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("wanted", ["o.csv", "none/o.parquet", "a.xlsx", "."])
def test_a_place_where_nothing_can_be_written_is_told_before_any_work(
    folder: Path, capsys: Printed, wanted: str
) -> None:
    before = names(folder)
    (folder / "m.toml").unlink()
    assert main(words(folder, "--out", str(folder / wanted))) == 2
    assert names(folder) == before - {"m.toml"}
    assert str(folder) in capsys.readouterr().err


def test_what_was_given_is_never_overwritten(folder: Path, capsys: Printed) -> None:
    given = (folder / "m.toml").read_bytes()
    assert main(words(folder, "--out", str(folder / "o.parquet"), "--report", str(folder / "m.toml"))) == 2
    assert main(["import", str(folder / "a.xlsx"), "--draft-mapping", str(folder / "m.toml")]) == 2
    assert (folder / "m.toml").read_bytes() == given
    errors = capsys.readouterr().err
    assert "this is a file that was given to be read" in errors
    assert "stands there already" in errors


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr("zichtbaar.monitor.importing.command.write_together", full)
    before = names(folder)
    assert main(words(folder, "--out", str(folder / "o.parquet"))) == 1
    assert names(folder) == before
    assert "No space left on device; nothing was written" in capsys.readouterr().err


def test_a_draft_of_what_is_known_is_a_mapping_already(tmp_path: Path, book: Codebook) -> None:
    rows = [
        ("gender", "Maand van het eerste gesprek", "age_band", "known_to", "Opmerking", "assessment"),
        ("Meisje of vrouw", date(2025, 1, 2), 15, "Politie;School", "Vera de Vries", 1),
        ("onbekend", date(2025, 2, 3), 17, "Politie", "lang", -2),
    ]
    path, draft = write_xlsx(tmp_path / "a.xlsx", rows), tmp_path / "d.toml"
    assert main(["import", str(path), "--draft-mapping", str(draft)]) == 0
    mapping = read_import_mapping(draft, book)
    by_variable = {rule.variable.name: rule for rule in mapping.rules}
    assert set(by_variable) == {"gender", "first_chat_month", "age_band", "known_to", "assessment"}
    assert set(by_variable["gender"].values) == {"meisje of vrouw", "onbekend"}
    assert by_variable["age_band"].bands[3] == (12, 15)
    assert by_variable["age_band"].bands[12] == (48, None)
    assert by_variable["assessment"].as_is
    assert by_variable["known_to"].separator == ";"
    text = draft.read_text("utf-8")
    assert '# name = "Opmerking"' in text
    assert "2 more values are not shown here: they may be names" in text


def test_a_draft_of_an_spss_file_explains_its_codes(tmp_path: Path) -> None:
    path = write_sav(
        tmp_path / "a.sav",
        [("q1", "q2"), (1.0, "Vera de Vries"), (2.0, "x")],
        column_labels=["Geslacht", "Toelichting"],
        variable_value_labels={"q1": {1: "vrouw", 2: "man", 9: "onbekend"}},
    )
    assert main(["import", str(path), "--draft-mapping", str(tmp_path / "d.toml")]) == 0
    text = (tmp_path / "d.toml").read_text("utf-8")
    assert '# Geslacht\n# [[column]]  # 2 cells with something in them\n# name = "q1"' in text
    assert '# "9" = ""  # onbekend' in text


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_a_draft_finds_out_how_a_csv_file_is_written(
    tmp_path: Path, book: Codebook, delimiter: str, encoding: str
) -> None:
    path = write_csv(tmp_path / "a.csv", [("gender", "één"), ("onbekend", "ë")], delimiter, encoding)
    assert main(["import", str(path), "--draft-mapping", str(tmp_path / "d.toml")]) == 0
    reading = read_import_mapping(tmp_path / "d.toml", book).reading
    assert (reading.delimiter, reading.encoding.removesuffix("-sig")) == (delimiter, encoding.removesuffix("-sig"))


def test_a_bar_is_drawn_for_who_looks_at_it_and_for_nobody_else(folder: Path) -> None:
    rows = [(*HEADER, "Adres"), *((*PEOPLE[0], "") for _ in range(400))]
    write_xlsx(folder / "a.xlsx", rows)
    command = [sys.executable, "-m", "zichtbaar.cli", *words(folder, "--out", str(folder / "o.parquet"))]
    silent = subprocess.run(command, capture_output=True, text=True, check=True)
    assert silent.stderr == ""
    drawn, _ = drawn_on_a_terminal(command)
    assert "━" in drawn


def test_asking_for_help_loads_no_reader_of_spreadsheets() -> None:
    program = "import sys; from zichtbaar.cli import main\ntry: main(['import', '--help'])\nexcept SystemExit: pass\n"
    program += "print({'openpyxl', 'pyreadstat', 'pandas', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n")


def test_the_mapping_of_the_guide_reads_the_sheet_that_it_is_for(tmp_path: Path, book: Codebook) -> None:
    guide = (ROOT / "docs/how-to/bring-registrations-from-a-spreadsheet.md").read_text("utf-8")
    (tmp_path / "m.toml").write_text(guide.partition("```toml\n")[2].partition("```")[0], "utf-8")
    rows = [
        ("Naam", "Datum gesprek", "Geslacht", "Leeftijd", "Vorm", "Bedreigd"),
        ("Vera de Vries", date(2025, 3, 4), "v", 16, "seksueel; crimineel", "ja"),
        ("iemand", "14-03-2025", "onbekend", "minderjarig", "geen", None),
    ]
    path, out = write_xlsx(tmp_path / "a.xlsx", rows), tmp_path / "o.parquet"
    assert main(["import", str(path), "--mapping", str(tmp_path / "m.toml"), "--out", str(out)]) == 0
    minors = book.population["minors"].where
    with read_records([out], book) as records:
        assert records.count([minors])[minors] == 2


def test_the_reference_explains_every_key_of_a_mapping() -> None:
    page = (ROOT / "docs/reference/importing.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \|", page, re.MULTILINE))
    known = {"codebook", "version", "file", "column", "constant", "drop", "name", "to", *FILE_KEYS, *OPTIONAL_KEYS}
    assert {name for names in listed for name in names if name} == known


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20)


@settings(max_examples=60, deadline=None)
@given(
    header=st.lists(TEXTS, min_size=1, max_size=5, unique_by=str.strip), cells=st.lists(TEXTS, min_size=5, max_size=5)
)
def test_a_draft_can_be_read_whatever_the_file_is_called_by(header: list[str], cells: list[str]) -> None:
    book = load()
    with TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "a.csv", [header, cells[: len(header)]])
        draft = ""
        with suppress(InvalidInputError):  # a file with no names, or with a delimiter in its only one
            draft = draft_mapping(path, book, Reading())
    tomllib.loads(draft)


def test_a_column_without_a_name_is_in_the_draft_by_its_place(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [("gender", "", "<script>"), ("onbekend", "Vera de Vries", "x")])
    assert main(["import", str(path), "--draft-mapping", str(tmp_path / "d.toml")]) == 0
    text = (tmp_path / "d.toml").read_text("utf-8")
    assert "# Column 2 has no readable name." in text
    assert "# Column 3 has no readable name." in text
    assert "script" not in text


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7" + b"a" * 300_000, b"x" * 300_000, b'"' * 200_000, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_draft_of_what_is_no_spreadsheet_is_refused(tmp_path: Path, content: bytes, capsys: Printed) -> None:
    (tmp_path / "a").write_bytes(content)
    words = ["import", str(tmp_path / "a"), "--header", "3", "--draft-mapping", str(tmp_path / "d.toml")]
    assert main(words) == 2
    assert names(tmp_path) == {"a"}
    assert len(capsys.readouterr().err) < 500
