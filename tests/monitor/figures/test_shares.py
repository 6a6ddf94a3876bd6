"""Intervals around a share, held beside another implementation."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.figures.figure import Interval
from zichtbaar.monitor.figures.shares import INTERVALS, IntervalMethod, clopper_pearson, jeffreys, wilson

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the libraries that the reference itself loads
    from statsmodels.stats.proportion import proportion_confint

Method = Callable[..., Interval]

METHODS = [
    pytest.param(wilson, "wilson", id="Wilson"),
    pytest.param(clopper_pearson, "beta", id="Clopper-Pearson"),
    pytest.param(jeffreys, "jeffreys", id="Jeffreys"),
]
ALL = [wilson, clopper_pearson, jeffreys]

SHARES = st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def bounds(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


def in_percent(interval: Interval) -> tuple[float, float]:
    return round(100 * interval.low, 1), round(100 * interval.high, 1)


def test_every_method_has_its_function_and_its_name() -> None:
    assert {name: method(3, 7).method for name, method in INTERVALS.items()} == {name: name for name in IntervalMethod}


@pytest.mark.parametrize(("method", "reference"), METHODS)
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
@pytest.mark.parametrize(("count", "of"), [
    (0, 1), (1, 1), (0, 20), (20, 20), (1, 3), (34, 66), (36, 66), (42, 66), (23, 250), (38, 250), (63, 250),
    (126, 193), (163, 250), (143, 250), (1, 10_000_000), (5_000_000, 10_000_000),
])  # fmt: skip
def test_statsmodels_gives_the_same(method: Method, reference: str, level: float, count: int, of: int) -> None:
    # statsmodels 0.15.0: proportion_confint(count, of, alpha=1 - level, method="wilson", "beta" or "jeffreys")
    expected = proportion_confint(count, of, alpha=1 - level, method=reference)
    low, high = (0.0 if count == 0 else expected[0], 1.0 if count == of else expected[1])
    assert bounds(method(count, of, level)) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(("count", "of", "low", "high"), [
    (34, 66, 39.7, 63.2), (36, 66, 42.6, 66.0), (42, 66, 51.6, 74.2), (23, 250, 6.2, 13.4), (38, 250, 11.3, 20.2),
    (63, 250, 20.2, 30.9), (126, 193, 58.3, 71.6), (163, 250, 59.1, 70.8), (143, 250, 51.0, 63.2),
])  # fmt: skip
def test_the_intervals_worked_out_beforehand_come_out(count: int, of: int, low: float, high: float) -> None:
    assert in_percent(wilson(count, of)) == (low, high)


def test_the_three_intervals_of_36_of_66() -> None:
    assert in_percent(clopper_pearson(36, 66)) == (41.8, 66.9)
    assert in_percent(jeffreys(36, 66)) == (42.6, 66.1)
    assert in_percent(wilson(36, 66)) == (42.6, 66.0)


@pytest.mark.parametrize(("of", "first"), [(66, 41), (193, 111), (250, 141)])
def test_from_when_on_more_than_half_holds_for_victims_in_general(of: int, first: int) -> None:
    """Before that the interval still holds a half, and only those who were counted may be spoken of."""
    assert next(count for count in range(of + 1) if wilson(count, of).low > 0.5) == first


@pytest.mark.parametrize("method", ALL)
@given(share=SHARES)
def test_an_interval_lies_around_its_share_and_within_0_and_1(method: Method, share: tuple[int, int]) -> None:
    interval = method(*share)
    assert 0 <= interval.low <= share[0] / share[1] <= interval.high <= 1
    assert interval.level == 0.95


@pytest.mark.parametrize("method", ALL)
@given(share=SHARES)
def test_counting_the_others_mirrors_the_interval(method: Method, share: tuple[int, int]) -> None:
    count, of = share
    mirrored = method(of - count, of)
    assert bounds(method(count, of)) == pytest.approx((1 - mirrored.high, 1 - mirrored.low), abs=1e-9)


@pytest.mark.parametrize("method", ALL)
@given(share=SHARES.filter(lambda share: share[0] < share[1]))
def test_one_person_more_moves_both_bounds_up(method: Method, share: tuple[int, int]) -> None:
    count, of = share
    one, more = method(count, of), method(count + 1, of)
    assert one.low <= more.low
    assert one.high <= more.high


def coverage(intervals: Sequence[Interval], share: float) -> float:
    """How often the interval holds the share that made the counts; one interval for each count."""
    of = len(intervals) - 1
    return sum(
        comb(of, count) * share**count * (1 - share) ** (of - count)
        for count, interval in enumerate(intervals)
        if interval.low <= share <= interval.high
    )


@pytest.mark.parametrize("of", [5, 20, 66])
def test_the_exact_interval_covers_at_least_as_often_as_it_says_and_the_others_on_average(of: int) -> None:
    shares = [place / 100 for place in range(1, 100)]
    exact = [clopper_pearson(count, of) for count in range(of + 1)]
    assert min(coverage(exact, share) for share in shares) >= 0.95
    for method in (wilson, jeffreys):
        shown = [method(count, of) for count in range(of + 1)]
        assert sum(coverage(shown, share) for share in shares) / len(shares) == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("method", ALL)
@pytest.mark.parametrize(("count", "of", "level"), [(1, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 0.0), (1, 5, 95)])
def test_what_is_no_share_is_refused(method: Method, count: int, of: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"no share|a level"):
        method(count, of, level)
