"""What a recipe asks to be counted: one plan per kind of figure. Frozen data, made by `recipe`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.codebook.schema import ALWAYS, Code, Condition, Population, Texts, Variable
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.shares import IntervalMethod


class Wording(StrEnum):
    """How a figure is said in its sentence."""

    COUNT = "count"  # the number counted
    PERCENT = "percent"  # a percentage
    FRACTION = "fraction"  # the nearest plain fraction in words, where there is one
    MAJORITY = "majority"  # "more than half", only where that is so
    LARGEST_PART = "largest_part"  # "the largest part", only where more than half
    RANKING = "ranking"  # names in their order
    RATIO = "ratio"  # two counts and how they relate
    SPLIT = "split"  # how many with only this, and how many with another as well
    TREND = "trend"  # how the months change
    ROWS = "rows"  # what a table shows; its numbers stand in its cells


@dataclass(frozen=True, slots=True)
class Period:
    """Months, both included (`yyyy-mm`). `optional`: figures of it are left out without its records."""

    name: str
    first: str
    last: str
    optional: bool = False

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month."""
        return (self.first, self.last)

    @property
    def length(self) -> int:
        """How many months it holds."""
        first, last = _ends(self.months)
        return last - first + 1

    @property
    def each(self) -> tuple[str, ...]:
        """Every month that it holds, in their order."""
        first, last = _ends(self.months)
        return tuple(f"{place // 12:04}-{place % 12 + 1:02}" for place in range(first - 1, last))


def _ends(months: tuple[str, str]) -> tuple[int, int]:
    """The first and the last month as numbers of months since the year 0."""
    first, last = (int(month[:4]) * 12 + int(month[5:]) for month in months)
    return first, last


@dataclass(frozen=True, slots=True)
class CountPlan:
    """How many persons of a population there are in a period, of the population it lies within.

    `where` narrows what is counted; `of` is the variable that had to be answered to be counted, so
    that the base says how many were asked and how many answered.
    """

    population: Population
    period: Period
    where: Condition = ALWAYS
    of: Variable | None = None


@dataclass(frozen=True, slots=True)
class SharePlan:
    """What part of those who answered `of` fulfil `where`.

    `known` narrows who answered to those whose answer is precise enough to tell. `eligible` is a population around
    this one, all of whom the question might have been answered by. `method` is that of the interval.
    """

    population: Population
    period: Period
    where: Condition
    of: Variable
    known: Condition = ALWAYS
    eligible: Population | None = None
    method: IntervalMethod = IntervalMethod.WILSON


@dataclass(frozen=True, slots=True)
class RankingPlan:
    """How often each option of the block `of` was named, the `top` ranks first; none that `least` did not name."""

    population: Population
    period: Period
    of: Variable
    top: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class CombinationPlan:
    """How many have the option of the block `of`: only this one, another as well, and in all."""

    population: Population
    period: Period
    of: Variable
    option: Code


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """How many there are in each month of a period of whole years; `is_watched`: the last year for signals."""

    population: Population
    period: Period
    where: Condition = ALWAYS
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table. `keyword` is what others call what it counts, such as a keyword of a database."""

    name: str
    label: Texts
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: who is in it, and who of them is in each column; `tile` is its place on a map, from 0."""

    name: str
    label: Texts
    where: Condition
    cells: tuple[Condition, ...]
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How many of those who answered any of the variables `of` are in each row, and of these in each column.

    Rows and columns may overlap: a person can be in several. `ranks_rows` says that the rows are options of `of`, so
    that their order can be spoken of. A row of fewer than `least` persons is not named. `mapped` is the column that is
    drawn as a map of tiles too, a tile for each row; empty for none.
    """

    population: Population
    period: Period
    of: tuple[Variable, ...]
    rows: tuple[TableRow, ...]
    columns: tuple[TableColumn, ...]
    ranks_rows: bool = False
    least: int = 0
    mapped: str = ""


@dataclass(frozen=True, slots=True)
class ExposurePlan:
    """What two counts are set against: two numbers of the recipe, or two other counts of it (ids)."""

    what: Texts
    of: tuple[float, float] | tuple[str, str]


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """One count of this recipe beside another one: `figure` against `other` (ids).

    `margin` (0.2 for 20 per cent) is what was fixed beforehand as too little to matter.
    """

    figure: str
    other: str
    margin: float | None = None
    exposure: ExposurePlan | None = None

    @property
    def needs(self) -> frozenset[str]:
        """The ids of all counts that it is made of."""
        others = self.exposure.of if self.exposure else ()
        return frozenset({self.figure, self.other, *(name for name in others if isinstance(name, str))})


@dataclass(frozen=True, slots=True)
class OutsidePlan:
    """A figure from outside, printed as it was published (id of the benchmark)."""

    benchmark: str


@dataclass(frozen=True, slots=True)
class CoveragePlan:
    """A count, or a figure from outside, as a part of an estimate from outside (id of the benchmark)."""

    numerator: CountPlan | OutsidePlan
    denominator: str


CountedPlan = CountPlan | SharePlan | RankingPlan | CombinationPlan | SeriesPlan | TablePlan
"""The plans that count persons of a population in a period."""

Plan = CountedPlan | ComparisonPlan | OutsidePlan | CoveragePlan


@dataclass(frozen=True, slots=True)
class FigureRecipe:
    """One figure of a recipe: what is counted and the sentence that says it, with slots for every number.

    `label` is its short name, for cards, charts and the table; it may hold the slot {year}.
    """

    id: str
    kind: FigureKind
    section: str
    plan: Plan
    wording: Wording
    label: Texts
    statement: Texts
    note: Texts | None
    line: int | None

    @property
    def period(self) -> Period | None:
        """The months that are counted; None for a figure from outside and for a comparison."""
        plan = self.plan.numerator if isinstance(self.plan, CoveragePlan) else self.plan
        return plan.period if isinstance(plan, CountedPlan) else None

    @property
    def population(self) -> Population | None:
        """Who is counted; None for a figure from outside and for a comparison."""
        plan = self.plan.numerator if isinstance(self.plan, CoveragePlan) else self.plan
        return plan.population if isinstance(plan, CountedPlan) else None


_COMMON = frozenset({"year", "period", "count", "noun", "base", "base_noun"})

SLOTS: Mapping[FigureKind, frozenset[str]] = {
    FigureKind.COUNT: _COMMON | {"source"},
    FigureKind.SHARE: _COMMON | {"share"},
    FigureKind.RANKING: _COMMON - {"count"} | {"items"},
    FigureKind.COMPARISON: _COMMON | {"compared", "compared_period", "ratio", "interval"},
    FigureKind.COVERAGE: _COMMON | {"share", "interval", "source"},
    FigureKind.COMBINATION: _COMMON | {"only", "combined"},
    FigureKind.SERIES: _COMMON | {"trend"},
    FigureKind.TABLE: _COMMON,
}
"""The slots that a sentence of each kind may hold; what each means stands in docs/reference/recipe.md."""


SLOTS_OF_KEYS: Mapping[str, frozenset[str]] = {
    "margin": frozenset({"verdict", "power"}),
    "exposure": frozenset({"exposure"}),
    "signals": frozenset({"signals"}),
}
"""The slots that only a figure with this key in its recipe can fill."""
