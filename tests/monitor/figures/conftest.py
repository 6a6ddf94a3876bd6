"""A small recipe with a figure of every kind, and what it needs to be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from records_on_paper import write_csv
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.records import read_records
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.figure import Figure
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.recipe import read_recipe

BENCHMARKS = """\
[[benchmark]]
id = "registered"
value = 54
first_year = 2019
last_year = 2019
noun = { en = "minors", nl = "minderjarigen" }
one = { en = "minor", nl = "minderjarige" }
source = { en = "Register", nl = "Register" }
address = "https://register.example"
scope = "minors"
unit = "person"

[[benchmark]]
id = "estimate"
value = 1320
low = 1056
high = 1584
first_year = 2010
last_year = 2015
noun = { en = "minors a year", nl = "minderjarigen per jaar" }
one = { en = "minor a year", nl = "minderjarige per jaar" }
source = { en = "Study", nl = "Studie" }
address = "https://study.example"
scope = "minors"
unit = "person"
"""

RECIPE = """\
codebook = "trafficking-1"
year = 2020
title = { en = "Figures of {year}", nl = "Cijfers van {year}" }
note = { en = "Invented.", nl = "Verzonnen." }
benchmarks = "benchmarks.toml"
headline = ["visitors", "victims"]

[periods]
year = {}
spring = { months = "03..05" }
spring_before = { months = "03..05", years_back = 1, optional = true }

[[section]]
id = "all"
title = { en = "All", nl = "Alles" }

[[figure]]
id = "visitors"
kind = "count"
section = "all"
population = "visitors"
period = "year"
label = { en = "Visitors", nl = "Bezoekers" }
statement = { en = "{count} {noun} in {period}.", nl = "{count} {noun} in {period}." }

[[figure]]
id = "victims"
kind = "count"
section = "all"
population = "victims"
period = "year"
of = "gender"
label = { en = "Victims", nl = "Slachtoffers" }
statement = { en = "{count} of {base} {base_noun}.", nl = "{count} van {base} {base_noun}." }

[[figure]]
id = "sextortion"
kind = "share"
section = "all"
population = "victims"
period = "year"
of = "image_coercion"
where = { image_coercion = "marked" }
wording = "fraction"
label = { en = "Sextortion", nl = "Sextortion" }
statement = { en = "{share} of the {noun}.", nl = "{share} van de {noun}." }
note = { en = "As told.", nl = "Zoals verteld." }

[[figure]]
id = "platforms"
kind = "ranking"
section = "all"
population = "victims"
period = "year"
of = "first_meeting_platforms"
top = 2
label = { en = "Platforms", nl = "Platforms" }
statement = { en = "{items} of {base}.", nl = "{items} van {base}." }

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
id = "springs"
kind = "comparison"
section = "all"
figure = "spring"
with = "spring_before"
label = { en = "Springs", nl = "Voorjaren" }
statement = { en = "{count} and {compared}: {ratio}.", nl = "{count} en {compared}: {ratio}." }

[[figure]]
id = "registered"
kind = "count"
section = "all"
benchmark = "registered"
label = { en = "Registered", nl = "Geregistreerd" }
statement = { en = "{count} {noun} ({source}).", nl = "{count} {noun} ({source})." }

[[figure]]
id = "registered_coverage"
kind = "coverage"
section = "all"
numerator = { benchmark = "registered" }
denominator = "estimate"
label = { en = "Coverage", nl = "Dekking" }
statement = { en = "{share} of {base}.", nl = "{share} van {base}." }

[[figure]]
id = "own_coverage"
kind = "coverage"
section = "all"
numerator = { population = "minors", period = "year" }
denominator = "estimate"
label = { en = "Coverage", nl = "Dekking" }
statement = { en = "{share} of {base}.", nl = "{share} van {base}." }
"""

Write = Callable[[str], Path]
Make = Callable[[Sequence[Mapping[str, Value]]], dict[str, Figure]]


@pytest.fixture
def recipe_text() -> str:
    """The recipe without faults."""
    return RECIPE


@pytest.fixture
def benchmarks_text() -> str:
    """Figures from outside without faults."""
    return BENCHMARKS


@pytest.fixture
def write_recipe(tmp_path: Path) -> Write:
    """Writes a recipe, with the figures from outside beside it."""

    def write(text: str) -> Path:
        (tmp_path / "benchmarks.toml").write_text(BENCHMARKS, "utf-8")
        path = tmp_path / "recipe.toml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def make(tmp_path: Path, book: Codebook, write_recipe: Write) -> Make:
    """Makes the figures of the recipe for these people, by id."""

    def make(people: Sequence[Mapping[str, Value]]) -> dict[str, Figure]:
        recipe = read_recipe(write_recipe(RECIPE), book)
        assert recipe.benchmarks is not None
        with read_records([write_csv(tmp_path / "people.csv", people)], book) as records:
            figures = make_figures(recipe, records, read_benchmarks(recipe.benchmarks))
        return {figure.id: figure for figure in figures}

    return make
