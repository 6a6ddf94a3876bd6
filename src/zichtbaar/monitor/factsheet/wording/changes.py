"""How two periods relate, in words that never call "not shown to differ" the same as "equal"."""

from __future__ import annotations

from math import isfinite

from zichtbaar.monitor.figures.figure import Interval
from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import percent_above, percent_below, percentage

_RULED_OUT = both(
    "een daling van meer dan ongeveer {fall} is uit te sluiten, net als een stijging van meer dan "
    "ongeveer {rise}; een kleinere verandering is niet uit te sluiten",
    "a fall of more than about {fall} can be ruled out, and so can a rise of more than about {rise}; "
    "a smaller change cannot be ruled out",
)
_NO_FALL_RULED_OUT = both(
    "alleen een stijging van meer dan ongeveer {rise} is uit te sluiten",
    "only a rise of more than about {rise} can be ruled out",
)
_NO_RISE_RULED_OUT = both(
    "alleen een daling van meer dan ongeveer {fall} is uit te sluiten",
    "only a fall of more than about {fall} can be ruled out",
)
_NOTHING_RULED_OUT = both(
    "een daling is niet uit te sluiten, en een stijging ook niet", "neither a fall nor a rise can be ruled out"
)
_FALL = both(
    "een daling van ten minste ongeveer {least} en ten hoogste ongeveer {most}",
    "a fall of at least about {least} and at most about {most}",
)
_RISE = both(
    "een stijging van ten minste ongeveer {least} en ten hoogste ongeveer {most}",
    "a rise of at least about {least} and at most about {most}",
)
_RISE_WITHOUT_BOUND = both("een stijging van ten minste ongeveer {least}", "a rise of at least about {least}")
_THAT_IS = both("dat is ", "that is ")


def change(ratio: Interval | None, language: Language) -> str:
    """The interval around a rate ratio as a clause, without capital and full stop.

    Its percentages are rounded outwards: whatever the interval holds, the sentence leaves possible. Two
    counts of nought have no interval, and leave everything possible.
    """
    said = direction(ratio, language)
    return f"{_THAT_IS[language]}{said}" if ratio is not None and (ratio.high < 1 or ratio.low > 1) else said


def direction(ratio: Interval | None, language: Language) -> str:
    """The same where another word stands before it: "a fall of at least …"."""
    if ratio is None:
        return _NOTHING_RULED_OUT[language]
    if ratio.high < 1:
        return _between(_FALL, 1 - ratio.high, 1 - ratio.low, language)
    if ratio.low > 1:
        sentence = _RISE if isfinite(ratio.high) else _RISE_WITHOUT_BOUND
        return _between(sentence, ratio.low - 1, ratio.high - 1, language)
    fall = _whole(percent_above(1 - ratio.low), language)
    if not isfinite(ratio.high):
        return (_NO_RISE_RULED_OUT if ratio.low > 0 else _NOTHING_RULED_OUT)[language].format(fall=fall)
    rise = _whole(percent_above(ratio.high - 1), language)
    return (_RULED_OUT if ratio.low > 0 else _NO_FALL_RULED_OUT)[language].format(fall=fall, rise=rise)


def _between(sentence: Words, least: float, most: float, language: Language) -> str:
    greatest = _whole(percent_above(most), language) if isfinite(most) else ""
    return sentence[language].format(least=_whole(percent_below(least), language), most=greatest)


def _whole(percent: int, language: Language) -> str:
    return percentage(percent / 100, language)
