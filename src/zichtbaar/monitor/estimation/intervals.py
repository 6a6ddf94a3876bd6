"""Intervals of the population for one model, given that the model is right: they say nothing of how it was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError, SettingError
from zichtbaar.monitor.estimation.lattice import Floats
from zichtbaar.monitor.estimation.poisson import Problems, fit

SMALLEST, FURTHEST = 0.5, 1e12
"""Cases on no list between which the likelihood is looked at: below the first there are none, beyond the last there is
no upper limit."""


@dataclass(frozen=True, slots=True)
class PopulationInterval:
    """An interval of the population, in cases; `high` is infinite where the data set no upper limit.

    `level` is a fraction (0.95); `method` says what it is, in words that can be printed.
    """

    low: float
    high: float
    level: float
    method: str


def require_level(level: float) -> float:
    """The level of an interval. Raises SettingError for one that is no fraction between 0 and 1."""
    if not 0 < level < 1:
        raise SettingError(f"an interval of level {level:g} (expected a fraction between 0 and 1, such as 0.95)")
    return level


def normal_quantile(probability: float) -> float:
    """The quantile of the standard normal distribution."""
    from scipy.special import ndtri  # noqa: PLC0415 - takes a fifth of a second to load

    return float(ndtri(probability))


def log_interval(cases: int, dark_figure: float, error: float, level: float) -> PopulationInterval:
    """n + exp(alpha -+ z se): symmetric for the logarithm of the dark figure, and never below the cases seen.

    `error` is the standard error of alpha. The interval of SparseMSE's `estimatepopulation.0`.
    """
    width = normal_quantile((1 + require_level(level)) / 2) * error
    low, high = cases + dark_figure * exp(-width), cases + dark_figure * exp(width)
    return PopulationInterval(low, high, level, "log-normal for the dark figure, given the model")


def wald_interval(cases: int, dark_figure: float, error: float, level: float) -> PopulationInterval:
    """N -+ z sd(N), cut off at the cases seen. `error` is the standard error of alpha."""
    width = normal_quantile((1 + require_level(level)) / 2) * population_error(dark_figure, error)
    population = cases + dark_figure
    return PopulationInterval(max(float(cases), population - width), population + width, level, "Wald, given the model")


def population_error(dark_figure: float, error: float) -> float:
    """The standard error of N: the dark figure is a Poisson number whose mean is estimated too.

    The `stderr` of Rcapture's `closedp.t` (S. Baillargeon, L.-P. Rivest, "Rcapture: loglinear models for
    capture-recapture in R", Journal of Statistical Software 19(5) (2007), section 2).
    """
    return sqrt(dark_figure + (dark_figure * error) ** 2)


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
    curve = Profile(problem, stirling=stirling)
    best = _crossing(curve.slope, SMALLEST)
    if best is None:
        raise NoEstimateError("the likelihood rises without end: the lists set no upper limit")
    allowed = curve(best) - float(chdtri(1, 1 - level)) / 2

    def above(missing: float) -> float:
        return curve(missing) - allowed

    low = 0.0 if above(SMALLEST) >= 0 else _between(above, SMALLEST, best)
    high = _crossing(above, best)
    interval = PopulationInterval(
        curve.cases + low, inf if high is None else curve.cases + high, level, "profile likelihood, given the model"
    )
    return ProfilePoint(curve.cases + best, interval)


def _crossing(function: Callable[[float], float], begin: float) -> float | None:
    """Where a function that is positive at first comes down to 0; its beginning if it was not, None if never."""
    if function(begin) <= 0:
        return begin
    far = 2 * begin + 1
    while function(far) > 0:
        far *= 2
        if far > FURTHEST:
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

        counts, fitted = self._fitted(missing)
        share = np.where(fitted > 0, fitted, 1.0) / (self.cases + missing)
        ways = self._log_factorial(self.cases + missing) - self._log_factorial(missing)
        return ways + float(xlogy(counts, share).sum())

    def slope(self, missing: float) -> float:
        """How the log-likelihood changes with the number on no list; that of the fit falls out at its own top."""
        _, fitted = self._fitted(missing)
        population = self.cases + missing
        return self._rate(population) - self._rate(missing) + log(fitted[0] / population)

    def _fitted(self, missing: float) -> tuple[Floats, Floats]:
        counts, kept = self._problem.counts.copy(), self._problem.kept.copy()
        counts[0, 0], kept[0, 0] = missing, True
        return counts[0], fit(Problems(counts, self._problem.terms, kept)).fitted[0]

    def _log_factorial(self, number: float) -> float:
        from scipy.special import gammaln  # noqa: PLC0415

        return (number + 0.5) * log(number) - number if self._stirling else float(gammaln(number + 1))

    def _rate(self, number: float) -> float:
        """The derivative of the logarithm of the factorial."""
        from scipy.special import digamma  # noqa: PLC0415

        return log(number) + 0.5 / number if self._stirling else float(digamma(number + 1))
