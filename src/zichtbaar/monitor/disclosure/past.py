"""What the ledger knows that bears on a new release."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from zichtbaar.codebook.schema import AllOf, Condition, Within
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.relations import are_disjoint
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.told import About, Cell, NumberTold, ShareTold, SumTold, Told


@dataclass(frozen=True)
class Past:
    """What earlier releases told of persons who may be in the new one.

    `releases` holds it release by release, the oldest first. `changed` are the numbers that were printed
    from other records than those of the new release: as often as the records were others, the oldest first.
    """

    releases: tuple[tuple[Told, ...], ...] = ()
    changed: tuple[Mapping[Condition, NumberTold], ...] = ()

    def as_before(self, who: Condition) -> NumberTold | None:
        """A number as it was printed last from other records; as exact, where that was once printed so."""
        told = [numbers[who] for numbers in self.changed if who in numbers]
        exact = (one for one in told if one.protection is Protection.EXACT and one.printed == told[-1].printed)
        return next(exact, told[-1]) if told else None

    @property
    def numbers(self) -> Iterator[NumberTold]:
        """Every number that was printed or hidden before."""
        return (told for release in self.releases for told in release if isinstance(told, NumberTold))


def may_be_a_few(number: NumberTold, few: int) -> bool:
    """Whether somebody who reads a number cannot rule out that it is 1 to `few`, and does not know it exactly."""
    if number.protection is Protection.ROUNDED:
        return (number.low or 0) <= few
    return number.protection is Protection.HIDDEN


def is_vague(number: NumberTold, few: int) -> bool:
    """Whether a number is told so roughly that to subtract it, or from it, is to look for the number itself.

    Numbers of controlled rounding are. Told nearer later, directly or by its parts, it is a number of that release.
    """
    if number.protection is not Protection.ROUNDED or number.high is None:
        return False
    return may_be_a_few(number, few) or number.high - (number.low or 0) > 2 * few


def past_of(ledger: Ledger, about: About, conditions: Collection[Condition]) -> Past:
    """What the ledger knows of whoever may be counted by these conditions, directly or by way of other cells."""
    cells = [(earlier, cell) for earlier, cell in ledger.cells if earlier.codebook == about.codebook]
    near = _near({_months(condition) for condition in conditions}, {_months(_who(cell)) for _, cell in cells})
    kept = [(earlier, cell.told) for earlier, cell in cells if _months(_who(cell)) in near]
    changed: dict[str, dict[Condition, NumberTold]] = {}
    for earlier, told in kept:
        if isinstance(told, NumberTold) and told.printed is not None and earlier.records != about.records:
            changed.setdefault(earlier.records, {})[told.who] = told
    return Past(
        tuple(tuple(told for _, told in group) for _, group in groupby(kept, lambda pair: pair[0])),
        tuple(changed.values()),
    )


def _who(cell: Cell) -> Condition:
    match cell.told:
        case NumberTold(who):
            return who
        case SumTold(total):
            return total
        case ShareTold(counted):
            return counted


Months = frozenset[Within]


def _months(condition: Condition) -> Months:
    """The spans of months that a condition demands."""
    parts: Iterable[Condition] = condition.parts if isinstance(condition, AllOf) else (condition,)
    return frozenset(part for part in parts if isinstance(part, Within))


def _near(wanted: set[Months], known: set[Months]) -> set[Months]:
    """The spans that share a month with a wanted one, or with one that does, and so on."""
    near, waiting = set(wanted), list(wanted)
    while waiting:
        one = waiting.pop()
        for other in known - near:
            if not are_disjoint(AllOf(tuple(one)), AllOf(tuple(other))):
                near.add(other)
                waiting.append(other)
    return near
