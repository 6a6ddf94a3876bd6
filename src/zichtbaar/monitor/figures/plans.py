"""What a recipe asks to be counted: one plan per kind of figure. Frozen data, made by `recipe`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.codebook.schema import ALWAYS, Condition, Population, Texts, Variable
from zichtbaar.monitor.figures.figure import FigureKind


class Wording(StrEnum):
    """How a figure is said in its sentence."""

    COUNT = "count"  # the number counted
    PERCENT = "percent"  # a percentage
    FRACTION = "fraction"  # the nearest plain fraction in words, where there is one
    MAJORITY = "majority"  # "more than half", only where that is so
    LARGEST_PART = "largest_part"  # "the largest part", only where more than half
    RANKING = "ranking"  # names in their order
    RATIO = "ratio"  # two counts and how they relate


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
        first, last = (int(month[:4]) * 12 + int(month[5:]) for month in self.months)
        return last - first + 1


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
    """What part of those who answered `of` fulfil `where`."""

    population: Population
    period: Period
    where: Condition
    of: Variable


@dataclass(frozen=True, slots=True)
class RankingPlan:
    """How often each option of the block `of` was named, the `top` ranks first."""

    population: Population
    period: Period
    of: Variable
    top: int


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """One count of this recipe beside another one: `figure` against `other` (ids)."""

    figure: str
    other: str


@dataclass(frozen=True, slots=True)
class OutsidePlan:
    """A figure from outside, printed as it was published (id of the benchmark)."""

    benchmark: str


@dataclass(frozen=True, slots=True)
class CoveragePlan:
    """A count, or a figure from outside, as a part of an estimate from outside (id of the benchmark)."""

    numerator: CountPlan | OutsidePlan
    denominator: str


Plan = CountPlan | SharePlan | RankingPlan | ComparisonPlan | OutsidePlan | CoveragePlan


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
        return plan.period if isinstance(plan, CountPlan | SharePlan | RankingPlan) else None

    @property
    def population(self) -> Population | None:
        """Who is counted; None for a figure from outside and for a comparison."""
        plan = self.plan.numerator if isinstance(self.plan, CoveragePlan) else self.plan
        return plan.population if isinstance(plan, CountPlan | SharePlan | RankingPlan) else None


_COMMON = frozenset({"year", "period", "count", "noun", "base", "base_noun"})

SLOTS: Mapping[FigureKind, frozenset[str]] = {
    FigureKind.COUNT: _COMMON | {"source"},
    FigureKind.SHARE: _COMMON | {"share"},
    FigureKind.RANKING: _COMMON - {"count"} | {"items"},
    FigureKind.COMPARISON: _COMMON | {"compared", "compared_period", "ratio", "interval"},
    FigureKind.COVERAGE: _COMMON | {"share", "interval", "source"},
}
"""The slots that a sentence of each kind may hold; what each means stands in docs/reference/recipe.md."""
