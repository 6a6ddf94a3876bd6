"""Cross tables with their margins, protected together: what an open table or an export may show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, permutations, product

from zichtbaar.codebook.schema import AllOf, Codebook, Condition, Within
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.disclosure.draft import Draft
from zichtbaar.monitor.disclosure.ladders import ladder
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import Names, secure
from zichtbaar.monitor.disclosure.past import Past, may_be_a_few, past_of
from zichtbaar.monitor.disclosure.readers import Readers
from zichtbaar.monitor.disclosure.relations import are_disjoint, lies_within
from zichtbaar.monitor.disclosure.released import SEAL, Protection, Seal
from zichtbaar.monitor.disclosure.remainders import secrets_of
from zichtbaar.monitor.disclosure.rules import Rules, default_rules
from zichtbaar.monitor.disclosure.secret import Secret
from zichtbaar.monitor.disclosure.told import About, Cell, Entry, NumberTold, SumTold

Place = tuple[int | None, ...]
"""Which category along each side; None for the margin, all categories together."""


@dataclass(frozen=True)
class CrossTable:
    """Counts of everybody who fulfils `of`, by the categories along each of the `sides`.

    `counts` holds every place, margins among them. `categories` are what those along each side are called, where
    that is needed. Raises ValueError where categories overlap, a place is missing, or a margin is not the sum of what
    it is the margin of.
    """

    name: str
    of: Condition
    sides: tuple[tuple[Condition, ...], ...]
    counts: Mapping[Place, int]
    categories: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for one, other in (pair for side in self.sides for pair in combinations(side, 2)):
            if not are_disjoint(one, other):
                raise ValueError(f"table {self.name}: two categories of one side are not known to exclude each other")
        if set(self.counts) != set(self.places):
            raise ValueError(f"table {self.name}: counts of {len(self.counts)} places (expected {len(self.places)})")
        for place, line in self.lines:
            total = sum(self.counts[cell] for cell in line)
            if total != self.counts[place]:
                raise ValueError(f"table {self.name}: {place} is {self.counts[place]} (expected the sum, {total})")

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every cell and every margin."""
        return tuple(product(*[(*range(len(side)), None) for side in self.sides]))

    @cached_property
    def lines(self) -> tuple[tuple[Place, tuple[Place, ...]], ...]:
        """Every margin, with the cells that it is the sum of along one side."""
        return tuple(
            (place, tuple((*place[:side], category, *place[side + 1 :]) for category in range(len(self.sides[side]))))
            for place in self.places
            for side, category in enumerate(place)
            if category is None
        )

    def called(self, place: Place) -> str:
        """What a place is called in the ledger and where it has to be named: after its table and its categories."""
        chosen = [names[one] for names, one in zip(self.categories, place, strict=False) if one is not None]
        return f"{self.name}: {', '.join(chosen)}" if chosen else self.name

    @cached_property
    def who(self) -> Mapping[Place, Condition]:
        """Who is counted in each place."""
        return {
            place: canonical(
                together(
                    self.of,
                    *(side[one] for side, one in zip(self.sides, place, strict=True) if one is not None),
                )
            )
            for place in self.places
        }


