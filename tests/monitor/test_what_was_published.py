"""What was published about the chat, worked out again: which numbers fit, and which cannot stand beside each other.

The published figures: factsheet "Onzichtbare slachtoffers in 2020"; huiselijkgeweld.nl, 1 July 2021 (percentages of
2020); nu.nl 6083779 (2019) and 6230323 (2021).
"""

from __future__ import annotations

import pytest

from zichtbaar.monitor.disclosure.fractions import worded
from zichtbaar.monitor.disclosure.released import WordedShare
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.sayable import Telling, say, telling
from zichtbaar.monitor.figures.comparing import relate
from zichtbaar.monitor.figures.shares import wilson

VISITORS, VICTIMS = 283, 250


def percent(count: int, of: int) -> float:
    return round(100 * count / of, 1)


def fitting(percentage: float, of: int) -> list[int]:
    """The counts of which this percentage, with one decimal, can have been worked out."""
    return [count for count in range(of + 1) if percent(count, of) == percentage]


def test_91_5_per_cent_is_of_the_visitors_and_cannot_be_of_the_victims() -> None:
    assert fitting(91.5, VICTIMS) == []
    assert fitting(91.5, VISITORS) == [259]


def test_almost_60_per_cent_minors_is_of_the_victims() -> None:
    assert (percent(143, VICTIMS), percent(143, VISITORS)) == (57.2, 50.5)
    interval = wilson(143, VICTIMS)
    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (51.0, 63.2)


def test_23_with_criminal_exploitation_and_4_per_cent_are_not_the_same_people() -> None:
    """4 per cent fits 11 of the visitors: those with criminal exploitation only. The other 12 had another form too."""
    assert (percent(23, VICTIMS), percent(23, VISITORS)) == (9.2, 8.1)
    assert round(percent(11, VISITORS)) == 4
    assert 23 - 11 == 12


def test_the_rise_to_2021_compares_victims_and_the_year_before_counted_visitors() -> None:
    """285 is 14 per cent above the 250 victims of 2020; the 299 of 2019 line up with the 283 visitors."""
    assert relate(285, VICTIMS).ratio == pytest.approx(1.14)
    assert relate(285, VISITORS).ratio == pytest.approx(1.007, abs=0.0005)
    assert (percent(VICTIMS, VISITORS), percent(266, 299)) == (88.3, 89.0)


def test_the_first_meeting_was_discussed_with_a_quarter() -> None:
    assert percent(66, VICTIMS) == 26.4
    assert VISITORS - VICTIMS == 33


@pytest.mark.parametrize(("of", "fewest"), [(66, 34), (23, 12)])
def test_from_how_many_on_it_is_more_than_half(of: int, fewest: int) -> None:
    rules = default_rules()
    said = [say(count, of, telling(count, of, rules)).majority for count in range(of + 1)]
    assert said.index(True) == fewest
    assert said[fewest - 1] is False


@pytest.mark.parametrize(("count", "of", "words"), [
    (63, 250, WordedShare(1, 4, "at")),  # 25.2 per cent, "een kwart": 0.2 away
    (62, 250, WordedShare(1, 4, "at")),
    (38, 250, WordedShare(1, 7, "above")),  # 15.2 per cent, "iets meer dan één op de zeven": 0.9 away
    (37, 250, WordedShare(1, 7, "above")),
    (36, 250, WordedShare(1, 7, "at")),  # the published "iets meer" implies 37 or 38
    (39, 250, WordedShare(1, 6, "below")),
    (163, 250, WordedShare(2, 3, "below")),  # 65.2 per cent, "bijna twee derde": 1.5 away
    (126, 193, WordedShare(2, 3, "below")),
    (161, 1000, WordedShare(1, 6, "below")),  # 16.1 per cent, "bijna een op de zes": 0.6 away
    (143, 250, None),  # 57.2 per cent: the published "bijna 60 procent" is 2.8 away, too far for "almost"
])  # fmt: skip
def test_the_published_words_by_the_ladder(count: int, of: int, words: WordedShare | None) -> None:
    assert worded(count, of) == words
    assert say(count, of, Telling.PERCENTAGE).words == words
