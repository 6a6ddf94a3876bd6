"""`zichtbaar export`: two files in a folder, or one sentence and nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from zichtbaar.cli import main

Printed = pytest.CaptureFixture[str]


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
