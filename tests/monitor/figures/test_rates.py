"""Two counts side by side, held beside another implementation."""

from __future__ import annotations

import warnings
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.figures.rates import rate_ratio, rate_ratio_interval

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the libraries that the reference itself loads
    from statsmodels.stats.rates import test_poisson_2indep as poisson_test

COUNTS = st.integers(0, 5000)


def bounds(count: int, compared: int, exposure: float = 1.0, level: float = 0.95) -> tuple[float, float]:
    interval = rate_ratio_interval(count, compared, exposure, level)
    assert interval is not None
    return interval.low, interval.high


def test_193_beside_193_is_1_and_may_have_been_a_fifth_less_or_more() -> None:
    assert rate_ratio(193, 193) == 1
    low, high = bounds(193, 193)
    assert (round(low, 3), round(high, 3)) == (0.815, 1.227)


def test_250_beside_285_does_not_show_that_anything_changed() -> None:
    low, high = bounds(285, 250)
    assert (round(low, 2), round(high, 2)) == (0.96, 1.36)
    assert low < 1 < high


@pytest.mark.parametrize(("count", "compared", "exposure"), [
    (193, 193, 1.0), (285, 250, 1.0), (155, 193, 1.0), (12, 30, 0.5), (408, 299, 1.2), (5, 40, 1.0),
])  # fmt: skip
@pytest.mark.parametrize("bound", ["low", "high"])
def test_a_bound_is_where_the_exact_test_of_statsmodels_turns(
    count: int, compared: int, exposure: float, bound: str
) -> None:
    # statsmodels 0.15.0: test_poisson_2indep(count, exposure, compared, 1, value=bound,
    #                     method="exact-cond", compare="ratio", alternative=...).pvalue == 0.025
    low, high = bounds(count, compared, exposure)
    value, alternative = (low, "larger") if bound == "low" else (high, "smaller")
    result = poisson_test(
        count, exposure, compared, 1.0, value=value, method="exact-cond", compare="ratio", alternative=alternative
    )
    assert result.pvalue == pytest.approx(0.025, abs=1e-6)


@given(count=COUNTS, compared=COUNTS)
def test_looked_at_from_the_other_side_the_interval_turns_over(count: int, compared: int) -> None:
    if count == compared == 0:
        assert rate_ratio_interval(count, compared) is None
        return
    low, high = bounds(count, compared)
    mirrored_low, mirrored_high = bounds(compared, count)
    assert low == pytest.approx(1 / mirrored_high if mirrored_high else inf, rel=1e-6)
    assert mirrored_low == pytest.approx(1 / high if high else inf, rel=1e-6)


@given(count=COUNTS, compared=COUNTS.filter(bool))
def test_the_ratio_lies_within_its_interval(count: int, compared: int) -> None:
    ratio = rate_ratio(count, compared)
    low, high = bounds(count, compared)
    assert ratio is not None
    assert low <= ratio <= high


@given(count=COUNTS, compared=COUNTS.filter(bool), exposure=st.floats(0.1, 10))
def test_twice_the_time_is_half_the_rate(count: int, compared: int, exposure: float) -> None:
    assert bounds(count, compared, exposure) == pytest.approx(
        tuple(bound / exposure for bound in bounds(count, compared)), rel=1e-9
    )


@given(count=COUNTS, compared=COUNTS.filter(bool))
def test_one_more_moves_both_bounds_up(count: int, compared: int) -> None:
    low, high = bounds(count, compared)
    more_low, more_high = bounds(count + 1, compared)
    assert low <= more_low
    assert high <= more_high


def test_beside_nobody_there_is_no_ratio() -> None:
    assert rate_ratio(5, 0) is None
    assert bounds(5, 0)[1] == inf
