"""Numbers are written as each language writes them, and rounding never narrows an interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import (
    compact,
    level_sign,
    number,
    part_sign,
    percent_above,
    percent_below,
    percent_ends,
    percent_sign,
    percentage,
)

DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH


@pytest.mark.parametrize(
    ("value", "places", "dutch", "english"),
    [
        (7, 0, "7", "7"),
        (1320, 0, "1.320", "1,320"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (0.815, 3, "0,815", "0.815"),
        (1320.5, 1, "1.320,5", "1,320.5"),
    ],
)
def test_thousands_and_decimals(value: float, places: int, dutch: str, english: str) -> None:
    assert number(value, DUTCH, places) == dutch
    assert number(value, ENGLISH, places) == english


@pytest.mark.parametrize(
    ("level", "dutch", "english"),
    [(0.95, "95%", "95%"), (0.995, "99,5%", "99.5%"), (0.9999, "99,99%", "99.99%"), (0.29, "29%", "29%")],
)
def test_a_level_is_never_rounded_to_certainty(level: float, dutch: str, english: str) -> None:
    assert level_sign(level, DUTCH) == dutch
    assert level_sign(level, ENGLISH) == english


def test_a_part_is_everything_only_when_it_is() -> None:
    assert part_sign(0.998, DUTCH) == "99,8%"
    assert part_sign(0.99999, ENGLISH) == "99.9%"
    assert part_sign(1.0, ENGLISH) == "100%"
    assert part_sign(0.917, ENGLISH) == "92%"
    assert part_sign(0.08, ENGLISH, fine=True) == "8.0%"


def test_percentages_are_whole_and_a_fine_one_below_ten_has_a_decimal() -> None:
    assert percentage(0.152, DUTCH) == "15 procent"
    assert percentage(0.152, ENGLISH) == "15 per cent"
    assert percentage(54 / 1320, DUTCH, fine=True) == "4,1 procent"
    assert percentage(132 / 1320, ENGLISH, fine=True) == "10 per cent"
    assert percent_sign(54 / 1320, DUTCH, fine=True) == "4,1%"
    assert percent_sign(54 / 1320, ENGLISH) == "4%"


@pytest.mark.parametrize("language", Language)
def test_a_phrase_becomes_compact_in_large_type(language: Language) -> None:
    assert compact(percentage(0.25, language), language) == "25%"


def test_a_range_is_rounded_outwards_but_whole_ends_stay() -> None:
    assert percent_ends(0.2019, 0.3091, DUTCH) == ("20", "31")
    assert percent_ends(0.29, 0.57, DUTCH) == ("29", "57")
    assert percent_ends(0.0341, 0.0511, DUTCH, fine=True) == ("3,4", "5,2")


@given(st.floats(0, 1))
def test_a_share_lies_between_the_percentages_around_it(share: float) -> None:
    assert percent_below(share) / 100 <= share + 1e-8
    assert percent_above(share) / 100 >= share - 1e-8
    assert percent_above(share) - percent_below(share) <= 1
