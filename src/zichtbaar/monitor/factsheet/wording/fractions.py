"""Shares as fractions in words: "een kwart", "just over one in seven", "bijna twee derde".

Which fraction a share may be called by is decided where figures are protected; here it only gets its words.
"""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import WordedShare
from zichtbaar.monitor.paper.language import Language, Words, both

FRACTIONS: dict[tuple[int, int], Words] = {
    (1, 10): both("één op de tien", "one in ten"),
    (1, 8): both("één op de acht", "one in eight"),
    (1, 7): both("één op de zeven", "one in seven"),
    (1, 6): both("één op de zes", "one in six"),
    (1, 5): both("één op de vijf", "one in five"),
    (1, 4): both("een kwart", "a quarter"),
    (1, 3): both("een derde", "a third"),
    (2, 5): both("twee op de vijf", "two in five"),
    (1, 2): both("de helft", "half"),
    (3, 5): both("drie op de vijf", "three in five"),
    (2, 3): both("twee derde", "two-thirds"),
    (3, 4): both("driekwart", "three-quarters"),
    (4, 5): both("vier op de vijf", "four in five"),
    (9, 10): both("negen op de tien", "nine in ten"),
}
POSITIONS: dict[str, Words] = {
    "at": both("", ""),
    "above": both("iets meer dan ", "just over "),
    "below": both("bijna ", "almost "),
}
MAJORITY: dict[bool, Words] = {
    True: both("meer dan de helft", "more than half"),
    False: both("niet meer dan de helft", "no more than half"),
}
LARGEST_PART = both("het grootste deel", "the largest part")


def fraction_in_words(words: WordedShare, language: Language) -> str:
    """A worded share in one language, without a capital."""
    fraction = FRACTIONS[(words.numerator, words.denominator)][language]
    return POSITIONS[words.position][language] + fraction


def counts_persons(phrase: str) -> bool:
    """Whether a phrase is of the form "one in seven", which its noun follows without "of the"."""
    return " op de " in phrase or " in " in phrase
