"""What a draft tells, cell by cell, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zichtbaar.codebook.schema import Condition
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.disclosure.draft import Draft
from zichtbaar.monitor.disclosure.told import Cell, NumberTold, ShareTold, Told
from zichtbaar.monitor.figures.figure import Figure


def cells_of(figures: Collection[Figure], draft: Draft) -> Iterator[Cell]:
    """Every number once, whoever prints it, and every share of which something is said."""
    printed = {figure.id: frozenset(_printed(figure)) for figure in figures}
    for told in draft.everything_told():
        by = [figure for figure in figures if _tells(figure, told, printed[figure.id])]
        periods = [figure.period for figure in by if figure.period is not None]
        yield Cell(told, tuple(figure.id for figure in by), periods[0] if periods else None)


def printed_by(figures: Collection[Figure]) -> dict[Condition, list[str]]:
    """For each number, the figures that print it or tell of its share."""
    names: dict[Condition, list[str]] = {}
    for figure in figures:
        for who in dict.fromkeys(_printed(figure)):
            names.setdefault(who, []).append(figure.id)
    return names


def _tells(figure: Figure, told: Told, printed: Collection[Condition]) -> bool:
    if isinstance(told, NumberTold):
        return told.who in printed
    return isinstance(told, ShareTold) and figure.where is not None and canonical(figure.where) == told.counted


def _printed(figure: Figure) -> Iterator[Condition]:
    """Everybody whose number this figure prints."""
    bases = [base for base in (figure.base, figure.compared_base) if base is not None]
    numbers = [who for base in bases for who in (base.eligible_where, base.answered_where)]
    numbers += [figure.where, figure.compared_where, *(item.where for item in figure.items)]
    return (canonical(who) for who in numbers if who is not None)
