"""How one count relates to another, set against what there was to find them with."""

from __future__ import annotations

from dataclasses import dataclass

from zichtbaar.monitor.figures.figure import Equivalence, Exposure, Interval
from zichtbaar.monitor.figures.rates import equivalence, power_to_see, rate_ratio, rate_ratio_interval


@dataclass(frozen=True, slots=True)
class Relation:
    """The ratio of two rates, its interval, whether it lies within a margin, and what could have been seen.

    `power` is the chance that a true fall as large as the margin would have been seen (its interval below 1).
    """

    ratio: float | None = None
    interval: Interval | None = None
    equivalence: Equivalence | None = None
    power: float | None = None


def relate(count: int, compared: int, exposure: Exposure | None = None, margin: float | None = None) -> Relation:
    """Everything that two counts say of each other. Nothing where there was no exposure at all."""
    times = 1.0 if exposure is None else _times(exposure)
    if times is None:
        return Relation()
    return Relation(
        rate_ratio(count, compared, times),
        rate_ratio_interval(count, compared, times),
        equivalence(count, compared, margin, times) if margin else None,
        power_to_see(1 - margin, compared, times) if margin else None,
    )


def _times(exposure: Exposure) -> float | None:
    """How many times as much exposure the first count had."""
    return exposure.own / exposure.compared if exposure.own > 0 and exposure.compared > 0 else None
