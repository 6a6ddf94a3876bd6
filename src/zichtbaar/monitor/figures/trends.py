"""How the counts of successive months change over the years, whatever the season."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from zichtbaar.monitor.figures.figure import Interval, Trend
from zichtbaar.monitor.figures.shares import LEVEL
from zichtbaar.monitor.regression.existence import Status
from zichtbaar.monitor.regression.negative_binomial import NegativeBinomialFit, negative_binomial
from zichtbaar.monitor.regression.poisson import Regression, regress

YEAR = 12
"""Months after which the season comes back."""

_OVERDISPERSED = 0.05  # months that differ so much are rarer than this under Poisson
_SLOPE = 1  # place of the change in a year among the parameters


def fit_trend(counts: Sequence[int], level: float = LEVEL) -> Trend | None:
    """The change of successive months from one year to the next, with one wave of the season a year.

    A Poisson regression on the logarithm; a negative binomial one (variance mean + alpha mean^2, by maximum
    likelihood) where Pearson's statistic of the first would come by chance in fewer than 5 of 100 cases. The interval
    is Wald's. None where there is nothing to fit: fewer than two years, months so empty that the likelihood has no top,
    or such as differ too much for the first model and are none of the second.
    """
    if len(counts) < 2 * YEAR or not any(counts):
        return None
    observed, rows = np.asarray(counts, dtype=float), design(len(counts))
    first = regress(rows, observed)
    if first.status is not Status.FINE:
        return None
    if not _is_overdispersed(observed, first):
        return _trend(first, rows, "Poisson", level)
    second = negative_binomial(observed, rows, first.coefficients)
    return None if second is None else _trend(second, rows, "negative binomial", level)


def _trend(fitted: Regression | NegativeBinomialFit, rows: NDArray[np.float64], model: str, level: float) -> Trend:
    slope, error = fitted.coefficients[_SLOPE], sqrt(fitted.covariance[_SLOPE, _SLOPE])
    width = NormalDist().inv_cdf((1 + level) / 2) * error
    with np.errstate(over="ignore"):  # of hardly anybody the interval has no upper end
        low, ratio, high = map(float, np.exp([slope - width, slope, slope + width]))
    expected = tuple(float(mean) for mean in np.exp(rows @ fitted.coefficients))
    return Trend(ratio, Interval(low, high, level, "Wald"), model, expected)


def design(months: int) -> NDArray[np.float64]:
    """One row a month: 1, the time in years from the middle, and the cosine and sine of the season."""
    place = np.arange(months)
    angle = 2 * np.pi * place / YEAR
    return np.column_stack([np.ones(months), (place - (months - 1) / 2) / YEAR, np.cos(angle), np.sin(angle)])


def _is_overdispersed(counts: NDArray[np.float64], fitted: Regression) -> bool:
    pearson = float(((counts - fitted.fitted) ** 2 / fitted.fitted).sum())
    return bool(chdtrc(len(counts) - len(fitted.coefficients), pearson) < _OVERDISPERSED)
