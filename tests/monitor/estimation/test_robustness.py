"""What an estimate does with other lists, with what is known, and with what cannot be tested."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import CaptureTable, LogLinear, Stepwise, sensitivity_curve
from zichtbaar.monitor.estimation.choosing import Independent
from zichtbaar.monitor.estimation.intervals import count_interval, population_error
from zichtbaar.monitor.estimation.robustness import find_what_is_known, leave_one_out, merge_each_two

RARE = CaptureTable(("a", "b", "c"), np.array([0, 1, 6, 14, 0, 10, 6, 33]))
"""Nobody is on list c alone, and the others expect 1.8 there."""


def test_the_check_of_a_known_part_keeps_the_level_that_was_asked_for() -> None:
    halves, usual = (find_what_is_known(table("UKdat_5"), Stepwise(), level) for level in (0.5, 0.95))
    for half, whole in zip(halves, usual, strict=True):
        assert half.estimated == whole.estimated
        if half.interval and whole.interval:
            assert (half.interval.level, whole.interval.level) == (0.5, 0.95)
            assert whole.interval.low < half.interval.low < half.interval.high < whole.interval.high


def test_without_a_list_and_with_two_as_one_the_tables_are_those_lists() -> None:
    uk = table("UKdat_5")
    left_out = {one.change: one.population for one in leave_one_out(uk, Stepwise())}
    assert left_out["GP",] == pytest.approx(11015.2444543723)  # the published table of four lists is this one
    assert len(left_out) == 5
    assert len(merge_each_two(uk, Stepwise())) == 10


def test_the_untestable_interaction_moves_two_and_three_lists_in_opposite_directions() -> None:
    """With t lists the number on no list is ratio^((-1)^t) times as large."""
    two = CaptureTable.from_histories(("a", "b"), {("a",): 30, ("b",): 40, ("a", "b"): 12})
    for given_table, dark in ((two, 2.0), (table("Korea"), 0.5)):
        fit = LogLinear().fit(given_table)
        none, doubled = sensitivity_curve(fit, (1.0, 2.0))
        assert none.population == pytest.approx(fit.population)
        assert doubled.population == pytest.approx(given_table.cases + dark * fit.dark_figure)


@given(expected=st.floats(0.01, 1e6), error=st.floats(0.01, 3), level=st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_a_count_lies_between_the_quantiles_of_scipy(expected: float, error: float, level: float) -> None:
    interval = count_interval(expected, error, level)
    size = error**-2
    chances = nbinom(size, size / (size + expected))
    assert chances.var() == pytest.approx(population_error(expected, error) ** 2)
    assert (interval.low, interval.high) == (chances.ppf((1 - level) / 2), chances.ppf((1 + level) / 2))


@pytest.mark.parametrize("expected", [0.2, 7.5, 3000.0])
def test_a_count_whose_expectation_is_known_has_a_poisson_distribution(expected: float) -> None:
    interval = count_interval(expected, 0.0, 0.95)
    assert (interval.low, interval.high) == (poisson.ppf(0.025, expected), poisson.ppf(0.975, expected))


def test_nobody_where_hardly_anybody_was_expected_is_found() -> None:
    """A log-normal interval never holds 0: it said of each list on which nobody is alone that it was not found."""
    [of_c] = [one for one in find_what_is_known(RARE, Stepwise()) if one.list_name == "c"]
    assert of_c.known == 0
    assert of_c.estimated == pytest.approx(20 / 11)  # 10 x 6 / 33
    assert of_c.interval is not None
    assert of_c.interval.low == 0
    assert of_c.is_found


def test_of_independent_lists_what_is_known_is_found_as_often_as_the_interval_says() -> None:
    random, found = np.random.default_rng(7), []
    chances = np.array(
        [np.prod([p if n >> k & 1 else 1 - p for k, p in enumerate((0.8, 0.75, 0.7))]) for n in range(8)]
    )
    for _ in range(150):
        counts = random.multinomial(60, chances)
        counts[0] = 0
        for one in find_what_is_known(CaptureTable(("a", "b", "c"), counts), Independent()):
            found += [one.is_found] if one.is_found is not None and one.known == 0 else []
    assert len(found) > 20
    assert np.mean(found) > 0.8
