"""Reading what each kind of figure asks to be counted, from its TOML table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from zichtbaar.codebook import forms
from zichtbaar.codebook.schema import Population
from zichtbaar.codebook.tables import Table
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import (
    CombinationPlan,
    ComparisonPlan,
    CountPlan,
    CoveragePlan,
    ExposurePlan,
    OutsidePlan,
    Plan,
    RankingPlan,
    SeriesPlan,
    SharePlan,
)
from zichtbaar.monitor.figures.reading_parts import (
    LANGUAGES,
    Surroundings,
    choice,
    read_block,
    read_counting,
    read_number,
    read_of,
    read_outside,
    read_where,
)
from zichtbaar.monitor.figures.reading_tables import read_table
from zichtbaar.monitor.figures.shares import IntervalMethod

COMMON = ("id", "kind", "section", "label", "statement")
OPTIONAL = ("wording", "note")
LEAST_YEARS, LEAST_WATCHED = 2, 4
"""Years that a series must span: to tell season from trend, and to tell what the last one should have been."""

_TOP = 3  # ranks of a ranking that are shown, unless the recipe says otherwise
_METHODS: Mapping[str, IntervalMethod] = {method.value.lower(): method for method in IntervalMethod}
_MARGINS = range(1, 101)


def read_plan(kind: FigureKind, table: Table, known: Surroundings) -> Plan | None:
    """What a figure of this kind asks to be counted; None where a fault leaves nothing to plan."""
    return _READERS[kind](table, known)


def _read_count(table: Table, known: Surroundings) -> Plan | None:
    if "benchmark" in table.values:
        table.expect_keys((*COMMON, "benchmark"), OPTIONAL)
        return read_outside(table, known, "benchmark")
    table.expect_keys((*COMMON, "population", "period"), (*OPTIONAL, "where", "of"))
    return _read_counted(table, known)


def _read_counted(table: Table, known: Surroundings) -> CountPlan | None:
    counted = read_counting(table, known)
    return CountPlan(*counted, read_where(table, known), read_of(table, known)) if counted else None


def _read_share(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*COMMON, "population", "period", "where", "of"), (*OPTIONAL, "known", "eligible", "interval"))
    counted, of = read_counting(table, known), read_of(table, known)
    where, precise = read_where(table, known), read_where(table, known, "known")
    method = choice(table, "interval", tuple(_METHODS)) if "interval" in table.values else "wilson"
    if counted is None or of is None or method is None:
        return None
    return SharePlan(*counted, where, of, precise, _read_eligible(table, known, counted[0]), _METHODS[method])


def _read_eligible(table: Table, known: Surroundings, population: Population) -> Population | None:
    """A population around this one; None where the recipe names none."""
    if "eligible" not in table.values:
        return None
    around = tuple(_around(population, known))
    name = choice(table, "eligible", around)
    return None if name is None else known.book.population[name]


def _around(population: Population, known: Surroundings) -> Iterator[str]:
    """The names of the populations that this one lies within, from the nearest on."""
    while population.within is not None:
        yield population.within
        population = known.book.population[population.within]


def _read_ranking(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*COMMON, "population", "period", "of"), (*OPTIONAL, "top", "least"))
    counted, of = read_counting(table, known), read_block(table, known, "rank")
    top = table.whole_number("top") if "top" in table.values else _TOP
    if top is not None and top < 1:
        table.fault("top", f"top is {top}", "1 or more")
    least = _read_least(table)
    return RankingPlan(*counted, of, top, least) if counted and of and top is not None else None


def _read_table(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*COMMON, "population", "period", "of", "columns"), (*OPTIONAL, "rows", "least", "map"))
    return read_table(table, known, _read_least(table))


def _read_least(table: Table) -> int:
    """Of how many persons something has to be before it is named; 0 where the recipe says nothing."""
    least = table.whole_number("least")
    if least is not None and least < 1:
        table.fault("least", f"least is {least}", "1 or more")
    return max(least or 0, 0)


def _read_combination(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*COMMON, "population", "period", "of", "option"), OPTIONAL)
    counted, of = read_counting(table, known), read_block(table, known, "combine")
    if of is None:
        return None
    name = choice(table, "option", tuple(code.name for code in of.codes))
    option = next((code for code in of.codes if code.name == name), None)
    return CombinationPlan(*counted, of, option) if counted and option else None


def _read_series(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*COMMON, "population", "period"), (*OPTIONAL, "where", "signals"))
    counted, where, is_watched = read_counting(table, known), read_where(table, known), table.flag("signals")
    if counted is None:
        return None
    months, least = counted[1].length, LEAST_WATCHED if is_watched else LEAST_YEARS
    if months % 12 or months < 12 * least:
        expected = f"whole years, at least {least}" + (", for signals" if is_watched else "")
        table.fault("period", f"{counted[1].name} holds {months} months", expected)
    return SeriesPlan(*counted, where, is_watched)


def _read_comparison(table: Table, known: Surroundings) -> Plan:  # noqa: ARG001 - one shape for all kinds
    table.expect_keys((*COMMON, "figure", "with"), (*OPTIONAL, "margin", "exposure"))
    margin = table.whole_number("margin")
    if margin is not None and margin not in _MARGINS:
        table.fault("margin", f"margin is {margin}", "a whole percentage from 1 to 100")
    inner = table.table("exposure")
    return ComparisonPlan(
        table.text("figure", forms.NAME),
        table.text("with", forms.NAME),
        margin / 100 if margin is not None and margin in _MARGINS else None,
        _read_exposure(inner.about(f"{table.subject}, exposure")) if inner else None,
    )


def _read_exposure(table: Table) -> ExposurePlan | None:
    """Two numbers, or the ids of two counts; what they are of is said by `noun`."""
    table.expect_keys(("figure", "with", "noun"))
    what = table.texts("noun", LANGUAGES)
    if all(isinstance(table.values.get(key), str) for key in ("figure", "with")):
        return ExposurePlan(what, (table.text("figure", forms.NAME), table.text("with", forms.NAME)))
    own, compared = read_number(table, "figure"), read_number(table, "with")
    return ExposurePlan(what, (own, compared)) if own and compared else None


def _read_coverage(table: Table, known: Surroundings) -> Plan | None:
    table.expect_keys((*COMMON, "numerator", "denominator"), OPTIONAL)
    denominator = read_outside(table, known, "denominator")
    above = table.table("numerator")
    if above is None or denominator is None:
        return None
    above = above.about(f"{table.subject}, numerator")
    numerator: CountPlan | OutsidePlan | None
    if "benchmark" in above.values:
        above.expect_keys(("benchmark",))
        numerator = read_outside(above, known, "benchmark")
    else:
        above.expect_keys(("population", "period"), ("where", "of"))
        numerator = _read_counted(above, known)
    return CoveragePlan(numerator, denominator.benchmark) if numerator else None


_READERS: Mapping[FigureKind, Callable[[Table, Surroundings], Plan | None]] = {
    FigureKind.COUNT: _read_count,
    FigureKind.SHARE: _read_share,
    FigureKind.RANKING: _read_ranking,
    FigureKind.COMPARISON: _read_comparison,
    FigureKind.COVERAGE: _read_coverage,
    FigureKind.COMBINATION: _read_combination,
    FigureKind.SERIES: _read_series,
    FigureKind.TABLE: _read_table,
}
