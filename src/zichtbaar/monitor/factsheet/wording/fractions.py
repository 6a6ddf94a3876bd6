"""Shares as fractions in words: "een kwart", "just over one in seven", "bijna twee derde".

Which fraction a share may be called by is decided where figures are protected; here it only gets its words.
"""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import WordedShare
from zichtbaar.monitor.factsheet.wording.language import Language

FRACTIONS: dict[tuple[int, int], dict[Language, str]] = {
    fraction: {Language.DUTCH: dutch, Language.ENGLISH: english}
    for fraction, dutch, english in (
        ((1, 10), "één op de tien", "one in ten"),
        ((1, 8), "één op de acht", "one in eight"),
        ((1, 7), "één op de zeven", "one in seven"),
        ((1, 6), "één op de zes", "one in six"),
        ((1, 5), "één op de vijf", "one in five"),
        ((1, 4), "een kwart", "a quarter"),
        ((1, 3), "een derde", "a third"),
        ((2, 5), "twee op de vijf", "two in five"),
        ((1, 2), "de helft", "half"),
        ((3, 5), "drie op de vijf", "three in five"),
        ((2, 3), "twee derde", "two-thirds"),
        ((3, 4), "driekwart", "three-quarters"),
        ((4, 5), "vier op de vijf", "four in five"),
        ((9, 10), "negen op de tien", "nine in ten"),
    )
}
POSITIONS: dict[str, dict[Language, str]] = {
    "at": {Language.DUTCH: "", Language.ENGLISH: ""},
    "above": {Language.DUTCH: "iets meer dan ", Language.ENGLISH: "just over "},
    "below": {Language.DUTCH: "bijna ", Language.ENGLISH: "almost "},
}
MAJORITY: dict[bool, dict[Language, str]] = {
    True: {Language.DUTCH: "meer dan de helft", Language.ENGLISH: "more than half"},
    False: {Language.DUTCH: "niet meer dan de helft", Language.ENGLISH: "no more than half"},
}
LARGEST_PART: dict[Language, str] = {
    Language.DUTCH: "het grootste deel",
    Language.ENGLISH: "the largest part",
}


def fraction_in_words(words: WordedShare, language: Language) -> str:
    """A worded share in one language, without a capital."""
    fraction = FRACTIONS[(words.numerator, words.denominator)][language]
    return POSITIONS[words.position][language] + fraction


def counts_persons(phrase: str) -> bool:
    """Whether a phrase is of the form "one in seven", which its noun follows without "of the"."""
    return " op de " in phrase or " in " in phrase
