"""Numbers as Dutch and English write them: 1.320 and 1,320; 4,1 procent and 4.1 per cent."""

from __future__ import annotations

from math import ceil, floor, isfinite

from zichtbaar.monitor.paper.language import Language, both

ABOUT = both("ongeveer", "about")
_CIRCA = both("ca.", "c.")
_PERCENT = both("procent", "per cent")
_SWAPPED = str.maketrans(",.", ".,")


def number(value: float, language: Language, places: int = 0) -> str:
    """A number with a mark between the thousands and `places` decimals."""
    text = f"{value:,.{places}f}"
    return text.translate(_SWAPPED) if language is Language.DUTCH else text


def persons(count: int, language: Language, *, rounded: bool) -> str:
    """A number of persons in a sentence: "65", "ongeveer 65" where it was rounded."""
    return f"{ABOUT[language]} {number(count, language)}" if rounded else number(count, language)


def persons_in_table(count: int, language: Language, *, rounded: bool) -> str:
    """The same for tables and charts: "65", "ca. 65"."""
    return f"{_CIRCA[language]} {number(count, language)}" if rounded else number(count, language)


def _places(share: float) -> int:
    """Decimals of a percentage: one for a coverage below ten per cent, where a whole number says little."""
    return 1 if 0 < share < 0.0995 else 0


def percentage(share: float, language: Language, *, fine: bool = False) -> str:
    """A share (0 to 1) as a percentage in a sentence; `fine` gives a decimal below ten per cent."""
    return f"{number(share * 100, language, _places(share) if fine else 0)} {_PERCENT[language]}"


def percent_sign(share: float, language: Language, *, fine: bool = False) -> str:
    """The same for tables and charts: 4,1% and 4.1%."""
    return f"{number(share * 100, language, _places(share) if fine else 0)}%"


def part_sign(share: float, language: Language, *, fine: bool = False) -> str:
    """As `percent_sign`, but 100% is all and nothing less: 99,8% of what has exceptions."""
    if 0.995 <= share < 1:
        return f"{number(floor(share * 1000) / 10, language, 1)}%"
    return percent_sign(share, language, fine=fine)


def level_sign(level: float, language: Language) -> str:
    """The level of an interval, with all decimals that it has: 95%, 99,5%. Rounded it could be 100%, which none is."""
    places = len(f"{level * 100:.10g}".partition(".")[2])
    return f"{number(level * 100, language, places)}%"


def compact(phrase: str, language: Language) -> str:
    """A phrase in large type: "4,1%" for "4,1 procent"."""
    return phrase.replace(f" {_PERCENT[language]}", "%")


def percent_ends(low: float, high: float, language: Language, *, fine: bool = False) -> tuple[str, str]:
    """Two shares as percentages without sign, rounded outwards, so that what lay between them still does."""
    places = _places(high) if fine else 0
    scale = 10**places
    ends = percent_below(low * scale) / scale, percent_above(high * scale) / scale
    return number(ends[0], language, places), number(ends[1], language, places)


def ratio_range(low: float, high: float, language: Language) -> str:
    """The ends of an interval around a ratio, rounded outwards too; "> 0,81" where it has no upper end."""
    least = number(percent_below(low) / 100, language, 2)
    if not isfinite(high):
        return f"> {least}"
    return f"{least}–{number(percent_above(high) / 100, language, 2)}"


def percent_below(share: float) -> int:
    """The whole percentage at or just below a share."""
    return floor(round(share * 100, 6))


def percent_above(share: float) -> int:
    """The whole percentage at or just above a share."""
    return ceil(round(share * 100, 6))