@dataclass(frozen=True, slots=True)
class ReleasedCount:
    """A count as it may be printed; None where it is hidden. `span` is the least and the most that it can be then."""

    count: int | None
    protection: Protection
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table that may leave the house. Made in this room and nowhere else."""

    seal: Seal = field(repr=False, compare=False)
    name: str
    cells: Mapping[Place, ReleasedCount]

    def __post_init__(self) -> None:
        if self.seal is not SEAL:
            raise TypeError("A ReleasedTable is made by zichtbaar.monitor.disclosure.tables and nowhere else.")


@dataclass(frozen=True, slots=True)
class ProtectedTables:
    """Tables that may leave the house, and what the ledger must hold before they do."""

    tables: tuple[ReleasedTable, ...]
    entries: tuple[Entry, ...]


def protect_tables(
    tables: Collection[CrossTable],
    about: About,
    ledger: Ledger,
    rules: Rules | None = None,
    headline: Collection[Condition] = (),
    *,
    book: Codebook | None = None,
) -> ProtectedTables:
    """All tables of one release, protected together and beside all that the ledger knows.

    `headline` says who is counted by the totals that were registered beforehand, and stay exact. The
    rest is as with `protect_release`.
    """
    draft = draft_of_tables(tables, frozenset(map(canonical, headline)), rules or default_rules())
    past = past_of(ledger, about, draft.counts)
    secrets = secrets_of_tables(tables, draft, past)
    names = printed_by_tables(tables)
    draft = secure(draft, Readers(draft, secrets, past, book), past, names)
    return ProtectedTables(released_tables(tables, draft), ledger.release(about, cells_of_tables(names, draft)))


def draft_of_tables(tables: Collection[CrossTable], headline: frozenset[Condition], rules: Rules) -> Draft:
    """Every number of some tables once, told as the rules say of each by itself.

    Raises ValueError where two tables count the same persons and come to two numbers.
    """
    counts: dict[Condition, int] = {}
    for table in tables:
        for place, who in table.who.items():
            if counts.setdefault(who, table.counts[place]) != table.counts[place]:
                raise ValueError(f"table {table.name}: {place} is {table.counts[place]}, and elsewhere {counts[who]}")
    numbers = {who: ladder(who, count, rules, is_headline=who in headline)[0] for who, count in counts.items()}
    sums = dict.fromkeys(
        SumTold(table.who[place], tuple(table.who[cell] for cell in line))
        for table in tables
        for place, line in table.lines
    )
    return Draft(rules, counts, headline, frozenset(), frozenset(), (), numbers, {}, tuple(sums))


def secrets_of_tables(tables: Collection[CrossTable], draft: Draft, past: Past) -> tuple[Secret, ...]:
    """Everything of a few persons in some tables, or between these and what was released before."""
    beside = secrets_of(draft, past) if past.releases else ()
    return tuple(dict.fromkeys((*_secrets(tables, draft), *_in_time(draft, past), *beside)))


def _secrets(tables: Collection[CrossTable], draft: Draft) -> Iterator[Secret]:
    """Every cell of a few, and the few of a line who are left when its large cells are taken off."""
    for who, count in draft.counts.items():
        if draft.rules.is_small(count):
            yield Secret(who, (), draft.rules.width)
    for table in tables:
        for place, line in table.lines:
            large = [cell for cell in line if table.counts[cell] >= draft.rules.hide_below]
            left = table.counts[place] - sum(table.counts[cell] for cell in large)
            if large and len(line) > len(large) + 1 and draft.rules.is_small(left):
                yield Secret(table.who[place], tuple(table.who[cell] for cell in large), draft.rules.width)


def _in_time(draft: Draft, past: Past) -> Iterator[Secret]:
    """What was hidden before, and the few by whom a number differs from that of more or fewer months."""
    few, width = draft.rules.hide_below - 1, draft.rules.width
    before = {number.who: number for number in past.numbers if number.who not in draft.counts}
    by_rest: dict[frozenset[Condition], list[Condition]] = {}
    for who in (*draft.counts, *before):
        by_rest.setdefault(_without_months(who), []).append(who)
    for number in before.values():
        if may_be_a_few(number, few):
            yield Secret(number.who, (), width, few)
    for inner, outer in (pair for group in by_rest.values() for pair in permutations(group, 2)):
        is_new = inner in draft.counts and outer in draft.counts
        is_few = is_new and draft.rules.is_small(draft.counts[outer] - draft.counts[inner])
        is_printed = all(who in draft.counts or before[who].printed is not None for who in (inner, outer))
        if (is_few or not is_new) and is_printed and lies_within(inner, outer):
            yield Secret(outer, (inner,), width, None if is_new else few)


def _without_months(condition: Condition) -> frozenset[Condition]:
    parts: Sequence[Condition] = condition.parts if isinstance(condition, AllOf) else (condition,)
    return frozenset(part for part in parts if not isinstance(part, Within))


def released_tables(tables: Collection[CrossTable], draft: Draft) -> tuple[ReleasedTable, ...]:
    """The tables as a draft tells of them."""
    return tuple(ReleasedTable(SEAL, table.name, dict(_released(table, draft))) for table in tables)


def _released(table: CrossTable, draft: Draft) -> Iterator[tuple[Place, ReleasedCount]]:
    for place, who in table.who.items():
        number = draft.numbers[who]
        yield place, ReleasedCount(number.printed, number.protection, draft.span(who))


def printed_by_tables(tables: Collection[CrossTable]) -> dict[Condition, list[str]]:
    """What each number is called, in every table in which it stands."""
    names: dict[Condition, list[str]] = {}
    for table in tables:
        for place, who in table.who.items():
            names.setdefault(who, []).append(table.called(place))
    return names


def cells_of_tables(names: Names, draft: Draft) -> Iterator[Cell]:
    """What the ledger is told of some tables."""
    for told in draft.everything_told():
        if isinstance(told, NumberTold | SumTold):
            yield Cell(told, tuple(names[told.who if isinstance(told, NumberTold) else told.total]))
