"""Reading one figure of a recipe from its TOML table."""

from __future__ import annotations

import string
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from zichtbaar.codebook import forms
from zichtbaar.codebook.reading_conditions import read_condition
from zichtbaar.codebook.schema import ALWAYS, Codebook, Condition, Population, Section, Texts, Variable
from zichtbaar.codebook.tables import Table
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import (
    SLOTS,
    ComparisonPlan,
    CountPlan,
    CoveragePlan,
    FigureRecipe,
    OutsidePlan,
    Period,
    Plan,
    RankingPlan,
    SharePlan,
    Wording,
)

Name = TypeVar("Name", bound=str)

LANGUAGES = ("en", "nl")
"""The languages in which every text of a recipe must stand."""

YEARS = range(1900, 2100)

_COMMON = ("id", "kind", "section", "label", "statement")
_OPTIONAL = ("wording", "note")
_TOP = 3  # ranks of a ranking that are shown, unless the recipe says otherwise

_WORDINGS: Mapping[FigureKind, tuple[Wording, ...]] = {
    FigureKind.COUNT: (Wording.COUNT,),
    FigureKind.SHARE: (Wording.PERCENT, Wording.FRACTION, Wording.MAJORITY, Wording.LARGEST_PART),
    FigureKind.RANKING: (Wording.RANKING,),
    FigureKind.COMPARISON: (Wording.RATIO,),
    FigureKind.COVERAGE: (Wording.PERCENT,),
}
"""How each kind may be said; the first is how it is said when the recipe does not tell."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the figures of a recipe may refer to, and whether it names a file of figures from outside."""

    book: Codebook
    periods: Mapping[str, Period]
    sections: Collection[Section]
    has_benchmarks: bool


def read_year(table: Table, key: str) -> int:
    """A year that a figure can speak of; 0 where it is absent or something else."""
    year = table.whole_number(key)
    if year is not None and year not in YEARS:
        table.fault(key, f"{key} is {year}", f"a year from {YEARS[0]} to {YEARS[-1]}")
    return year if year is not None and year in YEARS else 0


def read_figure(table: Table, known: Surroundings) -> FigureRecipe | None:
    """One figure; None when it has a fault that leaves nothing to plan."""
    subject = f"figure {table.values['id']}" if isinstance(table.values.get("id"), str) else table.subject
    table = table.about(subject)
    kind = _choice(table, "kind", tuple(FigureKind))
    section = _choice(table, "section", tuple(section.name for section in known.sections))
    if kind is None:
        return None
    plan = _PLANS[kind](table, known)
    wording = _choice(table, "wording", _WORDINGS[kind]) if "wording" in table.values else _WORDINGS[kind][0]
    figure_id = table.text("id", forms.NAME)
    label = read_sentences(table, "label", ("year",))
    statement = read_sentences(table, "statement", SLOTS[kind])
    note = table.texts("note", LANGUAGES) if "note" in table.values else None
    if plan is None or wording is None or section is None:
        return None
    line = table.faults.line(table.path)
    return FigureRecipe(figure_id, kind, section, plan, wording, label, statement, note, line)


def read_sentences(table: Table, key: str, slots: Collection[str]) -> Texts:
    """A text in every language, in which every number comes from one of these slots."""
    sentences = table.texts(key, LANGUAGES)
    inner = table.table(key)
    if inner is not None:
        for language, sentence in sentences.items():
            _check_sentence(inner.about(f"{table.subject}, {key}".lstrip(", ")), language, sentence, slots)
    return sentences


def _check_sentence(table: Table, language: str, sentence: str, slots: Collection[str]) -> None:
    expected = f"slots of {', '.join(sorted(slots))}"
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        table.fault(language, "a brace is not closed or not opened", expected)
        return
    for literal, slot, form, conversion in parts:
        if any(character.isdigit() for character in literal):
            table.fault(language, "a number is typed in the sentence", "every number from a slot")
        if slot is not None and (slot not in slots or form or conversion):
            table.fault(language, f"unknown slot {{{slot}}}", expected)


