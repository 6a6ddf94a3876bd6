"""What a recipe can ask for beyond counts and shares: a form alone or not, margins, exposure, months."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from records_on_paper import person, write_csv
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.figures.figure import Figure, FigureKind
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.plans import CombinationPlan, ComparisonPlan, ExposurePlan, SeriesPlan, SharePlan
from zichtbaar.monitor.figures.recipe import Recipe, read_recipe
from zichtbaar.monitor.figures.shares import IntervalMethod

Make = Callable[[Sequence[Mapping[str, Value]]], dict[str, Figure]]
Read = Callable[[str], Recipe]

RECIPE = """\
codebook = "trafficking-1"
year = 2020
title = { en = "Figures of {year}", nl = "Cijfers van {year}" }
headline = []

[periods]
year = {}
spring = { months = "03..05" }
spring_before = { months = "03..05", years_back = 1, optional = true }
years = { years = 4, optional = true }

[[section]]
id = "all"
title = { en = "All", nl = "Alles" }

[[figure]]
id = "criminal"
kind = "combination"
section = "all"
population = "victims"
period = "year"
of = "exploitation_forms"
option = "criminal"
label = { en = "Criminal", nl = "Crimineel" }
statement = { en = "{count}: {only} and {combined}.", nl = "{count}: {only} en {combined}." }

[[figure]]
id = "new"
kind = "share"
section = "all"
population = "victims"
period = "year"
of = "start_period"
where = { start_period = "2020-03.." }
known = { any = [{ start_period = "..2020-02" }, { start_period = "2020-03.." }] }
interval = "jeffreys"
label = { en = "New", nl = "Nieuw" }
statement = { en = "{share} of the {noun}.", nl = "{share} van de {noun}." }

[[figure]]
id = "online"
kind = "share"
section = "all"
population = "first_meeting_discussed"
period = "year"
of = "first_meeting_place"
eligible = "victims"
where = { first_meeting_place = ["online"] }
label = { en = "Online", nl = "Online" }
statement = { en = "{share} of the {noun}.", nl = "{share} van de {noun}." }

[[figure]]
id = "spring"
kind = "count"
section = "all"
population = "victims"
period = "spring"
label = { en = "Spring", nl = "Voorjaar" }
statement = { en = "{count} in {period}.", nl = "{count} in {period}." }

[[figure]]
id = "spring_before"
kind = "count"
section = "all"
population = "victims"
period = "spring_before"
label = { en = "Spring", nl = "Voorjaar" }
statement = { en = "{count} in {period}.", nl = "{count} in {period}." }

[[figure]]
id = "all_in_spring"
kind = "count"
section = "all"
population = "visitors"
period = "spring"
label = { en = "Spring", nl = "Voorjaar" }
statement = { en = "{count} in {period}.", nl = "{count} in {period}." }

[[figure]]
id = "all_in_spring_before"
kind = "count"
section = "all"
population = "visitors"
period = "spring_before"
label = { en = "Spring", nl = "Voorjaar" }
statement = { en = "{count} in {period}.", nl = "{count} in {period}." }

[[figure]]
id = "springs"
kind = "comparison"
section = "all"
figure = "spring"
with = "spring_before"
margin = 20
exposure = { figure = 600, with = 400.5, noun = { en = "opening hours", nl = "openingsuren" } }
label = { en = "Springs", nl = "Voorjaren" }
statement = { en = "{exposure}: {interval}. {verdict}. {power}.", nl = "{exposure}: {interval}. {verdict}. {power}." }

[[figure]]
id = "springs_by_visitors"
kind = "comparison"
section = "all"
figure = "spring"
with = "spring_before"
exposure = { figure = "all_in_spring", with = "all_in_spring_before", noun = { en = "visitors", nl = "bezoekers" } }
label = { en = "Springs", nl = "Voorjaren" }
statement = { en = "{exposure}: {interval}.", nl = "{exposure}: {interval}." }

