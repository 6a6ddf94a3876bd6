"""What a draft tells, cell by cell, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zichtbaar.codebook.schema import Condition
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.disclosure.sayable import Telling, say
from zichtbaar.monitor.disclosure.told import Cell, NumberTold, ShareTold
from zichtbaar.monitor.figures.figure import Figure


def cells_of(figures: Collection[Figure], draft: Draft) -> Iterator[Cell]:
    """Every number once, whoever prints it, and every share of which something is said."""
    printed_by = {who: [figure for figure in figures if who in _printed(figure)] for who in draft.protections}
    for who in draft.protections:
        yield _cell(number_told(who, draft), printed_by[who])
    for share, how in draft.tellings.items():
        if how is not Telling.NOTHING:
            yield _cell(_share_told(share, how, draft), [figure for figure in figures if figure.where == share.counted])


def number_told(who: Condition, draft: Draft) -> NumberTold:
    """How one number is printed, and what it can be as printed."""
    protection, told = draft.protections[who], draft.told(who)
    if told is None:
        return NumberTold(canonical(who), Protection.HIDDEN, None)
    low, high = (told, told) if protection is Protection.EXACT else band(told, draft.rules)
    return NumberTold(canonical(who), protection, told, low, high)


def band(printed: int, rules: Rules) -> tuple[int, int]:
    """The least and the most that is rounded to this number."""
    near = range(max(printed - rules.round_to, rules.hide_below), printed + rules.round_to + 1)
    alike = [number for number in near if rules.rounded(number) == printed]
    return alike[0], alike[-1]


def _share_told(share: Share, how: Telling, draft: Draft) -> ShareTold:
    said = say(draft.counts[share.counted], draft.counts[share.of], how)
    return ShareTold(canonical(share.counted), canonical(share.of), how, said)


def _cell(told: NumberTold | ShareTold, figures: Collection[Figure]) -> Cell:
    periods = [figure.period for figure in figures if figure.period is not None]
    return Cell(told, tuple(figure.id for figure in figures), periods[0] if periods else None)


def _printed(figure: Figure) -> list[Condition | None]:
    """Everybody whose number this figure prints."""
    base, compared = figure.base, figure.compared_base
    bases = [base.eligible_where, base.answered_where]
    if compared is not None:
        bases += [compared.eligible_where, compared.answered_where]
    return [figure.where, figure.compared_where, *bases, *(item.where for item in figure.items)]
