"""Released figures, made of figures and of what may be told. Nothing exact goes along that was not allowed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.released import (
    SEAL,
    Protection,
    ReleasedBase,
    ReleasedFigure,
    ReleasedItem,
)
from zichtbaar.monitor.disclosure.sayable import Said, Telling, outward, say
from zichtbaar.monitor.figures.coverage import band
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind, Interval, Item
from zichtbaar.monitor.figures.rankings import rank_of
from zichtbaar.monitor.figures.rates import rate_ratio, rate_ratio_interval

_WORST_FIRST = (Protection.HIDDEN, Protection.ROUNDED, Protection.EXACT)


def release(figure: Figure, draft: Draft) -> ReleasedFigure:
    """One figure as it may be told."""
    said, how = _said(figure, draft)
    return ReleasedFigure(
        seal=SEAL,
        id=figure.id,
        kind=figure.kind,
        count=_told(figure.where, figure.count, draft),
        base=_base(figure.base, draft),
        share=said.share,
        interval=said.interval,
        protection=_protection(figure, draft),
        period=figure.period,
        population=figure.population,
        items=_items(figure, draft),
        compared=None if figure.compared is None else _told(figure.compared_where, figure.compared, draft),
        compared_base=None if figure.compared_base is None else _base(figure.compared_base, draft),
        compared_period=figure.compared_period,
        benchmark=figure.benchmark,
        numerator=figure.numerator,
        words=said.words,
        in_words_only=how is Telling.WORDS,
        majority=said.majority,
    )


def _told(who: Condition | None, count: int, draft: Draft) -> int | None:
    """A number as it may be printed; one from outside (nobody of ours is counted) is public."""
    return count if who is None else draft.told(who)


def _base(base: Base, draft: Draft) -> ReleasedBase:
    return ReleasedBase(
        eligible=_told(base.eligible_where, base.eligible, draft),
        answered=_told(base.answered_where, base.answered, draft),
        noun=base.noun,
        one=base.one,
        eligible_rounded=_done_to(base.eligible_where, draft) is Protection.ROUNDED,
        answered_rounded=_done_to(base.answered_where, draft) is Protection.ROUNDED,
    )


def _done_to(who: Condition | None, draft: Draft) -> Protection:
    return Protection.EXACT if who is None else draft.protections[who]


def _protection(figure: Figure, draft: Draft) -> Protection:
    """What was done to the numbers counted: the worst of both where two are compared."""
    done = {draft.protections[who] for who in (figure.where, figure.compared_where) if who is not None}
    return next((protection for protection in _WORST_FIRST if protection in done), Protection.EXACT)


def _said(figure: Figure, draft: Draft) -> tuple[Said, Telling]:
    match figure.kind:
        case FigureKind.SHARE:
            how = _telling(figure.where, figure, draft)
            return say(figure.count, figure.base.answered, how), how
        case FigureKind.COVERAGE:
            return _said_of_coverage(figure, draft), Telling.PERCENTAGE
        case FigureKind.COMPARISON:
            return _said_of_comparison(figure, draft), Telling.PERCENTAGE
        case FigureKind.COUNT | FigureKind.RANKING:
            return Said(), Telling.NOTHING


def _telling(who: Condition | None, figure: Figure, draft: Draft) -> Telling:
    of = figure.base.answered_where
    return Telling.NOTHING if who is None or of is None else draft.tellings[Share(who, of)]


def _said_of_coverage(figure: Figure, draft: Draft) -> Said:
    """A coverage of the count as it is printed: then it tells nothing that the count does not tell."""
    if figure.where is None:
        return Said(figure.share, figure.interval)
    told = draft.told(figure.where)
    if told is None or figure.benchmark is None:
        return Said()
    share, interval = told / figure.benchmark.value, band(told, figure.benchmark)
    if draft.protections[figure.where] is Protection.EXACT:
        return Said(share, _finely(interval))
    return Said(round(share, 2), outward(interval) if interval else None)


def _said_of_comparison(figure: Figure, draft: Draft) -> Said:
    """A comparison of the counts as they are printed."""
    told = [draft.told(who) for who in (figure.where, figure.compared_where) if who is not None]
    match told:
        case [int(count), int(compared)]:
            ratio = rate_ratio(count, compared)
            return Said(None if ratio is None else round(ratio, 3), _finely(rate_ratio_interval(count, compared)))
    return Said()


def _finely(interval: Interval | None) -> Interval | None:
    return interval and replace(interval, low=round(interval.low, 3), high=round(interval.high, 3))


def _items(figure: Figure, draft: Draft) -> tuple[ReleasedItem, ...]:
    """The items that may be told, ranked anew by the numbers that are printed.

    One that must be hidden is not listed at all: listed without a number it would still say "a few",
    and its place would say more.
    """
    told = {item.name: draft.told(item.where) for item in figure.items if item.where is not None}
    counts = [count for count in told.values() if count is not None]
    items = [_item(item, figure, draft, counts) for item in figure.items if told.get(item.name) is not None]
    return tuple(sorted(items, key=lambda item: item.rank))


def _item(item: Item, figure: Figure, draft: Draft, counts: Collection[int]) -> ReleasedItem:
    count = _told(item.where, item.count, draft)
    return ReleasedItem(
        name=item.name,
        label=item.label,
        count=count,
        share=say(item.count, figure.base.answered, _telling(item.where, figure, draft)).share,
        rank=rank_of(count or 0, counts),
        protection=_done_to(item.where, draft),
    )
