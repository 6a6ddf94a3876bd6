"""A figure as a cell of the table: "15% (ca. 38)", "193 en ca. 195; verhouding 0,99", "weggelaten"."""

from __future__ import annotations

from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.factsheet.wording.shares import is_fine, share_phrase
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.figures.plans import FigureRecipe
from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import (
    number,
    percent_ends,
    percent_sign,
    persons_in_table,
    ratio_range,
)

PROTECTION: dict[Protection, Words] = {
    Protection.EXACT: both("precies", "exact"),
    Protection.ROUNDED: both("afgerond", "rounded"),
    Protection.HIDDEN: both("weggelaten", "left out"),
}


_PAIR = both("{count} en {compared}", "{count} and {compared}")
_RATIO = both("{pair}; verhouding {ratio}", "{pair}; ratio {ratio}")
_IN_ITS_TABLE = both("zie de tabel", "see the table")
_A_YEAR = both("{ratio} per jaar ({count})", "{ratio} a year ({count})")


def counted(count: int | None, protection: Protection | None, language: Language) -> str:
    """A count in a table or chart: "ca. 15" where it was rounded, "weggelaten" where it was hidden."""
    if count is None:
        return PROTECTION[Protection.HIDDEN][language]
    return persons_in_table(count, language, rounded=protection is Protection.ROUNDED)


def percent(figure: ReleasedFigure, language: Language) -> str | None:
    """The percentage of a share or a coverage; None where it is not told in figures."""
    if figure.share is None or figure.in_words_only:
        return None
    return percent_sign(figure.share, language, fine=is_fine(figure))


def value(figure: ReleasedFigure, plan: FigureRecipe, language: Language) -> str:
    """What was found, in a few signs."""
    if figure.kind is FigureKind.TABLE:
        return _IN_ITS_TABLE[language]
    count = counted(figure.count, figure.count_protection, language)
    if figure.kind is FigureKind.COUNT:
        return count
    if figure.kind is FigureKind.COMPARISON:
        return _both_counts(figure, count, language)
    if figure.kind is FigureKind.RANKING:
        items = (f"{item.label[language]} {counted(item.count, item.protection, language)}" for item in figure.items)
        return ", ".join(items) or PROTECTION[Protection.HIDDEN][language]
    if figure.kind is FigureKind.COMBINATION:
        split = (f"{item.label[language]} {counted(item.count, item.protection, language)}" for item in figure.items)
        return f"{count} ({', '.join(split)})"
    if figure.kind is FigureKind.SERIES:
        yearly = None if figure.trend is None else number(figure.trend.ratio, language, 2)
        return count if yearly is None else _A_YEAR[language].format(ratio=yearly, count=count)
    part = percent(figure, language)
    if part is None:
        return share_phrase(figure, plan.wording, language) or PROTECTION[Protection.HIDDEN][language]
    return part if figure.count is None else f"{part} ({count})"


def _both_counts(figure: ReleasedFigure, count: str, language: Language) -> str:
    pair = _PAIR[language].format(count=count, compared=counted(figure.compared, figure.compared_protection, language))
    if figure.share is None:
        return pair
    return _RATIO[language].format(pair=pair, ratio=number(figure.share, language, 2))


def interval(figure: ReleasedFigure, language: Language) -> str:
    """The interval, empty where there is none or where it may only be said in words."""
    if figure.trend is not None:
        return ratio_range(figure.trend.interval.low, figure.trend.interval.high, language)
    if figure.interval is None or figure.in_words_only:
        return ""
    low, high = figure.interval.low, figure.interval.high
    if figure.kind is FigureKind.COMPARISON:
        return ratio_range(low, high, language)
    return "{}–{}%".format(*percent_ends(low, high, language, fine=is_fine(figure)))


def known(figure: ReleasedFigure, language: Language) -> str:
    """Of how many it is known, and how many there are: "248 / 250 slachtoffers"."""
    base = figure.base
    if base.answered is None or base.eligible is None:
        return base.noun[language]
    everybody = persons_in_table(base.eligible, language, rounded=base.eligible_rounded)
    called = (base.one if base.eligible == 1 else base.noun)[language]
    if base.answered == base.eligible:
        return f"{everybody} {called}"
    return f"{persons_in_table(base.answered, language, rounded=base.answered_rounded)} / {everybody} {called}"
