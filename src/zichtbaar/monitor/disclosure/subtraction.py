"""Looks for a few persons who come out when released numbers are subtracted, and tells less until none do.

This is a check over totals and parts of one release: whatever lies within something else, and parts
that have nobody in common. It takes the view of a reader who knows these rules and what was rounded.
It is not the full attack: it solves no equations over all tables, and knows no earlier release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.relations import are_disjoint
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.sayable import Telling, say

MOST_PARTS = 3
"""How many parts without anybody in common are taken off a total together."""

_ANYTHING = 10**9


@dataclass(frozen=True, slots=True)
class Span:
    """All that a number can be as far as a reader can tell: from `low` to `high`, both possible."""

    low: int
    high: int

    @property
    def possibilities(self) -> int:
        """How many whole numbers it may still be."""
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Remainder:
    """Those of a total who are in none of some parts. Without parts: the total itself."""

    total: Condition
    parts: tuple[Condition, ...]

    def span(self, spans: Mapping[Condition, Span]) -> Span:
        """What a reader can tell of how many they are."""
        total, parts = spans[self.total], [spans[part] for part in self.parts]
        low = total.low - sum(part.high for part in parts)
        return Span(max(low, 0), total.high - sum(part.low for part in parts))


def secure(draft: Draft) -> Draft:
    """The draft with as little less told as keeps every remainder of a few persons uncertain."""
    remainders = tuple(_of_a_few(draft))
    while exposed := [remainder for remainder in remainders if not _is_safe(remainder, draft)]:
        draft = _with_less_told(exposed[0], draft)
    return draft


def spans_of(draft: Draft) -> dict[Condition, Span]:
    """What a reader can tell of each number: from how it is printed, and from the shares told of it."""
    spans = {who: _printed(who, draft) for who in draft.counts}
    told = [share for share, how in draft.tellings.items() if how is not Telling.NOTHING]
    before: dict[Condition, Span] = {}
    while before != spans:
        before = dict(spans)
        for share in told:
            spans |= _narrowed(share, spans, draft)
    return spans


def _printed(who: Condition, draft: Draft) -> Span:
    count, rules = draft.counts[who], draft.rules
    match draft.protections[who]:
        case Protection.EXACT:
            return Span(count, count)
        case Protection.ROUNDED:
            middle = rules.rounded(count)
            low = middle - rules.round_to // 2
            return Span(max(low, rules.hide_below), middle + (rules.round_to - 1) // 2)
        case Protection.HIDDEN:
            # A reader who knows the rules knows that most hidden numbers are small; that one was hidden
            # to protect another is told nowhere.
            return Span(int(who in draft.headline), rules.hide_below - 1 if count < rules.hide_below else _ANYTHING)


def _narrowed(share: Share, spans: Mapping[Condition, Span], draft: Draft) -> dict[Condition, Span]:
    """What is left when only counts remain of which the very same would have been said."""
    how = draft.tellings[share]
    said = say(draft.counts[share.counted], draft.counts[share.of], how)
    counted, of = spans[share.counted], spans[share.of]
    alike = [
        (count, all_of_them)
        for count, all_of_them in product(range(counted.low, counted.high + 1), range(of.low, of.high + 1))
        if count <= all_of_them and say(count, all_of_them, how) == said
    ]
    counts, bases = zip(*alike, strict=True)
    return {share.counted: Span(min(counts), max(counts)), share.of: Span(min(bases), max(bases))}


def _of_a_few(draft: Draft) -> Iterator[Remainder]:
    """Every remainder that is a few persons in truth."""
    for total, count in draft.counts.items():
        within = [inner for inner, outer in draft.inside if outer == total]
        for parts in _apart(within, ()):
            rest = count - sum(draft.counts[part] for part in parts)
            if draft.rules.is_small(rest):
                yield Remainder(total, parts)


def _apart(candidates: Collection[Condition], chosen: tuple[Condition, ...]) -> Iterator[tuple[Condition, ...]]:
    """Every choice of at most a few candidates that have nobody in common, the empty one included."""
    yield chosen
    rest = list(candidates)
    while rest and len(chosen) < MOST_PARTS:
        part = rest.pop()
        yield from _apart([other for other in rest if are_disjoint(part, other)], (*chosen, part))


def _is_safe(remainder: Remainder, draft: Draft) -> bool:
    """Whether a reader is left with several numbers, and with two even after guessing that it is a few."""
    span = remainder.span(spans_of(draft))
    a_few = Span(max(span.low, 1), min(span.high, draft.rules.hide_below - 1))
    return span.possibilities >= draft.rules.possibilities and a_few.possibilities >= 2


def _with_less_told(remainder: Remainder, draft: Draft) -> Draft:
    """One number or share told less exactly: the first that is enough, else the first that is possible."""
    ways = list(_ways(remainder, draft))
    return next((way for way in ways if _is_safe(remainder, way)), ways[0])


def _ways(remainder: Remainder, draft: Draft) -> Iterator[Draft]:
    """Ways to tell less, the least harmful first: shares, then numbers, then national totals; parts before wholes."""
    involved = sorted(remainder.parts, key=lambda part: draft.counts[part])
    involved.append(remainder.total)
    involved.sort(key=lambda who: who in draft.headline)  # stable: the order within stays
    for share, how in draft.tellings.items():
        if how is not Telling.NOTHING and (share.counted in involved or share.of in involved):
            yield draft.with_telling(share, Telling(how - 1))
    for before, after in (
        (Protection.EXACT, Protection.ROUNDED),
        (Protection.ROUNDED, Protection.HIDDEN),
    ):
        for who in involved:
            if draft.protections[who] is before:
                yield draft.with_protection(who, after)
