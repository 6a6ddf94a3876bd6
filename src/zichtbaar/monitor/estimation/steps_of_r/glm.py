"""Poisson regression step by step as R's `glm` does it.

R takes its errors from the weights of its last step but one, when its estimates have their digits already; those of the
maximum are up to a ten-thousandth away. Every operation is R's, in its order, down to the sums of 80 bits: where there
is no estimate the steps go on towards infinity, and what is printed depends on each rounding. Iterated weighted least
squares: P. McCullagh, J. A. Nelder, Generalized Linear Models (2nd edition, 1989), section 2.5; start, floors and
stopping rule are those of R 4.2.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.intervals import population_error
from zichtbaar.monitor.estimation.lattice import Floats, make_read_only
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.steps_of_r.linpack import in_order, inverse_of_square, least_squares

WHERE_R_STOPS = 1e-8
"""R's `epsilon`: the change of the deviance, as a part of it, at which it stops."""

MOST_STEPS = 25
"""R's `maxit`."""


@dataclass(frozen=True, slots=True, eq=False)
class GlmFit:
    """Where R's `glm` stops: `coefficients` (p,), the constant first, in logarithms, and `fitted` counts (c,).

    `design` (c, p) and `counts` (c,) are what was fitted, `triangle` (p, p) what the coefficients were solved from.
    """

    design: Floats
    counts: Floats
    coefficients: Floats
    triangle: Floats
    fitted: Floats
    converged: bool

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        constant, parameters = float(self.coefficients[0]), len(self.coefficients)
        return one_line(
            self, constant=constant, parameters=parameters, deviance=self.deviance, converged=self.converged
        )

    @property
    def covariance(self) -> Floats:
        """(p, p), of the step before the last."""
        return inverse_of_square(self.triangle)

    @property
    def errors(self) -> Floats:
        """The standard errors (p,) of the coefficients."""
        errors: Floats = np.sqrt(np.diag(self.covariance))
        return errors

    @property
    def deviance(self) -> float:
        """Twice the log-likelihood that a model with a parameter for every count has more."""
        return _deviance(self.counts, self.fitted)

    @property
    def aic(self) -> float:
        """Akaike's criterion: -2 l + 2 p."""
        from scipy.special import gammaln, xlogy  # noqa: PLC0415 - takes a fifth of a second to load

        likelihood = (xlogy(self.counts, self.fitted) - self.fitted - gammaln(self.counts + 1)).sum()
        return float(-2 * likelihood + 2 * len(self.coefficients))

    @property
    def bic(self) -> float:
        """Schwarz's criterion: -2 l + p log n, with the number of cases as n."""
        return self.aic + (log(self.counts.sum()) - 2) * len(self.coefficients)

    @property
    def population(self) -> float:
        """The counts and exp(constant). Not for `Mb` and `Mbh`: their constant is not that of the dark figure."""
        return float(self.counts.sum()) + exp(self.coefficients[0])

    @property
    def population_error(self) -> float:
        """The standard error of the population, in people. Not for `Mb` and `Mbh` either."""
        return population_error(exp(self.coefficients[0]), float(self.errors[0]))

    def require_convergence(self) -> GlmFit:
        """Itself. Raises NoEstimateError where R would warn that it did not converge."""
        if not self.converged:
            raise NoEstimateError(f"glm of R would not have converged in its {MOST_STEPS} steps")
        return self


def glm(design: Floats, counts: Floats, *, change: float = WHERE_R_STOPS, offset: Floats | float = 0.0) -> GlmFit:
    """The fit for `counts` (c,) with means exp(design @ coefficients + offset), from counts + 0.1, by QR.

    For R's last digits the histories must stand in R's order, and so must the columns. `change` below R's own goes on
    where R stops. Raises NoEstimateError for columns that are not independent.
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
    return GlmFit(design, counts, coefficients, triangle, means, converged)


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
