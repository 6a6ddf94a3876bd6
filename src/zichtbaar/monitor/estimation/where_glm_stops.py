"""Coefficients and standard errors as R's `glm` prints them, for who compares with an answer made by R.

R takes the errors from the weights of its last step but one, when its estimates have their digits already. Those of the
maximum, which a fit here gives, are up to a ten-thousandth away. Iterated weighted least squares: P. McCullagh,
J. A. Nelder, Generalized Linear Models (2nd edition, 1989), section 2.5; beginning and end are those of `glm.fit` in
R 4.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.intervals import population_error
from zichtbaar.monitor.estimation.lattice import Floats, make_read_only

SMALL_CHANGE = 1e-8
"""R's `epsilon`: the change of the deviance, as a part of it, at which it stops."""

MOST_STEPS = 25
"""R's `maxit`."""


@dataclass(frozen=True, slots=True, eq=False)
class GlmFit:
    """Where `glm` stops: `coefficients` (p,), the constant first, and their `covariance` (p, p), in logarithms."""

    coefficients: Floats
    covariance: Floats

    def __post_init__(self) -> None:
        make_read_only(self)

    @property
    def errors(self) -> Floats:
        """The standard errors (p,) of the coefficients."""
        errors: Floats = np.sqrt(np.diag(self.covariance))
        return errors

    @property
    def population_error(self) -> float:
        """That of the population, in people. Not for `Mb` and `Mbh`: their constant is not that of the dark figure."""
        return population_error(exp(self.coefficients[0]), float(self.errors[0]))


def where_glm_stops(design: Floats, counts: Floats, offset: Floats | float = 0.0) -> GlmFit:
    """The fit for `counts` (c,) with means exp(design @ coefficients + offset); `design` (c, p) must have full rank.

    Raises NoEstimateError where R would warn that it did not converge.
    """
    means = counts + 0.1
    logarithms, before = np.log(means), _deviance(counts, means)
    for _ in range(MOST_STEPS):
        weight = np.sqrt(means)
        rotation, triangle = np.linalg.qr(design * weight[:, None])
        wanted = weight * (logarithms - offset + (counts - means) / means)
        coefficients = np.linalg.solve(triangle, rotation.T @ wanted).astype(np.float64, copy=False)
        logarithms = design @ coefficients + offset
        means = np.maximum(np.exp(logarithms), np.finfo(float).eps)
        deviance = _deviance(counts, means)
        if abs(deviance - before) < SMALL_CHANGE * (abs(deviance) + 0.1):
            inverse = np.linalg.inv(triangle).astype(np.float64, copy=False)
            return GlmFit(coefficients, inverse @ inverse.T)
        before = deviance
    raise NoEstimateError(f"glm of R would not have converged in its {MOST_STEPS} steps")


def _deviance(counts: Floats, means: Floats) -> float:
    ratio = np.where(counts > 0, counts, means) / means
    return float(2 * (counts * np.log(ratio) - (counts - means)).sum())
