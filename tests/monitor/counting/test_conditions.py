"""A condition means the same to the database as to the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chance import tries
from random_conditions import CONDITIONS, MONTHS
from records_on_paper import write_csv
from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import (
    ALWAYS,
    AllOf,
    Codebook,
    Condition,
    Is,
    Value,
    Within,
)
from zichtbaar.monitor.counting.conditions import eligible_for, together
from zichtbaar.monitor.counting.records import Records, read_records
from zichtbaar.monitor.datasets.invented import invent_registrations

PEOPLE = invent_registrations(load(), MONTHS[12:], 120, seed=7)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory, book: Codebook) -> Iterator[Records]:
    path = write_csv(tmp_path_factory.mktemp("records") / "people.csv", PEOPLE)
    with read_records([path], book) as opened:
        yield opened


@settings(max_examples=tries(15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(conditions=st.lists(CONDITIONS, min_size=1, max_size=20))
def test_the_database_counts_whom_the_codebook_means(records: Records, conditions: list[Condition]) -> None:
    table = records.count(conditions)
    assert [table[condition] for condition in conditions] == [
        sum(holds(condition, person) for person in PEOPLE) for condition in conditions
    ]


def test_nothing_is_counted_where_nothing_is_asked(records: Records) -> None:
    assert records.count([]).counts == {}
    assert records.count([ALWAYS])[ALWAYS] == len(PEOPLE)


def test_a_year_lies_within_months_only_as_a_whole(tmp_path: Path, book: Codebook) -> None:
    people = [{**PEOPLE[0], "case_ref": f"{place:032x}"} for place in range(3)]
    for person, start in zip(people, ("2019", "2019-12", "2020"), strict=True):
        person["start_period"] = start
    whole, part = Within("start_period", "2019-01", "2019-12"), Within("start_period", "2019-02", "2020-11")
    with read_records([write_csv(tmp_path / "people.csv", people)], book) as records:
        table = records.count([whole, part])
    assert (table[whole], table[part]) == (2, 1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1900-01", "2020-02"),
        ("2020-03", "2099-12"),
        ("2010-01", "2019-12"),
        ("2009-12", "2020-01"),
        ("1995-02", "2012-11"),
    ],
)
def test_many_years_hold_the_same_months_as_few(tmp_path: Path, book: Codebook, first: str, last: str) -> None:
    """Whole decades are asked for by how a text begins."""
    years = (1900, 1994, 1995, 1996, 1999, 2000, 2009, 2010, 2012, 2019, 2020, 2021, 2099)
    texts = [f"{year}{end}" for year in years for end in ("", "-01", "-02", "-03", "-11", "-12")] + ["-2"]
    people = [{**PEOPLE[0], "case_ref": f"{place:032x}", "start_period": text} for place, text in enumerate(texts)]
    span = Within("start_period", first, last)
    with read_records([write_csv(tmp_path / "people.csv", people)], book) as records:
        found = {str(person["start_period"]) for person in records.people(span)}
    assert found == {text for text in texts if holds(span, {"start_period": text})}


@pytest.mark.parametrize("withheld", [0, 1, 2])
def test_whose_answer_was_withheld_was_not_asked(tmp_path: Path, book: Codebook, withheld: int) -> None:
    forms, gender = book.by_name["exploitation_forms"], book.by_name["gender"]
    gone: dict[str, Value] = {"gender": -6, **dict.fromkeys(forms.columns, -6), "route": -1}
    subtypes = [column for column in book.by_column if column.startswith(("sexual_subtypes", "criminal_subtypes"))]
    gone |= dict.fromkeys([*subtypes, "labour_sector"], -1)
    asked = [person for person in PEOPLE if holds(gender.applies_if, person) and holds(forms.applies_if, person)]
    people = [{**person, **(gone if place < withheld else {})} for place, person in enumerate(asked[:10])]
    with read_records([write_csv(tmp_path / "people.csv", people)], book) as records:
        table = records.count([eligible_for(gender), eligible_for(forms)])
    assert table[eligible_for(gender)] == table[eligible_for(forms)] == 10 - withheld


def test_conditions_joined_twice_are_flat_and_say_nothing_twice() -> None:
    one, other = Is("assessment", frozenset({1})), Is("gender", frozenset({1}))
    assert together(one, AllOf((one, AllOf((other,))))) == AllOf((one, other))
