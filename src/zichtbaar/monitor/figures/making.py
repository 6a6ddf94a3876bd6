"""From a recipe and records to figures: everything that must be counted is counted in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Condition
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.figures.benchmarks import from_outside
from zichtbaar.monitor.figures.bounds import few_answered, plausible, worst_case
from zichtbaar.monitor.figures.combinations import parts, split
from zichtbaar.monitor.figures.comparing import relate
from zichtbaar.monitor.figures.coverage import cover
from zichtbaar.monitor.figures.figure import Base, Benchmark, Exposure, Figure, FigureKind, MonthCount
from zichtbaar.monitor.figures.periods import in_month, its_years
from zichtbaar.monitor.figures.persons import Persons, persons_of
from zichtbaar.monitor.figures.plans import (
    CombinationPlan,
    ComparisonPlan,
    CountedPlan,
    CountPlan,
    CoveragePlan,
    ExposurePlan,
    FigureRecipe,
    OutsidePlan,
    Period,
    RankingPlan,
    SeriesPlan,
    SharePlan,
)
from zichtbaar.monitor.figures.rankings import naming, ranked
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.figures.shares import INTERVALS


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
        if isinstance(figure.plan, ComparisonPlan) and made.keys() >= figure.plan.needs:
            made[figure.id] = _compare(figure.id, figure.plan, made)
    return tuple(made[figure.id] for figure in recipe.figures if figure.id in made)


@dataclass(frozen=True, slots=True)
class _Material:
    """What figures are made of."""

    book: Codebook
    table: CountTable
    benchmarks: Mapping[str, Benchmark]

    def has_records(self, period: Period | None) -> bool:
        """Whether somebody was registered in every year of this period."""
        return period is None or all(self.table[year] > 0 for year in its_years(period, self.book))

    def make(self, figure: FigureRecipe) -> Figure:
        """Any figure that stands on its own."""
        match figure.plan:
            case OutsidePlan(benchmark):
                return from_outside(figure.id, self.benchmarks[benchmark])
            case CoveragePlan(numerator, denominator):
                return self._covered(figure.id, numerator, self.benchmarks[denominator])
            case ComparisonPlan():
                raise ValueError("a comparison is made of two figures that are there already")
            case plan:
                return self._counted(figure.id, figure.kind, plan)

    def _counted(self, figure_id: str, kind: FigureKind, plan: CountedPlan) -> Figure:
        persons = persons_of(plan, self.book)
        figure = Figure(
            id=figure_id,
            kind=kind,
            count=self.table[persons.counted],
            base=self._base(persons),
            period=plan.period.months,
            population=plan.population.name,
            where=persons.counted,
        )
        match plan:
            case SharePlan() if figure.base.answered:
                return _with_share(figure, plan.method)
            case RankingPlan():
                return replace(figure, items=ranked(plan.of, persons.answered, self.table, plan.top))
            case CombinationPlan():
                return replace(figure, items=split(plan.of, plan.option, persons.counted, self.table))
            case SeriesPlan():
                return replace(figure, months=tuple(self._months(plan, persons)), is_watched=plan.is_watched)
        return figure

    def _months(self, plan: SeriesPlan, persons: Persons) -> Iterator[MonthCount]:
        for month in plan.period.each:
            where = in_month(persons.counted, month, self.book)
            yield MonthCount(month, self.table[where], where)

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


def _with_share(figure: Figure, method: str) -> Figure:
    """The same with its share, its interval, and what it leaves open where few answered."""
    count, answered, eligible = figure.count, figure.base.answered, figure.base.eligible
    share = count / answered
    spans = ((share, share), (answered, answered), (eligible, eligible))
    few = few_answered(answered, eligible)
    return replace(
        figure,
        share=share,
        interval=INTERVALS[method](count, answered),
        bounds=worst_case(*spans) if few else None,
        plausible=plausible(*spans) if few else None,
    )


def _compare(figure_id: str, plan: ComparisonPlan, made: Mapping[str, Figure]) -> Figure:
    """One count beside another; the recipe has been checked for what may stand side by side."""
    figure, other = made[plan.figure], made[plan.other]
    exposure = None if plan.exposure is None else _exposure(plan.exposure, made)
    relation = relate(figure.count, other.count, exposure, plan.margin)
    return Figure(
        id=figure_id,
        kind=FigureKind.COMPARISON,
        count=figure.count,
        base=figure.base,
        share=relation.ratio,
        interval=relation.interval,
        period=figure.period,
        population=figure.population,
        compared=other.count,
        compared_base=other.base,
        compared_period=other.period,
        where=figure.where,
        compared_where=other.where,
        equivalence=relation.equivalence,
        exposure=exposure,
    )


def _exposure(plan: ExposurePlan, made: Mapping[str, Figure]) -> Exposure:
    own, compared = plan.of
    if isinstance(own, str) and isinstance(compared, str):
        one, other = made[own], made[compared]
        return Exposure(plan.what, one.count, other.count, one.where, other.where)
    return Exposure(plan.what, float(own), float(compared))


def _conditions(recipe: Recipe, book: Codebook) -> Iterator[Condition]:
    """Everything that has to be counted for a recipe."""
    for period in recipe.periods:
        yield from its_years(period, book)
    for figure in recipe.figures:
        plan = figure.plan.numerator if isinstance(figure.plan, CoveragePlan) else figure.plan
        if isinstance(plan, CountedPlan):
            yield from _conditions_of(plan, persons_of(plan, book), book)


def _conditions_of(plan: CountedPlan, persons: Persons, book: Codebook) -> Iterator[Condition]:
    yield from (persons.eligible, persons.answered, persons.counted)
    match plan:
        case RankingPlan():
            yield from (naming(plan.of, option, persons.answered) for option in plan.of.codes)
        case CombinationPlan():
            yield from (where for _, _, where in parts(plan.of, plan.option, persons.counted))
        case SeriesPlan():
            yield from (in_month(persons.counted, month, book) for month in plan.period.each)


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
        empty = [year.first[:4] for year in its_years(period, book) if not table[year]]
        if empty and not period.optional:
            problem = f"no registrations in {', '.join(empty)}"
            faults.append(Fault(str(recipe.file), None, f"period {period.name}", problem, "records of that year"))
    if faults:
        raise InvalidInputError(faults)
