"""What a reader knows of each number who puts side by side how it is printed and what is said of its shares.

The reader knows the rules too: which pairs of a count and its base would have been told of in just this
way. Every number is narrowed by its shares, and these by the numbers, until nothing more follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.fractions import ABOVE, AT, BELOW
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.disclosure.sayable import Said, Telling, say, telling
from zichtbaar.monitor.disclosure.told import NumberTold, ShareTold, Told

_MOST_TRIES = 5000  # of more people than this, what is said of a share leaves very many numbers

Numbers = frozenset[int] | None
"""All that a number can be as far as a reader can tell; None where that is too much to list."""

Band = tuple[int, int | None]
"""The least and the most that a number can be; None where there is no most."""


class ContradictionError(Exception):
    """No number fits all that was said."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """`counted` is at least `low` and at most `high` times `of`."""

    counted: Condition
    of: Condition
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader knows of numbers and of pairs of them."""

    bands: Mapping[Condition, Band]
    ratios: tuple[Ratio, ...]


def read(told: Iterable[Told], rules: Rules) -> Known:
    """What follows from all that is told. Raises ContradictionError when it cannot all be true at once."""
    told = tuple(told)
    bands = bands_of(one for one in told if isinstance(one, NumberTold))
    shares = tuple(dict.fromkeys(one for one in told if isinstance(one, ShareTold)))
    numbers = _narrowed({who: _listed(band) for who, band in bands.items()}, shares, rules)
    known = {who: _within(bands.get(who, (0, None)), numbers.get(who)) for who in (*bands, *numbers)}
    return Known(known, tuple(_ratio(share, numbers, rules) for share in shares))


def bands_of(told: Iterable[NumberTold]) -> dict[Condition, Band]:
    """The narrowest band of each number. A hidden one has no most, unless somebody gave it one.

    Where a later one contradicts an earlier one, the number was corrected in between.
    """
    bands: dict[Condition, Band] = {}
    for one in told:
        low, high = bands.get(one.who, (0, None))
        low = max(low, one.low or 0)
        tops = [top for top in (high, one.high) if top is not None]
        high = min(tops) if tops else None
        is_corrected = high is not None and high < low
        bands[one.who] = (one.low or 0, one.high) if is_corrected else (low, high)
    return bands


def _listed(band: Band) -> Numbers:
    low, high = band
    return frozenset(range(low, high + 1)) if high is not None and high - low <= _MOST_TRIES else None


def _within(band: Band, numbers: Numbers) -> Band:
    return band if numbers is None else (min(numbers), max(numbers))


def _narrowed(numbers: dict[Condition, Numbers], shares: Iterable[ShareTold], rules: Rules) -> dict[Condition, Numbers]:
    """Every number that is left when only pairs remain of which the very same would have been said."""
    before: dict[Condition, Numbers] = {}
    while before != numbers:
        before = dict(numbers)
        for share in shares:
            pairs = _pairs(share, numbers, rules)
            if pairs is not None:
                numbers[share.counted] = frozenset(number for number, _ in pairs)
                numbers[share.of] = frozenset(all_ for _, all_ in pairs)
    return numbers


def _pairs(share: ShareTold, numbers: Mapping[Condition, Numbers], rules: Rules) -> list[tuple[int, int]] | None:
    """The pairs of a count and its base that are left; None where the base can be too much."""
    counted, of = numbers.get(share.counted), numbers.get(share.of)
    if of is None or max(of) > _MOST_TRIES:
        return None
    alike = [
        (number, all_)
        for all_ in of
        for number in (counted or _near(share.said, all_))
        if number <= all_
        and telling(number, all_, rules) >= share.how
        and say(number, all_, share.how, share.method) == share.said
    ]
    if not alike:
        raise ContradictionError
    return alike


def _near(said: Said, of: int) -> range:
    """Numbers that may have the share that was said; all of them where only words were."""
    if said.share is None:
        return range(of + 1)
    return range(max(0, floor((said.share - 0.01) * of)), min(of, ceil((said.share + 0.01) * of)) + 1)


def _ratio(share: ShareTold, numbers: Mapping[Condition, Numbers], rules: Rules) -> Ratio:
    pairs = _pairs(share, numbers, rules)
    if pairs is None:
        lows, highs = zip(*_said(share), strict=True)
        return Ratio(share.counted, share.of, float(max(lows)), float(min(highs)))
    parts = [number / all_ for number, all_ in pairs]
    return Ratio(share.counted, share.of, min(parts), max(parts))


def _said(share: ShareTold) -> Iterator[tuple[Fraction, Fraction]]:
    """The share as each thing that is said of it bounds it."""
    said = share.said
    yield Fraction(0), Fraction(1)
    if said.share is not None and share.how is Telling.PERCENTAGE:
        percent = Fraction(round(said.share * 100), 100)
        yield percent - Fraction(1, 200), percent + Fraction(1, 200)
    if said.words is not None:
        rung = Fraction(said.words.numerator, said.words.denominator)
        below, above = {"at": (-AT, AT), "above": (AT, ABOVE), "below": (-BELOW, -AT)}[said.words.position]
        yield rung + below, rung + above
    if said.majority is not None:
        yield (Fraction(1, 2), Fraction(1)) if said.majority else (Fraction(0), Fraction(1, 2))
