"""Negative binomial regression on the logarithm, by maximum likelihood: for counts that differ more than by chance.

The variance of a count of mean m is m + m^2 / size (J. F. Lawless, "Negative binomial and mixed Poisson regression",
Canadian Journal of Statistics 15 (1987) 209-225). For a given size the likelihood is concave in the coefficients, so
Newton's method with steps that never lead down finds their maximum wherever it exists, and that is where the one of a
Poisson regression exists. The size is where the slope along these maxima is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from scipy.special import digamma, polygamma

from zichtbaar.monitor.regression.existence import Floats

LARGEST_SIZE = 1e4
"""Times the mean count: with more the variance is that of Poisson but for a ten-thousandth."""

SMALLEST_SIZE = 1e-4
"""With less a month with anybody at all would be as rare as one in a thousand."""

MOST_STEPS = 200
SMALL_STEP = 1e-10
MOST_HALVINGS = 60
LONGEST_STEP = 4.0
"""On the scale of logarithms: longer steps come from far away, and overshoot."""


@dataclass(frozen=True, slots=True, eq=False)
class NegativeBinomialFit:
    """`coefficients` (p,) and their `covariance` (p, p), that of the maximum over coefficients and size; `size`."""

    coefficients: Floats
    covariance: Floats
    size: float


def negative_binomial(counts: Floats, rows: Floats, start: Floats) -> NegativeBinomialFit | None:
    """The fit of `counts` (n,), explained by `rows` (n, p); None where no variance above Poisson's fits better.

    `start` (p,): the coefficients of the Poisson regression, which must exist.
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - heavy: a third of a second, only for such months

    def slope(logarithm: float) -> float:
        size = exp(logarithm)
        return size * _slope_of_size(counts, _means(rows, _maximum(counts, rows, size, start)), size)

    high = log(LARGEST_SIZE * max(1.0, float(counts.mean())))
    if slope(high) >= 0:
        return None
    # The nearest top: far below, where a size says hardly anything, the equations cannot be solved.
    low = high - 1
    while slope(low) < 0:
        high, low = low, low - 1
        if low < log(SMALLEST_SIZE):
            return None
    size = exp(brentq(slope, low, high, xtol=1e-12, rtol=1e-14))
    coefficients = _maximum(counts, rows, size, start)
    return NegativeBinomialFit(coefficients, _covariance(counts, rows, _means(rows, coefficients), size), size)


def _maximum(counts: Floats, rows: Floats, size: float, start: Floats) -> Floats:
    """The coefficients at which the likelihood of this size has its top."""
    coefficients = start
    for _ in range(MOST_STEPS):
        means = _means(rows, coefficients)
        score = rows.T @ (size * (counts - means) / (means + size))
        step = _upward(counts, rows, size, coefficients, _solved(_information(counts, rows, means, size), score))
        coefficients = coefficients + step
        if np.abs(step).max() < SMALL_STEP:
            break
    return coefficients


def _upward(counts: Floats, rows: Floats, size: float, begin: Floats, step: Floats) -> Floats:
    """The step, shortened until the likelihood does not fall by more than rounding."""
    shorter: Floats = step * min(1.0, LONGEST_STEP / max(float(np.abs(rows @ step).max()), LONGEST_STEP))
    least = _height(counts, rows, size, begin)
    least -= 1e-13 * abs(least)
    for _ in range(MOST_HALVINGS):
        if _height(counts, rows, size, begin + shorter) >= least:
            break
        shorter = shorter / 2
    return shorter


def _solved(matrix: Floats, right: Floats) -> Floats:
    solution: Floats = np.linalg.solve(matrix, right).astype(np.float64, copy=False)
    return solution


def _height(counts: Floats, rows: Floats, size: float, coefficients: Floats) -> float:
    """The log-likelihood, but for what does not depend on the coefficients."""
    logarithms = rows @ coefficients
    return float(counts @ logarithms - (counts + size) @ np.logaddexp(logarithms, log(size)))


def _means(rows: Floats, coefficients: Floats) -> Floats:
    means: Floats = np.exp(rows @ coefficients)
    return means


def _information(counts: Floats, rows: Floats, means: Floats, size: float) -> Floats:
    """(p, p): how the likelihood bends in the coefficients, as it was observed."""
    bend = size * means * (size + counts) / (means + size) ** 2
    information: Floats = rows.T @ (bend[:, None] * rows)
    return information


def _slope_of_size(counts: Floats, means: Floats, size: float) -> float:
    part = digamma(counts + size) - digamma(size) - np.log1p(means / size) + (means - counts) / (means + size)
    return float(part.sum())


def _covariance(counts: Floats, rows: Floats, means: Floats, size: float) -> Floats:
    across = -rows.T @ ((counts - means) * means / (means + size) ** 2)
    apart = polygamma(1, counts + size) - polygamma(1, size) + means / size / (means + size)
    of_size = -float((apart - (means - counts) / (means + size) ** 2).sum())
    whole = np.block(
        [[_information(counts, rows, means, size), across[:, None]], [across[None, :], np.array([[of_size]])]]
    )
    covariance: Floats = np.linalg.inv(whole)[:-1, :-1]
    return covariance
