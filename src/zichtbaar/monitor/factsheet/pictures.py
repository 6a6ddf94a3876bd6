"""What the charts of a factsheet show: rows with their words, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure, ReleasedMonth
from zichtbaar.monitor.factsheet.wording.months import period, years
from zichtbaar.monitor.factsheet.wording.sentences import Sentence
from zichtbaar.monitor.factsheet.wording.values import counted, interval, percent, value
from zichtbaar.monitor.figures.cross_tables import cell_name
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind
from zichtbaar.monitor.figures.plans import FigureRecipe, TablePlan
from zichtbaar.monitor.figures.rates import poisson_interval
from zichtbaar.monitor.paper.language import Language, both, with_capital
from zichtbaar.monitor.paper.numbers import number, persons_in_table


@dataclass(frozen=True, slots=True)
class Told:
    """A released figure with its place in the recipe and its words.

    `name` is the label without months; `base` stands in small type below it; `counted` is what the persons counted
    are called.
    """

    figure: ReleasedFigure
    plan: FigureRecipe
    label: str
    name: str
    sentence: Sentence
    base: str
    counted: str


class Shape(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"  # one bar per row; a faint one is what the others are set against
    CHANGE = "change"  # two bars, and the ratio of the two with its interval
    SHARES = "shares"  # a dot with its interval on a scale from 0 to 100 %
    FOREST = "forest"  # several ratios with their intervals on one scale
    MONTHS = "months"  # a bar a month, with what was expected
    TILES = "tiles"  # a tile with a bar for each row, where it lies on the map


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart; `text` is its number in words, `low` and `high` the ends of its interval.

    Of a ratio `margin` are the ratios that were fixed beforehand; of a month `expected` is the fitted mean, and
    `marked` says that it had more than expected; of a map `tile` is the place, column and row from 0.
    """

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    faint: bool = False
    margin: tuple[float, float] | None = None
    expected: float | None = None
    marked: bool = False
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in words and numbers. `alternative` says all that the drawing shows."""

    id: str
    shape: Shape
    title: str
    subtitle: str
    alternative: str
    rows: tuple[Row, ...]


_SEVERAL = 2
_MAP = both(
    "Ongeveer waar ze liggen. Hoe langer de balk, hoe meer.", "Roughly where they lie. The longer the bar, the more."
)

_CHART = both("Grafiek", "Chart")
_COVERAGE = both("In beeld, naast de schatting", "In view, beside the estimate")
_ESTIMATE = both("Schatting per jaar", "Estimate per year")
_RATIO = both("Verhouding, met 95%-interval", "Ratio, with its 95% interval")
_FOREST = both("Verhoudingen, met onzekerheid", "Ratios, with their uncertainty")
_FOREST_OF = both(
    "Eerste aantal gedeeld door het tweede, met 95%-interval",
    "First count divided by the second, with its 95% interval",
)
_DASHES = both("; stippellijnen: de marge die vooraf was vastgelegd", "; dashes: the margin that was fixed beforehand")
_LINE = both(
    ". Lijn: wat de trend en het seizoen doen verwachten; ring: meer dan verwacht.",
    ". Line: what trend and season lead to expect; ring: more than expected.",
)
_STANDS_OUT = both(" (meer dan verwacht)", " (more than expected)")
_RATIO_AND_MARGIN = both("Verhouding, interval en marge", "Ratio, interval and margin")
_COUNTS = both("Aantallen", "Counts")
_SHARES = both("Hoe vaak, met onzekerheid", "How often, with its uncertainty")
_OF_WHOM = both(
    "Deel van wie het bekend is (n), met 95%-interval.",
    "Part of those for whom it is known (n), with its 95% interval.",
)


def pictures(told: Sequence[Told], language: Language) -> tuple[Picture, ...]:
    """The charts that these figures of one section can give, in a fixed order."""
    drawn = [
        _coverage([one for one in told if one.figure.kind is FigureKind.COVERAGE], language),
        _shares([one for one in told if one.figure.kind is FigureKind.SHARE], language),
        *(_ranking(one, language) for one in told if one.figure.kind is FigureKind.RANKING),
        *_changes([one for one in told if one.figure.kind is FigureKind.COMPARISON], language),
        *(_series(one, language) for one in told if one.figure.kind is FigureKind.SERIES),
        *(_map(one, one.plan.plan, language) for one in told if isinstance(one.plan.plan, TablePlan)),
    ]
    return tuple(picture for picture in drawn if picture is not None)


def _shares(told: Sequence[Told], language: Language) -> Picture | None:
    """Every share that has a percentage, with its interval, where there are several to compare.

    The months stand above when they are those of all.
    """
    of_one_period = len({one.figure.period for one in told}) == 1
    drawn = (_share_row(one, one.name if of_one_period else one.label, language) for one in told)
    rows = tuple(row for row in drawn if row is not None)
    if len(rows) < _SEVERAL:
        return None
    title, subtitle = _SHARES[language], _OF_WHOM[language]
    months = told[0].figure.period
    if of_one_period and told[0].label != told[0].name and months is not None:
        title = f"{title}, {period(months, language)}"
    return _picture("chart-of-shares", Shape.SHARES, title, subtitle, rows, language)


def _share_row(told: Told, label: str, language: Language) -> Row | None:
    figure = told.figure
    part = percent(figure, language)
    if part is None or figure.share is None or figure.interval is None:
        return None
    text = f"{part} ({interval(figure, language)})"
    low, high = figure.interval.low, figure.interval.high
    return Row(label + _answered(figure, language), figure.share, text, low, high)


def _answered(figure: ReleasedFigure, language: Language) -> str:
    base = figure.base
    if base.answered is None:
        return ""
    return f" (n = {persons_in_table(base.answered, language, rounded=base.answered_rounded)})"


def _ranking(told: Told, language: Language) -> Picture | None:
    """How often each was named, as far as it may be told."""
    figure = told.figure
    rows = tuple(
        Row(item.label[language], item.count, counted(item.count, item.protection, language))
        for item in figure.items
        if item.count is not None
    )
    if not rows:
        return None
    title, subtitle = told.sentence.text, told.base
    return _picture(figure.id, Shape.BARS, title, subtitle, rows, language)


def _coverage(told: Iterable[Told], language: Language) -> Picture | None:
    """What is in view, beside the estimate of how many there are."""
    known = [one for one in told if one.figure.count is not None]
    estimate = known[0].figure.benchmark if known else None
    if estimate is None:
        return None
    parts = [_part_row(one, language) for one in known if one.figure.benchmark == estimate]
    title = _COVERAGE[language]
    subtitle = f"{estimate.noun[language]} ({years(estimate.first_year, estimate.last_year)})"
    rows = (_estimate_row(estimate, language), *parts)
    return _picture("chart-of-coverage", Shape.BARS, title, subtitle, rows, language)


def _estimate_row(estimate: Benchmark, language: Language) -> Row:
    text = number(estimate.value, language)
    if estimate.low is not None and estimate.high is not None:
        text += f" ({number(estimate.low, language)}–{number(estimate.high, language)})"
    label = _ESTIMATE[language]
    return Row(label, estimate.value, text, estimate.low, estimate.high, faint=True)


def _part_row(told: Told, language: Language) -> Row:
    return Row(told.label, told.figure.count or 0, value(told.figure, told.plan, language))


def _changes(told: Sequence[Told], language: Language) -> Iterator[Picture | None]:
    """One comparison with its counts; several together as a forest of their ratios."""
    ratios = [row for one in told if (row := _ratio_row(one, one.label, language)) is not None]
    if len(ratios) >= _SEVERAL:
        dashes = _DASHES[language] if any(row.margin for row in ratios) else ""
        title, subtitle = _FOREST[language], f"{_FOREST_OF[language]}{dashes}."
        yield _picture("chart-of-comparisons", Shape.FOREST, title, subtitle, tuple(ratios), language)
    else:
        yield from (_change(one, language) for one in told)


def _change(told: Told, language: Language) -> Picture | None:
    """Two periods beside each other, and how far they may really differ."""
    figure = told.figure
    ratio = _ratio_row(told, (_RATIO_AND_MARGIN if figure.equivalence else _RATIO)[language], language)
    if figure.count is None or figure.compared is None or ratio is None:
        return None
    bars = (
        _bar_row(figure.compared_period, figure.compared, figure.compared_protection, language),
        _bar_row(figure.period, figure.count, figure.count_protection, language),
    )
    return _picture(figure.id, Shape.CHANGE, told.label, told.counted, (*bars, ratio), language)


def _bar_row(months: tuple[str, str] | None, count: int, protection: Protection | None, language: Language) -> Row:
    """The count of one period, with what else it might have been."""
    chance = poisson_interval(count)
    label = period(months, language) if months else ""
    return Row(label, count, counted(count, protection, language), chance.low, chance.high)


def _ratio_row(told: Told, label: str, language: Language) -> Row | None:
    """The ratio of a comparison with its interval, and the margin that was fixed beforehand."""
    figure = told.figure
    if figure.interval is None or figure.share is None:
        return None
    text = f"{number(figure.share, language, 2)} ({interval(figure, language)})"
    margin = None if figure.equivalence is None else (figure.equivalence.low, figure.equivalence.high)
    return Row(label, figure.share, text, figure.interval.low, figure.interval.high, margin=margin)


def _series(told: Told, language: Language) -> Picture | None:
    """A bar a month; one that had to be hidden has none."""
    figure = told.figure
    if all(month.count is None for month in figure.months):
        return None
    signals = {signal.month for signal in figure.signals or ()}
    expected = figure.trend.expected if figure.trend is not None else (None,) * len(figure.months)
    rows = tuple(
        _month_row(month, mean, month.month in signals, language)
        for month, mean in zip(figure.months, expected, strict=True)
    )
    subtitle = told.counted + (_LINE[language] if figure.trend is not None else "")
    return _picture(figure.id, Shape.MONTHS, told.label, subtitle, rows, language)


def _month_row(month: ReleasedMonth, expected: float | None, marked: bool, language: Language) -> Row:
    text = counted(month.count, month.protection, language) + (_STANDS_OUT[language] if marked else "")
    label = period((month.month, month.month), language)
    return Row(label, month.count or 0, text, expected=expected, marked=marked)


def _map(told: Told, plan: TablePlan, language: Language) -> Picture | None:
    """One column of a table as tiles where its rows lie; what had to be hidden says so on its tile."""
    column = next((one for one in plan.columns if one.name == plan.mapped), None)
    items = {item.name: item for item in told.figure.items}
    if column is None:
        return None
    cells = ((row, items.get(cell_name(row, column))) for row in plan.rows)
    rows = tuple(
        Row(row.label[language], item.count or 0, counted(item.count, item.protection, language), tile=row.tile)
        for row, item in cells
        if item is not None
    )
    if not any(row.value for row in rows):
        return None
    title = f"{told.label}: {column.label[language]}"
    return _picture(f"map-{told.figure.id}", Shape.TILES, title, _MAP[language], rows, language)


def bars_of(counts: Sequence[tuple[str, ReleasedFigure]], title: str, language: Language) -> Picture | None:
    """Several counts with their names as bars below each other; one that had to be hidden has none."""
    rows = tuple(
        Row(name, figure.count, counted(figure.count, figure.protection, language))
        for name, figure in counts
        if figure.count is not None
    )
    if len(rows) < _SEVERAL:
        return None
    return _picture(f"bars-{counts[0][1].id}", Shape.BARS, title, _COUNTS[language], rows, language)


def months_of(name: str, figure: ReleasedFigure, before: str, language: Language) -> Picture | None:
    """The months of a series that ended before the month `before` (`yyyy-mm`), with nothing fitted to them."""
    rows = tuple(
        Row(period((one.month, one.month), language), one.count or 0, counted(one.count, one.protection, language))
        for one in figure.months
        if one.month < before
    )
    if not any(row.value for row in rows):
        return None
    return _picture(f"months-{figure.id}", Shape.MONTHS, name, _COUNTS[language], rows, language)


def _picture(name: str, shape: Shape, title: str, subtitle: str, rows: tuple[Row, ...], language: Language) -> Picture:
    subtitle = with_capital(subtitle)
    said = "; ".join(f"{row.label}: {row.text}" for row in rows)
    alternative = f"{_CHART[language]}. {title.rstrip('.')}. {subtitle.rstrip('.')}. {said}."
    return Picture(name, shape, title, subtitle, alternative, rows)
