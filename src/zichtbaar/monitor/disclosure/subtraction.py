"""Looks for a few persons who come out when released numbers are subtracted, and tells less until none do.

This is a check over totals and parts of one release: whatever lies within something else, and parts
that have nobody in common. It takes the view of a reader who knows these rules and what was rounded.
It is not the full attack: it solves no equations over all tables, and knows no earlier release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.draft import Draft, Share
from zichtbaar.monitor.disclosure.relations import are_disjoint
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.sayable import Said, Telling, say, telling

MOST_PARTS = 3
"""How many parts without anybody in common are taken off a total together."""

_MOST_TRIES = 5000  # of more people than this, what is said of a share leaves very many numbers

Numbers = frozenset[int] | None
"""All that a number can be as far as a reader can tell; None where it can be anything."""


class ContradictionError(Exception):
    """What a reader supposed cannot be, for other things would have been said."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """Those of a total who are in none of some parts. Without parts: the total itself."""

    total: Condition
    parts: tuple[Condition, ...]

    def numbers(self, draft: Draft) -> Numbers:
        """How many they can be, to a reader who tries every number that the total may be."""
        totals = numbers_of(draft)[self.total]
        if totals is None or not self.parts:
            return totals
        found: set[int] = set()
        for total in totals:
            with suppress(ContradictionError):
                numbers = numbers_of(draft, {self.total: frozenset({total})})
                left: Numbers = frozenset({total})
                for part in self.parts:
                    left = _less(left, numbers[part])
                if left is None:
                    return None
                found |= left
        return frozenset(found)


def _less(one: Numbers, other: Numbers) -> Numbers:
    """What can be left of a number when another is taken off it."""
    if one is None or other is None:
        return None
    return frozenset(number - taken for number, taken in product(one, other) if number >= taken)


def secure(draft: Draft) -> Draft:
    """The draft with as little less told as keeps every remainder of a few persons uncertain."""
    remainders = tuple(_of_a_few(draft))
    while exposed := [remainder for remainder in remainders if not _is_safe(remainder, draft)]:
        draft = _with_less_told(exposed[0], draft)
    return draft


def numbers_of(draft: Draft, supposed: Mapping[Condition, Numbers] | None = None) -> dict[Condition, Numbers]:
    """What each number can be to a reader: from how it is printed, and from the shares told of it.

    `supposed` are numbers that the reader supposes to know. Raises ContradictionError when they cannot be.
    """
    numbers = {who: _printed(who, draft) for who in draft.counts} | dict(supposed or {})
    told = [share for share, how in draft.tellings.items() if how is not Telling.NOTHING]
    before: dict[Condition, Numbers] = {}
    while before != numbers:
        before = dict(numbers)
        for share in told:
            numbers |= _narrowed(share, numbers[share.counted], numbers[share.of], draft)
    return numbers


def _printed(who: Condition, draft: Draft) -> Numbers:
    count, rules = draft.counts[who], draft.rules
    match draft.protections.get(who):
        case Protection.EXACT:
            return frozenset({count})
        case Protection.ROUNDED:
            middle = rules.rounded(count)
            near = range(max(middle - rules.round_to, rules.hide_below), middle + rules.round_to)
            return frozenset(number for number in near if rules.rounded(number) == middle)
        case Protection.HIDDEN if count < rules.hide_below:
            return frozenset(range(int(who in draft.headline), rules.hide_below))
    return None  # hidden to protect another number, or told of by a share alone


def _narrowed(share: Share, counted: Numbers, of: Numbers, draft: Draft) -> dict[Condition, Numbers]:
    """What is left when only numbers remain of which the very same would have been said."""
    if of is None or max(of) > _MOST_TRIES:
        return {}
    how = draft.tellings[share]
    said = say(draft.counts[share.counted], draft.counts[share.of], how, share.method)
    alike = [
        (number, all_)
        for all_ in of
        for number in (counted or _near(said, all_))
        if number <= all_ and telling(number, all_, draft.rules) >= how and say(number, all_, how, share.method) == said
    ]
    if not alike:
        raise ContradictionError
    return {share.counted: frozenset(number for number, _ in alike), share.of: frozenset(all_ for _, all_ in alike)}


def _near(said: Said, of: int) -> range:
    """Numbers that may have the share that was said; all of them where only words were."""
    if said.share is None:
        return range(of + 1)
    return range(floor((said.share - 0.01) * of), ceil((said.share + 0.01) * of) + 1)


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
    numbers = remainder.numbers(draft)
    if numbers is None:
        return True
    return len(numbers) >= draft.rules.possibilities and sum(map(draft.rules.is_small, numbers)) >= 2


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
    for before in (Protection.EXACT, Protection.ROUNDED):
        for who in involved:
            if draft.protections.get(who) is before:
                yield draft.with_protection(who, _less_than(before, draft.counts[who], draft))


def _less_than(protection: Protection, count: int, draft: Draft) -> Protection:
    """The next way of printing a number that tells less; what would be hidden anyway is never rounded."""
    may_be_rounded = protection is Protection.EXACT and count >= draft.rules.hide_below
    return Protection.ROUNDED if may_be_rounded else Protection.HIDDEN
