"""A snapshot is the same file every time, tells nothing of the order of arrival, and is whole or not there."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from records_on_paper import person
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.counting.snapshot import write_snapshot
from zichtbaar.monitor.datasets.invented import invent_registrations


def test_the_same_people_give_the_same_bytes_in_whatever_order_they_came(tmp_path: Path, book: Codebook) -> None:
    people = invent_registrations(book, ["2020-01"], 30, seed=1)
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    assert write_snapshot(people, book, first) == write_snapshot(reversed(people), book, second)
    assert first.read_bytes() == second.read_bytes()


def test_it_gives_the_hash_of_what_it_wrote(tmp_path: Path, book: Codebook) -> None:
    path = tmp_path / "snapshot.parquet"
    assert write_snapshot([person(book)], book, path) == sha256(path.read_bytes()).hexdigest()
    assert [entry.name for entry in tmp_path.iterdir()] == ["snapshot.parquet"]


def test_what_was_frozen_can_be_counted(tmp_path: Path, book: Codebook) -> None:
    path = tmp_path / "snapshot.parquet"
    write_snapshot([person(book, 1), person(book, 2, contact_role=2)], book, path)
    victims = book.population["victims"].where
    with read_records([path], book) as records:
        assert records.count([victims])[victims] == 1


def test_a_row_that_breaks_the_codebook_leaves_nothing_behind(tmp_path: Path, book: Codebook) -> None:
    path = tmp_path / "snapshot.parquet"
    write_snapshot([person(book)], book, path)
    before = path.read_bytes()
    for people in (
        [person(book) | {"gender": 9}],
        [person(book) | {"gender": "1"}],
        [person(book) | {"labour_sector": 9}],
        [person(book)] * 2,
        [],
    ):
        with pytest.raises(InvalidInputError) as refusal:
            write_snapshot(people, book, path)
        assert {fault.file for fault in refusal.value.faults} == {str(path)}
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["snapshot.parquet"]


def test_a_column_too_many_or_too_few_is_refused(tmp_path: Path, book: Codebook) -> None:
    whole = person(book)
    for row in (
        {**whole, "nickname": "Vera"},
        {column: value for column, value in whole.items() if column != "gender"},
    ):
        with pytest.raises(InvalidInputError) as refusal:
            write_snapshot([row], book, tmp_path / "snapshot.parquet")
        assert "Vera" not in str(refusal.value)
    assert not list(tmp_path.iterdir())
