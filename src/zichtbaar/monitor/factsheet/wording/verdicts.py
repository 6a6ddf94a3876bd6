"""Whether two counts lie within a margin that was fixed beforehand, and what could have been seen at all.

"Not shown to lie within" is never said as "differs", and "within" never as "equal".
"""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.figures.figure import Equivalence, Exposure
from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import ABOUT, number, percentage

_MARGIN = both(
    "vooraf is een marge van {margin} vastgelegd (een verhouding van {low} tot {high}); ",
    "a margin of {margin} was fixed beforehand (a ratio of {low} to {high}); ",
)
_VERDICTS: dict[bool, Words] = {
    True: both(
        "de verhouding ligt daar aantoonbaar binnen (toets op equivalentie, {p})",
        "the ratio is shown to lie within it (test of equivalence, {p})",
    ),
    False: both(
        "dat de verhouding daarbinnen ligt, is niet aangetoond (toets op equivalentie, {p})",
        "that the ratio lies within it has not been shown (test of equivalence, {p})",
    ),
}
_POWER = both(
    "een werkelijke daling van {margin} zou bij deze aantallen in ongeveer {times} van de 100 gevallen zijn opgevallen",
    "with these numbers a true fall of {margin} would have been noticed in about {times} of 100 cases",
)
_EXPOSURE = both("afgezet tegen {what} ({own} en {compared})", "set against {what} ({own} and {compared})")
_SMALLEST_P = 0.001
_SIGNIFICANT = 0.05


def verdict(figure: ReleasedFigure, language: Language) -> str | None:
    """The margin, and whether the ratio lies within it, as a clause; None where nothing may be said."""
    found = figure.equivalence
    if found is None:
        return None
    ends = {"low": _ratio(found.low, language), "high": _ratio(found.high, language)}
    margin = _MARGIN[language].format(margin=percentage(found.margin, language), **ends)
    return margin + _VERDICTS[found.is_within][language].format(p=p_value(found, language))


def power(figure: ReleasedFigure, language: Language) -> str | None:
    """How often a true fall as large as the margin would have been seen."""
    if figure.equivalence is None or figure.power is None:
        return None
    margin, times = percentage(figure.equivalence.margin, language), number(100 * figure.power, language)
    return _POWER[language].format(margin=margin, times=times)


def exposure(figure: ReleasedFigure, language: Language) -> str | None:
    """What the counts are set against, with how much of it there was."""
    if figure.exposure is None:
        return None
    own, compared = (
        _amount(value, figure.exposure, language) for value in (figure.exposure.own, figure.exposure.compared)
    )
    return _EXPOSURE[language].format(what=figure.exposure.what[language], own=own, compared=compared)


def p_value(found: Equivalence, language: Language) -> str:
    """The p value with three decimals, and with more where fewer would move it to the other side of 0.05."""
    if found.p_value < _SMALLEST_P:
        return f"p < {number(_SMALLEST_P, language, 3)}"
    places = 3
    while round(found.p_value, places) == _SIGNIFICANT != found.p_value and places < 6:
        places += 1
    return f"p = {number(found.p_value, language, places)}"


def _amount(value: float, exposure: Exposure, language: Language) -> str:
    places = 0 if value == int(value) else 1
    amount = number(value, language, places)
    return f"{ABOUT[language]} {amount}" if exposure.rounded else amount


def _ratio(value: float, language: Language) -> str:
    """A ratio with up to three decimals, none of them a nought at the end."""
    return number(value, language, 3).rstrip("0").rstrip(",.")
