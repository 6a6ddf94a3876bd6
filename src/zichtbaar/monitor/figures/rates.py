"""Two counts side by side: how many times as many, how sure that is, and whether they are as good as equal.

Everything is exact and conditional: given the sum of two Poisson counts the first of them is binomial, with the
odds of the rate ratio (Przyborowski and Wilenski 1940; Lehmann and Romano 2005, section 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaincinv, gammaln

from zichtbaar.monitor.figures.figure import Equivalence, Interval
from zichtbaar.monitor.figures.shares import LEVEL, clopper_pearson

_REACH = 7  # standard deviations of a sum on both sides that its chances are added up over
_MOST_SUMS = 4001


def rate_ratio(count: int, compared: int, exposure: float = 1.0) -> float | None:
    """`count` against `compared`, where the first was gathered in `exposure` times as long.

    None where there is nothing to compare with.
    """
    return count / compared / exposure if compared else None


def rate_ratio_interval(count: int, compared: int, exposure: float = 1.0, level: float = LEVEL) -> Interval | None:
    """The exact conditional interval of the ratio of two Poisson rates; None where both counts are 0.

    The bounds of the share of the first count in both (Clopper-Pearson), as odds, are those of the ratio. Says
    nothing about whether two equal counts mean that nothing changed.
    """
    if count == compared == 0:
        return None
    share = clopper_pearson(count, count + compared, level)
    low, high = (_odds(bound) / exposure for bound in (share.low, share.high))
    return Interval(low, high, level, "exact conditional")


def equivalence(
    count: int, compared: int, margin: float, exposure: float = 1.0, level: float = LEVEL
) -> Equivalence | None:
    """Whether the rate ratio is shown to lie within 1 / (1 + margin) to 1 + margin; None where both counts are 0.

    Two one-sided exact conditional tests (Schuirmann 1987), each at 1 - `level`; the p value is the larger of
    both. The margin must have been fixed before anybody looked. Raises ValueError unless it is above 0.
    """
    if margin <= 0:
        raise ValueError(f"a margin is above 0, not {margin}")
    if count == compared == 0:
        return None
    low, high = 1 / (1 + margin), 1 + margin
    of = count + compared
    below_low = chance_of_at_most(compared, of, 1 - _share(low * exposure))
    above_high = chance_of_at_most(count, of, _share(high * exposure))
    p_value = max(float(below_low), float(above_high))
    return Equivalence(margin, low, high, p_value, p_value < 1 - level)


def power_to_see(ratio: float, compared: int, exposure: float = 1.0, level: float = LEVEL) -> float:
    """The chance that the interval of the ratio leaves out 1 when the true rate ratio is `ratio`.

    `compared` stands for what is expected of the second count. The exact power of the exact conditional test,
    a mean over the sums of both counts that may come; in [0, 1].
    """
    expected = compared * (1 + ratio * exposure)
    if not expected:
        return 0.0
    sums = _likely(expected)
    chances = np.exp(sums * log(expected) - expected - gammaln(sums + 1))
    seen = _seen(sums, _share(exposure), _share(ratio * exposure), level)
    return min(1.0, float(np.average(seen, weights=chances)))


def poisson_interval(count: int, level: float = LEVEL) -> Interval:
    """The exact interval of Garwood (1936) for what is expected of a Poisson count. ValueError below 0."""
    if count < 0:
        raise ValueError(f"{count} is no count")
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(gammaincinv(count, tail))
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)), level, "Garwood")


@dataclass(frozen=True, slots=True)
class _Tail:
    """The lower tail of a binomial count at each sum: up to which count it is so rare that a test speaks."""

    sums: NDArray[np.float64]
    share: float
    rare: float

    def last(self) -> NDArray[np.float64]:
        """The highest count whose tail is at most `rare`; -1 where there is none.

        Looked for around what a normal curve with the skewness of the binomial says (Cornish and Fisher 1938).
        """
        z = NormalDist().inv_cdf(self.rare)
        skewed = (z * z - 1) * (1 - 2 * self.share) / 6 - 0.5
        near = np.floor(self.sums * self.share + z * np.sqrt(self.sums * self.share * (1 - self.share)) + skewed)
        last = np.full_like(self.sums, -1.0)
        for step in range(-3, 4):
            count = np.clip(near + step, -1, self.sums)
            last = np.where(chance_of_at_most(count, self.sums, self.share) <= self.rare, np.maximum(last, count), last)
        return last


def _seen(sums: NDArray[np.float64], null: float, true: float, level: float) -> NDArray[np.float64]:
    """The chance, given each sum, that the exact conditional test at `null` speaks when the share is `true`."""
    seen = np.zeros_like(sums)
    for at_null, at_true in ((null, true), (1 - null, 1 - true)):
        seen += chance_of_at_most(_Tail(sums, at_null, (1 - level) / 2).last(), sums, at_true)
    return seen


def chance_of_at_most(
    count: NDArray[np.float64] | float, of: NDArray[np.float64] | float, share: float
) -> NDArray[np.float64] | np.float64:
    """The chance that a binomial count is this or lower, by the incomplete beta function (DLMF 8.17.5)."""
    inside = np.clip(count, 0, np.maximum(of, 1) - 1)
    chance = betainc(np.maximum(of, 1) - inside, inside + 1, 1 - share)
    return np.where(np.less(count, 0), 0.0, np.where(np.greater_equal(count, of), 1.0, chance))


def _likely(expected: float) -> NDArray[np.float64]:
    """The counts that a Poisson variable takes with a chance worth adding up; of very many, an even choice."""
    reach = _REACH * sqrt(expected) + _REACH
    low, high = max(0, floor(expected - reach)), ceil(expected + reach)
    return np.unique(np.linspace(low, high, min(high - low + 1, _MOST_SUMS)).round())


def _share(odds: float) -> float:
    return odds / (1 + odds)


def _odds(share: float) -> float:
    return inf if share == 1 else share / (1 - share)
