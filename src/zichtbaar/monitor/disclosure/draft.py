"""A release in the making: every number once, whoever prints it, and what may be told of it so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from zichtbaar.codebook.schema import Condition
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.disclosure.ladders import as_counted, ladder
from zichtbaar.monitor.disclosure.relations import lies_within
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.disclosure.sayable import Telling, say, telling
from zichtbaar.monitor.disclosure.told import NumberTold, ShareTold, SumTold, Told
from zichtbaar.monitor.figures.figure import Figure, FigureKind
from zichtbaar.monitor.figures.shares import IntervalMethod


@dataclass(frozen=True, slots=True)
class Share:
    """A share that a release may tell of: who is counted, out of whom, and how its interval is made."""

    counted: Condition
    of: Condition
    method: str = IntervalMethod.WILSON


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be told of every number and every share.

    Numbers go by the condition that says who is counted, in its one spelling, so that one that stands
    in two figures is treated alike in both. `headline` are the national totals registered beforehand.
    `inside` holds every pair of which the first lies within the second, `answered` the pairs of those
    who answered and those who were asked, `lists` the options that stand in one ranking. A number that
    is not among `numbers` is not printed by itself: a share is all that is told of it. `sums` are the
    margins of tables.
    """

    rules: Rules
    counts: Mapping[Condition, int]
    headline: frozenset[Condition]
    inside: frozenset[tuple[Condition, Condition]]
    answered: frozenset[tuple[Condition, Condition]]
    lists: tuple[tuple[Condition, ...], ...]
    numbers: Mapping[Condition, NumberTold]
    tellings: Mapping[Share, Telling]
    sums: tuple[SumTold, ...] = ()

    def told(self, who: Condition) -> int | None:
        """The number as it may be printed; None where it is hidden."""
        number = self.numbers.get(canonical(who))
        return None if number is None else number.printed

    def is_printed(self, who: Condition) -> bool:
        """Whether the number is printed by itself somewhere, be it as one that is hidden."""
        return canonical(who) in self.numbers

    def done_to(self, who: Condition) -> Protection:
        """What was done to a number that is printed by itself."""
        return self.numbers[canonical(who)].protection

    def span(self, who: Condition) -> tuple[int, int] | None:
        """What a number that is printed by itself can be as printed; None where it is hidden."""
        number = self.numbers[canonical(who)]
        if number.printed is None or number.low is None or number.high is None:
            return None
        return number.low, number.high

    def with_number(self, who: Condition, told: NumberTold) -> Draft:
        """The same, with one number told otherwise. Of a hidden number no share is told either."""
        is_hidden = told.protection is Protection.HIDDEN
        tellings = {
            share: Telling.NOTHING if is_hidden and who in (share.counted, share.of) else how
            for share, how in self.tellings.items()
        }
        return replace(self, numbers={**self.numbers, who: told}, tellings=tellings)

    def with_telling(self, share: Share, how: Telling) -> Draft:
        """The same, with more or less told of one share."""
        return replace(self, tellings={**self.tellings, share: how})

    def everything_told(self) -> Iterator[Told]:
        """All that a reader has."""
        tops = self._tops()
        for who, number in self.numbers.items():
            yield replace(number, high=tops[who]) if who in tops else number
        for share, how in self.tellings.items():
            if how is not Telling.NOTHING:
                said = say(self.counts[share.counted], self.counts[share.of], how, share.method)
                yield ShareTold(share.counted, share.of, how, said)
        yield from self.sums

    def _tops(self) -> dict[Condition, int]:
        """An option that is left out of a ranking was named by no more persons than the last one in it."""
        tops: dict[Condition, int] = {}
        for options in self.lists:
            listed = [self.numbers[who].high for who in options]
            lowest = min((high for high in listed if high is not None), default=None)
            if lowest is not None:
                left_out = [who for who in options if self.numbers[who].protection is Protection.HIDDEN]
                tops |= {who: min(lowest, tops.get(who, lowest)) for who in left_out if self.counts[who] <= lowest}
        return tops


