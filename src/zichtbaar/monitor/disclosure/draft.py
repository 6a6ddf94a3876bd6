"""A release in the making: every number once, whoever prints it, and what may be told of it so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.relations import lies_within
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.disclosure.sayable import Telling, telling
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

    Numbers go by the condition that says who is counted, so that one that stands in two figures is
    treated alike in both. `headline` are the national totals registered beforehand. `inside` holds
    every pair of which the first lies within the second. A number without a protection is not printed
    by itself: a share is all that is told of it.
    """

    rules: Rules
    counts: Mapping[Condition, int]
    headline: frozenset[Condition]
    inside: frozenset[tuple[Condition, Condition]]
    protections: Mapping[Condition, Protection]
    tellings: Mapping[Share, Telling]

    def told(self, who: Condition) -> int | None:
        """The number as it may be printed; None where it is hidden."""
        match self.protections.get(who):
            case Protection.EXACT:
                return self.counts[who]
            case Protection.ROUNDED:
                return self.rules.rounded(self.counts[who])
        return None

    def with_protection(self, who: Condition, protection: Protection) -> Draft:
        """The same, with one number treated otherwise. Of a hidden number no share is told either."""
        tellings = {
            share: Telling.NOTHING if protection is Protection.HIDDEN and who in (share.counted, share.of) else how
            for share, how in self.tellings.items()
        }
        return replace(self, protections={**self.protections, who: protection}, tellings=tellings)

    def with_telling(self, share: Share, how: Telling) -> Draft:
        """The same, with more or less told of one share."""
        return replace(self, tellings={**self.tellings, share: how})


def draft_of(figures: Collection[Figure], headline: Collection[str], rules: Rules) -> Draft:
    """What the rules say of each number by itself; whether they give each other away is looked at later."""
    printed = dict(_printed(figures))
    counts = printed | {figure.where: figure.count for figure in figures if figure.where is not None}
    totals = frozenset(figure.where for figure in figures if figure.id in headline and figure.where is not None)
    inside = _closed({pair for figure in figures for pair in _chain(figure)}, counts)
    protections = {who: _protection(count, who in totals, rules) for who, count in printed.items()}
    for who, around in inside:
        if protections.get(around) is Protection.EXACT and who in printed and counts[who] == counts[around]:
            protections[who] = Protection.EXACT  # it is a number that is told already
    shares = {share for figure in figures if (share := share_of(figure)) is not None}
    tellings = {share: telling(counts[share.counted], counts[share.of], rules) for share in shares}
    return Draft(rules, counts, totals, inside, protections, tellings)


def share_of(figure: Figure) -> Share | None:
    """The share that a figure tells of, if it is one."""
    counted, of = figure.where, figure.base.answered_where
    if figure.kind is not FigureKind.SHARE or counted is None or of is None:
        return None
    return Share(counted, of) if figure.interval is None else Share(counted, of, figure.interval.method)


def _protection(count: int, is_headline: bool, rules: Rules) -> Protection:
    if is_headline:
        return Protection.HIDDEN if rules.is_small(count) else Protection.EXACT
    return Protection.HIDDEN if count < rules.hide_below else Protection.ROUNDED


def _printed(figures: Iterable[Figure]) -> Iterator[tuple[Condition, int]]:
    """Everybody whose number is printed by itself; figures from outside are public and are left alone."""
    for figure in figures:
        pairs = [
            (figure.base.eligible_where, figure.base.eligible),
            (figure.base.answered_where, figure.base.answered),
            *((item.where, item.count) for item in figure.items),
            *((month.where, month.count) for month in figure.months),
        ]
        if figure.kind is not FigureKind.SHARE:
            pairs.append((figure.where, figure.count))
        if figure.compared is not None:
            pairs.append((figure.compared_where, figure.compared))
        yield from ((who, count) for who, count in pairs if who is not None)


def _chain(figure: Figure) -> Iterator[tuple[Condition, Condition]]:
    """The sets of a figure that lie within each other because they were made so."""
    eligible, answered = figure.base.eligible_where, figure.base.answered_where
    if eligible is not None and answered is not None:
        yield answered, eligible
        counted = [figure.where, *(item.where for item in figure.items), *(month.where for month in figure.months)]
        yield from ((who, answered) for who in counted if who is not None)


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
