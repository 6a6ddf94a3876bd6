"""Intervals of the population for one model, given that the model is right: they say nothing of how it was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

from zichtbaar.monitor.estimation.errors import SettingError
from zichtbaar.monitor.estimation.settings_given import is_number, shown

SMALLEST_ERROR = 1e-6
"""An expectation known better than this is known: its count has a Poisson distribution as far as can be told."""


@dataclass(frozen=True, slots=True)
class PopulationInterval:
    """An interval of the population, in cases; `high` is infinite where the data set no upper limit.

    `level` is a fraction (0.95); `method` says what it is, in words that can be printed.
    """

    low: float
    high: float
    level: float
    method: str


def require_level(level: float) -> float:
    """The level of an interval. Raises SettingError for one that is no fraction between 0 and 1."""
    if not (is_number(level) and 0 < level < 1):
        raise SettingError(f"an interval of level {shown(level)} (expected a fraction between 0 and 1, such as 0.95)")
    return level


def normal_quantile(probability: float) -> float:
    """The quantile of the standard normal distribution."""
    from scipy.special import ndtri  # noqa: PLC0415 - takes a fifth of a second to load

    return float(ndtri(probability))


def log_interval(cases: int, dark_figure: float, error: float, level: float) -> PopulationInterval:
    """n + exp(alpha -+ z se): symmetric for the logarithm of the dark figure, and never below the cases seen.

    `error` is the standard error of alpha. The interval of SparseMSE's `estimatepopulation.0`.
    """
    width = normal_quantile((1 + require_level(level)) / 2) * error
    low, high = cases + dark_figure * exp(-width), cases + dark_figure * exp(width)
    return PopulationInterval(low, high, level, "log-normal for the dark figure, given the model")


def wald_interval(cases: int, dark_figure: float, error: float, level: float) -> PopulationInterval:
    """N -+ z sd(N), cut off at the cases seen. `error` is the standard error of alpha."""
    width = normal_quantile((1 + require_level(level)) / 2) * population_error(dark_figure, error)
    population = cases + dark_figure
    return PopulationInterval(max(float(cases), population - width), population + width, level, "Wald, given the model")


def count_interval(expected: float, error: float, level: float) -> PopulationInterval:
    """In which a count lies whose expectation is estimated: quantiles of a negative binomial distribution.

    `error` is the standard error of the logarithm of the expectation. A Poisson count whose expectation has a gamma
    distribution with this error has the variance of `population_error`, and unlike a log-normal number it can be 0.
    """
    tail = (1 - require_level(level)) / 2
    size = max(error, SMALLEST_ERROR) ** -2
    low, high = (float(_quantile_of_count(part, expected, size)) for part in (tail, 1 - tail))
    return PopulationInterval(low, high, level, "negative binomial for a count, given the model")


def _quantile_of_count(probability: float, expected: float, size: float) -> int:
    """The smallest count that is not exceeded with this probability."""
    from scipy.special import betainc  # noqa: PLC0415 - takes a fifth of a second to load

    def is_reached(count: int) -> bool:
        return bool(betainc(size, count + 1.0, size / (size + expected)) >= probability)

    low, high = -1, 1
    while not is_reached(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_reached(middle) else (middle, high)
    return high


def population_error(dark_figure: float, error: float) -> float:
    """The standard error of N: the dark figure is a Poisson number whose mean is estimated too.

    The `stderr` of Rcapture's `closedp.t` (S. Baillargeon, L.-P. Rivest, "Rcapture: loglinear models for
    capture-recapture in R", Journal of Statistical Software 19(5) (2007), section 2).
    """
    return sqrt(dark_figure + (dark_figure * error) ** 2)
