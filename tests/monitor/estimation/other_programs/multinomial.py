"""Where Rcapture's search for a multinomial estimate and its limits stops, step by step.

For each population the model is fitted to all cells, the empty one included; that height is noisy in its last digits,
and on a flat top the noise decides where R's `optimise` stops. The correction for the total is R. M. Cormack's
("Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992) 567-576), with factorials
by Stirling's formula above a hundred people.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, pi
from typing import Any

import numpy as np
from scipy.special import chdtri, gammaln

from monitor.estimation.other_programs.brent import maximum, root
from monitor.estimation.other_programs.comparing import Endless, Near
from monitor.estimation.other_programs.glm import WHERE_R_STOPS, Glm, glm

TOLERANCE = 1e-4
"""People: Rcapture asks `optimise` and `uniroot` for no more."""

ROUNDS_AS_R = np.finfo(np.longdouble).nmant == 63
"""Whether this machine adds in 80 bits, as R's did. Elsewhere digits that only rounding makes are other digits."""


def rounding(value: float, elsewhere: float = 1e-6) -> Near:
    """A number of which the last digits are rounding: R's to the digits it prints, elsewhere as far as they hold."""
    return Near(value, 1e-12 if ROUNDS_AS_R else elsewhere)


@dataclass(frozen=True, slots=True)
class Stopped:
    """The highest population and where the likelihood has fallen as far as it may; no upper one below `furthest`."""

    population: float
    low: float
    high: float | None
    furthest: float

    def printed(self) -> dict[str, Any]:
        """As Rcapture prints it. Without an upper limit it writes where it looked last, and a 6."""
        if self.high is None:
            at = {"abundance": rounding(self.population), "supCL": f">{round(self.furthest, 1):.15g}"}
            at = at if ROUNDS_AS_R else dict.fromkeys(at, Endless())
            return {**at, "infCL": rounding(self.low, 1e-3), "infoCI": 6}
        names = ("abundance", "infCL", "supCL")
        limits = (self.population, self.low, self.high)
        return {**{name: rounding(limit) for name, limit in zip(names, limits, strict=True)}, "infoCI": 0}


def stopping(fit: Glm, level: float, *, tolerance: float = TOLERANCE, change: float = WHERE_R_STOPS) -> Stopped:
    """Rcapture's `closedpCI.t` after its fit: up to 1.5 times the estimate for the top, 3 times for the upper limit."""
    curve = Multinomial(fit, change)
    cases, furthest = curve.cases, 3 * fit.population
    top = maximum(curve, cases, 1.5 * fit.population, tolerance)
    allowed = curve(top) - float(chdtri(1, 1 - level)) / 2
    low = root(lambda number: curve(number) - allowed, cases, top, tolerance)
    high = root(lambda number: curve(number) - allowed, top, furthest, tolerance)
    assert low is not None
    return Stopped(top, low, high, furthest)


@dataclass(frozen=True, slots=True)
class Multinomial:
    """The log-likelihood of a population, from the same model with a cell for who is on no list."""

    fit: Glm
    change: float = WHERE_R_STOPS

    @property
    def cases(self) -> float:
        return float(self.fit.counts.sum())

    def __call__(self, population: float) -> float:
        missing = population - self.cases
        nowhere = np.eye(1, self.fit.design.shape[1])
        counts = np.append(self.fit.counts, missing)
        whole = glm(np.vstack([self.fit.design, nowhere]), counts, change=self.change)
        total = float(np.cumsum(counts.astype(np.longdouble))[-1])
        return -(whole.deviance - 2 * _correction(missing, total)) / 2


def _correction(missing: float, total: float) -> float:
    if total <= 100:
        return log(missing**missing * exp(gammaln(total + 1)) / (total**total * exp(gammaln(missing + 1))))
    if missing in (0, 1):
        return -total + 0.5 * log(2 * pi * total)
    return missing - total - 0.5 * log(missing / total)
