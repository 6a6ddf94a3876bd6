"""Intervals around a share: what else the share might have been if the same process ran again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from scipy.special import betaincinv

from zichtbaar.monitor.figures.figure import Interval

LEVEL = 0.95


class IntervalMethod(StrEnum):
    """How the interval around a share is made, by the name that it is printed with."""

    WILSON = "Wilson"
    CLOPPER_PEARSON = "Clopper-Pearson"
    JEFFREYS = "Jeffreys"


def wilson(count: int, of: int, level: float = LEVEL) -> Interval:
    """The score interval of Wilson (1927): on average it covers as often as `level` says. For display.

    `count` persons out of `of`, 0 <= count <= of and of > 0; otherwise ValueError.
    """
    _check(count, of, level)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = count / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    # Rounding of the arithmetic must not push a bound past what is possible.
    low = 0.0 if count == 0 else max(0.0, (middle - reach) / scale)
    high = 1.0 if count == of else min(1.0, (middle + reach) / scale)
    return Interval(low, high, level, IntervalMethod.WILSON)


def clopper_pearson(count: int, of: int, level: float = LEVEL) -> Interval:
    """The exact interval of Clopper and Pearson (1934): it covers at least as often as `level` says.

    For where a guarantee is wanted; wider than `wilson`. Raises ValueError as `wilson` does.
    """
    _check(count, of, level)
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, of - count + 1, tail))
    high = 1.0 if count == of else float(betaincinv(count + 1, of - count, 1 - tail))
    return Interval(low, high, level, IntervalMethod.CLOPPER_PEARSON)


def jeffreys(count: int, of: int, level: float = LEVEL) -> Interval:
    """The equal-tailed interval of a beta posterior with the prior of Jeffreys, Beta(1/2, 1/2).

    On average it covers as often as `level` says. Its ends are 0 and 1 where nobody or everybody is counted
    (Brown, Cai and DasGupta 2001, section 4.3). Raises ValueError as `wilson` does.
    """
    _check(count, of, level)
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(betaincinv(count + 0.5, of - count + 0.5, tail))
    high = 1.0 if count == of else float(betaincinv(count + 0.5, of - count + 0.5, 1 - tail))
    return Interval(low, high, level, IntervalMethod.JEFFREYS)


INTERVALS: Mapping[str, Callable[..., Interval]] = {
    IntervalMethod.WILSON: wilson,
    IntervalMethod.CLOPPER_PEARSON: clopper_pearson,
    IntervalMethod.JEFFREYS: jeffreys,
}
"""The function of each method; they take the count, of how many, and the level."""


def _check(count: int, of: int, level: float) -> None:
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is no share")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
