"""What part of an estimate from outside is in view. The band of the estimate is its uncertainty."""

from __future__ import annotations

from dataclasses import replace

from zichtbaar.monitor.figures.figure import Base, Benchmark, Figure, FigureKind, Interval

BAND = "benchmark band"


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
    )


def band(count: float, estimate: Benchmark) -> Interval | None:
    """The coverage if the estimate were as high, or as low, as its bounds; None where it has none."""
    if estimate.low is None or estimate.high is None:
        return None
    return Interval(count / estimate.high, count / estimate.low, 1.0, BAND)
