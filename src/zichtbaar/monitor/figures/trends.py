"""How the counts of successive months change over the years, whatever the season."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.figures.figure import Interval, Trend
from zichtbaar.monitor.figures.shares import LEVEL

if TYPE_CHECKING:
    from statsmodels.genmod.generalized_linear_model import GLMResults

YEAR = 12
"""Months after which the season comes back."""

_OVERDISPERSED = 0.05  # months that differ so much are rarer than this under Poisson
_SLOPE = 1  # place of the change in a year among the parameters


def fit_trend(counts: Sequence[int], level: float = LEVEL) -> Trend | None:
    """The change of successive months from one year to the next, with one wave of the season a year.

    A Poisson regression on the logarithm; a negative binomial one (variance mean + alpha mean^2, by maximum
    likelihood) where Pearson's statistic of the first would come by chance in fewer than 5 of 100 cases. The interval
    is Wald's. None where there is nothing to fit: fewer than two years, nobody, or a fit that does not converge.
    """
    if len(counts) < 2 * YEAR or not any(counts):
        return None
    times = design(len(counts))
    fitted, model = poisson_regression(np.asarray(counts, dtype=float), times), "Poisson"
    if _is_overdispersed(fitted):
        fitted, model = _fit_negative_binomial(counts, times), "negative binomial"
        if not fitted.mle_retvals["converged"]:
            return None
    with np.errstate(over="ignore"):  # of hardly anybody the interval has no upper end
        low, high = np.exp(np.asarray(fitted.conf_int(alpha=1 - level))[_SLOPE])
    ratio = float(np.exp(fitted.params[_SLOPE]))
    expected = tuple(float(mean) for mean in fitted.predict(times))
    return Trend(ratio, Interval(float(low), float(high), level, "Wald"), model, expected)


def design(months: int) -> NDArray[np.float64]:
    """One row a month: 1, the time in years from the middle, and the cosine and sine of the season."""
    place = np.arange(months)
    angle = 2 * np.pi * place / YEAR
    return np.column_stack([np.ones(months), (place - (months - 1) / 2) / YEAR, np.cos(angle), np.sin(angle)])


def poisson_regression(
    counts: NDArray[np.float64], rows: NDArray[np.float64], weights: NDArray[np.float64] | None = None
) -> GLMResults:
    """A Poisson regression on the logarithm, one row of explanations a month; `weights` are how much a month counts."""
    from statsmodels.genmod import families  # noqa: PLC0415  # heavy: a second, only for a recipe with a series
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415  # heavy: the same
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning  # noqa: PLC0415  # heavy: the same

    model = GLM(counts, rows, family=families.Poisson(), var_weights=weights)
    with catch_warnings():
        simplefilter("ignore", PerfectSeparationWarning)  # months that are all alike fit perfectly
        return model.fit()


def _fit_negative_binomial(counts: Sequence[int], times: NDArray[np.float64]) -> Any:
    from statsmodels.discrete.discrete_model import NegativeBinomial  # noqa: PLC0415  # heavy: as above

    return NegativeBinomial(np.asarray(counts, dtype=float), times).fit(disp=False, maxiter=200, warn_convergence=False)


def _is_overdispersed(fitted: GLMResults) -> bool:
    from scipy.stats import chi2  # noqa: PLC0415  # heavy: statsmodels has loaded it by now

    return bool(chi2.sf(fitted.pearson_chi2, fitted.df_resid) < _OVERDISPERSED)
