"""What the tests of the factsheet share: the published example, and figures that were really protected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from zichtbaar.codebook.schema import ALWAYS, Condition, Is, Kind, Population, Texts, Variable
from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.making import Factsheet, make_factsheet
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind
from zichtbaar.monitor.figures.plans import CountPlan, FigureRecipe, Period, Plan, SharePlan, Wording
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.figures.shares import wilson
from zichtbaar.monitor.paper.language import Language

SAYING: Mapping[FigureKind, Texts] = {
    FigureKind.SHARE: {
        "nl": "Bij {share} van de {noun} is een ouder betrokken.",
        "en": "For {share} of the {noun} a parent is involved.",
    },
    FigureKind.COUNT: {"nl": "{count} {noun} kwamen in {period}.", "en": "{count} {noun} came in {period}."},
}
VICTIMS = Population("victims", {"nl": "slachtoffer", "en": "victim"}, {"nl": "slachtoffers", "en": "victims"}, ALWAYS)
YEAR = Period("year", "2020-01", "2020-12")
RELATIONS = Variable("offender_relations", "offenders", Kind.SINGLE, {"nl": "Wie?", "en": "Who?"})

Released = tuple[ReleasedFigure, Recipe]
Release = Callable[..., Released]


def who(number: int) -> Condition:
    """Any condition, another one for another number."""
    return Is("offender_relations", frozenset({number}))


def recipe_of(figure: Figure, wording: Wording, statement: Texts) -> Recipe:
    plan: Plan = CountPlan(VICTIMS, YEAR)
    if figure.kind is FigureKind.SHARE:
        plan = SharePlan(VICTIMS, YEAR, ALWAYS, RELATIONS)
    label = {"nl": "Ouders als pleger", "en": "Parents as offenders"}
    planned = FigureRecipe(figure.id, figure.kind, "all", plan, wording, label, statement, None, None)
    title = {"nl": "Factsheet {year}", "en": "Factsheet {year}"}
    return Recipe(Path("a.toml"), "trafficking-1", 2020, title, None, None, None, (), (YEAR,), (), (planned,))


@pytest.fixture(scope="session")
def release() -> Release:
    """Protects one figure: `count` of `answered` of `eligible` victims, and the recipe that tells it."""

    def released(
        count: int,
        answered: int,
        eligible: int | None = None,
        kind: FigureKind = FigureKind.SHARE,
        wording: Wording = Wording.FRACTION,
        headline: bool = False,
        statement: Texts | None = None,
    ) -> Released:
        base = Base(eligible or answered, answered, VICTIMS.many, VICTIMS.one, who(0), who(1 if eligible else 0))
        is_share = kind is FigureKind.SHARE
        figure = Figure(
            "parents_involved",
            kind,
            count,
            base,
            share=count / answered if is_share else None,
            interval=wilson(count, answered) if is_share else None,
            period=YEAR.months,
            population="victims",
            where=who(2),
        )
        [protected] = protect([figure], headline=[figure.id] if headline else [])
        return protected, recipe_of(figure, wording, statement or SAYING[kind])

    return released


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published example."""
    folder = tmp_path_factory.mktemp("example") / "netherlands-2020"
    write_example("netherlands-2020", folder)
    return folder


@pytest.fixture(scope="session")
def records(example: Path) -> list[Path]:
    """The registrations of both years."""
    return [example / "registrations-2019.csv", example / "registrations-2020.csv"]


@pytest.fixture(scope="session")
def factsheets(
    example: Path, records: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Language, Factsheet]:
    """The factsheet of the example in every language."""
    out = tmp_path_factory.mktemp("factsheets")
    recipe = example / "factsheet.toml"
    return {code: make_factsheet(recipe, records, language=code, out=out / code) for code in Language}


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    code: Language = request.param
    return code
