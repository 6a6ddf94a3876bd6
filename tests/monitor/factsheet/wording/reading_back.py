"""Reads generated sentences back to what they claim, as somebody would who knows the language and not the program.

Every reader gives the lowest and the highest that the words allow. What is left out claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf

from zichtbaar.monitor.factsheet.wording.sentences import LEFT_OUT, LEFT_OUT_MARK
from zichtbaar.monitor.paper.language import Language

Span = tuple[float, float]

DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH
ROUNDED_BY = 2.5
"""Half of what counts are rounded to: "about 35" is 33 to 37."""

NUMBERS: Mapping[Language, Mapping[str, int]] = {
    DUTCH: {
        **{"één": 1, "eén": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5},
        **{"zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10},
    },
    ENGLISH: {
        **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
        **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    },
}
NAMED: Mapping[Language, Mapping[str, float]] = {
    DUTCH: {"een kwart": 1 / 4, "een derde": 1 / 3, "de helft": 1 / 2, "twee derde": 2 / 3, "driekwart": 3 / 4},
    ENGLISH: {"a quarter": 1 / 4, "a third": 1 / 3, "half": 1 / 2, "two-thirds": 2 / 3, "three-quarters": 3 / 4},
}
OF = {DUTCH: " op de ", ENGLISH: " in "}
JUST_OVER = {DUTCH: "iets meer dan", ENGLISH: "just over"}
ALMOST = {DUTCH: "bijna", ENGLISH: "almost"}
ABOUT = {DUTCH: "ongeveer", ENGLISH: "about"}
PER_CENT = {DUTCH: "procent", ENGLISH: "per cent"}
MORE_THAN_HALF = {
    DUTCH: ("meer dan de helft", "het grootste deel"),
    ENGLISH: ("more than half", "the largest part"),
}
NOT_MORE = {DUTCH: "niet meer dan de helft", ENGLISH: "no more than half"}
FALL, RISE = {DUTCH: "daling", ENGLISH: "fall"}, {DUTCH: "stijging", ENGLISH: "rise"}
AT_LEAST = {DUTCH: "ten minste", ENGLISH: "at least"}
MORE = {DUTCH: "van meer", ENGLISH: "of more"}
MONTHS = {
    DUTCH: (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    ENGLISH: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
PLACES = {DUTCH: "Plaats onder deze, gezien het toeval: ", ENGLISH: "Place among these, given chance: "}
NUMBER = r"\d[\d.,]*\d|\d"


def is_left_out(text: str, language: Language) -> bool:
    """Whether the sentence says that something had to be hidden."""
    return LEFT_OUT[language] in text and LEFT_OUT_MARK in text


def number(written: str, language: Language) -> float:
    """A number with the marks of the language."""
    thousands, decimal = (".", ",") if language is DUTCH else (",", ".")
    return float(written.replace(thousands, "").replace(decimal, "."))


def precision(written: str, language: Language) -> float:
    """Half of the last digit that is written."""
    decimals = written.partition("," if language is DUTCH else ".")[2]
    return 0.5 * 10.0 ** -len(decimals)


def read_share(text: str, language: Language) -> Span:
    """The shares that a sentence may mean."""
    text = text.casefold()
    if LEFT_OUT[language].casefold() in text:
        return 0, 1
    if percentage := re.search(rf"(\d+) {PER_CENT[language]}", text):
        return int(percentage[1]) / 100 - 0.005, int(percentage[1]) / 100 + 0.005
    if NOT_MORE[language] in text:
        return 0, 0.5
    if JUST_OVER[language] not in text and any(words in text for words in MORE_THAN_HALF[language]):
        return 0.5, 1
    fraction = _read_fraction(text, language)
    if JUST_OVER[language] in text:
        return fraction + 0.005, fraction + 0.015
    if ALMOST[language] in text:
        return fraction - 0.02, fraction - 0.005
    return fraction - 0.005, fraction + 0.005


def _read_fraction(text: str, language: Language) -> float:
    numbers = NUMBERS[language]
    words = "|".join(numbers)
    if parts := re.search(f"({words}){OF[language]}({words})", text):
        return numbers[parts[1]] / numbers[parts[2]]
    [fraction] = [value for words, value in NAMED[language].items() if words in text]
    return fraction


def read_counts(text: str, language: Language) -> list[Span]:
    """Every number of persons in a sentence, in its order; one left out may be any."""
    found = re.findall(rf"(?:({ABOUT[language]}) )?({NUMBER})|({LEFT_OUT_MARK})", text, re.IGNORECASE)
    spans: list[Span] = []
    for about, written, hidden in found:
        reach = ROUNDED_BY if about else 0
        spans.append((0, inf) if hidden else (number(written, language) - reach, number(written, language) + reach))
    return spans


def read_coverage(text: str, language: Language) -> Span:
    """The coverage that a sentence "… per cent of the estimated …" may mean: (0, inf) where it is left out."""
    found = re.match(rf"(?:({ABOUT[language]}) )?({NUMBER}) {PER_CENT[language]}\D+({NUMBER})", text, re.IGNORECASE)
    if found is None:
        assert is_left_out(text, language), text
        return 0, inf
    share, estimate = number(found[2], language), number(found[3], language)
    reach = precision(found[2], language) + (100 * ROUNDED_BY / estimate if found[1] else 0)
    return (share - reach) / 100, (share + reach) / 100


def read_spans(text: str, language: Language) -> list[Span]:
    """Every "14 to 89 per cent" or "between 8 and 13 per cent" of a text, as shares."""
    joined = {DUTCH: "tot|en", ENGLISH: "to|and"}[language]
    found = re.findall(rf"({NUMBER}) (?:{joined}) ({NUMBER}) {PER_CENT[language]}", text)
    return [(number(low, language) / 100, number(high, language) / 100) for low, high in found]


def read_change(clause: str, language: Language) -> Span:
    """The ratios that a clause leaves possible."""
    percentages = [number(digits, language) / 100 for digits in re.findall(rf"({NUMBER}) {PER_CENT[language]}", clause)]
    fall, rise = FALL[language], RISE[language]
    if AT_LEAST[language] in clause and fall in clause:
        return 1 - percentages[1], 1 - percentages[0]
    if AT_LEAST[language] in clause:
        return 1 + percentages[0], 1 + percentages[1] if len(percentages) > 1 else inf
    named = [word for word in (fall, rise) if f"{word} {MORE[language]}" in clause]
    bounds = dict(zip(named, percentages, strict=True))
    return 1 - bounds.get(fall, 1), 1 + bounds.get(rise, inf)


def read_verdict(clause: str, language: Language) -> tuple[Span, bool, Span]:
    """The ratios of the margin, whether the ratio is said to lie within them, and what p may be."""
    ratio = {DUTCH: "verhouding van ({0}) tot ({0})", ENGLISH: "ratio of ({0}) to ({0})"}[language].format(NUMBER)
    margin = re.search(ratio, clause)
    chance = re.search(rf"p ([=<]) ({NUMBER})", clause)
    assert margin is not None, clause
    assert chance is not None, clause
    shown, not_shown = {
        DUTCH: ("aantoonbaar binnen", "niet aangetoond"),
        ENGLISH: ("is shown to lie within", "has not been shown"),
    }[language]
    assert (shown in clause) != (not_shown in clause), clause
    p, reach = number(chance[2], language), precision(chance[2], language)
    low, high = (0, p) if chance[1] == "<" else (p - reach, p + reach)
    return (number(margin[1], language), number(margin[2], language)), shown in clause, (low, high)


def read_power(clause: str, language: Language) -> tuple[float, Span]:
    """The fall that is spoken of, and the chance to see it."""
    fall = re.search(rf"({NUMBER}) {PER_CENT[language]}", clause)
    times = re.search(rf"{ABOUT[language]} ({NUMBER}) (?:van de|of) 100", clause)
    assert fall is not None, clause
    assert times is not None, clause
    found = number(times[1], language) / 100
    return number(fall[1], language) / 100, (found - 0.005, found + 0.005)


def read_places(text: str, language: Language) -> dict[str, tuple[int, int]]:
    """The places that each name may have; none where no order is spoken of."""
    found = re.search(rf"{re.escape(PLACES[language])}(.+?)\.$", text)
    if found is None:
        return {}
    places = (re.fullmatch(r"(.+) (\d+)(?:–(\d+))?", part) for part in found[1].split(", "))
    return {place[1]: (int(place[2]), int(place[3] or place[2])) for place in places if place is not None}


def read_signals(clause: str, language: Language) -> list[tuple[str, Span, Span]]:
    """The months that are named (`yyyy-mm`), each with its count and with what was expected."""
    expected = {DUTCH: "verwacht", ENGLISH: "expected"}[language]
    found = re.findall(rf"({'|'.join(MONTHS[language])}) (\d{{4}}) \(({NUMBER}), {expected} ({NUMBER})\)", clause)
    return [
        (f"{year}-{MONTHS[language].index(month) + 1:02}", _around(count, language), _around(mean, language))
        for month, year, count, mean in found
    ]


def _around(written: str, language: Language) -> Span:
    reach = precision(written, language)
    return number(written, language) - reach, number(written, language) + reach
