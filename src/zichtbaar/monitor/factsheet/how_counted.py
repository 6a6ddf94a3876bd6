"""The appendix: how each figure was counted, so that whoever has the records can count it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zichtbaar import __version__
from zichtbaar.codebook.conditions_in_words import in_codes
from zichtbaar.codebook.describing import own_filter
from zichtbaar.codebook.schema import Codebook, Population
from zichtbaar.monitor.factsheet.origin import Origin, RecordFile
from zichtbaar.monitor.factsheet.pictures import Told
from zichtbaar.monitor.factsheet.wording.coding import coding_in_table
from zichtbaar.monitor.factsheet.wording.how_counted import (
    compared_in_words,
    counted_in_codes,
    counted_in_words,
    divided_in_words,
    group_in_words,
    outside_in_words,
)
from zichtbaar.monitor.factsheet.wording.method import WORDS
from zichtbaar.monitor.figures.figure import Benchmark
from zichtbaar.monitor.figures.persons import base_of
from zichtbaar.monitor.figures.plans import ComparisonPlan, CountedPlan, CoveragePlan, FigureRecipe, OutsidePlan
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language, with_capital


@dataclass(frozen=True, slots=True)
class Group:
    """A population that figures speak of: its name in codes, its noun, and who belongs to it."""

    name: str
    noun: str
    text: str
    codes: str


@dataclass(frozen=True, slots=True)
class Explained:
    """How one figure was counted, in words and in codes; `coding` is the agreement of two coders."""

    id: str
    label: str
    text: str
    codes: str
    coding: str


@dataclass(frozen=True, slots=True)
class HowCounted:
    """The whole appendix. `versions` says with what, `files` what was counted, with the hash of each."""

    versions: str
    files: tuple[str, ...]
    groups: tuple[Group, ...]
    figures: tuple[Explained, ...]


def how_counted(recipe: Recipe, told: Sequence[Told], origin: Origin, language: Language) -> HowCounted:
    """How the figures of a factsheet were counted."""
    book, rules = origin.book, origin.rules
    return HowCounted(
        versions=WORDS["versions"][language].format(
            codebook=f"{book.name} {book.version}",
            recipe=f"{origin.recipe.file} ({origin.recipe.sha256})",
            rules=f"{rules.name} {rules.version}",
            program=__version__,
        ),
        files=tuple(_record_file(file, language) for file in _files(origin)),
        groups=tuple(_group(group, book, language) for group in _groups(told, book)),
        figures=tuple(_explained(one, recipe, origin, language) for one in told),
    )


def counting_of(plan: FigureRecipe) -> CountedPlan | None:
    """The counting within a plan; none in a figure from outside and in a comparison of two others."""
    inner = plan.plan.numerator if isinstance(plan.plan, CoveragePlan) else plan.plan
    return None if isinstance(inner, OutsidePlan | ComparisonPlan) else inner


def _groups(told: Sequence[Told], book: Codebook) -> list[Population]:
    """The populations that figures speak of, and those around them, in the order of the codebook."""
    names: set[str] = set()
    for one in told:
        counting = counting_of(one.plan)
        spoken_of = [counting.population, base_of(counting, book)] if counting is not None else []
        for population in spoken_of:
            name: str | None = population.name
            while name is not None:
                names.add(name)
                name = book.population[name].within
    return [population for population in book.populations if population.name in names]


def _group(population: Population, book: Codebook, language: Language) -> Group:
    own = own_filter(population, book)
    around = f"{population.within} & " if population.within else ""
    return Group(
        name=population.name,
        noun=with_capital(population.many[language]),
        text=f"{with_capital(group_in_words(population, own, book, language))}.",
        codes=f"{around}{in_codes(own)}",
    )


def _explained(told: Told, recipe: Recipe, origin: Origin, language: Language) -> Explained:
    counting = counting_of(told.plan)
    codes = ""
    if counting is not None:
        codes = counted_in_codes(counting, base_of(counting, origin.book), origin.book.month)
    return Explained(
        id=told.figure.id,
        label=told.label,
        text=_text(told, counting, recipe, origin.book, language),
        codes=codes,
        coding=coding_in_table(told.figure, origin, language) if origin.coded_twice else "",
    )


def _text(told: Told, counting: CountedPlan | None, recipe: Recipe, book: Codebook, language: Language) -> str:
    words = ""
    if counting is not None:
        words = counted_in_words(counting, base_of(counting, book), book, language)
    match told.plan.plan:
        case ComparisonPlan() as plan:
            return compared_in_words(plan, recipe, language)
        case OutsidePlan():
            return outside_in_words(_mark(told.figure.benchmark), language)
        case CoveragePlan():
            above = words or outside_in_words(_mark(told.figure.numerator), language)
            return divided_in_words(above, _mark(told.figure.benchmark), language)
    return words


def _mark(benchmark: Benchmark | None) -> Benchmark:
    """The figure from outside that a figure of such a plan always has."""
    if benchmark is None:
        raise ValueError("a figure from outside comes with what was published")
    return benchmark


def _files(origin: Origin) -> Iterator[RecordFile]:
    yield from origin.files
    if origin.coded_twice is not None:
        yield from origin.coded_twice.files


def _record_file(file: RecordFile, language: Language) -> str:
    told = file.file + (WORDS["other_years"][language] if file.rows_of_other_years else "")
    return told if file.sha256 is None else f"{told}: {file.sha256}"
