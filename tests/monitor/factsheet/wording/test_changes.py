"""What is said of two periods: never "equal", and never less than the interval leaves possible."""

from __future__ import annotations

import re
from math import inf, isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.factsheet.wording.reading_back import read_change
from zichtbaar.monitor.factsheet.wording.changes import change
from zichtbaar.monitor.figures.figure import Interval
from zichtbaar.monitor.figures.rates import rate_ratio_interval
from zichtbaar.monitor.paper.language import Language


def ratio(low: float, high: float) -> Interval:
    return Interval(low, high, 0.95, "exact conditional")


def test_193_against_193_rules_out_only_a_large_change() -> None:
    interval = rate_ratio_interval(193, 193)
    assert interval is not None
    assert change(interval, Language.DUTCH) == (
        "een daling van meer dan ongeveer 19 procent is uit te sluiten, net als een stijging van meer dan "
        "ongeveer 23 procent; een kleinere verandering is niet uit te sluiten"
    )
    assert change(interval, Language.ENGLISH) == (
        "a fall of more than about 19 per cent can be ruled out, and so can a rise of more than about "
        "23 per cent; a smaller change cannot be ruled out"
    )


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_every_change_that_the_interval_holds_stays_possible_in_words(count: int, compared: int) -> None:
    interval = rate_ratio_interval(count, compared)
    if interval is None:
        assert count == compared == 0
        return
    read = {language: read_change(change(interval, language), language) for language in Language}
    assert read[Language.DUTCH] == read[Language.ENGLISH]
    low, high = read[Language.DUTCH]
    assert low <= interval.low + 1e-6
    assert high >= interval.high - 1e-6 if isfinite(interval.high) else high == inf


@pytest.mark.parametrize("language", Language)
@given(low=st.floats(0, 1), high=st.floats(1, 5))
def test_two_counts_that_do_not_differ_are_never_called_equal(language: Language, low: float, high: float) -> None:
    clause = change(ratio(low, high), language)
    assert not re.search(r"gelijk|evenveel|hetzelfde|equal|same|no change|geen verandering", clause)


def test_a_real_fall_and_a_real_rise_are_said() -> None:
    assert (
        change(ratio(0.6, 0.9), Language.ENGLISH)
        == "that is a fall of at least about 10 per cent and at most about 40 per cent"
    )
    assert change(ratio(1.2, 1.5), Language.DUTCH) == (
        "dat is een stijging van ten minste ongeveer 20 procent en ten hoogste ongeveer 50 procent"
    )


def test_without_a_single_person_on_one_side_the_clause_claims_no_bound() -> None:
    assert change(ratio(3, inf), Language.ENGLISH) == "that is a rise of at least about 200 per cent"
    assert "only a fall" in change(ratio(0.5, inf), Language.ENGLISH)
    assert "only a rise" in change(ratio(0, 1.5), Language.ENGLISH)
    assert change(None, Language.ENGLISH) == change(ratio(0, inf), Language.ENGLISH)
    assert change(ratio(0, inf), Language.ENGLISH) == "neither a fall nor a rise can be ruled out"
