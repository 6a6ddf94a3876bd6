"""Of the years that are asked for every row is checked and counted; of the others, only that their month is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from random_conditions import CONDITIONS
from records_on_paper import person, write_csv, write_parquet
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Condition, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.records import Records, read_records
from zichtbaar.monitor.counting.years import Held
from zichtbaar.monitor.datasets.invented import invent_registrations

IN_2020 = Within("first_chat_month", "2020-01", "2020-12")
MONTHS = [f"{year}-{month:02}" for year in (2018, 2019, 2020, 2021) for month in (1, 6, 12)]
Written = Callable[[list[dict[str, Any]]], Path]


def faults_in(files: list[Path], book: Codebook) -> tuple[Fault, ...]:
    """What is wrong with these files for who asks about 2020; fails the test when nothing is."""
    with pytest.raises(InvalidInputError) as refusal, read_records(files, book, {2020}):
        pass
    return refusal.value.faults


def of(book: Codebook, *months: str | None) -> list[dict[str, Any]]:
    """Somebody of each of these months."""
    return [{**person(book, number), "first_chat_month": month} for number, month in enumerate(months, start=1)]


@pytest.fixture(params=[write_csv, write_parquet])
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Written:
    """Writes people as CSV, and as Parquet."""

    def written(people: list[dict[str, Any]]) -> Path:
        file: Path = request.param(tmp_path / f"people.{request.param.__name__.removeprefix('write_')}", people)
        return file

    return written


def first_place(file: Path) -> int:
    """Where the first person stands: in a row, or below the header."""
    return 1 if file.suffix == ".parquet" else 2


def test_a_fault_in_a_year_that_is_asked_for_is_found_where_it_stands(write: Written, book: Codebook) -> None:
    people = of(book, "2019-12", "2019-12", "2020-01", "2021-01", "2020-12")
    people[2]["gender"] = people[3]["gender"] = 9
    people[4]["labour_sector"] = 9
    file = write(people)
    assert [(fault.line, fault.subject) for fault in faults_in([file], book)] == [
        (first_place(file) + 2, "gender"),
        (first_place(file) + 4, "labour_sector"),
    ]


def test_a_fault_in_another_year_is_not_looked_at(write: Written, book: Codebook) -> None:
    people = of(book, "2019-12", "2020-01", "2021-01", "2021-01")
    people[0].update(gender=9, chat_language="Dutch", case_ref="Vera")
    people[2].update(labour_sector=9)
    people[3].update(case_ref=people[2]["case_ref"])
    file = write(people)
    with read_records([file], book, {2020}) as records:
        assert records.held == {file: Held(4, 3)}
        assert records.count([IN_2020])[IN_2020] == 1
    with pytest.raises(InvalidInputError), read_records([file], book):
        pass


@pytest.mark.parametrize("month", ["2019-13", "2019", "19-05", "-1", "-7", "Mei 2019", " 2019-05", None])
def test_a_month_that_is_none_is_a_fault_wherever_it_stands(write: Written, book: Codebook, month: str | None) -> None:
    file = write(of(book, "2019-12", month, "2020-01"))
    [fault] = faults_in([file], book)
    assert (fault.line, fault.subject) == (first_place(file) + 1, "first_chat_month")
    assert "Mei" not in str(fault)


def test_who_has_no_month_is_checked_whatever_the_year(write: Written, book: Codebook) -> None:
    people = of(book, "-2", "2020-01", "2019-01")
    with read_records([write(people)], book, {2020}) as records:
        [held] = records.held.values()
    assert held == Held(3, 1)
    people[0]["gender"] = 9
    [fault] = faults_in([write(people)], book)
    assert fault.subject == "gender"


def test_one_person_twice_is_found_among_those_who_are_looked_at(tmp_path: Path, book: Codebook) -> None:
    one = write_parquet(tmp_path / "one.parquet", of(book, "2019-12", "2020-01"))
    other = write_csv(tmp_path / "other.csv", of(book, "2020-05", "2020-06"))
    [fault] = faults_in([one, other], book)
    assert fault.problem == f"this reference stands already in {one}:2"
    assert (fault.file, fault.line) == (str(other), 3)


def test_every_file_says_how_many_rows_it_leaves_out(tmp_path: Path, book: Codebook) -> None:
    people = [{**row, "case_ref": f"{number:032x}"} for number, row in enumerate(of(book, *MONTHS[:6], *MONTHS[5:8]))]
    files = [
        write_csv(tmp_path / "one.csv", people[5:7]),
        write_csv(tmp_path / "two.csv", people[7:]),
        write_parquet(tmp_path / "old.parquet", people[:5]),
    ]
    with read_records(files, book, {2020}) as records:
        assert list(records.held.values()) == [Held(2, 2), Held(2, 0), Held(5, 5)]
        assert list(records.rows.values()) == [2, 2, 5]
    with read_records(files, book, {2018, 2019}) as records:
        assert [held.of_other_years for held in records.held.values()] == [0, 2, 0]
    with read_records(files, book) as records:
        assert [held.of_other_years for held in records.held.values()] == [0, 0, 0]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Records, Records]]:
    """The same people of four years, read as a whole, and for 2020 only."""
    book = load()
    people = invent_registrations(book, MONTHS, 400, 3)
    path = write_parquet(tmp_path_factory.mktemp("years") / "people.parquet", people)
    with read_records([path], book) as every_year, read_records([path], book, {2020}) as of_2020:
        yield every_year, of_2020


@settings(max_examples=15, deadline=None)
@given(conditions=st.lists(CONDITIONS, min_size=1, max_size=10))
def test_counts_of_a_year_are_the_same_with_and_without_the_others(
    both: tuple[Records, Records], conditions: list[Condition]
) -> None:
    every_year, of_2020 = both
    asked = [together(IN_2020, condition) for condition in conditions]
    assert of_2020.count(asked) == every_year.count(asked)


@settings(max_examples=10, deadline=None)
@given(condition=CONDITIONS)
def test_what_was_not_checked_is_never_counted(both: tuple[Records, Records], condition: Condition) -> None:
    every_year, of_2020 = both
    inside = together(IN_2020, condition)
    assert of_2020.count([condition])[condition] == every_year.count([inside])[inside]
