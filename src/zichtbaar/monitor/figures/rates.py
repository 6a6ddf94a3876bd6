"""Two counts side by side: how many times as many, and how sure that is."""

from __future__ import annotations

from math import inf

from zichtbaar.monitor.figures.figure import Interval
from zichtbaar.monitor.figures.shares import LEVEL, clopper_pearson


def rate_ratio(count: int, compared: int, exposure: float = 1.0) -> float | None:
    """`count` against `compared`, where the first was gathered in `exposure` times as long.

    None where there is nothing to compare with.
    """
    return count / compared / exposure if compared else None


def rate_ratio_interval(count: int, compared: int, exposure: float = 1.0, level: float = LEVEL) -> Interval | None:
    """The exact conditional interval of the ratio of two Poisson rates; None where both counts are 0.

    Given their sum, the first count is binomial: the bounds of its share (Clopper-Pearson), as odds,
    are those of the ratio. Says nothing about whether two equal counts mean that nothing changed.
    """
    if count == compared == 0:
        return None
    share = clopper_pearson(count, count + compared, level)
    low, high = (_odds(bound) / exposure for bound in (share.low, share.high))
    return Interval(low, high, level, "exact conditional")


def _odds(share: float) -> float:
    return inf if share == 1 else share / (1 - share)
