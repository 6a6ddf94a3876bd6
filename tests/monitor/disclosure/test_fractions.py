"""The ladder of fractions says what was published, and no share falls between two rungs by chance."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.disclosure.fractions import ABOVE, AT, BELOW, LADDER, worded
from zichtbaar.monitor.disclosure.released import WordedShare


@pytest.mark.parametrize(("count", "of", "expected"), [
    (38, 250, WordedShare(1, 7, "above")),
    (37, 250, WordedShare(1, 7, "above")),
    (36, 250, WordedShare(1, 7, "at")),
    (63, 250, WordedShare(1, 4, "at")),
    (163, 250, WordedShare(2, 3, "below")),
    (126, 193, WordedShare(2, 3, "below")),
    (161, 1000, WordedShare(1, 6, "below")),
    (33, 66, WordedShare(1, 2, "at")),
    (143, 250, None),  # 57.2 percent: "almost three in five" would be too generous
    (23, 250, WordedShare(1, 10, "below")),
    (1, 250, None),
    (250, 250, None),
])  # fmt: skip
def test_the_published_shares_get_their_words(count: int, of: int, expected: WordedShare | None) -> None:
    assert worded(count, of) == expected


@pytest.mark.parametrize(("thousandths", "position"), [
    (250, "at"), (255, "at"), (245, "at"), (256, "above"), (265, "above"), (266, None),
    (244, "below"), (230, "below"), (229, None),
])  # fmt: skip
def test_the_edges_of_a_rung_are_where_they_should_be(thousandths: int, position: str | None) -> None:
    words = worded(thousandths, 1000)
    assert (words.position if words else None) == position
    assert words is None or (words.numerator, words.denominator) == (1, 4)


@given(share=st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_words_lead_back_to_an_interval_that_holds_the_share(share: tuple[int, int]) -> None:
    words = worded(*share)
    distances = [Fraction(*share) - rung for rung in LADDER]
    if words is None:
        nearest = min(distances, key=abs)
        assert nearest > ABOVE or nearest < -BELOW
        return
    distance = Fraction(*share) - Fraction(words.numerator, words.denominator)
    low, high = {"at": (-AT, AT), "above": (AT, ABOVE), "below": (-BELOW, -AT)}[words.position]
    assert low <= distance <= high
    assert abs(distance) == min(map(abs, distances))
