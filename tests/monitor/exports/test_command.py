"""`zichtbaar export`: two files in a folder, or one sentence and nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zichtbaar.cli import main
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.disclosure import rules
from zichtbaar.monitor.disclosure.ledger_file import read_ledger

Printed = pytest.CaptureFixture[str]
EVERYBODY = load().population["victims"].where


def persons(year_file: Path, out: Path, *more: str) -> list[str]:
    words = ["export", "persons", "--layout", "ctdc-2024", "--records", str(year_file), "--out", str(out)]
    return [*words, *(more or ("--receiver", "IOM", "--purpose", "a study of means of control"))]


def tables(year_file: Path, out: Path, year: str = "2020") -> list[str]:
    return ["export", "tables", "--layout", "eu-table", "--records", str(year_file), "--year", year, "--out", str(out)]


def test_rows_for_one_receiver(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main(persons(year_file, tmp_path / "out")) == 0
    names = ["ctdc-2024-not-for-publication.csv", "ctdc-2024-not-for-publication.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    said, errors = capsys.readouterr()
    assert errors == ""
    assert said.splitlines()[0].endswith("of 250 persons, each alike with at least 10 others; 0 left out.")
    assert "Not for publication." in said
    assert said.splitlines()[-2:] == [str(tmp_path / "out" / name) for name in names]


def test_a_table_for_everybody(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main(tables(year_file, tmp_path / "out")) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "eu-table-table-2020.csv",
        "eu-table-table-2020.json",
    ]
    assert capsys.readouterr().err == ""


def test_a_table_by_stricter_rules_says_so_and_hides_more(year_file: Path, tmp_path: Path) -> None:
    strict = tmp_path / "strict.toml"
    shipped = (Path(rules.__file__).parent / "rules" / "default.toml").read_text("utf-8")
    strict.write_text(shipped.replace("hide_below = 5", "hide_below = 40").replace('"default"', '"strict"'), "utf-8")
    assert main(tables(year_file, tmp_path / "out")) == 0
    assert main([*tables(year_file, tmp_path / "less"), "--rules", str(strict)]) == 0
    usual, less = ((tmp_path / folder / "eu-table-table-2020.csv").read_text("utf-8") for folder in ("out", "less"))
    assert smallest(usual) < 40 <= smallest(less)
    assert '"strict"' in (tmp_path / "less" / "eu-table-table-2020.json").read_text("utf-8")


def smallest(table: str) -> int:
    """The smallest number that a table tells."""
    return min(int(row["persons"]) for row in csv.DictReader(table.splitlines()) if row["persons"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--receiver", "IOM"), "required: --purpose"),
        (("--purpose", "x"), "required: --receiver"),
        (("--receiver", " ", "--purpose", "x"), "it is empty; expected some words"),
        (("--receiver", "IOM", "--purpose", "x", "--k", "5"), "expected a whole number from 11"),
        (("--receiver", "IOM", "--purpose", "x", "--layout", "eu-table"), "invalid choice: 'eu-table'"),
    ],
)
def test_rows_without_receiver_purpose_or_crowd_are_refused(
    year_file: Path, tmp_path: Path, capsys: Printed, more: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(persons(year_file, tmp_path / "out", *more))
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_is_left_behind_when_it_cannot_be_done(
    year_file: Path, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(tables(year_file, tmp_path / "out", "2018")) == 2
    assert main(tables(year_file, year_file)) == 2
    assert not (tmp_path / "out").exists()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "out"))

    monkeypatch.setattr("zichtbaar.monitor.exports.making.write_together", full)
    assert main(tables(year_file, tmp_path / "out")) == 1
    assert not (tmp_path / "out").exists()
    errors = capsys.readouterr().err
    assert "first chatted in 2018" in errors
    assert "is no folder" in errors
    assert "No space left on device; nothing was exported" in errors


def test_the_same_records_give_the_same_bytes(year_file: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main(persons(year_file, tmp_path / name)) == 0
        assert main(tables(year_file, tmp_path / name)) == 0
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_a_table_that_is_released_is_known_to_the_ledger_and_can_be_made_again(year_file: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    release = ["--ledger", str(ledger), "--release", "eu-2020"]
    assert main([*tables(year_file, tmp_path / "one"), *release]) == 0
    told = ledger.read_bytes()
    assert [about.recipe for about in read_ledger(ledger).releases] == ["table eu-table"]
    assert main([*tables(year_file, tmp_path / "two"), *release]) == 0
    assert ledger.read_bytes() == told
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_who_is_gone_from_a_corrected_table_cannot_be_subtracted(year_file: Path, tmp_path: Path) -> None:
    """The total of a year is exact; one person fewer would show in it, if the ledger did not know the first."""
    ledger, corrected = tmp_path / "ledger.jsonl", tmp_path / "corrected.csv"
    assert main([*tables(year_file, tmp_path / "one"), "--ledger", str(ledger), "--release", "first"]) == 0
    lines = year_file.read_text("utf-8").splitlines(keepends=True)
    corrected.write_text("".join([lines[0], *lines[2:]]), "utf-8")
    with read_records([corrected], load()) as records:
        [persons_left] = records.count([EVERYBODY]).counts.values()
    assert persons_left == 249
    assert main(tables(corrected, tmp_path / "alone")) == 0
    assert total(tmp_path / "alone") == "249"
    assert main([*tables(corrected, tmp_path / "beside"), "--ledger", str(ledger)]) == 0
    assert total(tmp_path / "beside") in ("", "250")


def test_a_factsheet_and_a_table_know_of_each_other(year_file: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    assert main([*tables(year_file, tmp_path / "table"), "--ledger", str(ledger), "--release", "eu-2020"]) == 0
    words = ["factsheet", "overview", "--year", "2020", "--records", str(year_file), "--out", str(tmp_path / "sheet")]
    assert main([*words, "--ledger", str(ledger), "--release", "overview-2020"]) == 0
    assert [about.release for about in read_ledger(ledger).releases] == ["eu-2020", "overview-2020"]


def test_a_release_without_a_ledger_is_refused(year_file: Path, tmp_path: Path, capsys: Printed) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*tables(year_file, tmp_path / "out"), "--release", "eu-2020"])
    assert ended.value.code == 2
    assert "--release needs --ledger" in capsys.readouterr().err


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def total(folder: Path) -> str:
    with (folder / "eu-table-table-2020.csv").open(encoding="utf-8") as rows:
        return next(csv.DictReader(rows))["persons"]
