"""Where Rcapture's `closedpCI.t` stops: the multinomial estimate of a population and its limits, step by step.

For each population the model is fitted to all cells, the empty one included; that height is noisy in its last digits,
and on a flat top the noise decides where R's `optimise` stops. The correction for the total is R. M. Cormack's
("Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992) 567-576), with factorials
by Stirling's formula above a hundred people. Steps and tolerances are those of Rcapture 1.4-4.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, isfinite, log, pi

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.intervals import PopulationInterval, require_level
from zichtbaar.monitor.estimation.profile_likelihood import ProfilePoint
from zichtbaar.monitor.estimation.steps_of_r.brent import maximum, root
from zichtbaar.monitor.estimation.steps_of_r.glm import WHERE_R_STOPS, GlmFit, glm

TOLERANCE = 1e-4
"""People: Rcapture asks `optimise` and `uniroot` for no more."""

FURTHEST_TOP = 1.5
"""How many times the Poisson estimate Rcapture looks for the top."""

FURTHEST_LIMIT = 3
"""How many times the Poisson estimate Rcapture looks for the upper limit (its `fmaxSupCL`)."""

FACTORIALS = 100
"""People: up to here Rcapture takes factorials, and Stirling's formula beyond."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The highest population and where the likelihood has fallen as far as it may, in people.

    A limit is None where the likelihood does not fall that far: down to the cases seen, or up to `furthest`.
    """

    cases: float
    population: float
    low: float | None
    high: float | None
    furthest: float

    def with_level(self, level: float) -> ProfilePoint:
        """As the interval that Rcapture prints: the cases seen for no lower limit, infinity for no upper one."""
        low = self.cases if self.low is None else self.low
        high = inf if self.high is None else self.high
        method = "profile likelihood as closedpCI.t of Rcapture stops, given the model"
        return ProfilePoint(self.population, PopulationInterval(low, high, level, method))


def stopping(fit: GlmFit, level: float, *, tolerance: float = TOLERANCE, change: float = WHERE_R_STOPS) -> Stopped:
    """Rcapture's steps from its Poisson `fit`. A smaller `tolerance` and `change` go on where it stops.

    Raises SettingError for a level that is none, NoEstimateError where its factorials are too large for a number.
    """
    from scipy.special import chdtri  # noqa: PLC0415 - takes a fifth of a second to load

    curve = Multinomial(fit, change)
    cases, furthest = curve.cases, FURTHEST_LIMIT * fit.population
    allowed_fall = float(chdtri(1, 1 - require_level(level))) / 2
    top = maximum(curve, cases, FURTHEST_TOP * fit.population, tolerance)
    allowed = curve(top) - allowed_fall
    low = root(lambda number: curve(number) - allowed, cases, top, tolerance)
    high = root(lambda number: curve(number) - allowed, top, furthest, tolerance)
    return Stopped(cases, top, low, high, furthest)


@dataclass(frozen=True, slots=True)
class Multinomial:
    """The log-likelihood of a population, from the same model with a cell for who is on no list."""

    fit: GlmFit
    change: float = WHERE_R_STOPS

    @property
    def cases(self) -> float:
        """Those seen."""
        return float(self.fit.counts.sum())

    def __call__(self, population: float) -> float:
        """Its height, but for what does not depend on the population."""
        missing = population - self.cases
        nowhere = np.eye(1, self.fit.design.shape[1])
        counts = np.append(self.fit.counts, missing)
        whole = glm(np.vstack([self.fit.design, nowhere]), counts, change=self.change)
        total = float(np.cumsum(counts.astype(np.longdouble))[-1])
        return -(whole.deviance - 2 * _correction(missing, total)) / 2


def _correction(missing: float, total: float) -> float:
    if total <= FACTORIALS:
        return _with_factorials(missing, total)
    if missing in (0, 1):
        return -total + 0.5 * log(2 * pi * total)
    return missing - total - 0.5 * log(missing / total)


def _with_factorials(missing: float, total: float) -> float:
    from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

    above = missing**missing * exp(gammaln(total + 1))
    below = total**total * exp(gammaln(missing + 1))
    if not (isfinite(above) and isfinite(below)):
        raise NoEstimateError(
            f"Rcapture's factorials for {missing:.0f} of {total:.0f} people are too large for a number (expected more "
            "cases seen, or fewer not seen)"
        )
    return log(above / below)
