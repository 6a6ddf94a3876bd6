"""R's own steps: that our own numbers are where they lead, and what they do where there is nothing to print.

The numbers themselves: `test_other_programs`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.estimation.answers import TABLES, answers, table
from monitor.estimation.other_programs.rcapture import model_as_r_fits
from zichtbaar.monitor.estimation import CaptureTable, LogLinear, NoEstimateError, SettingError
from zichtbaar.monitor.estimation.profile_likelihood import ProfilePoint, profile
from zichtbaar.monitor.estimation.steps_of_r import brent, glm, linpack
from zichtbaar.monitor.estimation.steps_of_r.closedp_ci import Multinomial, Stopped, stopping

INTERVALS = [
    (name, fit.get("model"))
    for name in TABLES
    for fit in answers("rcapture", name)["closedpCI.t"].values()
    if LogLinear(fit.get("model")).fit(table(name)).status == 0
]


def both(name: str, model: str | None) -> tuple[ProfilePoint, Stopped, Multinomial]:
    """Our limits; where Rcapture would stop if it went on; and the heights that it searches."""
    ours = profile(LogLinear(model).fit(table(name)).problem, 0.95, stirling=True)
    fit = model_as_r_fits(table(name), model, change=1e-15)
    return ours, stopping(fit, 0.95, tolerance=1e-9, change=1e-15), Multinomial(fit, 1e-15)


@pytest.mark.parametrize(("name", "model"), INTERVALS)
def test_our_limits_are_those_that_rcapture_would_come_to_if_it_went_on(name: str, model: str | None) -> None:
    ours, theirs, height = both(name, model)
    assert [ours.interval.low, ours.interval.high] == pytest.approx([theirs.low, theirs.high], rel=1e-11)
    assert height(ours.population) == pytest.approx(height(theirs.population), rel=1e-15, abs=1e-11)


def shaken(seed: int) -> Callable[[float], float]:
    """The exponential with its last digit one up, one down or as it is, by chance."""
    chance = np.random.default_rng(seed)
    return lambda number: math.exp(number) * (1 + int(chance.integers(-1, 2)) * 2.0**-52)


@pytest.mark.parametrize(
    ("name", "model", "digits_hold"),
    [
        ("Korea", "[12,23]", True),
        ("UKdat_5", "[12,13,23,25,34]", True),
        ("Korea", "[12,13]", False),
        ("Artificial_3", "[12,3]", False),
    ],
)
def test_without_an_estimate_rounding_alone_decides_what_r_prints(
    name: str, model: str, digits_hold: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that to print the same digits is to round in the same places. Elsewhere all digits hold."""
    exact = model_as_r_fits(table(name), model).population
    off = []
    for seed in range(8):
        monkeypatch.setattr(glm, "exp", shaken(seed))
        off.append(abs(model_as_r_fits(table(name), model).population / exact - 1))
    assert max(off) < 1e-13 if digits_hold else 1e-10 < max(off) < 1e-6


def test_where_there_is_no_top_a_last_digit_moves_the_lower_limit_by_a_tenth_of_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rcapture's lower limit for Artificial_3, which is ours to all its digits, is an accident of its arithmetic."""
    exact = stopping(model_as_r_fits(table("Artificial_3"), "[12,3]"), 0.95)
    monkeypatch.setattr(glm, "exp", shaken(1))
    other = stopping(model_as_r_fits(table("Artificial_3"), "[12,3]"), 0.95)
    assert exact.low is not None
    assert other.low is not None
    assert 0.05 < abs(other.low - exact.low) < 1
    assert exact.high is other.high is None


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(0, 5))
@settings(deadline=None, max_examples=50)
def test_reflections_solve_least_squares(seed: int, columns: int, more: int) -> None:
    chance = np.random.default_rng(seed)
    design, wanted = chance.normal(size=(columns + more, columns)), chance.normal(size=columns + more)
    coefficients, triangle = linpack.least_squares(design, wanted)
    assert triangle.T @ triangle == pytest.approx(design.T @ design)
    residual = wanted - design @ coefficients
    assert design.T @ residual == pytest.approx(np.zeros(columns), abs=1e-9 * max(1, np.abs(coefficients).max()))


