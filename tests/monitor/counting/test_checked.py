"""What was checked once is not checked again, and anything else is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from records_on_paper import person, write_csv, write_parquet
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.counting.sources import Source
from zichtbaar.monitor.counting.validation import validate


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each check looked at; checking itself is left as it is."""
    done: list[int] = []

    def check(sources: Sequence[Source], book: Codebook) -> dict[Place, int]:
        done.append(len(sources))
        return validate(sources, book)

    monkeypatch.setattr("zichtbaar.monitor.counting.records.validate", check)
    return done


@pytest.fixture
def files(tmp_path: Path, book: Codebook) -> list[Path]:
    """Three persons in two files."""
    return [
        write_parquet(tmp_path / "one.parquet", [person(book, number) for number in (1, 2)]),
        write_csv(tmp_path / "two.csv", [person(book, 3)]),
    ]


def count(files: list[Path], book: Codebook, notes: Path) -> tuple[list[int], int]:
    """Records of each file, and how many victims they tell of."""
    victims = book.population["victims"].where
    with read_records(files, book, notes) as records:
        return list(records.rows.values()), records.count([victims])[victims]


def test_a_second_time_the_same_is_counted_without_a_check(
    tmp_path: Path, files: list[Path], book: Codebook, checks: list[int]
) -> None:
    notes = tmp_path / "checked.json"
    assert count(files, book, notes) == count(files, load(), notes) == ([2, 1], 3)
    assert checks == [2]


def test_under_another_name_it_is_the_same_content(
    tmp_path: Path, files: list[Path], book: Codebook, checks: list[int]
) -> None:
    notes = tmp_path / "checked.json"
    count(files, book, notes)
    assert count([files[0].rename(tmp_path / "renamed.parquet"), files[1]], book, notes) == ([2, 1], 3)
    assert checks == [2]


def test_a_changed_file_is_checked_and_refused(tmp_path: Path, files: list[Path], book: Codebook) -> None:
    notes = tmp_path / "checked.json"
    count(files, book, notes)
    files[1].write_text(files[1].read_text("utf-8").replace("2020-05", "2020-13"), "utf-8")
    with pytest.raises(InvalidInputError, match="wrong form"):
        count(files, book, notes)


def test_each_file_by_itself_says_nothing_of_both(tmp_path: Path, book: Codebook, checks: list[int]) -> None:
    notes = tmp_path / "checked.json"
    twins = [write_csv(tmp_path / name, [person(book)]) for name in ("one.csv", "two.csv")]
    for file in twins:
        count([file], book, notes)
    with pytest.raises(InvalidInputError, match="this reference stands already"):
        count(twins, book, notes)
    assert checks == [1, 2]


def test_another_codebook_or_version_checks_anew(
    tmp_path: Path, files: list[Path], book: Codebook, checks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "checked.json"
    count(files, book, notes)
    count(files, replace(book, version="1.1"), notes)
    monkeypatch.setattr("zichtbaar.monitor.counting.checked.__version__", "99")
    count(files, book, notes)
    assert checks == [2, 2, 2]


def test_what_was_refused_is_not_remembered(tmp_path: Path, book: Codebook) -> None:
    notes = tmp_path / "checked.json"
    for _ in range(2):
        with pytest.raises(InvalidInputError, match="unknown code 9"):
            count([write_csv(tmp_path / "people.csv", [person(book, gender=9)])], book, notes)
    assert not notes.exists()


def test_the_notes_hold_hashes_and_numbers_only(tmp_path: Path, files: list[Path], book: Codebook) -> None:
    notes = tmp_path / "checked.json"
    count(files, book, notes)
    [(key, rows)] = json.loads(notes.read_text("utf-8"))["checked"].items()
    assert (len(key), rows) == (64, [2, 1])
    assert int(key, 16)


def test_a_place_for_notes_is_looked_at_before_anything_is_checked(
    tmp_path: Path, files: list[Path], book: Codebook, checks: list[int]
) -> None:
    for notes in (tmp_path, files[1] / "checked.json"):
        with pytest.raises(InvalidInputError):
            count(files, book, notes)
    assert checks == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"checked": [1]}', '{"checked": {"a": 1}}'])
def test_a_file_that_is_something_else_is_left_alone(
    tmp_path: Path, files: list[Path], book: Codebook, text: str
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(text, "utf-8")
    with pytest.raises(InvalidInputError, match="these are no notes of checks"):
        count(files, book, notes)
    assert notes.read_text("utf-8") == text
