"""What is not even named: options and rows of so few persons that their name alone would point at somebody."""

from __future__ import annotations

from dataclasses import replace

from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.figures.figure import Figure, FigureKind, Item


def without_rare(figure: Figure, rules: Rules) -> Figure:
    """The figure without what may have been named by fewer persons than its recipe asks for.

    This goes by the number as it would be printed: were it to go by the true one, that a name is there would say that
    a printed 10 is no 8 or 9.
    """
    if not figure.least:
        return figure
    common = {item.where for item in figure.items if _surely(item, rules) >= figure.least}
    of_rows = figure.kind is FigureKind.TABLE
    items = tuple(item for item in figure.items if (item.row_of if of_rows else item.where) in common)
    return replace(figure, items=items)


def _surely(item: Item, rules: Rules) -> int:
    """The least number that is printed as this one is."""
    if item.count < rules.hide_below:
        return 0
    printed = rules.rounded(item.count)
    alike = range(max(printed - rules.round_to, rules.hide_below), item.count + 1)
    return next(number for number in alike if rules.rounded(number) == printed)