[[figure]]
id = "monthly"
kind = "series"
section = "all"
population = "victims"
period = "years"
signals = true
label = { en = "Months", nl = "Maanden" }
statement = { en = "{trend}. {signals}.", nl = "{trend}. {signals}." }
"""


@pytest.fixture
def read(tmp_path: Path, book: Codebook) -> Read:
    """Reads a recipe."""

    def reading(text: str) -> Recipe:
        path = tmp_path / "recipe.toml"
        path.write_text(text, "utf-8")
        return read_recipe(path, book)

    return reading


@pytest.fixture
def make(tmp_path: Path, book: Codebook, read: Read) -> Make:
    """Makes the figures of the recipe for these people, by id."""

    def making(people: Sequence[Mapping[str, Value]]) -> dict[str, Figure]:
        recipe = read(RECIPE)
        with read_records([write_csv(tmp_path / "people.csv", people)], book) as records:
            return {figure.id: figure for figure in make_figures(recipe, records, {})}

    return making


def test_every_plan_is_what_the_recipe_says(read: Read, book: Codebook) -> None:
    plans = {figure.id: figure.plan for figure in read(RECIPE).figures}
    forms, victims = book.by_name["exploitation_forms"], book.population["victims"]
    assert isinstance(plans["criminal"], CombinationPlan)
    assert (plans["criminal"].of, plans["criminal"].option.name) == (forms, "criminal")
    assert isinstance(plans["new"], SharePlan)
    assert plans["new"].method is IntervalMethod.JEFFREYS
    assert isinstance(plans["online"], SharePlan)
    assert (plans["online"].eligible, plans["online"].method) == (victims, IntervalMethod.WILSON)
    hours = {"en": "opening hours", "nl": "openingsuren"}
    assert plans["springs"] == ComparisonPlan("spring", "spring_before", 0.2, ExposurePlan(hours, (600.0, 400.5)))
    assert isinstance(plans["springs_by_visitors"], ComparisonPlan)
    assert plans["springs_by_visitors"].needs == {"spring", "spring_before", "all_in_spring", "all_in_spring_before"}
    assert isinstance(plans["monthly"], SeriesPlan)
    assert plans["monthly"].period.months == ("2017-01", "2020-12")
    assert len(plans["monthly"].period.each) == 48
    assert (plans["monthly"].period.each[0], plans["monthly"].period.each[-1]) == ("2017-01", "2020-12")


FAULTS = [
    ('option = "criminal"', 'option = "theft"', "option 'theft' is not known", "criminal"),
    ('option = "criminal"\n', "", "option is missing", ""),
    ('of = "exploitation_forms"', 'of = "gender"', "gender has one code a person; nothing to combine", "with options"),
    ('interval = "jeffreys"', 'interval = "wald"', "interval 'wald' is not known", "wilson, clopper-pearson, jeffreys"),
    ('eligible = "victims"', 'eligible = "minors"', "eligible 'minors' is not known", "victims, visitors"),
    ('any = [{ start_period = "..2020-02" }', 'any = [{ start = "..2020-02" }', "unknown variable 'start'", ""),
    ("margin = 20", "margin = 0", "margin is 0", "1 to 100"),
    ("margin = 20", "margin = 0.2", "margin is a number", "a whole number"),
    ("margin = 20\n", "", "unknown slot {verdict}", "exposure, interval"),
    ("figure = 600", "figure = -600", "figure is -600", "a number above 0"),
    ("figure = 600", 'figure = "spring"', "figure is 'spring'", "a number above 0"),
    ('noun = { en = "visitors", nl = "bezoekers" }', "hours = 1", "unknown key 'hours'", "noun"),
    ('with = "all_in_spring_before", noun', 'with = "spring", noun', "against one of other months", "the same months"),
    ('{ figure = "all_in_spring"', '{ figure = "monthly"', "against what is no count", "two counts"),
    ("years = { years = 4", "years = { years = 3", "years holds 36 months", "at least 4, for signals"),
    ("years = { years = 4", "years = { years = 99", "years is 99", "1 to 20"),
    ("years = { years = 4", 'years = { months = "01..06", years = 4', "the months 01..06 of 4 years", "whole years"),
    ("signals = true\n", "", "unknown slot {signals}", "trend"),
    ("signals = true", "signals = 1", "signals is a whole number", "true or false"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem", "expected"), FAULTS)
def test_a_fault_is_named_with_its_line(read: Read, old: str, new: str, problem: str, expected: str) -> None:
    assert old in RECIPE
    with pytest.raises(InvalidInputError) as refusal:
        read(RECIPE.replace(old, new, 1))
    about = [fault for fault in refusal.value.faults if problem in fault.problem]
    assert about, refusal.value.faults
    assert expected in about[0].expected
    assert about[0].line is not None


def test_a_form_alone_and_with_others_add_up_to_all_who_have_it(make: Make, book: Codebook) -> None:
    """Published as "4 per cent" and as 23 of 250, which are 11 with criminal exploitation only and all of them."""
    criminal, sexual = "exploitation_forms__criminal", "exploitation_forms__sexual"
    figure = make([
        person(book, 1, **{sexual: -2, criminal: 1}),
        person(book, 2, **{sexual: 0, criminal: 1}),
        person(book, 3, **{sexual: 1, criminal: 1}),
        person(book, 4, **{sexual: 1}),
        person(book, 5, **{sexual: -2}),
    ])["criminal"]  # fmt: skip
    assert figure.kind is FigureKind.COMBINATION
    assert [(item.name, item.count) for item in figure.items] == [("only", 2), ("combined", 1)]
    assert (figure.count, figure.base.answered, figure.base.eligible) == (3, 4, 5)


def test_an_answer_that_cannot_tell_belongs_to_neither_side(make: Make, book: Codebook) -> None:
    """Whoever said "in 2020" may mean January: she is eligible, and not among those for whom it is known."""
    starts = ("2020-03", "2020-04", "2020-02", "2019", "2020", "-2")
    figure = make([person(book, number, start_period=start) for number, start in enumerate(starts, 1)])["new"]
    assert (figure.count, figure.base.answered, figure.base.eligible) == (2, 4, 6)
    assert figure.interval is not None
    assert figure.interval.method == "Jeffreys"


def test_a_share_of_a_part_can_say_how_many_there_are_around_it(make: Make, book: Codebook) -> None:
    figure = make([
        person(book, 1, first_meeting_discussed=1, first_meeting_place=1),
        *(person(book, number, first_meeting_discussed=0) for number in range(2, 5)),
    ])["online"]  # fmt: skip
    assert (figure.count, figure.base.answered, figure.base.eligible) == (1, 1, 4)
    assert figure.base.noun == book.population["victims"].many
    assert figure.bounds is not None
    assert (figure.bounds.low, figure.bounds.high) == (0.25, 1)


def in_months(book: Codebook, counts: Mapping[str, int], first: int = 1, **answers: Value) -> list[dict[str, Value]]:
    months = [month for month, count in counts.items() for _ in range(count)]
    return [person(book, number, first_chat_month=month, **answers) for number, month in enumerate(months, first)]


def test_the_same_count_in_more_hours_is_a_lower_rate(make: Make, book: Codebook) -> None:
    people = in_months(book, {"2020-03": 30, "2019-03": 30})
    others = in_months(book, {"2020-04": 30}, 61, contact_role=2)
    made = make([*people, *others])
    springs, by_visitors = made["springs"], made["springs_by_visitors"]
    assert springs.share == pytest.approx(400.5 / 600)
    assert springs.exposure is not None
    assert (springs.exposure.own, springs.exposure.where) == (600, None)
    assert springs.equivalence is not None
    assert springs.equivalence.margin == 0.2
    assert by_visitors.share == pytest.approx((30 / 60) / (30 / 30))
    assert by_visitors.exposure is not None
    assert (by_visitors.exposure.own, by_visitors.exposure.compared) == (60, 30)
    assert by_visitors.equivalence is None


def test_without_the_counts_it_is_set_against_nothing_is_compared(make: Make, book: Codebook) -> None:
    made = make(in_months(book, {"2020-03": 3}))
    assert not {"springs", "springs_by_visitors", "monthly"} & made.keys()


def test_every_month_of_the_years_has_its_count(make: Make, book: Codebook) -> None:
    counts = {f"{year}-{month:02}": (year + month) % 3 for year in range(2017, 2021) for month in range(1, 13)}
    monthly = make(in_months(book, counts))["monthly"]
    assert {month.month: month.count for month in monthly.months} == counts
    assert monthly.count == sum(counts.values())
    assert monthly.is_watched


def test_a_series_with_a_year_without_records_is_left_out(make: Make, book: Codebook) -> None:
    """A year that was not given would look like twelve months in which nobody came."""
    assert "monthly" not in make(in_months(book, {"2017-01": 2, "2018-01": 2, "2020-01": 2}))
