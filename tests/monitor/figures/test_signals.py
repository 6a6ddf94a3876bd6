"""A month stands out only where the months before it do not explain it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng
from scipy.stats import poisson

from zichtbaar.monitor.figures.signals import FALSE_ALARMS, judge, quantile, watch, weights_of

YEARS = 6
NAMES = [f"{2015 + place // 12}-{place % 12 + 1:02}" for place in range(12 * YEARS)]


def steady(mean: float, *, wave: float = 0.0, seed: int = 1) -> list[int]:
    place = np.arange(12 * YEARS)
    means = mean * np.exp(wave * np.cos(2 * np.pi * place / 12))
    return [int(count) for count in default_rng(seed).poisson(means)]


def test_a_new_phenomenon_gives_a_signal_in_the_month_that_it_comes() -> None:
    counts = steady(10, seed=4)
    counts[-3] = 40
    [signal] = watch(NAMES, counts)
    assert (signal.month, signal.count) == (NAMES[-3], 40)
    assert signal.expected == pytest.approx(10, abs=2.5)
    assert signal.expected < signal.threshold < 40


def test_what_comes_back_every_year_is_no_signal() -> None:
    """Every January has three times as many; without the blocks of the season each would stand out."""
    counts = [60 if place % 12 == 0 else 20 for place in range(12 * YEARS)]
    expected, threshold = judge(counts, 12 * (YEARS - 1))
    assert expected > 25
    flat, _ = judge([20] * 12 * YEARS, 12 * (YEARS - 1))
    assert flat == pytest.approx(20)
    assert threshold > expected


def test_a_month_like_any_other_is_expected_and_the_threshold_is_that_of_poisson() -> None:
    """Counts that vary less than chance lets them have dispersion 1. scipy 1.17.1: poisson.ppf(0.995, 20)."""
    expected, threshold = judge([19, 20, 21] * 24, 70)
    assert expected == pytest.approx(20, abs=0.3)
    assert threshold == poisson.ppf(0.995, expected) == 32


@pytest.mark.parametrize(
    ("spread", "least", "most"), [pytest.param(1.5, 1, 10, id="overdispersed"), pytest.param(1.0, 2, 9, id="Poisson")]
)
def test_the_threshold_is_that_of_the_package_surveillance(spread: float, least: int, most: int) -> None:
    """What R's surveillance holds itself to (tests/testthat/test-farringtonFlexible.R, GPL-2), to the digit.

    algo.farrington.threshold.noufaily(log(5), log(2), phi=1.5 and 1.0, "none", alpha=0.05, y=11, "nbPlugin") gives the
    bounds 1 and 10, and 2 and 9: with alpha on both sides.
    """
    assert (quantile(5, spread, 0.05), quantile(5, spread, 0.95)) == (least, most)


def test_past_months_count_as_in_the_package_surveillance() -> None:
    """algo.farrington.assign.weights(c(0,0,0,0,0,2,2,2,2,2), 0) is 1.6 five times, then 0.4 (checked by hand there)."""
    assert weights_of(np.array([0.0] * 5 + [2.0] * 5), 0) == pytest.approx([1.6] * 5 + [0.4] * 5)
    assert weights_of(np.zeros(10), 0) == pytest.approx([1.0] * 10)


def test_an_outbreak_of_the_past_does_not_hide_the_next() -> None:
    """What stood out before counts for less, so that the threshold hardly moves."""
    counts = steady(20)
    _, before = judge(counts, 71)
    counts[40] = 120
    _, after = judge(counts, 71)
    assert before <= after <= before * 1.35


def test_the_months_just_before_do_not_hide_what_they_began() -> None:
    counts = steady(10, seed=2)
    counts[-4:] = [30, 30, 30, 30]
    assert [signal.month for signal in watch(NAMES, counts)] == NAMES[-4:]


def test_a_handful_of_people_is_no_signal() -> None:
    counts = [0] * 12 * YEARS
    counts[10] = 1
    counts[-1] = 4
    assert watch(NAMES, counts) == ()
    counts[-1] = 5
    assert [signal.month for signal in watch(NAMES, counts)] == [NAMES[-1]]


def test_a_trend_that_leads_beyond_all_that_was_seen_is_not_followed() -> None:
    rising = [5 + place // 3 for place in range(12 * YEARS)]
    expected, _ = judge(rising, 71)
    assert expected <= max(rising[:65])


def test_too_few_months_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 30 are needed"):
        watch(NAMES[:36], [20] * 36)


@given(st.lists(st.integers(0, 30), min_size=48, max_size=60))
@settings(max_examples=20, deadline=None)
def test_any_months_can_be_judged(counts: list[int]) -> None:
    names = NAMES[: len(counts)]
    for signal in watch(names, counts):
        assert signal.count > signal.threshold >= 0
        assert signal.month in names[-12:]


def test_signals_come_by_themselves_no_more_often_than_is_stated() -> None:
    """1200 months without a change; benchmarks/signals.py tries more worlds, and rounded counts."""
    found = sum(len(watch(NAMES, steady(20, wave=0.3, seed=seed))) for seed in range(100))
    assert found / 1200 <= FALSE_ALARMS
