"""From a recipe and records to figures: everything that must be counted is counted in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.figures.benchmarks import from_outside
from zichtbaar.monitor.figures.coverage import cover
from zichtbaar.monitor.figures.figure import Base, Benchmark, Figure, FigureKind
from zichtbaar.monitor.figures.periods import in_its_years
from zichtbaar.monitor.figures.persons import Persons, persons_of
from zichtbaar.monitor.figures.plans import (
    ComparisonPlan,
    CountPlan,
    CoveragePlan,
    FigureRecipe,
    OutsidePlan,
    Period,
    RankingPlan,
    SharePlan,
)
from zichtbaar.monitor.figures.rankings import naming, ranked
from zichtbaar.monitor.figures.rates import rate_ratio, rate_ratio_interval
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.figures.shares import wilson


def make_figures(recipe: Recipe, records: Records, benchmarks: Mapping[str, Benchmark]) -> tuple[Figure, ...]:
    """The figures of a recipe, in its order, exact and unprotected.

    A figure of an optional period is left out when there are no records of its years at all, and so
    is what compares with it. Raises InvalidInputError when the records of another period are missing
    or a figure from outside is not among `benchmarks`.
    """
    _check_benchmarks(recipe, benchmarks)
    table = records.count(list(_conditions(recipe, records.book)))
    _check_periods(recipe, records.book, table)
    material = _Material(records.book, table, benchmarks)
    made: dict[str, Figure] = {}
    for figure in recipe.figures:
        if material.has_records(figure.period) and not isinstance(figure.plan, ComparisonPlan):
            made[figure.id] = material.make(figure)
    for figure in recipe.figures:
        if isinstance(figure.plan, ComparisonPlan) and {figure.plan.figure, figure.plan.other} <= made.keys():
            made[figure.id] = _compare(figure.id, made[figure.plan.figure], made[figure.plan.other])
    return tuple(made[figure.id] for figure in recipe.figures if figure.id in made)


@dataclass(frozen=True, slots=True)
class _Material:
    """What figures are made of."""

    book: Codebook
    table: CountTable
    benchmarks: Mapping[str, Benchmark]

    def has_records(self, period: Period | None) -> bool:
        """Whether anybody was registered in the years of this period."""
        return period is None or self.table[in_its_years(period, self.book)] > 0

    def make(self, figure: FigureRecipe) -> Figure:
        """Any figure that stands on its own."""
        match figure.plan:
            case OutsidePlan(benchmark):
                return from_outside(figure.id, self.benchmarks[benchmark])
            case CoveragePlan(numerator, denominator):
                return self._covered(figure.id, numerator, self.benchmarks[denominator])
            case CountPlan() | SharePlan() | RankingPlan() as plan:
                return self._counted(figure.id, figure.kind, plan)
            case ComparisonPlan():
                raise ValueError("a comparison is made of two figures that are there already")

    def _counted(self, figure_id: str, kind: FigureKind, plan: CountPlan | SharePlan | RankingPlan) -> Figure:
        persons = persons_of(plan, self.book)
        count, answered = self.table[persons.counted], self.table[persons.answered]
        is_share = isinstance(plan, SharePlan) and answered > 0
        return Figure(
            id=figure_id,
            kind=kind,
            count=count,
            base=self._base(persons),
            share=count / answered if is_share else None,
            interval=wilson(count, answered) if is_share else None,
            period=plan.period.months,
            population=plan.population.name,
            items=ranked(plan.of, persons.answered, self.table, plan.top) if isinstance(plan, RankingPlan) else (),
            where=persons.counted,
        )

    def _base(self, persons: Persons) -> Base:
        return Base(
            eligible=self.table[persons.eligible],
            answered=self.table[persons.answered],
            noun=persons.base.many,
            one=persons.base.one,
            eligible_where=persons.eligible,
            answered_where=persons.answered,
        )

    def _covered(self, figure_id: str, numerator: CountPlan | OutsidePlan, estimate: Benchmark) -> Figure:
        if isinstance(numerator, OutsidePlan):
            return cover(from_outside(figure_id, self.benchmarks[numerator.benchmark]), estimate)
        return cover(self._counted(figure_id, FigureKind.COUNT, numerator), estimate)


def _compare(figure_id: str, figure: Figure, other: Figure) -> Figure:
    """One count beside another; the recipe has been checked for what may stand side by side."""
    return Figure(
        id=figure_id,
        kind=FigureKind.COMPARISON,
        count=figure.count,
        base=figure.base,
        share=rate_ratio(figure.count, other.count),
        interval=rate_ratio_interval(figure.count, other.count),
        period=figure.period,
        population=figure.population,
        compared=other.count,
        compared_base=other.base,
        compared_period=other.period,
        where=figure.where,
        compared_where=other.where,
    )


def _conditions(recipe: Recipe, book: Codebook) -> Iterator[Condition]:
    """Everything that has to be counted for a recipe."""
    for period in recipe.periods:
        yield in_its_years(period, book)
    for figure in recipe.figures:
        plan = figure.plan.numerator if isinstance(figure.plan, CoveragePlan) else figure.plan
        if isinstance(plan, CountPlan | SharePlan | RankingPlan):
            persons = persons_of(plan, book)
            yield from (persons.eligible, persons.answered, persons.counted)
        if isinstance(plan, RankingPlan):
            yield from (naming(plan.of, option, persons.answered) for option in plan.of.codes)


def _check_benchmarks(recipe: Recipe, benchmarks: Mapping[str, Benchmark]) -> None:
    faults = [
        Fault(str(recipe.file), figure.line, f"figure {figure.id}", f"no benchmark {name!r}", _known(benchmarks))
        for figure in recipe.figures
        for name in _outside_names(figure)
        if name not in benchmarks
    ]
    if faults:
        raise InvalidInputError(faults)


def _known(benchmarks: Mapping[str, Benchmark]) -> str:
    return f"one of {', '.join(benchmarks)}" if benchmarks else "a file of benchmarks that holds it"


def _outside_names(figure: FigureRecipe) -> Iterator[str]:
    match figure.plan:
        case OutsidePlan(benchmark):
            yield benchmark
        case CoveragePlan(numerator, denominator):
            yield denominator
            if isinstance(numerator, OutsidePlan):
                yield numerator.benchmark


def _check_periods(recipe: Recipe, book: Codebook, table: CountTable) -> None:
    """Without records of a year a count of 0 would be untrue; only an optional period may lack them."""
    faults = []
    for period in recipe.periods:
        if not period.optional and not table[in_its_years(period, book)]:
            months = f"{period.first} to {period.last}"
            problem = f"no registrations in the year of {months}"
            faults.append(Fault(str(recipe.file), None, f"period {period.name}", problem, "records of that year"))
    if faults:
        raise InvalidInputError(faults)
