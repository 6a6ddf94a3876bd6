"""What follows from numbers as they are printed: worked out from nothing else, so that it gives nothing away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from zichtbaar.monitor.disclosure.released import ReleasedBase, ReleasedMonth
from zichtbaar.monitor.disclosure.sayable import Said, outward
from zichtbaar.monitor.figures.bounds import Span, few_answered, plausible, worst_case
from zichtbaar.monitor.figures.figure import Interval, Signal, Trend
from zichtbaar.monitor.figures.signals import watch
from zichtbaar.monitor.figures.trends import fit_trend

_HALF_A_PERCENT = 0.005


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Where the share of all eligible lies in the worst case, and plausibly; None where enough answered."""

    bounds: Interval | None = None
    plausible: Interval | None = None


def left_open(said: Said, base: ReleasedBase, answered: Span | None, eligible: Span | None) -> LeftOpen:
    """What a printed percentage of a printed base leaves open about everybody, whatever was rounded.

    `answered` and `eligible` are what the two numbers of the base can be as they are printed. Of a share
    in words only, or with a hidden base, nothing is said.
    """
    if said.share is None or answered is None or eligible is None or not base.answered or not base.eligible:
        return LeftOpen()
    if not few_answered(base.answered, base.eligible):
        return LeftOpen()
    share = (max(0.0, said.share - _HALF_A_PERCENT), min(1.0, said.share + _HALF_A_PERCENT))
    return LeftOpen(outward(worst_case(share, answered, eligible)), outward(plausible(share, answered, eligible)))


def trend_of(months: Sequence[ReleasedMonth]) -> Trend | None:
    """The trend of the months as they are printed; None where one of them is hidden."""
    counts = _all(months)
    trend = fit_trend(counts) if counts else None
    return trend and replace(
        trend,
        ratio=round(trend.ratio, 3),
        interval=replace(trend.interval, low=round(trend.interval.low, 3), high=round(trend.interval.high, 3)),
        expected=tuple(round(mean, 1) for mean in trend.expected),
    )


def signals_of(months: Sequence[ReleasedMonth]) -> tuple[Signal, ...] | None:
    """The signals in the last year of the months as they are printed; None where one of them is hidden."""
    counts = _all(months)
    if not counts:
        return None
    found = watch([month.month for month in months], counts)
    return tuple(replace(signal, expected=round(signal.expected, 1)) for signal in found)


def _all(months: Sequence[ReleasedMonth]) -> list[int]:
    """The counts of all months; none where any of them is hidden."""
    counts = [month.count for month in months if month.count is not None]
    return counts if len(counts) == len(months) else []
