"""How many persons stand in each cell of a table, exactly; what may be told of it is decided elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Condition, Population
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.crossing.sides import Group, Side, sides_of
from zichtbaar.monitor.disclosure.tables import CrossTable, Place
from zichtbaar.monitor.figures.periods import its_years, within
from zichtbaar.monitor.figures.plans import Period

MOST_NUMBERS = 1200
"""Of one table, margins among them. Of the example's year nearly all are hidden by then: 989 of 1,040."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a researcher asks: who, in which months, crossed by which questions of the codebook."""

    population: str
    period: Period
    sides: tuple[str, ...]
    groups: tuple[Group, ...] = ()

    @property
    def name(self) -> str:
        """What the table is called in files and in the ledger."""
        return " by ".join(self.sides)


@dataclass(frozen=True, slots=True)
class Counted:
    """A table as it was counted, with its sides and the population that it is about."""

    table: CrossTable
    sides: tuple[Side, ...]
    population: Population


def counted(records: Records, question: Question) -> Counted:
    """The exact table, to be protected. Everybody of the population stands in one cell, and margins are sums.

    Raises InvalidInputError where the question cannot be asked, and where a year of the period has no records.
    """
    book = records.book
    if question.population not in book.population:
        problem, known = f"no population {question.population!r}", f"one of {', '.join(book.population)}"
        raise InvalidInputError([Fault(book.name, None, "", problem, known)])
    population = book.population[question.population]
    sides = sides_of(question.sides, question.groups, population, book)
    _check_size(question, sides)
    of = together(population.where, within(question.period, book))
    cells = {place: _who(of, sides, place) for place in product(*(range(len(side.categories)) for side in sides))}
    years = its_years(question.period, book)
    table = records.count([*cells.values(), of, *years])
    _check_years([(year.first[:4], table[year]) for year in years])
    if not table[of]:
        problem = f"nobody among the {population.many['en']} first chatted then"
        raise InvalidInputError([Fault(question.name, None, "", problem, "another period, or another population")])
    counts = _with_margins({place: table[where] for place, where in cells.items()}, sides)
    if counts[(None,) * len(sides)] != table[of]:
        raise AssertionError(f"{question.name}: its cells are not everybody")
    conditions = tuple(tuple(category.where for category in side.categories) for side in sides)
    names = tuple(tuple(category.name for category in side.categories) for side in sides)
    return Counted(CrossTable(question.name, of, conditions, counts, names), sides, population)


def _who(of: Condition, sides: Sequence[Side], place: Sequence[int]) -> Condition:
    return together(of, *(side.categories[one].where for side, one in zip(sides, place, strict=True)))


def _with_margins(cells: dict[tuple[int, ...], int], sides: Sequence[Side]) -> dict[Place, int]:
    """The cells, and every sum over all categories of one or several sides."""
    counts: dict[Place, int] = dict.fromkeys(product(*[(*range(len(side.categories)), None) for side in sides]), 0)
    for cell, count in cells.items():
        for place in product(*[(one, None) for one in cell]):
            counts[place] += count
    return counts


def _check_size(question: Question, sides: Sequence[Side]) -> None:
    numbers = prod(len(side.categories) + 1 for side in sides)
    if numbers > MOST_NUMBERS:
        problem = f"the table would have {numbers} numbers"
        expected = f"at most {MOST_NUMBERS}: put codes together, with --together"
        raise InvalidInputError([Fault(question.name, None, "", problem, expected)])


def _check_years(counts: Collection[tuple[str, int]]) -> None:
    """Without records of a year a count of 0 would be untrue."""
    empty = [year for year, count in counts if not count]
    if empty:
        raise InvalidInputError(
            [Fault("records", None, "", f"no registrations in {', '.join(empty)}", "records of that year")]
        )