def draft_of(figures: Collection[Figure], headline: Collection[str], rules: Rules) -> Draft:
    """What the rules say of each number by itself; whether they give each other away is looked at later."""
    printed = {canonical(who): count for who, count in _printed(figures)}
    counted = {canonical(figure.where): figure.count for figure in figures if figure.where is not None}
    counts = printed | counted
    totals = frozenset(canonical(one.where) for one in figures if one.id in headline and one.where is not None)
    inside = _closed({pair for figure in figures for pair in _chain(figure)}, counts)
    numbers = {who: ladder(who, count, rules, is_headline=who in totals)[0] for who, count in printed.items()}
    for who, around in inside:
        is_exact = around in numbers and numbers[around].protection is Protection.EXACT
        if is_exact and who in printed and counts[who] == counts[around]:
            numbers[who] = as_counted(who, counts[who])  # it is a number that is told already
    shares = dict.fromkeys(share for figure in figures if (share := share_of(figure)) is not None)  # in their order
    tellings = {share: telling(counts[share.counted], counts[share.of], rules) for share in shares}
    lists = tuple(tuple(_items(figure)) for figure in figures if figure.kind is FigureKind.RANKING)
    return Draft(rules, counts, totals, inside, frozenset(_answered(figures)), lists, numbers, tellings)


def share_of(figure: Figure) -> Share | None:
    """The share that a figure tells of, if it is one."""
    counted, of = figure.where, figure.base.answered_where
    if figure.kind is not FigureKind.SHARE or counted is None or of is None:
        return None
    method = IntervalMethod.WILSON if figure.interval is None else figure.interval.method
    return Share(canonical(counted), canonical(of), method)


def _answered(figures: Iterable[Figure]) -> Iterator[tuple[Condition, Condition]]:
    for figure in figures:
        if figure.base.answered_where is not None and figure.base.eligible_where is not None:
            yield canonical(figure.base.answered_where), canonical(figure.base.eligible_where)


def _items(figure: Figure) -> Iterator[Condition]:
    return (canonical(item.where) for item in figure.items if item.where is not None)


def _printed(figures: Iterable[Figure]) -> Iterator[tuple[Condition, int]]:
    """Everybody whose number is printed by itself; figures from outside are public and are left alone."""
    for figure in figures:
        bases = [base for base in (figure.base, figure.compared_base) if base is not None]
        pairs = [(base.eligible_where, base.eligible) for base in bases]
        pairs += [(base.answered_where, base.answered) for base in bases]
        pairs += [(item.where, item.count) for item in figure.items]
        pairs += [(month.where, month.count) for month in figure.months]
        if figure.kind is not FigureKind.SHARE:
            pairs.append((figure.where, figure.count))
        if figure.compared is not None:
            pairs.append((figure.compared_where, figure.compared))
        yield from ((who, count) for who, count in pairs if who is not None)


def _chain(figure: Figure) -> Iterator[tuple[Condition, Condition]]:
    """The sets of a figure that lie within each other because they were made so."""
    eligible, answered = figure.base.eligible_where, figure.base.answered_where
    if eligible is not None and answered is not None:
        yield canonical(answered), canonical(eligible)
        counted = [figure.where, *(item.where for item in figure.items), *(month.where for month in figure.months)]
        yield from ((canonical(who), canonical(answered)) for who in counted if who is not None)


def _closed(
    pairs: set[tuple[Condition, Condition]], numbers: Collection[Condition]
) -> frozenset[tuple[Condition, Condition]]:
    """The pairs of which the first lies within the second, by construction, by their conditions, or by both."""
    around = {
        inner: {outer for outer in numbers if outer != inner and ((inner, outer) in pairs or lies_within(inner, outer))}
        for inner in numbers
    }
    for middle, inner in product(numbers, numbers):
        if middle in around[inner]:
            around[inner] |= around[middle] - {inner}
    return frozenset((inner, outer) for inner, outers in around.items() for outer in outers)