def test_a_column_that_says_nothing_new_is_not_passed_over() -> None:
    """R would set it aside and print NA: no table to compare has one, and none may come in unseen."""
    columns = np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 3.0], [1.0, 3.0, 4.0], [1.0, 5.0, 6.0]])
    with pytest.raises(NoEstimateError, match="set column 2 aside"):
        linpack.least_squares(columns, np.arange(4.0))


@given(st.floats(-3, 3), st.floats(0.1, 4), st.floats(0.1, 4))
@settings(deadline=None)
def test_a_root_and_a_top_are_found_as_near_as_asked(place: float, left: float, right: float) -> None:
    def rising(x: float) -> float:
        return math.expm1(x - place) + (x - place) ** 3

    def hill(x: float) -> float:
        return -math.cosh(x - place)

    found = brent.root(rising, place - left, place + right, 1e-6)
    assert found == pytest.approx(place, abs=1e-6)
    assert brent.maximum(hill, place - left, place + right, 1e-6) == pytest.approx(place, abs=1e-6)
    assert brent.root(rising, place + left, place + left + right, 1e-6) is None


def test_what_rcapture_prints_is_told_for_a_model_with_an_estimate_only() -> None:
    with pytest.raises(NoEstimateError, match="no top at finite values"):
        LogLinear("[12,3]").fit(table("Artificial_3")).in_rcapture()
    with pytest.raises(SettingError, match="expected a fraction between 0 and 1"):
        LogLinear().fit(table("Korea")).in_rcapture(95)


def two_lists(one: int, other: int, both: int) -> CaptureTable:
    return CaptureTable(("a", "b"), np.array([0, one, other, both]))


def test_where_rcapture_writes_how_far_it_looked_there_is_no_upper_limit() -> None:
    """It looks no further than three times the estimate; two lists that share three people have an end beyond."""
    fit = LogLinear().fit(two_lists(400, 300, 3))
    assert fit.in_rcapture().interval.high == math.inf
    assert 3 * fit.population < fit.interval(kind="profile").high < math.inf


def test_where_the_likelihood_does_not_fall_far_enough_the_lower_limit_is_the_cases_seen() -> None:
    fit = LogLinear().fit(two_lists(15, 15, 100))
    assert fit.in_rcapture().interval.low == fit.interval(kind="profile").low == 130.0


def test_with_one_person_not_seen_rcapture_prints_a_limit_that_its_formula_makes_up() -> None:
    """Stirling's formula goes to infinity for nobody: `optimise` goes there, and the limit is 120.002 people."""
    fit = LogLinear().fit(two_lists(10, 10, 100))
    assert fit.dark_figure == pytest.approx(1)
    assert fit.in_rcapture().interval.high == pytest.approx(120.002, abs=1e-3)
    assert fit.interval(kind="profile").high == pytest.approx(123.3, abs=0.1)


def test_factorials_too_large_for_a_number_are_said() -> None:
    """Rcapture multiplies them out for a hundred people and fewer; R goes on with what is no number."""
    with pytest.raises(NoEstimateError, match="Rcapture's factorials for 81 of 100 people"):
        LogLinear().fit(two_lists(9, 9, 1)).in_rcapture()


@given(st.lists(st.integers(0, 300), min_size=7, max_size=7), st.sampled_from([None, "[12,3]", "[12,13]"]))
@settings(deadline=None, max_examples=60)
def test_for_every_table_what_rcapture_prints_lies_beside_our_own(counts: list[int], model: str | None) -> None:
    """With more than a hundred people both take Stirling's formula; with nobody not seen that has no end."""
    assume(sum(counts) > 100)
    fit = LogLinear(model).fit(CaptureTable(("a", "b", "c"), np.array([0, *counts])))
    assume(fit.status == 0)
    ours, theirs = profile(fit.problem, 0.95, stirling=True), fit.in_rcapture()
    assume(ours.interval.low > sum(counts) + 2)
    assert theirs.population == pytest.approx(ours.population, rel=1e-5, abs=1e-3)
    assert theirs.interval.low == pytest.approx(ours.interval.low, abs=1e-3)
    assert theirs.interval.high == math.inf or theirs.interval.high == pytest.approx(ours.interval.high, abs=1e-3)
