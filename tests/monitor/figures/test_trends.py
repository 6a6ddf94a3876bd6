"""Months over the years: their change whatever the season, and how sure that is."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.random import default_rng
from statsmodels.discrete.discrete_model import NegativeBinomial

from zichtbaar.monitor.figures.trends import design, fit_trend
from zichtbaar.monitor.regression.negative_binomial import negative_binomial
from zichtbaar.monitor.regression.poisson import regress


def months(years: int, mean: float = 20, yearly: float = 1.0, wave: float = 0.0) -> list[int]:
    """What is expected of each month, rounded."""
    place = np.arange(12 * years)
    means = mean * yearly ** (place / 12) * np.exp(wave * np.cos(2 * np.pi * place / 12))
    return [round(value) for value in means]


def test_a_steady_rise_comes_back() -> None:
    trend = fit_trend(months(5, mean=200, yearly=1.1))
    assert trend is not None
    assert trend.ratio == pytest.approx(1.1, abs=0.002)
    assert trend.interval.low < 1.1 < trend.interval.high
    assert trend.model == "Poisson"


@pytest.mark.parametrize("seed", range(12))
def test_months_that_differ_much_are_fitted_as_statsmodels_fits_them(seed: int) -> None:
    """Its `NegativeBinomial`, gone on with by Newton's method; the covariance is that of coefficients and size."""
    random = default_rng(seed)
    size, mean = random.uniform(0.3, 4), random.uniform(5, 60)
    counts = random.negative_binomial(size, size / (size + mean), int(random.integers(36, 84)))
    rows = design(len(counts))
    model = NegativeBinomial(counts, rows)
    near = model.fit(disp=False, maxiter=1000).params
    theirs = model.fit(start_params=near, method="newton", disp=False)
    trend = fit_trend([int(count) for count in counts])
    assert trend is not None
    assert trend.model == "negative binomial"
    assert trend.ratio == pytest.approx(exp(theirs.params[1]), rel=1e-7)
    assert [trend.interval.low, trend.interval.high] == pytest.approx(np.exp(theirs.conf_int()[1]), rel=1e-7)
    assert trend.expected == pytest.approx(theirs.predict(rows), rel=1e-7)


def test_months_whose_differences_are_those_of_chance_have_no_negative_binomial() -> None:
    rows, counts = design(36), np.array(months(3), dtype=float)
    assert negative_binomial(counts, rows, regress(rows, counts).coefficients) is None


def test_the_season_is_no_trend() -> None:
    trend = fit_trend(months(4, mean=200, wave=0.4))
    assert trend is not None
    assert trend.ratio == pytest.approx(1, abs=0.005)
    assert trend.expected[0] == pytest.approx(200 * np.exp(0.4), rel=0.02)
    assert trend.expected[6] == pytest.approx(200 * np.exp(-0.4), rel=0.02)
    assert len(trend.expected) == 48


def test_months_that_differ_more_than_chance_lets_them_make_the_interval_wider() -> None:
    random = default_rng(3)
    calm = fit_trend([int(count) for count in random.poisson(20, 60)])
    wild = fit_trend([int(count) for count in random.negative_binomial(4, 4 / 24, 60)])
    assert calm is not None
    assert wild is not None
    assert (calm.model, wild.model) == ("Poisson", "negative binomial")
    assert log(wild.interval.high / wild.interval.low) > 1.5 * log(calm.interval.high / calm.interval.low)


@pytest.mark.parametrize("spread", [1.0, 2.5])
def test_the_interval_holds_no_change_as_often_as_it_says(spread: float) -> None:
    """300 series of five years without a trend: at 95 per cent some 15 of them lie outside, give or take 4 twice."""
    random = default_rng(5)
    outside = 0
    for _ in range(300):
        drawn = random.poisson(20, 60) if spread == 1 else random.negative_binomial(20 / (spread - 1), 1 / spread, 60)
        trend = fit_trend([int(count) for count in drawn])
        assert trend is not None
        outside += not trend.interval.low <= 1 <= trend.interval.high
    assert 6 <= outside <= 26


def nearly_empty(places: dict[int, int], months: int) -> list[int]:
    """Months in which nobody came, but for these."""
    return [places.get(place, 0) for place in range(months)]


HARDLY_ANY = st.dictionaries(st.integers(0, 23), st.integers(1, 60), max_size=5)


@given(
    st.lists(st.integers(0, 60), min_size=24, max_size=60) | st.builds(nearly_empty, HARDLY_ANY, st.integers(24, 60))
)
@example(nearly_empty({0: 49}, 24))
@example(nearly_empty({0: 33, 13: 61}, 40))
@settings(max_examples=100, deadline=None)
def test_any_months_have_a_trend_within_its_interval_or_none(counts: list[int]) -> None:
    """Where nearly every month was empty, a library's fit ended with a singular matrix, and the factsheet with it."""
    trend = fit_trend(counts)
    if trend is not None:
        assert 0 <= trend.interval.low <= trend.ratio <= trend.interval.high
        assert len(trend.expected) == len(counts)


def test_one_year_or_nobody_has_no_trend() -> None:
    assert fit_trend([20] * 23) is None
    assert fit_trend([0] * 36) is None
    assert fit_trend([20] * 24) is not None


def test_the_slope_of_the_design_is_a_year() -> None:
    rows = design(36)
    assert rows[12][1] - rows[0][1] == pytest.approx(1)
    assert rows[:, 1].mean() == pytest.approx(0)
    assert rows[12][2:] == pytest.approx(rows[0][2:])
