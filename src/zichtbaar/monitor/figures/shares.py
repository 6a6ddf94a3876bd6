"""Intervals around a share: what else the share might have been if the same process ran again."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from zichtbaar.monitor.figures.beta import inverse_incomplete_beta
from zichtbaar.monitor.figures.figure import Interval

LEVEL = 0.95


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
    return Interval(low, high, level, "Wilson")


def clopper_pearson(count: int, of: int, level: float = LEVEL) -> Interval:
    """The exact interval of Clopper and Pearson (1934): it covers at least as often as `level` says.

    For where a guarantee is wanted; wider than `wilson`. Raises ValueError as `wilson` does.
    """
    _check(count, of, level)
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else inverse_incomplete_beta(count, of - count + 1, tail)
    high = 1.0 if count == of else inverse_incomplete_beta(count + 1, of - count, 1 - tail)
    return Interval(low, high, level, "Clopper-Pearson")


def _check(count: int, of: int, level: float) -> None:
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is no share")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
