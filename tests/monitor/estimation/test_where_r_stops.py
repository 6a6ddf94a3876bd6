"""The steps of R that other programs are held to: that they are R's, and that our own numbers are where they lead.

The numbers themselves: `test_other_programs`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.estimation.answers import TABLES, answers, table
from monitor.estimation.other_programs import brent, glm, linpack
from monitor.estimation.other_programs.multinomial import Multinomial, Stopped, stopping
from monitor.estimation.other_programs.rcapture import model_as_r_fits
from zichtbaar.monitor.estimation import LogLinear
from zichtbaar.monitor.estimation.profile_likelihood import ProfilePoint, profile

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
    with pytest.raises(AssertionError, match="set column 2 aside"):
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
