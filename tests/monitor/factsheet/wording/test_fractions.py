"""Every rung of the ladder has its words in both languages, and no two share them."""

from __future__ import annotations

from itertools import product

import pytest

from zichtbaar.monitor.disclosure.released import WordedShare
from zichtbaar.monitor.factsheet.wording.fractions import FRACTIONS, POSITIONS, fraction_in_words
from zichtbaar.monitor.paper.language import Language


@pytest.mark.parametrize(
    ("words", "dutch", "english"),
    [
        (WordedShare(1, 7, "above"), "iets meer dan één op de zeven", "just over one in seven"),
        (WordedShare(1, 4, "at"), "een kwart", "a quarter"),
        (WordedShare(2, 3, "below"), "bijna twee derde", "almost two-thirds"),
        (WordedShare(1, 2, "below"), "bijna de helft", "almost half"),
    ],
)
def test_the_words_of_a_fraction(words: WordedShare, dutch: str, english: str) -> None:
    assert fraction_in_words(words, Language.DUTCH) == dutch
    assert fraction_in_words(words, Language.ENGLISH) == english


@pytest.mark.parametrize("language", Language)
def test_no_two_shares_have_the_same_words(language: Language) -> None:
    shares = [WordedShare(*fraction, position) for fraction, position in product(FRACTIONS, POSITIONS)]
    assert len({fraction_in_words(share, language) for share in shares}) == len(shares)
