"""Poisson regression of one table on any design matrix: does the maximum exist, where is it, and how is it off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.regression.existence import Floats, Status, is_inside_the_cone

MOST_STEPS = 200
SMALL_STEP = 1e-7
"""Newton's method converges quadratically: after a step so small nothing is left but rounding."""

MOST_HALVINGS = 60


class MaximumNotFoundError(ArithmeticError):
    """The likelihood has a maximum, and the steps towards it did not reach it."""

    def __init__(self) -> None:
        super().__init__("a model has an estimate, and it was not found: the counts are too unequal")


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fit. `coefficients` (p,), their `covariance` (p, p), the `fitted` counts (c,), and whether it exists at all:
    without an estimate (`status`) the numbers are not numbers. `log_likelihood` holds the constants of counts."""

    status: Status
    coefficients: Floats
    covariance: Floats
    fitted: Floats
    log_likelihood: float
    deviance: float

    def bias(self, design: Floats) -> Floats:
        """(p,): how far the coefficients are off on average, to the first order, with the design that was fitted.

        G. M. Cordeiro, P. McCullagh, "Bias correction in generalized linear models", JRSS B 53 (1991) 629-643.
        """
        leverage = np.einsum("ij,jk,ik->i", design, self.covariance, design)
        bias: Floats = self.covariance @ (design.T @ (self.fitted * leverage)) / -2
        return bias


def regress(design: Floats, counts: Floats, offset: Floats | float = 0.0) -> Regression:
    """The maximum for `counts` (c,) with means exp(design @ coefficients + offset), `design` (c, p).

    Raises MaximumNotFoundError for counts too unequal to reach it.
    """
    status = _status(design, counts)
    if status is not Status.FINE:
        rows, columns = np.full(len(counts), np.nan), np.full(design.shape[1], np.nan)
        return Regression(status, columns, np.outer(columns, columns), rows, float("nan"), float("nan"))
    coefficients = _maximum(design, counts, offset)
    fitted = np.exp(design @ coefficients + offset)
    inverse = np.linalg.inv(np.linalg.qr(np.sqrt(fitted)[:, None] * design, mode="r"))
    return Regression(
        status, coefficients, inverse @ inverse.T, fitted, _log_likelihood(counts, fitted), _deviance(counts, fitted)
    )


def _status(design: Floats, counts: Floats) -> Status:
    finite = is_inside_the_cone(design, counts > 0)
    unique = np.linalg.matrix_rank(design) == design.shape[1]
    return Status.of(finite=finite, unique=bool(unique))


def _maximum(design: Floats, counts: Floats, offset: Floats | float) -> Floats:
    """Newton's method; a step that would lead down is halved until it does not."""
    coefficients = _least_squares(design, np.log(counts + 0.1) - offset)
    for _ in range(MOST_STEPS):
        fitted = np.exp(design @ coefficients + offset)
        weight = np.sqrt(fitted)
        step = _least_squares(weight[:, None] * design, (counts - fitted) / weight)
        coefficients = coefficients + _short_enough(design, counts, offset, coefficients, step)
        if np.abs(step).max() < SMALL_STEP * (1 + np.abs(coefficients).max()):
            return coefficients
    raise MaximumNotFoundError


def _least_squares(design: Floats, wanted: Floats) -> Floats:
    found: Floats = np.linalg.lstsq(design, wanted, rcond=None)[0].astype(np.float64, copy=False)
    return found


def _short_enough(design: Floats, counts: Floats, offset: Floats | float, begin: Floats, step: Floats) -> Floats:
    before = _height(design, counts, offset, begin)
    slack = 1e-12 * abs(before)
    shorter = step
    for _ in range(MOST_HALVINGS):
        if _height(design, counts, offset, begin + shorter) >= before - slack:
            return shorter
        shorter = shorter / 2
    return np.zeros_like(step)


def _height(design: Floats, counts: Floats, offset: Floats | float, coefficients: Floats) -> float:
    """The log-likelihood but for its constant."""
    logarithms = design @ coefficients + offset
    with np.errstate(over="ignore"):
        return float(counts @ logarithms - np.exp(logarithms).sum())


def _log_likelihood(counts: Floats, fitted: Floats) -> float:
    from scipy.special import gammaln, xlogy  # noqa: PLC0415 - takes a fifth of a second to load

    return float((xlogy(counts, fitted) - fitted - gammaln(counts + 1)).sum())


def _deviance(counts: Floats, fitted: Floats) -> float:
    from scipy.special import xlogy  # noqa: PLC0415 - takes a fifth of a second to load

    ratio = np.where(counts > 0, counts, 1.0) / fitted
    return float(2 * (xlogy(counts, ratio) - (counts - fitted)).sum())
