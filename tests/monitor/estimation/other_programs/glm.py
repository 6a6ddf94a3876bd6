"""Poisson regression step by step as R's `glm` does it: some numbers to compare depend on where it stops.

Every operation is R's, in its order, down to the sums of 80 bits: where there is no estimate the steps go on towards
infinity, and what is printed depends on each rounding. Iterated weighted least squares: P. McCullagh, J. A. Nelder,
Generalized Linear Models (2nd edition, 1989), section 2.5; start, floors and stopping rule are those of R 4.2.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

import numpy as np
from scipy.special import gammaln, xlogy

from monitor.estimation.other_programs.linpack import in_order, inverse_of_square, least_squares
from zichtbaar.monitor.estimation.intervals import population_error
from zichtbaar.monitor.estimation.lattice import Floats

WHERE_R_STOPS = 1e-8
"""The change of the deviance, as a part of it, at which R's glm stops. Its standard errors are those of the step before
the last, so they can be off by some 1e-4; its estimates are not."""

MOST_STEPS = 25
NUMERICALLY_NOUGHT = 10 * np.finfo(float).eps


@dataclass(frozen=True, slots=True, eq=False)
class Glm:
    """Where R's glm stops: coefficients (p,), the triangle (p, p) that they were solved from, fitted counts (c,)."""

    design: Floats
    counts: Floats
    coefficients: Floats
    triangle: Floats
    fitted: Floats
    converged: bool

    @property
    def covariance(self) -> Floats:
        """(p, p), of the step before the last."""
        return inverse_of_square(self.triangle)

    @property
    def errors(self) -> Floats:
        errors: Floats = np.sqrt(np.diag(self.covariance))
        return errors

    @property
    def deviance(self) -> float:
        return _deviance(self.counts, self.fitted)

    @property
    def degrees_of_freedom(self) -> int:
        return len(self.counts) - len(self.coefficients)

    @property
    def aic(self) -> float:
        likelihood = (xlogy(self.counts, self.fitted) - self.fitted - gammaln(self.counts + 1)).sum()
        return float(-2 * likelihood + 2 * len(self.coefficients))

    @property
    def bic(self) -> float:
        return self.aic + (log(self.counts.sum()) - 2) * len(self.coefficients)

    @property
    def population(self) -> float:
        return float(self.counts.sum()) + exp(self.coefficients[0])

    @property
    def population_error(self) -> float:
        return population_error(exp(self.coefficients[0]), float(self.errors[0]))

    @property
    def bias(self) -> float:
        """That of exp(constant), as Rcapture works it out."""
        covariance = self.covariance
        half_leverage = -0.5 * np.einsum("ij,jk,ik->i", self.design, covariance, self.design)
        first = covariance @ (self.design.T @ (self.fitted * half_leverage))
        return exp(self.coefficients[0]) * float(first[0] + covariance[0, 0] / 2)

    def info_fit(self, population: float) -> int:
        """Rcapture's code: 1 for no convergence or a bias above a tenth, 3 for fitted counts of 0, 0 for neither."""
        doubtful = not self.converged or abs(self.bias) > 0.1 * population
        return int(f"{'1' * doubtful}{'3' * bool((self.fitted < NUMERICALLY_NOUGHT).any())}" or 0)


def glm(design: Floats, counts: Floats, *, change: float = WHERE_R_STOPS, offset: Floats | float = 0.0) -> Glm:
    """Iterated weighted least squares from y + 0.1, by QR, until the deviance changes by less.

    For R's last digits the histories must stand in R's order, and so must the columns.
    """
    logarithms = _each(log, counts + 0.1)
    means = _means(logarithms)
    before, converged = _deviance(counts, means), False
    for _ in range(MOST_STEPS if change >= WHERE_R_STOPS else 4 * MOST_STEPS):
        weight = np.sqrt(means * means / means)
        wanted = logarithms - offset + (counts - means) / means
        coefficients, triangle = least_squares(design * weight[:, None], weight * wanted)
        logarithms = in_order((design * coefficients).T) + offset
        means = _means(logarithms)
        deviance = _deviance(counts, means)
        converged = abs(deviance - before) / (abs(deviance) + 0.1) < change
        if converged:
            break
        before = deviance
    return Glm(design, counts, coefficients, triangle, means, converged)


def _each(function: Callable[[float], float], numbers: Floats) -> Floats:
    """By the C library, as R does: numpy's own functions differ from it in the last digit."""
    return np.array([function(number) for number in numbers.tolist()])


def _means(logarithms: Floats) -> Floats:
    floored: Floats = np.maximum(_each(exp, logarithms), np.finfo(float).eps)
    return floored


def _deviance(counts: Floats, means: Floats) -> float:
    """Each part rounds to 64 bits, and their sum is taken in 80."""
    ratios = _each(log, np.where(counts > 0, counts, means) / means)
    parts = np.where(counts > 0, counts * ratios - (counts - means), means)
    return float(in_order((2 * parts).astype(np.longdouble)))
