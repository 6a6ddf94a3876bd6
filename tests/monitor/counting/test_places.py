"""A table is named by its name; an address or a password has no place in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from records_on_paper import person, write_csv
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.opening import open_records
from zichtbaar.monitor.counting.places import Place, PostgresqlTable, SparkFolder, place_of


@pytest.mark.parametrize(("text", "place"), [
    ("people.csv", Path("people.csv")),
    ("./postgresql:people", Path("./postgresql:people")),
    ("C:/people.csv", Path("C:/people.csv")),
    ("postgresql:people", PostgresqlTable("people")),
    ("postgresql:helpline.people", PostgresqlTable("helpline.people")),
    ("spark:/data/people", SparkFolder(Path("/data/people"))),
])  # fmt: skip
def test_a_place_is_known_by_how_it_begins(text: str, place: Place) -> None:
    assert place_of(text) == place


@pytest.mark.parametrize("text", [
    "postgresql://noor:secret@db.helpline.example/people",
    "postgres://noor:secret@db.helpline.example/people",
    "postgresql:host=db.helpline.example password=secret",
    "postgresql:",
    "postgresql:people; drop table secret",
    'postgresql:"secret"',
    "spark:s3a://key:secret@bucket/people",
    "spark:",
    "spark:people/*secret",
])  # fmt: skip
def test_what_may_hold_an_address_or_a_password_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        place_of(text)
    assert "secret" not in str(refusal.value)
    assert "helpline.example" not in str(refusal.value)


def test_a_table_is_counted_by_itself(tmp_path: Path, book: Codebook) -> None:
    file = write_csv(tmp_path / "people.csv", [person(book)])
    several: list[list[Place]] = [
        [file, PostgresqlTable("people")],
        [PostgresqlTable("people"), SparkFolder(tmp_path)],
    ]
    for places in several:
        with pytest.raises(InvalidInputError, match="one table by itself"), open_records(places, book):
            pass


def test_files_are_read_as_ever(tmp_path: Path, book: Codebook) -> None:
    file = write_csv(tmp_path / "people.csv", [person(book)])
    with open_records([file], book) as records:
        assert dict(records.rows) == {file: 1}
