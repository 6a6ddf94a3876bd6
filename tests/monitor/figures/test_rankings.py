"""An order is only claimed where chance does not explain it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng
from scipy.stats import binomtest

from zichtbaar.monitor.figures.rankings import rank_intervals, rank_of

COUNTS = st.lists(st.integers(0, 200), min_size=1, max_size=8)


def test_among_37_who_met_online_the_order_of_the_first_two_is_not_certain() -> None:
    assert rank_intervals([14, 11]) == ((1, 2), (1, 2))
    assert rank_intervals([14, 11, 4]) == ((1, 3), (1, 3), (1, 3))


def test_a_large_difference_makes_an_order() -> None:
    assert rank_intervals([100, 50, 10]) == ((1, 1), (2, 2), (3, 3))
    assert rank_intervals([]) == ()
    assert rank_intervals([0, 0]) == ((1, 2), (1, 2))


def test_two_counts_are_told_apart_from_where_the_exact_test_does() -> None:
    # scipy 1.17.1: binomtest(count, count + 20).pvalue <= 0.05
    for count in range(20, 50):
        apart = binomtest(count, count + 20).pvalue <= 0.05
        assert (rank_intervals([count, 20]) == ((1, 1), (2, 2))) == apart


@given(COUNTS)
def test_every_rank_lies_within_its_interval(counts: list[int]) -> None:
    for count, (low, high) in zip(counts, rank_intervals(counts), strict=True):
        assert 1 <= low <= rank_of(count, counts) <= high <= len(counts)


@given(COUNTS)
def test_who_is_named_more_often_is_never_placed_lower(counts: list[int]) -> None:
    placed = sorted(zip(counts, rank_intervals(counts), strict=True))
    for (_, fewer), (_, more) in pairwise(placed):
        assert more[0] <= fewer[0]
        assert more[1] <= fewer[1]


@pytest.mark.parametrize("chances", [(0.2, 0.2, 0.2, 0.2, 0.2), (0.4, 0.3, 0.1, 0.1, 0.1)])
def test_a_wrong_order_is_claimed_in_fewer_than_5_of_100_samples(chances: tuple[float, ...]) -> None:
    """2000 samples of 120 persons; the true rank of each option is a span where several have the same chance."""
    random = default_rng(1)
    true = [(1 + sum(other > own for other in chances), sum(other >= own for other in chances)) for own in chances]
    wrong = 0
    for _ in range(2000):
        found = rank_intervals([int(count) for count in random.multinomial(120, chances)])
        wrong += any(low > first or high < last for (low, high), (first, last) in zip(found, true, strict=True))
    assert wrong / 2000 < 0.05
