"""What is not a file of records is refused, with everything that is wrong in it and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from records_on_paper import person, write_csv, write_parquet

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.records import read_records


def faults_in(book: Codebook, *files: Path) -> tuple[Fault, ...]:
    """What is wrong with these files; fails the test when nothing is."""
    with pytest.raises(InvalidInputError) as refusal, read_records(files, book):
        pass
    return refusal.value.faults


@pytest.fixture
def people(tmp_path: Path, book: Codebook) -> Path:
    """Three persons, nothing wrong."""
    return write_csv(tmp_path / "people.csv", [person(book, number) for number in (1, 2, 3)])


def edited(path: Path, change: Callable[[str], str]) -> Path:
    """The file with its text changed."""
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return path


def with_cell(path: Path, row: int, column: str, text: str) -> Path:
    """The file with one cell of a row (from 0) written otherwise."""
    lines = path.read_text("utf-8").splitlines()
    cells = lines[row + 1].split(",")
    cells[lines[0].split(",").index(column)] = text
    lines[row + 1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_csv_and_parquet_are_read_as_one(tmp_path: Path, people: Path, book: Codebook) -> None:
    more = write_parquet(tmp_path / "more.parquet", [person(book, number) for number in (4, 5)])
    with read_records([people, more], book) as records:
        assert dict(records.rows) == {people: 3, more: 2}


def test_a_parquet_file_is_known_by_its_first_bytes(tmp_path: Path, book: Codebook) -> None:
    written = write_parquet(tmp_path / "people.parquet", [person(book)])
    with read_records([written.rename(tmp_path / "people.data")], book) as records:
        assert list(records.rows.values()) == [1]


@pytest.mark.parametrize("name", ["people [2020].csv", "people*.csv", "pe'ople \".csv", "ménsen.CSV"])
def test_any_file_name_will_do(tmp_path: Path, book: Codebook, name: str) -> None:
    with read_records([write_csv(tmp_path / name, [person(book)])], book) as records:
        assert list(records.rows.values()) == [1]


@pytest.mark.parametrize("change", [
    pytest.param(lambda text: "\ufeff" + text, id="a byte order mark"),
    pytest.param(lambda text: text.replace("\n", "\r\n"), id="lines as Windows ends them"),
    pytest.param(lambda text: text.rstrip("\n"), id="no line break at the end"),
    pytest.param(lambda text: text + "\n", id="an empty line at the end"),
    pytest.param(lambda text: re.sub(r"([^,\n]+)", r'"\1"', text), id="quotes around everything"),
])  # fmt: skip
def test_what_spreadsheets_do_to_csv_is_accepted(people: Path, book: Codebook, change: Callable[[str], str]) -> None:
    with people.open(newline="") as opened:
        text = opened.read()
    with people.open("w", newline="", encoding="utf-8") as opened:
        opened.write(change(text))
    with read_records([people], book) as records:
        assert list(records.rows.values()) == [3]


def test_columns_may_stand_in_any_order(tmp_path: Path, book: Codebook) -> None:
    row = person(book)
    backwards = [{column: row[column] for column in reversed(row)}]
    forwards = write_csv(tmp_path / "forwards.csv", [person(book, 2)])
    with read_records([write_csv(tmp_path / "backwards.csv", backwards), forwards], book) as records:
        [condition] = [book.population["victims"].where]
        assert records.count([condition])[condition] == 2


def test_an_unknown_and_a_missing_column_are_both_named(people: Path, book: Codebook) -> None:
    edited(people, lambda text: text.replace("gender", "sex", 1))
    faults = faults_in(book, people)
    assert [(fault.file, fault.line, fault.subject, fault.problem) for fault in faults] == [
        (str(people), 1, "sex", "unknown column"),
        (str(people), 1, "gender", "the column is missing"),
    ]
    assert "trafficking-1" in faults[0].expected


def test_a_column_that_stands_twice_is_named(people: Path, book: Codebook) -> None:
    edited(people, lambda text: text.replace("uniqueness_basis,", "gender,", 1))
    assert {(fault.subject, fault.problem) for fault in faults_in(book, people)} == {
        ("gender", "the column stands twice"),
        ("uniqueness_basis", "the column is missing"),
    }


def test_a_wrong_column_name_that_may_be_something_somebody_said_is_not_repeated(people: Path, book: Codebook) -> None:
    edited(people, lambda text: text.replace("gender", '"he said: don\'t tell anybody!"', 1))
    assert "anybody" not in str(faults_in(book, people))


@pytest.mark.parametrize(("column", "cell", "problem"), [
    ("gender", "9", "unknown code 9"),
    ("gender", "-7", "unknown code -7"),
    ("gender", "", "empty"),
    ("gender", "1.5", "not a whole number"),
    ("gender", "1.0", "not a whole number"),
    ("gender", "+1", "not a whole number"),
    ("gender", "01", "not a whole number"),
    ("gender", " 1", "not a whole number"),
    ("gender", "0x1", "not a whole number"),
    ("gender", "girl", "not a whole number"),
    ("gender", "99999999999", "unknown code"),
    ("region_police_unit", "11", "unknown code 11"),
    ("exploitation_forms__sexual", "2", "unknown code 2"),
    ("first_chat_month", "2020-13", "wrong form"),
    ("first_chat_month", "2020-05-01", "wrong form"),
    ("first_chat_month", "", "empty"),
    ("chat_language", "Dutch", "wrong form"),
    ("chat_language", "-9", "wrong form"),
    ("case_ref", "Vera", "wrong form"),
    ("case_ref", "-2", "wrong form"),
])  # fmt: skip
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_what_is_no_code_is_found_where_it_stands(
    tmp_path: Path, book: Codebook, column: str, cell: str, problem: str, suffix: str
) -> None:
    path = with_cell(write_csv(tmp_path / "people.csv", [person(book, number) for number in (1, 2, 3)]), 1, column, cell)
    if suffix == "parquet":
        if column not in ("first_chat_month", "chat_language", "case_ref") and not re.fullmatch(r"-?\d{1,4}", cell):
            return  # a Parquet file has whole numbers there, or is refused for its column
        path = as_parquet(path)
    [fault] = faults_in(book, path)
    assert fault.file == str(path)
    assert fault.line == (3 if suffix == "csv" else 2)
    assert fault.subject == column
    assert problem in fault.problem
    assert fault.expected or "it has" in fault.problem or "expected" in fault.problem or "number" in fault.problem