def _read_count(table: Table, known: Surroundings) -> Plan | None:
    if "benchmark" in table.values:
        table.expect_keys((*_COMMON, "benchmark"), _OPTIONAL)
        return _read_outside(table, known, "benchmark")
    table.expect_keys((*_COMMON, "population", "period"), (*_OPTIONAL, "where", "of"))
    return _read_counted(table, known)


def _read_counted(table: Table, known: Surroundings) -> CountPlan | None:
    counted = _read_counting(table, known)
    return CountPlan(*counted, _read_where(table, known), _read_of(table, known)) if counted else None


def _read_share(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*_COMMON, "population", "period", "where", "of"), _OPTIONAL)
    counted, of = _read_counting(table, known), _read_of(table, known)
    return SharePlan(*counted, _read_where(table, known), of) if counted and of else None


def _read_ranking(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*_COMMON, "population", "period", "of"), (*_OPTIONAL, "top"))
    counted, of = _read_counting(table, known), _read_of(table, known)
    top = table.whole_number("top") if "top" in table.values else _TOP
    if of is not None and not of.is_block:
        table.fault("of", f"{of.name} has one code a person; nothing to rank", "a variable with options")
    if top is not None and top < 1:
        table.fault("top", f"top is {top}", "1 or more")
    return RankingPlan(*counted, of, top) if counted and of and top is not None else None


def _read_comparison(table: Table, known: Surroundings) -> Plan:  # noqa: ARG001 - one shape for all kinds
    table.expect_keys((*_COMMON, "figure", "with"), _OPTIONAL)
    return ComparisonPlan(table.text("figure", forms.NAME), table.text("with", forms.NAME))


def _read_coverage(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*_COMMON, "numerator", "denominator"), _OPTIONAL)
    denominator = _read_outside(table, known, "denominator")
    above = table.table("numerator")
    if above is None or denominator is None:
        return None
    above = above.about(f"{table.subject}, numerator")
    numerator: CountPlan | OutsidePlan | None
    if "benchmark" in above.values:
        above.expect_keys(("benchmark",))
        numerator = _read_outside(above, known, "benchmark")
    else:
        above.expect_keys(("population", "period"), ("where", "of"))
        numerator = _read_counted(above, known)
    return CoveragePlan(numerator, denominator.benchmark) if numerator else None


_PLANS: Mapping[FigureKind, Callable[[Table, Surroundings], Plan | None]] = {
    FigureKind.COUNT: _read_count,
    FigureKind.SHARE: _read_share,
    FigureKind.RANKING: _read_ranking,
    FigureKind.COMPARISON: _read_comparison,
    FigureKind.COVERAGE: _read_coverage,
}


def _read_outside(table: Table, known: Surroundings, key: str) -> OutsidePlan | None:
    """The id of a figure from outside; that it exists is checked when the figures are made."""
    if not known.has_benchmarks:
        table.fault(key, "a figure from outside, and no file to take it from", 'benchmarks = "…" in the recipe')
        return None
    name = table.text(key)
    return OutsidePlan(name) if name else None


def _read_counting(table: Table, known: Surroundings) -> tuple[Population, Period] | None:
    population = _choice(table, "population", tuple(known.book.population))
    period = _choice(table, "period", tuple(known.periods))
    if population is None or period is None:
        return None
    return known.book.population[population], known.periods[period]


def _read_where(table: Table, known: Surroundings) -> Condition:
    if "where" not in table.values:
        return ALWAYS
    return read_condition(
        table.values["where"],
        known.book.by_name,
        lambda problem, expected: table.fault("where", problem, expected),
    )


def _read_of(table: Table, known: Surroundings) -> Variable | None:
    name = _choice(table, "of", tuple(known.book.by_name)) if "of" in table.values else None
    return None if name is None else known.book.by_name[name]


def _choice(table: Table, key: str, choices: tuple[Name, ...]) -> Name | None:
    """One of several names; None, and a fault unless the key is absent, where it is another."""
    value = table.text(key)
    for choice in choices:
        if choice == value:
            return choice
    if value:
        table.fault(key, f"{key} {value!r} is not known", f"one of {', '.join(choices)}")
    return None
