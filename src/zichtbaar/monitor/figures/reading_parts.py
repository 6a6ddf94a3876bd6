"""The parts that figures of a recipe have in common: who, when, which variable, which benchmark."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from zichtbaar.codebook.reading_conditions import read_condition
from zichtbaar.codebook.schema import ALWAYS, Codebook, Condition, Population, Section, Variable
from zichtbaar.codebook.tables import Table
from zichtbaar.monitor.figures.plans import OutsidePlan, Period

Name = TypeVar("Name", bound=str)

LANGUAGES = ("en", "nl")
"""The languages in which every text of a recipe must stand."""

YEARS = range(1900, 2100)


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


def read_number(table: Table, key: str) -> float | None:
    """A number above 0; None, and a fault unless the key is absent, where it is something else."""
    value = table.values.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    if value is not None:
        table.fault(key, f"{key} is {value!r}", "a number above 0")
    return None


def read_counting(table: Table, known: Surroundings) -> tuple[Population, Period] | None:
    """Who is counted, and in which months."""
    population = choice(table, "population", tuple(known.book.population))
    period = choice(table, "period", tuple(known.periods))
    if population is None or period is None:
        return None
    return known.book.population[population], known.periods[period]


def read_where(table: Table, known: Surroundings, key: str = "where") -> Condition:
    """A condition; always true where there is none."""
    if key not in table.values:
        return ALWAYS
    return read_condition(
        table.values[key],
        known.book.by_name,
        lambda problem, expected: table.fault(key, problem, expected),
    )


def read_of(table: Table, known: Surroundings) -> Variable | None:
    """The variable that had to be answered."""
    name = choice(table, "of", tuple(known.book.by_name)) if "of" in table.values else None
    return None if name is None else known.book.by_name[name]


def read_block(table: Table, known: Surroundings, purpose: str) -> Variable | None:
    """A variable with options; `purpose` tells what there is nothing of where it has one code a person."""
    of = read_of(table, known)
    if of is not None and not of.is_block:
        table.fault("of", f"{of.name} has one code a person; nothing to {purpose}", "a variable with options")
    return of if of is not None and of.is_block else None


def read_outside(table: Table, known: Surroundings, key: str) -> OutsidePlan | None:
    """The id of a figure from outside; that it exists is checked when the figures are made."""
    if not known.has_benchmarks:
        table.fault(key, "a figure from outside, and no file to take it from", 'benchmarks = "…" in the recipe')
        return None
    name = table.text(key)
    return OutsidePlan(name) if name else None


def choice(table: Table, key: str, choices: tuple[Name, ...]) -> Name | None:
    """One of several names; None, and a fault unless the key is absent, where it is another."""
    value = table.text(key)
    for name in choices:
        if name == value:
            return name
    if value:
        table.fault(key, f"{key} {value!r} is not known", f"one of {', '.join(choices)}")
    return None
