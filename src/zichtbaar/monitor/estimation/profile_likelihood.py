"""The interval of populations that the multinomial likelihood of one model does not reject.

Populations of a million times the cases seen are not made up: two lists of ten million that share ten people have
one. So nothing here is a difference of two large numbers where a small one is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log, log1p

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.intervals import PopulationInterval, require_level
from zichtbaar.monitor.estimation.lattice import Floats
from zichtbaar.monitor.estimation.poisson import Problems, fit
from zichtbaar.monitor.estimation.solving import judged
from zichtbaar.monitor.regression.existence import Status

SMALLEST = 0.5
"""Cases on no list: below this there are none."""

TIMES_FURTHER = 1e6
"""How many times the estimate is looked at for an end. One shared case alone sets an upper one below 20 times."""


@dataclass(frozen=True, slots=True)
class ProfilePoint:
    """The multinomial estimate of the population, which lies a little below the Poisson one, and its interval."""

    population: float
    interval: PopulationInterval


def profile(problem: Problems, level: float, *, stirling: bool = False) -> ProfilePoint:
    """The populations that the multinomial likelihood does not reject (Rcapture's `closedpCI.t`).

    `problem` is one fit without its empty terms. For each possible number on no list the model is fitted to all
    cells, that one included. `stirling` takes factorials by Stirling's formula without its correction, as Rcapture
    does: at a hundred cases that moves the limits by some three in ten thousand. Raises NoEstimateError when the
    likelihood has no top.
    """
    from scipy.special import chdtri  # noqa: PLC0415 - takes a fifth of a second to load

    require_level(level)
    poisson = fit(problem)
    if judged(problem, poisson)[0] != Status.FINE:
        raise NoEstimateError("the likelihood rises without end: the lists set no upper limit")
    furthest = TIMES_FURTHER * (1 + float(poisson.dark_figure[0]))
    curve = Profile(problem, stirling=stirling)
    best = _crossing(curve.slope, SMALLEST, furthest)
    if best is None:
        raise NoEstimateError("the likelihood rises without end: the lists set no upper limit")
    allowed = curve(best) - float(chdtri(1, 1 - level)) / 2

    def above(missing: float) -> float:
        return curve(missing) - allowed

    low = 0.0 if above(SMALLEST) >= 0 else _between(above, SMALLEST, best)
    high = _crossing(above, best, furthest)
    interval = PopulationInterval(
        curve.cases + low, inf if high is None else curve.cases + high, level, "profile likelihood, given the model"
    )
    return ProfilePoint(curve.cases + best, interval)


def _crossing(function: Callable[[float], float], begin: float, furthest: float) -> float | None:
    """Where a function that is positive at first comes down to 0; its beginning if it was not, None if never."""
    if function(begin) <= 0:
        return begin
    far = 2 * begin + 1
    while function(far) > 0:
        far *= 2
        if far > furthest:
            return None
    return _between(function, begin, far)


def _between(function: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq  # noqa: PLC0415 - takes a third of a second to load

    return float(brentq(function, low, high, xtol=1e-10, rtol=1e-13))


class Profile:
    """The multinomial log-likelihood of a number on no list, but for what does not depend on it.

    `problem` is one fit without its empty terms; `cases` are those seen. To be called with a number on no list.
    """

    def __init__(self, problem: Problems, *, stirling: bool) -> None:
        self.cases = float(problem.counts.sum())
        self._problem, self._stirling = problem, stirling

    def __call__(self, missing: float) -> float:
        """Its height."""
        from scipy.special import xlogy  # noqa: PLC0415

        seen = self._fitted(missing)[1:]
        population = self.cases + missing
        share = np.where(seen > 0, seen, 1.0) / population
        explained = float(xlogy(self._problem.counts[0, 1:], share).sum())
        return self._ways(missing) + explained + missing * log1p(-float(seen.sum()) / population)

    def slope(self, missing: float) -> float:
        """How the log-likelihood changes with the number on no list; that of the fit falls out at its own top."""
        seen, population = float(self._fitted(missing)[1:].sum()), self.cases + missing
        rest = self._rate_over_log(population) - self._rate_over_log(missing)
        return log1p(self.cases / missing) + rest + log1p(-seen / population)

    def _fitted(self, missing: float) -> Floats:
        counts, kept = self._problem.counts.copy(), self._problem.kept.copy()
        counts[0, 0], kept[0, 0] = missing, True
        fitted: Floats = fit(Problems(counts, self._problem.terms, kept)).fitted[0]
        return fitted

    def _ways(self, missing: float) -> float:
        """The logarithm of (n + m)! / m!, of which Stirling's formula is the large part."""
        population = self.cases + missing
        rough = (missing + 0.5) * log1p(self.cases / missing) + self.cases * (log(population) - 1)
        return rough if self._stirling else rough + _beyond_stirling(population) - _beyond_stirling(missing)

    def _rate_over_log(self, number: float) -> float:
        """The derivative of the logarithm of the factorial, less the logarithm."""
        from scipy.special import digamma  # noqa: PLC0415

        if self._stirling:
            return 0.5 / number
        if number > LARGE:
            return 0.5 / number - 1 / (12 * number**2)
        return float(digamma(number + 1)) - log(number)


LARGE = 1e4
"""Beyond this the first terms of an asymptotic series are exact."""


def _beyond_stirling(number: float) -> float:
    """The logarithm of the factorial, less (x + 1/2) log x - x."""
    from scipy.special import gammaln  # noqa: PLC0415

    if number > LARGE:
        return log(2 * np.pi) / 2 + 1 / (12 * number)
    return float(gammaln(number + 1)) - (number + 0.5) * log(number) + number
