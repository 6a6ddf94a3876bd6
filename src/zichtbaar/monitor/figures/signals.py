"""Months with more than expected: the algorithm of public health surveillance called Farrington flexible.

Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (Statistics in Medicine 2013; 32: 1206-1222), after
Farrington, Andrews, Beale and Catchpole (JRSS A 1996; 159: 547-563); both made it for weeks. For months the season is
four blocks of three months, of which the first is the month itself with the one before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.figures.figure import Signal
from zichtbaar.monitor.figures.trends import YEAR

if TYPE_CHECKING:
    from statsmodels.genmod.generalized_linear_model import GLMResults

FALSE_ALARMS = 0.02
"""At most this part of months gives a signal when nothing changed: measured by benchmarks/signals.py."""

_QUANTILE = 0.995
_YEARS_BACK = 5
_LEFT_OUT = 6  # months just before, in which what is new may have begun already
_BLOCK = 3
_LARGE = 2.58  # a standardised residual above this counts for less
_FEWEST, _LATELY = 5, 4  # no signal of fewer than so many persons in so many months
_TREND_YEARS = 3


@dataclass(frozen=True, slots=True)
class _Baseline:
    """Past months and what they are explained with; `now` is the row of the month that is judged."""

    counts: NDArray[np.float64]
    rows: NDArray[np.float64]
    now: NDArray[np.float64]

    def without_trend(self) -> _Baseline:
        """The same without the column of time, which is the last."""
        return _Baseline(self.counts, self.rows[:, :-1], self.now[:-1])


def watch(months: Sequence[str], counts: Sequence[int], last: int = YEAR) -> tuple[Signal, ...]:
    """The signals among the `last` months (`yyyy-mm`) of a series, each judged by the months before it.

    A month needs 30 months before it; ValueError when the first one judged has fewer.
    """
    first = len(counts) - last
    if first < 2 * YEAR + _LEFT_OUT:
        raise ValueError(f"{first} months before the first one judged; at least {2 * YEAR + _LEFT_OUT} are needed")
    found = ((months[place], judge(counts, place)) for place in range(first, len(counts)))
    return tuple(
        Signal(month, counts[place], expected, threshold)
        for place, (month, (expected, threshold)) in enumerate(found, first)
        if counts[place] > threshold and sum(counts[max(0, place - _LATELY + 1) : place + 1]) >= _FEWEST
    )


def judge(counts: Sequence[int], place: int) -> tuple[float, float]:
    """What was to be expected in the month at this place, and the highest count that is no signal."""
    baseline = _baseline(counts, place)
    if not baseline.counts.any():
        return 0.0, 0.0
    spread, expected = _expected(baseline)
    return expected, quantile(expected, spread)


def _baseline(counts: Sequence[int], place: int) -> _Baseline:
    """Up to five years before, without the last half year; a constant, the blocks of the season, and time in years."""
    end = place - _LEFT_OUT
    places = np.arange(max(0, end - _YEARS_BACK * YEAR), end)
    everything = np.append(places, place)
    block = (everything - place + 1) % YEAR // _BLOCK
    seasons = [(block == number).astype(float) for number in range(1, YEAR // _BLOCK)]
    rows = np.column_stack([np.ones(len(everything)), *seasons, (everything - place) / YEAR])
    baseline = _Baseline(np.asarray(counts, dtype=float)[places], rows[:-1], rows[-1])
    return baseline if len(places) >= _TREND_YEARS * YEAR else baseline.without_trend()


def _expected(baseline: _Baseline) -> tuple[float, float]:
    """The dispersion (at least 1), and what is expected now: without the trend where it would lead beyond the past."""
    fitted = _fit(baseline)
    expected = float(np.exp(baseline.now @ fitted.params))
    if expected > baseline.counts.max() and baseline.rows.shape[1] > YEAR // _BLOCK:
        return _expected(baseline.without_trend())
    return _spread(fitted), expected


def _fit(baseline: _Baseline) -> GLMResults:
    """A quasi-Poisson regression, fitted again with less weight for what stood out."""
    first = _poisson_regression(baseline.counts, baseline.rows)
    leverage = first.get_hat_matrix_diag(observed=False)
    residuals = first.resid_anscombe_unscaled / np.sqrt(_spread(first) * np.maximum(1 - leverage, 1e-6))
    return _poisson_regression(baseline.counts, baseline.rows, weights_of(residuals))


def _poisson_regression(
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


def weights_of(residuals: NDArray[np.float64], large: float = _LARGE) -> NDArray[np.float64]:
    """How much each past month counts: by the square of a standardised residual above `large` less; 1 on average."""
    weights: NDArray[np.float64] = np.ones(len(residuals))
    stands_out = residuals > large
    weights[stands_out] = residuals[stands_out] ** -2.0
    weights *= len(weights) / weights.sum()
    return weights


def _spread(fitted: GLMResults) -> float:
    """The dispersion by Pearson's statistic, at least 1."""
    return max(1.0, float(fitted.pearson_chi2 / fitted.df_resid))


def quantile(expected: float, spread: float, level: float = _QUANTILE) -> float:
    """The count that is exceeded in so few months: negative binomial of variance spread x mean, or Poisson.

    What the R package `surveillance` calls the threshold method "nbPlugin".
    """
    from scipy.stats import nbinom, poisson  # noqa: PLC0415  # heavy: statsmodels has loaded it by now

    if spread <= 1 + 1e-9:
        return float(poisson.ppf(level, expected))
    return float(nbinom.ppf(level, expected / (spread - 1), 1 / spread))
