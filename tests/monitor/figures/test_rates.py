"""Two counts side by side, held beside another implementation."""

from __future__ import annotations

import warnings
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from zichtbaar.monitor.figures.rates import (
    equivalence,
    poisson_interval,
    power_to_see,
    rate_ratio,
    rate_ratio_interval,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the libraries that the reference itself loads
    from statsmodels.stats.rates import (
        confint_poisson,
        confint_poisson_2indep,
        power_poisson_ratio_2indep,
        tost_poisson_2indep,
    )
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


def p_value(count: int, compared: int) -> float:
    """The chance beyond the interval that just begins to hold 1: what a test of "no difference" would say."""
    low, high = 0.0, 1.0
    for _ in range(60):
        level = (low + high) / 2
        interval = rate_ratio_interval(count, compared, level=level)
        assert interval is not None
        low, high = (low, level) if interval.low <= 1 <= interval.high else (level, high)
    return 1 - high


def test_how_surprising_the_published_pairs_are() -> None:
    """250 beside 285 is within chance; 299 after 408 is not, and was explained by campaigns."""
    assert round(p_value(285, 250), 2) == 0.14
    assert round(p_value(299, 408), 5) == 0.00005
    interval = rate_ratio_interval(193, 193, level=1e-6)
    assert interval is not None
    assert interval.low <= 1 <= interval.high  # p = 1


def test_the_first_fall_from_193_that_would_have_been_seen_is_to_155() -> None:
    assert next(count for count in range(193, 0, -1) if bounds(count, 193)[1] < 1) == 155


def test_the_exact_interval_is_a_little_wider_than_the_score_interval() -> None:
    # statsmodels 0.15.0: confint_poisson_2indep(193, 1, 193, 1, compare="ratio", method="score")
    score = confint_poisson_2indep(193, 1, 193, 1, compare="ratio", method="score")
    assert [round(float(bound), 3) for bound in score] == [0.819, 1.220]
    low, high = bounds(193, 193)
    assert low < score[0] < score[1] < high


@pytest.mark.parametrize(("margin", "p", "within"), [(0.2, 0.041, True), (0.15, 0.093, False), (0.1, 0.19, False)])
def test_193_beside_193_is_as_good_as_equal_within_20_per_cent_and_not_within_15(
    margin: float, p: float, within: bool
) -> None:
    found = equivalence(193, 193, margin)
    assert found is not None
    assert round(found.p_value, 2 if p == 0.19 else 3) == p
    assert found.is_within is within
    assert (found.low, found.high) == pytest.approx((1 / (1 + margin), 1 + margin))


@given(count=st.integers(0, 400), compared=st.integers(1, 400), margin=st.floats(0.05, 1), exposure=st.floats(0.5, 2))
def test_statsmodels_finds_the_same_equivalence(count: int, compared: int, margin: float, exposure: float) -> None:
    # statsmodels 0.15.0: tost_poisson_2indep(count, exposure, compared, 1, low, upp, method="exact-cond")
    found = equivalence(count, compared, margin, exposure)
    assert found is not None
    expected = tost_poisson_2indep(count, exposure, compared, 1.0, found.low, found.high, method="exact-cond")
    assert found.p_value == pytest.approx(float(expected.pvalue), abs=1e-9)


@given(count=COUNTS, compared=COUNTS.filter(bool), margin=st.floats(0.05, 1))
def test_equivalence_is_shown_where_the_90_per_cent_interval_lies_within_the_margin(
    count: int, compared: int, margin: float
) -> None:
    found = equivalence(count, compared, margin)
    assert found is not None
    low, high = bounds(count, compared, level=0.9)
    assert found.is_within == (found.low < low and high < found.high)


def test_a_margin_of_nothing_is_refused_and_two_noughts_show_nothing() -> None:
    with pytest.raises(ValueError, match="a margin is above 0"):
        equivalence(193, 193, 0)
    assert equivalence(0, 0, 0.2) is None


def test_a_true_fall_of_a_fifth_would_be_seen_half_of_the_time() -> None:
    """The exact chances. By a normal curve (statsmodels) they are 54 and 89 per cent, which promises too much."""
    assert round(100 * power_to_see(0.8, 193)) == 52
    assert round(100 * power_to_see(0.7, 193)) == 88
    assert power_to_see(0.8, 0) == 0


@pytest.mark.parametrize(("ratio", "compared"), [(0.8, 193), (0.7, 193), (1.2, 400), (0.9, 3000)])
def test_the_power_lies_near_the_normal_curve_of_statsmodels(ratio: float, compared: int) -> None:
    # statsmodels 0.15.0: power_poisson_ratio_2indep(ratio * compared, compared, 1, value=1, alternative="two-sided")
    expected = power_poisson_ratio_2indep(
        ratio * compared, compared, 1, value=1, alternative="two-sided", return_results=False
    )
    assert power_to_see(ratio, compared) == pytest.approx(float(expected), abs=0.025)


@pytest.mark.parametrize(("ratio", "compared", "exposure"), [(0.7, 60, 1.0), (0.5, 7, 1.0), (0.6, 30, 0.4)])
def test_the_power_is_what_adding_up_every_pair_of_counts_gives(ratio: float, compared: int, exposure: float) -> None:
    # scipy 1.17.1: poisson.pmf over all pairs, and 1 outside the interval of each pair
    first, second = ratio * compared * exposure, float(compared)
    most = int(compared + 12 * compared**0.5 + 12)
    added = 0.0
    for one in range(int(first + 12 * first**0.5 + 12)):
        for other in range(most):
            chance = float(poisson.pmf(one, first) * poisson.pmf(other, second))
            if chance > 1e-9 and one + other:
                low, high = bounds(one, other, exposure)
                added += chance * (not low <= 1 <= high)
    assert power_to_see(ratio, compared, exposure) == pytest.approx(added, abs=1e-4)


def test_a_very_large_count_takes_no_longer() -> None:
    assert power_to_see(0.999, 5_000_000) == pytest.approx(0.352, abs=0.01)


@given(count=COUNTS)
def test_the_interval_of_one_count_is_that_of_statsmodels(count: int) -> None:
    # statsmodels 0.15.0: confint_poisson(count, 1, method="exact-c")
    interval = poisson_interval(count)
    low, high = confint_poisson(count, 1, method="exact-c")
    assert (interval.low, interval.high) == pytest.approx((0.0 if count == 0 else float(low), float(high)))


def test_193_might_have_been_167_to_222() -> None:
    interval = poisson_interval(193)
    assert (round(interval.low, 1), round(interval.high, 1)) == (166.7, 222.2)
    with pytest.raises(ValueError, match="no count"):
        poisson_interval(-1)
