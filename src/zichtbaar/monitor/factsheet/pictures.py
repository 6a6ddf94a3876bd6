"""What the charts of a factsheet show: rows with their words, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.wording.months import period, years
from zichtbaar.monitor.factsheet.wording.sentences import Sentence
from zichtbaar.monitor.factsheet.wording.values import counted, interval, percent, value
from zichtbaar.monitor.figures.figure import Benchmark, FigureKind
from zichtbaar.monitor.figures.plans import FigureRecipe
from zichtbaar.monitor.paper.language import Language, both, with_capital
from zichtbaar.monitor.paper.numbers import number, persons_in_table


@dataclass(frozen=True, slots=True)
class Told:
    """A released figure with its place in the recipe and its words.

    `base` stands in small type below it; `counted` is what the persons counted are called.
    """

    figure: ReleasedFigure
    plan: FigureRecipe
    label: str
    sentence: Sentence
    base: str
    counted: str


class Shape(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"  # one bar per row; a faint one is what the others are set against
    CHANGE = "change"  # two bars, and the ratio of the two with its interval
    SHARES = "shares"  # a dot with its interval on a scale from 0 to 100 %


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart; `text` is its number in words, `low` and `high` the ends of its interval."""

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in words and numbers. `alternative` says all that the drawing shows."""

    id: str
    shape: Shape
    title: str
    subtitle: str
    alternative: str
    rows: tuple[Row, ...]


_CHART = both("Grafiek", "Chart")
_COVERAGE = both("In beeld, naast de schatting", "In view, beside the estimate")
_ESTIMATE = both("Schatting per jaar", "Estimate per year")
_RATIO = both("Verhouding, met 95%-interval", "Ratio, with its 95% interval")
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
        *(_change(one, language) for one in told if one.figure.kind is FigureKind.COMPARISON),
    ]
    return tuple(picture for picture in drawn if picture is not None)


def _shares(told: Iterable[Told], language: Language) -> Picture | None:
    """Every share that has a percentage, with its interval."""
    rows = tuple(row for row in (_share_row(one, language) for one in told) if row is not None)
    if not rows:
        return None
    title, subtitle = _SHARES[language], _OF_WHOM[language]
    return _picture("chart-of-shares", Shape.SHARES, title, subtitle, rows, language)


def _share_row(told: Told, language: Language) -> Row | None:
    figure = told.figure
    part = percent(figure, language)
    if part is None or figure.share is None or figure.interval is None:
        return None
    text = f"{part} ({interval(figure, language)})"
    low, high = figure.interval.low, figure.interval.high
    return Row(told.label + _answered(figure, language), figure.share, text, low, high)


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


def _change(told: Told, language: Language) -> Picture | None:
    """Two periods beside each other, and how far they may really differ."""
    figure = told.figure
    if figure.count is None or figure.compared is None or figure.interval is None or figure.share is None:
        return None
    periods = ((figure.compared_period, figure.compared), (figure.period, figure.count))
    bars = tuple(
        Row(period(months, language) if months else "", count, counted(count, figure.protection, language))
        for months, count in periods
    )
    text = f"{number(figure.share, language, 2)} ({interval(figure, language)})"
    ratio = Row(_RATIO[language], figure.share, text, figure.interval.low, figure.interval.high)
    title, subtitle = told.label, told.counted
    return _picture(figure.id, Shape.CHANGE, title, subtitle, (*bars, ratio), language)


def _picture(name: str, shape: Shape, title: str, subtitle: str, rows: tuple[Row, ...], language: Language) -> Picture:
    subtitle = with_capital(subtitle)
    said = "; ".join(f"{row.label}: {row.text}" for row in rows)
    alternative = f"{_CHART[language]}. {title.rstrip('.')}. {subtitle.rstrip('.')}. {said}."
    return Picture(name, shape, title, subtitle, alternative, rows)
