"""Two counts, and what there was to find them with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zichtbaar.monitor.figures.comparing import Relation, relate
from zichtbaar.monitor.figures.figure import Exposure

HOURS = {"en": "opening hours", "nl": "openingsuren"}
COUNTS = st.integers(1, 500)


def test_equal_counts_in_a_year_with_40_per_cent_more_visitors_are_a_fall() -> None:
    """193 in both years: the same count, and not the same part of all who came."""
    plain, by_visitors = relate(193, 193), relate(193, 193, Exposure(HOURS, 1.4, 1.0))
    assert plain.interval is not None
    assert by_visitors.interval is not None
    assert plain.interval.low < 1 < plain.interval.high
    assert by_visitors.ratio == pytest.approx(1 / 1.4)
    assert by_visitors.interval.high < 1


def test_without_a_margin_there_is_no_verdict() -> None:
    assert (relate(193, 193).equivalence, relate(193, 193).power) == (None, None)


@given(count=COUNTS, compared=COUNTS, own=st.floats(0.1, 1000), other=st.floats(0.1, 1000))
@settings(deadline=None)
def test_only_the_ratio_of_the_exposures_matters(count: int, compared: int, own: float, other: float) -> None:
    one = relate(count, compared, Exposure(HOURS, own, other), 0.2)
    twice = relate(count, compared, Exposure(HOURS, 2 * own, 2 * other), 0.2)
    assert one == twice


@pytest.mark.parametrize("exposure", [Exposure(HOURS, 0, 5), Exposure(HOURS, 5, 0)])
def test_against_nothing_nothing_can_be_said(exposure: Exposure) -> None:
    assert relate(10, 10, exposure, 0.2) == Relation()


def test_250_after_250_and_285_is_a_rise_of_14_per_cent_that_chance_explains() -> None:
    related = relate(285, 250)
    assert related.ratio == 1.14
    assert related.interval is not None
    assert (round(related.interval.low, 2), round(related.interval.high, 2)) == (0.96, 1.36)
