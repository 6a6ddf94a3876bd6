"""Invented people keep to the codebook, and are the same people every time."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from zichtbaar.codebook.schema import Codebook
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.counting.snapshot import write_snapshot
from zichtbaar.monitor.datasets.decks import deck
from zichtbaar.monitor.datasets.invented import deal_registrations, invent_registrations
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

YEARLY = Path(__file__).parents[3] / "src/zichtbaar/monitor/datasets/recipes/yearly.toml"
LAST_YEAR = [f"2025-{month:02}" for month in range(1, 13)]


@pytest.mark.parametrize("seed", range(3))
def test_invented_people_keep_every_rule_of_the_codebook(tmp_path: Path, book: Codebook, seed: int) -> None:
    people = invent_registrations(book, LAST_YEAR, 280, seed)
    assert [list(person) == list(book.by_column) for person in people] == [True] * 280
    write_snapshot(people, book, tmp_path / "people.parquet")


def test_the_same_seed_gives_the_same_people_and_another_gives_others(book: Codebook) -> None:
    assert invent_registrations(book, LAST_YEAR, 14, 1) == invent_registrations(book, LAST_YEAR, 14, 1)
    references = {person["case_ref"] for seed in range(5) for person in invent_registrations(book, LAST_YEAR, 50, seed)}
    assert len(references) == 250


def test_they_first_chatted_in_the_months_that_were_asked_for(book: Codebook) -> None:
    people = invent_registrations(book, ["2026-11"], 14, 1)
    assert {person["first_chat_month"] for person in people} == {"2026-11"}
    assert all(str(person["start_period"])[:4] <= "2026" for person in people)


def test_they_look_like_what_is_known_of_such_a_year(book: Codebook) -> None:
    people = invent_registrations(book, LAST_YEAR, 600, 1)
    victims = [person for person in people if person["contact_role"] == 1 and person["assessment"] in (1, 2)]
    assert 0.75 < len(victims) / len(people) < 0.9
    assert 0.5 < sum(person["age_band"] in (1, 2, 3, 4, 13) for person in victims) / len(victims) < 0.65
    assert 0.8 < sum(person["exploitation_forms__sexual"] == 1 for person in victims) / len(victims) < 0.97
    assert 0.05 < sum(person["image_coercion__threatened"] == -2 for person in victims) / len(victims) < 0.25


def test_how_long_it_lasted_agrees_with_when_it_began(book: Codebook) -> None:
    for person in invent_registrations(book, LAST_YEAR, 400, 1):
        start, chat = str(person["start_period"]), str(person["first_chat_month"])
        if len(start) == 7 and person["status_first_chat"] in (1, 5) and int(person["duration_band"]) > 0:
            elapsed = (int(chat[:4]) - int(start[:4])) * 12 + int(chat[5:]) - int(start[5:])
            assert (elapsed == 0) == (person["duration_band"] == 1)
            assert (1 <= elapsed <= 5) == (person["duration_band"] == 2)


def test_a_deck_that_asks_for_more_people_than_there_are_says_so(book: Codebook) -> None:
    with pytest.raises(ValueError, match="283 cards for 3 persons: topic_trafficking"):
        deal_registrations(book, ["2020-01"] * 3, Random(1), deck("netherlands-2020"))  # noqa: S311


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_yearly_recipe_makes_the_figures_of_a_year_and_of_its_first_weeks(
    tmp_path: Path, book: Codebook, year: int
) -> None:
    """Last year is whole; of this year there are a dozen people, and nearly everything has to be hidden."""
    people = invent_registrations(book, LAST_YEAR, 280, 2025) + invent_registrations(book, ["2026-01"], 12, 2026)
    write_snapshot(people, book, tmp_path / "people.parquet")
    recipe = read_recipe(YEARLY, book, year=year)
    with read_records([tmp_path / "people.parquet"], book) as records:
        figures = make_figures(recipe, records, {})
    released = {figure.id: figure for figure in protect(figures, headline=recipe.headline)}
    assert set(released) == {figure.id for figure in recipe.figures}
    shares = [figure for figure in released.values() if figure.share is not None]
    assert len(shares) > 2 if year == 2025 else not shares
    visitors = sum(str(person["first_chat_month"])[:4] == str(year) and person["topic_trafficking"] == 1
                   and person["stats_objection"] != 2 for person in people)  # fmt: skip
    assert next(figure.count for figure in figures if figure.id == "visitors") == visitors


def test_the_yearly_recipe_names_no_year_of_its_own(book: Codebook) -> None:
    recipe = read_recipe(YEARLY, book, year=2031)
    assert recipe.year == 2031
    assert {period.first[:4] for period in recipe.periods} == {"2031"}
    assert "visitors" in recipe.headline
