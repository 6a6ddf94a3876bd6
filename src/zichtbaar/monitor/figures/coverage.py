"""What part of an estimate from outside is in view. The band of the estimate is its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zichtbaar.monitor.figures.figure import Base, Benchmark, Figure, FigureKind, Interval, Mismatch

BAND = "benchmark band"
PERSON = "person"
"""The unit of every count of registrations: whoever chats more often counts once."""


def cover(figure: Figure, estimate: Benchmark) -> Figure:
    """A count, or a figure from outside, as a part of an estimate."""
    size = round(estimate.value)
    return replace(
        figure,
        kind=FigureKind.COVERAGE,
        base=Base(size, size, estimate.noun, estimate.one),
        share=figure.count / estimate.value,
        interval=band(figure.count, estimate),
        benchmark=estimate,
        numerator=figure.benchmark,
        mismatches=tuple(_mismatches(figure, estimate)),
    )


def band(count: float, estimate: Benchmark) -> Interval | None:
    """The coverage if the estimate were as high, or as low, as its bounds; None where it has none."""
    if estimate.low is None or estimate.high is None:
        return None
    return Interval(count / estimate.high, count / estimate.low, 1.0, BAND)


def _mismatches(figure: Figure, estimate: Benchmark) -> Iterator[Mismatch]:
    """In what the figure above the line is not about the same as the estimate below it."""
    above = figure.benchmark
    years = figure.period and (int(figure.period[0][:4]), int(figure.period[1][:4]))
    if years and not estimate.first_year <= years[0] <= years[1] <= estimate.last_year:
        yield Mismatch.YEARS
    if (above.scope if above else figure.population) != estimate.scope:
        yield Mismatch.SCOPE
    if (above.unit if above else PERSON) != estimate.unit:
        yield Mismatch.UNIT
