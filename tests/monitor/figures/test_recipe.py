"""A recipe is read whole, or refused with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Marked
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import (
    SLOTS,
    ComparisonPlan,
    CountPlan,
    CoveragePlan,
    OutsidePlan,
    RankingPlan,
    SharePlan,
    Wording,
)
from zichtbaar.monitor.figures.recipe import read_recipe

Write = Callable[[str], Path]


def test_a_recipe_says_what_is_counted_in_which_months(write_recipe: Write, recipe_text: str, book: Codebook) -> None:
    recipe = read_recipe(write_recipe(recipe_text), book)
    assert recipe.year == 2020
    assert recipe.headline == ("visitors", "victims")
    assert [period.months for period in recipe.periods] == [
        ("2020-01", "2020-12"),
        ("2020-03", "2020-05"),
        ("2019-03", "2019-05"),
    ]
    assert [period.length for period in recipe.periods] == [12, 3, 3]
    plans = {figure.id: figure.plan for figure in recipe.figures}
    victims, year = book.population["victims"], recipe.periods[0]
    images = book.by_name["image_coercion"]
    assert plans["victims"] == CountPlan(victims, year, of=book.by_name["gender"])
    assert plans["sextortion"] == SharePlan(victims, year, Marked(images.name, images.columns), images)
    assert plans["platforms"] == RankingPlan(victims, year, book.by_name["first_meeting_platforms"], 2)
    assert plans["springs"] == ComparisonPlan("spring", "spring_before")
    assert plans["registered"] == OutsidePlan("registered")
    assert plans["registered_coverage"] == CoveragePlan(OutsidePlan("registered"), "estimate")
    assert plans["own_coverage"] == CoveragePlan(CountPlan(book.population["minors"], year), "estimate")


def test_a_figure_keeps_its_words_its_wording_and_its_line(
    write_recipe: Write, recipe_text: str, book: Codebook
) -> None:
    recipe = read_recipe(write_recipe(recipe_text), book)
    sextortion = recipe.figure("sextortion")
    assert sextortion.wording is Wording.FRACTION
    assert sextortion.statement["nl"] == "{share} van de {noun}."
    assert sextortion.note == {"en": "As told.", "nl": "Zoals verteld."}
    assert sextortion.line is not None
    assert recipe_text.splitlines()[sextortion.line - 1] == "[[figure]]"
    assert recipe.figure("visitors").wording is Wording.COUNT
    assert recipe.figure("own_coverage").population == book.population["minors"]
    assert (recipe.figure("registered").population, recipe.figure("registered").period) == (None, None)


def test_another_year_moves_every_period(write_recipe: Write, recipe_text: str, book: Codebook) -> None:
    recipe = read_recipe(write_recipe(recipe_text), book, year=2023)
    assert recipe.year == 2023
    assert [period.first for period in recipe.periods] == ["2023-01", "2023-03", "2022-03"]


def test_a_recipe_may_do_without_figures_from_outside(write_recipe: Write, recipe_text: str, book: Codebook) -> None:
    text = recipe_text[: recipe_text.index('[[figure]]\nid = "registered"')].replace(
        'benchmarks = "benchmarks.toml"\n', ""
    )
    assert read_recipe(write_recipe(text), book).benchmarks is None


FAULTS = [
    ('codebook = "trafficking-1"', 'codebook = "other-2"', "written for codebook other-2", "trafficking-1"),
    ("year = 2020", "year = 20", "year is 20", "1900 to 2099"),
    ("year = 2020", 'year = "2020"', "year is a text", "a whole number"),
    ("year = 2020\n", "", "year is missing", ""),
    ('note = { en = "Invented.", ', "note = { ", "en is missing", ""),
    ("{year}\", nl", '2020", nl', "a number is typed in the sentence", "from a slot"),
    ('headline = ["visitors", "victims"]', 'headline = ["visitors", "sextortion"]', "no count", "visitors, victims"),
    ('headline = ["visitors", "victims"]', 'headline = "visitors"', "headline is no list", ""),
    ('headline = ["visitors", "victims"]', 'headline = ["registered"]', "no count of registrations", ""),
    ('months = "03..05" }', 'months = "05..03" }', "run backwards", ""),
    ('months = "03..05" }', 'months = "march" }', "months is 'march'", "03..12"),
    ("years_back = 1", "years_back = -1", "years_back is -1", "0 to 50"),
    ("optional = true", "optional = 1", "optional is a whole number", "true or false"),
    ("year = {}", "year = { day = 1 }", "unknown key 'day'", ""),
    ('section = "all"', 'section = "none"', "section 'none' is not known", "all"),
    ('kind = "count"', 'kind = "sum"', "kind 'sum' is not known", "count, share"),
    ('population = "visitors"', 'population = "everybody"', "population 'everybody' is not known", "visitors"),
    ('period = "year"', 'period = "summer"', "period 'summer' is not known", "spring"),
    ('of = "gender"', 'of = "sex"', "of 'sex' is not known", "gender"),
    ('of = "first_meeting_platforms"', 'of = "gender"', "nothing to rank", "with options"),
    ("top = 2", "top = 0", "top is 0", "1 or more"),
    ('where = { image_coercion = "marked" }', 'where = { image_coercion = ["never"] }', "no code 'never'", "spread"),
    ('where = { image_coercion = "marked" }\n', "", "where is missing", ""),
    ('wording = "fraction"', 'wording = "count"', "wording 'count' is not known", "majority"),
    ('en = "{share} of the {noun}."', 'en = "{share} of the 250 {noun}."', "a number is typed", "from a slot"),
    ('en = "{share} of the {noun}."', 'en = "{share} of {ratio}."', "unknown slot {ratio}", "share"),
    ('en = "{share} of the {noun}."', 'en = "{share!r} of the {noun}."', "unknown slot {share}", ""),
    ('en = "{share} of the {noun}."', 'en = "{share of the {noun}."', "a brace is not closed", ""),
    ('en = "{share} of the {noun}."', 'en = "{} of the {noun}."', "unknown slot {}", ""),
    ('nl = "{share} van de {noun}."', 'fr = "{share}"', "unknown key 'fr'", "en, nl"),
    ('id = "victims"', 'id = "visitors"', "stands twice", ""),
    ('id = "victims"', 'id = "The Victims"', "id is 'The Victims'", "lower-case"),
    ('with = "spring_before"', 'with = "autumn"', "no count of registrations", "two counts"),
    ('with = "spring_before"', 'with = "registered"', "no count of registrations", "two counts"),
    ('with = "spring_before"', 'with = "visitors"', "counts of different persons", "one population"),
    ('with = "spring_before"', 'with = "victims"', "3 and 12 months", "the same length"),
    ('benchmarks = "benchmarks.toml"\n', "", "no file to take it from", "benchmarks ="),
    ("numerator = { benchmark", "numerator = { sum = 1, benchmark", "unknown key 'sum'", "benchmark"),
    ('denominator = "estimate"\n', "", "denominator is missing", ""),
    ('label = { en = "Visitors", nl = "Bezoekers" }\n', "", "label is missing", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem", "expected"), FAULTS)
def test_a_fault_is_named_with_its_line(
    write_recipe: Write, recipe_text: str, book: Codebook, old: str, new: str, problem: str, expected: str
) -> None:
    assert old in recipe_text
    path = write_recipe(recipe_text.replace(old, new, 1))
    faults = faults_of(path, book)
    about = [fault for fault in faults if problem in fault.problem]
    assert about, faults
    assert expected in about[0].expected
    assert (about[0].file, about[0].line is not None) == (str(path), problem not in ("year is missing",))


def faults_of(path: Path, book: Codebook) -> tuple[Fault, ...]:
    with pytest.raises(InvalidInputError) as refusal:
        read_recipe(path, book)
    return refusal.value.faults


def test_all_faults_come_at_once_in_the_order_of_the_file(
    write_recipe: Write, recipe_text: str, book: Codebook
) -> None:
    text = recipe_text
    for old, new in (("year = 2020", "year = 20"), ('of = "gender"', 'of = "sex"'), ("top = 2", "top = 0")):
        text = text.replace(old, new, 1)
    faults = faults_of(write_recipe(text), book)
    assert [fault.subject for fault in faults] == ["", "figure victims", "figure platforms"]
    lines = [text.splitlines()[fault.line - 1] for fault in faults if fault.line is not None]
    assert lines == ["year = 20", 'of = "sex"', "top = 0"]


def test_what_follows_from_a_fault_is_not_told_as_another(
    write_recipe: Write, recipe_text: str, book: Codebook
) -> None:
    """Every kind of count is mistyped: the headline and the comparison that name these counts are not at fault."""
    text = recipe_text.replace('kind = "count"', 'kind = "cuont"')
    faults = faults_of(write_recipe(text), book)
    assert len(faults) == text.count("cuont") > 2
    assert {text.splitlines()[fault.line - 1] for fault in faults if fault.line is not None} == {'kind = "cuont"'}


def test_every_kind_has_slots_for_its_numbers() -> None:
    assert set(SLOTS) == set(FigureKind)
    assert all("base" in slots for slots in SLOTS.values())
