"""Released figures, made of figures and of what may be told. Nothing exact goes along that was not allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft, share_of
from zichtbaar.monitor.disclosure.following import left_open, signals_of, trend_of
from zichtbaar.monitor.disclosure.released import (
    SEAL,
    Protection,
    ReleasedBase,
    ReleasedFigure,
    ReleasedItem,
    ReleasedMonth,
)
from zichtbaar.monitor.disclosure.sayable import Said, Telling, outward, say
from zichtbaar.monitor.figures.comparing import Relation, relate
from zichtbaar.monitor.figures.coverage import band
from zichtbaar.monitor.figures.figure import Base, Exposure, Figure, FigureKind, Interval, Item
from zichtbaar.monitor.figures.rankings import rank_intervals, rank_of
from zichtbaar.monitor.figures.shares import IntervalMethod

_WORST_FIRST = (Protection.HIDDEN, Protection.ROUNDED, Protection.EXACT)


def release(figure: Figure, draft: Draft) -> ReleasedFigure:
    """One figure as it may be told."""
    said, how = _said(figure, draft)
    base = _base(figure.base, draft)
    answered, eligible = figure.base.answered_where, figure.base.eligible_where
    open_ = left_open(said, base, _span(answered, base.answered, draft), _span(eligible, base.eligible, draft))
    related = _relation(figure, draft)
    months = _months(figure, draft)
    return ReleasedFigure(
        seal=SEAL,
        id=figure.id,
        kind=figure.kind,
        count=_count(figure, base, said, draft),
        base=base,
        share=said.share,
        interval=said.interval,
        protection=_protection(figure, how, draft),
        count_protection=_protection_of_count(figure, how, draft),
        compared_protection=None if figure.compared is None else _done_to(figure.compared_where, draft),
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
        bounds=open_.bounds,
        plausible=open_.plausible,
        equivalence=related.equivalence,
        power=related.power,
        exposure=_exposure(figure, draft),
        mismatches=figure.mismatches,
        months=months,
        trend=trend_of(months),
        signals=signals_of(months) if figure.is_watched else None,
    )


def _count(figure: Figure, base: ReleasedBase, said: Said, draft: Draft) -> int | None:
    """The number counted as it may be printed.

    That of a share, unless it is printed elsewhere, follows from the percentage and the base as they
    are printed: a rounded count beside a rounded percentage would often leave one possible number.
    """
    told = _told(figure.where, figure.count, draft)
    if told is None and said.share is not None and figure.kind is FigureKind.SHARE and base.answered is not None:
        return floor(said.share * base.answered + 0.5)
    return told


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


def _span(who: Condition | None, number: float | None, draft: Draft) -> tuple[float, float] | None:
    """What a number can be as it is printed; None where it is hidden."""
    if who is not None:
        return draft.span(who)
    return None if number is None else (number, number)


def _done_to(who: Condition | None, draft: Draft) -> Protection:
    return Protection.EXACT if who is None else draft.done_to(who)


def _protection(figure: Figure, how: Telling, draft: Draft) -> Protection:
    """What was done to the numbers counted: the worst of both where two are compared."""
    done = {_protection_of_count(figure, how, draft)}
    if figure.compared is not None:
        done.add(_done_to(figure.compared_where, draft))
    return next(protection for protection in _WORST_FIRST if protection in done)


def _protection_of_count(figure: Figure, how: Telling, draft: Draft) -> Protection:
    """What was done to the first number; one that only a share tells of is as rounded as that share."""
    if figure.where is not None and not draft.is_printed(figure.where):
        return Protection.HIDDEN if how is Telling.NOTHING else Protection.ROUNDED
    return _done_to(figure.where, draft)


def _said(figure: Figure, draft: Draft) -> tuple[Said, Telling]:
    match figure.kind:
        case FigureKind.SHARE:
            how = _telling(figure, draft)
            method = IntervalMethod.WILSON if figure.interval is None else figure.interval.method
            return say(figure.count, figure.base.answered, how, method), how
        case FigureKind.COVERAGE:
            return _said_of_coverage(figure, draft), Telling.PERCENTAGE
        case FigureKind.COMPARISON:
            return _said_of_comparison(figure, draft), Telling.PERCENTAGE
        case FigureKind.COUNT | FigureKind.RANKING | FigureKind.COMBINATION | FigureKind.SERIES | FigureKind.TABLE:
            return Said(), Telling.NOTHING


def _telling(figure: Figure, draft: Draft) -> Telling:
    share = share_of(figure)
    return Telling.NOTHING if share is None else draft.tellings[share]


def _said_of_coverage(figure: Figure, draft: Draft) -> Said:
    """A coverage of the count as it is printed: then it tells nothing that the count does not tell."""
    told = _told(figure.where, figure.count, draft)
    if told is None or figure.benchmark is None:
        return Said()
    above = told if figure.numerator is None else figure.numerator.value
    share, interval = above / figure.benchmark.value, band(above, figure.benchmark)
    if _done_to(figure.where, draft) is Protection.EXACT:
        return Said(round(share, 3), _finely(interval))
    return Said(round(share, 2), outward(interval) if interval else None)


def _said_of_comparison(figure: Figure, draft: Draft) -> Said:
    """A comparison of the counts as they are printed."""
    related = _relation(figure, draft)
    return Said(None if related.ratio is None else round(related.ratio, 3), _finely(related.interval))


def _relation(figure: Figure, draft: Draft) -> Relation:
    """All that two counts say of each other, as they are printed, against their exposure as it is printed."""
    told = [draft.told(who) for who in (figure.where, figure.compared_where) if who is not None]
    exposure = _exposure(figure, draft)
    match told:
        case [int(count), int(compared)] if figure.compared is not None and (figure.exposure is None or exposure):
            margin = None if figure.equivalence is None else figure.equivalence.margin
            return _widened(relate(count, compared, exposure, margin), exposure, draft)
    return Relation()


def _widened(related: Relation, exposure: Exposure | None, draft: Draft) -> Relation:
    """The same, with an interval that holds for whatever the exposure was rounded from."""
    if exposure is None or related.interval is None:
        return related
    own, compared = _span(exposure.where, exposure.own, draft), _span(exposure.compared_where, exposure.compared, draft)
    if own is None or compared is None:
        return Relation()
    times = exposure.own / exposure.compared
    low = related.interval.low * times / (own[1] / compared[0])
    high = related.interval.high * times / (own[0] / compared[1])
    return replace(related, interval=replace(related.interval, low=low, high=high))


def _exposure(figure: Figure, draft: Draft) -> Exposure | None:
    """What was set against the counts, as it may be told; None where a part of it must be hidden."""
    exposure = figure.exposure
    if exposure is None:
        return None
    own = exposure.own if exposure.where is None else draft.told(exposure.where)
    compared = exposure.compared if exposure.compared_where is None else draft.told(exposure.compared_where)
    if own is None or compared is None:
        return None
    done = (_done_to(exposure.where, draft), _done_to(exposure.compared_where, draft))
    return replace(exposure, own=own, compared=compared, rounded=Protection.ROUNDED in done)


def _finely(interval: Interval | None) -> Interval | None:
    return interval and replace(interval, low=round(interval.low, 3), high=round(interval.high, 3))


def _items(figure: Figure, draft: Draft) -> tuple[ReleasedItem, ...]:
    """The lines of a ranking that may be told, every cell of a table, or both parts of a combination."""
    told = [(item, _told(item.where, item.count, draft)) for item in figure.items]
    if figure.kind is FigureKind.TABLE:
        return _cells(told, draft)
    if figure.kind is FigureKind.COMBINATION:
        return tuple(
            ReleasedItem(item.name, item.label, count, None, 0, _done_to(item.where, draft)) for item, count in told
        )
    return _ranked([(item, count) for item, count in told if count is not None], draft)


def _cells(told: Sequence[tuple[Item, int | None]], draft: Draft) -> tuple[ReleasedItem, ...]:
    """The cells of a table; rows that have places get them anew, by the numbers that are printed."""
    rows = [(item.name, count) for item, count in told if item.ranks is not None and count is not None]
    ranks = dict(zip((name for name, _ in rows), rank_intervals([count for _, count in rows]), strict=True))
    return tuple(
        ReleasedItem(item.name, item.label, count, None, 0, _done_to(item.where, draft), ranks.get(item.name))
        for item, count in told
    )


def _ranked(listed: Sequence[tuple[Item, int]], draft: Draft) -> tuple[ReleasedItem, ...]:
    """The items ranked anew by the numbers that are printed, and without shares.

    One that must be hidden is not listed at all: listed without a number it would still say "a few",
    and its place would say more. Those of one rank stand by their names, for the order in which they
    were counted would say which of them is larger.
    """
    counts = [count for _, count in listed]
    items = [
        ReleasedItem(item.name, item.label, count, None, rank_of(count, counts), _done_to(item.where, draft), ranks)
        for (item, count), ranks in zip(listed, rank_intervals(counts), strict=True)
    ]
    return tuple(sorted(items, key=lambda item: (item.rank, item.name)))


def _months(figure: Figure, draft: Draft) -> tuple[ReleasedMonth, ...]:
    return tuple(
        ReleasedMonth(month.month, _told(month.where, month.count, draft), _done_to(month.where, draft))
        for month in figure.months
    )
