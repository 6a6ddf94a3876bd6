"""What a released share may be called in a sentence: a fraction, a majority, a percentage, or nothing."""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.factsheet.wording.fractions import LARGEST_PART, MAJORITY, fraction_in_words
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import Wording
from zichtbaar.monitor.paper.language import Language, both
from zichtbaar.monitor.paper.numbers import ABOUT, percent_ends, percentage

_BETWEEN = both("tussen {low} en {high} procent", "between {low} and {high} per cent")


def share_phrase(figure: ReleasedFigure, wording: Wording, language: Language) -> str | None:
    """The phrase for a share, without a capital; None when nothing may be said.

    A recipe asks for a wording; where that would not be true of these numbers, the next one that is
    true takes its place: majority, fraction, percentage, "no more than half".
    """
    if figure.majority and wording is Wording.LARGEST_PART:
        return LARGEST_PART[language]
    if figure.majority and wording is Wording.MAJORITY:
        return MAJORITY[True][language]
    if figure.words is not None and (figure.in_words_only or wording is not Wording.PERCENT):
        return fraction_in_words(figure.words, language)
    if figure.in_words_only or figure.share is None:
        return None if figure.majority is None else MAJORITY[figure.majority][language]
    phrase = percentage(figure.share, language, fine=is_fine(figure))
    is_about = figure.kind is FigureKind.COVERAGE and figure.protection is Protection.ROUNDED
    return f"{ABOUT[language]} {phrase}" if is_about else phrase


def between(figure: ReleasedFigure, language: Language) -> str | None:
    """The interval around a share in words, without a capital: "tussen 3,4 en 5,2 procent"."""
    if figure.interval is None or figure.in_words_only:
        return None
    low, high = percent_ends(figure.interval.low, figure.interval.high, language, fine=is_fine(figure))
    return _BETWEEN[language].format(low=low, high=high)


def is_fine(figure: ReleasedFigure) -> bool:
    """Whether small percentages get a decimal: only of an exact number out of an estimate from outside."""
    return figure.kind is FigureKind.COVERAGE and figure.protection is Protection.EXACT
