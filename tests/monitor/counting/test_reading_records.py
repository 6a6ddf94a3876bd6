"""What is not a file of records is refused, with everything that is wrong in it and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from records_on_paper import person, write_csv, write_parquet
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.records import connect, read_records
from zichtbaar.monitor.counting.sources import interruptible


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


WRONG_CELLS = (
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
)


def test_every_cell_that_is_no_code_is_found_where_it_stands(tmp_path: Path, book: Codebook) -> None:
    path = write_csv(tmp_path / "people.csv", [person(book, number) for number in range(1, len(WRONG_CELLS) + 1)])
    for row, (column, cell, _) in enumerate(WRONG_CELLS):
        with_cell(path, row, column, cell)
    faults = {fault.line: fault for fault in faults_in(book, path)}
    assert {line: fault.subject for line, fault in faults.items()} == {
        row + 2: column for row, (column, _, _) in enumerate(WRONG_CELLS)
    }
    assert all(faults[row + 2].problem.startswith(problem) for row, (_, _, problem) in enumerate(WRONG_CELLS))
    assert all(fault.file == str(path) for fault in faults.values())


def test_a_parquet_file_is_checked_alike(tmp_path: Path, book: Codebook) -> None:
    rows = [person(book, number) for number in (1, 2, 3)]
    rows[1]["gender"], rows[2]["needs__care"] = 9, 7
    path = write_parquet(tmp_path / "people.parquet", rows)
    assert [(fault.line, fault.subject) for fault in faults_in(book, path)] == [(2, "gender"), (3, "needs__care")]


def test_an_empty_cell_of_a_parquet_file_is_found(tmp_path: Path, book: Codebook) -> None:
    rows = [dict[str, Any](person(book, number)) for number in (1, 2)]
    rows[1] |= {"gender": None, "chat_language": None}
    faults = faults_in(book, write_parquet(tmp_path / "people.parquet", rows))
    assert [(fault.line, fault.subject, fault.problem) for fault in faults] == [
        (2, "gender", "empty"),
        (2, "chat_language", "empty"),
    ]


def test_a_parquet_column_of_another_type_is_named(tmp_path: Path, book: Codebook) -> None:
    rows = [dict[str, Any](person(book)) | {"gender": 1.5, "needs__care": "always"}]
    faults = faults_in(book, write_parquet(tmp_path / "people.parquet", rows))
    assert [(fault.subject, fault.problem, fault.expected) for fault in faults] == [
        ("gender", "the column holds DOUBLE", "whole numbers"),
        ("needs__care", "the column holds VARCHAR", "whole numbers"),
    ]


def test_minus_one_where_the_question_applies_is_a_fault(people: Path, book: Codebook) -> None:
    [fault] = faults_in(book, with_cell(people, 0, "gender", "-1"))
    assert (fault.line, fault.subject) == (2, "gender")
    assert "the question applies" in fault.problem
    assert "reason why" in fault.expected


def test_an_answer_where_the_question_does_not_apply_is_a_fault(people: Path, book: Codebook) -> None:
    [fault] = faults_in(book, with_cell(people, 2, "labour_sector", "9"))
    assert (fault.line, fault.subject, fault.expected) == (4, "labour_sector", "-1")
    assert "does not apply" in fault.problem


def test_one_column_of_a_block_that_breaks_the_rule_is_enough(people: Path, book: Codebook) -> None:
    [fault] = faults_in(book, with_cell(people, 0, "exploitation_platforms__other__payment", "-1"))
    assert (fault.line, fault.subject) == (2, "exploitation_platforms")


def test_a_skip_rule_that_rests_on_a_wrong_code_says_nothing(people: Path, book: Codebook) -> None:
    """One wrong gate is one fault, not one for each of the questions behind it."""
    [fault] = faults_in(book, with_cell(people, 0, "topic_trafficking", "9"))
    assert fault.subject == "topic_trafficking"


def test_a_reference_that_stands_twice_is_found_in_one_file_and_across_files(tmp_path: Path, book: Codebook) -> None:
    first = write_csv(tmp_path / "first.csv", [person(book, number) for number in (1, 2, 1)])
    second = write_parquet(tmp_path / "second.parquet", [person(book, number) for number in (3, 2)])
    faults = faults_in(book, first, second)
    assert [(fault.file, fault.line, fault.subject) for fault in faults] == [
        (str(first), 4, "case_ref"),
        (str(second), 2, "case_ref"),
    ]
    assert f"{first}:2" in faults[0].problem
    assert f"{first}:3" in faults[1].problem
    assert f"{1:032x}" not in str(faults)


def test_the_line_is_right_after_a_cell_with_line_breaks(people: Path, book: Codebook) -> None:
    """A reference may not hold breaks, so both rows are wrong; the second one begins a line further down."""
    with_cell(people, 2, "gender", "9")
    edited(people, lambda text: text.replace(f"{1:032x}", '"broken\nreference"'))
    assert [(fault.line, fault.subject) for fault in faults_in(book, people)] == [(2, "case_ref"), (5, "gender")]


def test_empty_lines_between_rows_do_not_shift_the_count(people: Path, book: Codebook) -> None:
    with_cell(people, 2, "gender", "9")
    header, *rows = people.read_text("utf-8").splitlines()
    people.write_text("\n".join([header, "", rows[0], "", "", *rows[1:]]) + "\n")
    assert [fault.line for fault in faults_in(book, people)] == [7]


def test_wrong_bytes_are_named_with_their_line(people: Path, book: Codebook) -> None:
    text = with_cell(people, 1, "case_ref", "caf\u00e9").read_text("utf-8")
    people.write_bytes(text.encode("latin-1"))
    [fault] = faults_in(book, people)
    assert (fault.line, fault.problem, fault.expected) == (3, "not UTF-8", "a file saved as UTF-8")


def test_an_empty_file_and_one_with_only_a_header_are_refused(tmp_path: Path, people: Path, book: Codebook) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert [fault.problem for fault in faults_in(book, empty)] == ["the file is empty"]
    edited(people, lambda text: text.splitlines()[0] + "\n")
    assert [fault.problem for fault in faults_in(book, people)] == ["the file holds no registrations"]


@pytest.mark.parametrize(("content", "problem"), [
    (b"PK\x03\x04 and so on", "this is an Excel or zip file"),
    (b"%PDF-1.7", "this is a PDF"),
    (b"\x89PNG\r\n\x1a\n", "not UTF-8"),
    (b"case_ref;first_chat_month\n1;2020-01\n", "the columns are not separated by commas"),
    (b'"never closed\n', "the first line is no CSV"),
    (b"PAR1", "no whole Parquet file; cut off or damaged"),
])  # fmt: skip
def test_what_is_no_csv_is_called_by_its_name(tmp_path: Path, book: Codebook, content: bytes, problem: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert faults_in(book, path)[0].problem == problem


def test_rows_that_are_too_long_or_too_short_are_named(people: Path, book: Codebook) -> None:
    lines = people.read_text("utf-8").splitlines()
    people.write_text("\n".join([*lines[:2], lines[2] + ",1", "1,2", lines[3]]) + "\n")
    width = len(book.by_column)
    assert [(fault.line, fault.problem, fault.expected) for fault in faults_in(book, people)] == [
        (3, f"{width + 1} cells in this row", f"{width} cells"),
        (4, "2 cells in this row", f"{width} cells"),
    ]


def test_a_parquet_file_that_was_cut_off_is_refused(tmp_path: Path, book: Codebook) -> None:
    path = write_parquet(tmp_path / "people.parquet", [person(book)])
    path.write_bytes(path.read_bytes()[:-100])
    assert [fault.problem for fault in faults_in(book, path)] == ["no whole Parquet file; cut off or damaged"]


def test_a_parquet_file_damaged_inside_is_refused(tmp_path: Path, book: Codebook) -> None:
    path = write_parquet(tmp_path / "people.parquet", [person(book, number) for number in range(1, 30)])
    content = bytearray(path.read_bytes())
    content[8:2000] = bytes(1992)
    path.write_bytes(content)
    assert "no whole Parquet file; cut off or damaged" in [fault.problem for fault in faults_in(book, path)]


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path, book: Codebook) -> None:
    faults = faults_in(book, tmp_path / "absent.csv", tmp_path)
    assert [fault.file for fault in faults] == [str(tmp_path / "absent.csv"), str(tmp_path)]
    assert all(fault.problem.startswith("cannot be read: ") for fault in faults)


def test_the_same_file_twice_is_refused_under_any_name(tmp_path: Path, people: Path, book: Codebook) -> None:
    (tmp_path / "link.csv").symlink_to(people)
    [fault] = faults_in(book, people, tmp_path / "link.csv")
    assert (fault.file, fault.problem) == (str(tmp_path / "link.csv"), "the same file is given twice")


def test_no_file_at_all_is_refused(book: Codebook) -> None:
    assert [fault.problem for fault in faults_in(book)] == ["no file was given"]


def test_the_faults_of_all_files_come_together(tmp_path: Path, people: Path, book: Codebook) -> None:
    with_cell(people, 0, "gender", "9")
    other = with_cell(write_csv(tmp_path / "other.csv", [person(book, 9)]), 0, "age_band", "99")
    assert [fault.file for fault in faults_in(book, people, other)] == [str(people), str(other)]


def test_of_many_faults_of_one_sort_the_first_twenty_are_told(tmp_path: Path, book: Codebook) -> None:
    rows = [person(book, number) | {"gender": 9} for number in range(1, 51)]
    faults = faults_in(book, write_csv(tmp_path / "people.csv", rows))
    assert [fault.line for fault in faults[:20]] == list(range(2, 22))
    assert faults[20].problem.startswith("and 30 more")
    assert len(faults) == 21


def test_rows_that_nobody_looked_at_are_mentioned(tmp_path: Path, book: Codebook) -> None:
    rows = [person(book, number) | {"gender": 9} for number in range(1, 2102)]
    faults = faults_in(book, write_csv(tmp_path / "people.csv", rows))
    assert "after the first 2000" in faults[-1].problem


def test_nothing_is_left_behind(tmp_path: Path, people: Path, book: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    with read_records([people], book):
        assert list((tmp_path / "temporary").iterdir())
    faults_in(book, with_cell(people, 0, "gender", "9"))
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error")])
def test_what_the_database_calls_an_interruption_is_ctrl_c(error: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise error


def test_another_error_of_the_database_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="something else"), interruptible():
        raise RuntimeError("something else")


def test_a_long_question_draws_nothing_on_the_screen(tmp_path: Path) -> None:
    """The screen says where the files are, for a script to read; DuckDB would draw a bar among them after 2 s."""
    with connect(tmp_path) as connection:
        [(is_drawn,)] = connection.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    assert is_drawn is False
