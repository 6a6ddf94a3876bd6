"""Controlled rounding beside suppression: which bases keep a few people hidden, and what each way costs.

    python benchmarks/rounding.py [years]

Invented years are released as two tables that share a side. An attack that shares no line with the one of the program
asks of every cell of 1 to 4 how far it can be bound: of the rounded tables alone, beside the exact total of the year,
and beside a third table that was suppressed before or after. What the program lets out may bind nothing within 3 more
or less. Of the nearest rounding, a reader who knows that the nearest was taken is tried too: small tables, all of them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from disclosure import FAR, FEW, Vector, is_bound, mask
from invented_years import People, invent, months, table_of
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rounded_tables import WeakBaseError, round_tables, thresholds
from zichtbaar.monitor.disclosure.rounding import rounded_together
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.tables import CrossTable, ProtectedTables, draft_of_tables, protect_tables
from zichtbaar.monitor.disclosure.told import About

YEARS = 100
BASES = (3, 5, 7, 8, 10, 15, 20)
YEAR = canonical(months(2010, whole=True))

Known = tuple[Vector, float, float]
"""Who is counted, and the least and the most that a reader knows these to be."""


@dataclass
class Tally:
    """What came of some years, by base and by what was asked."""

    seen: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.seen + other.seen)


def about(name: str) -> About:
    """A release of the one set of records."""
    return About(name, "tables", "invented-1", "1.0", "one")


def forced(tables: Sequence[CrossTable], base: int, key: bytes) -> list[Known]:
    """What a reader knows of tables rounded to a base, whether that protects or not."""
    draft = draft_of_tables(tables, frozenset(), default_rules())
    rounding = rounded_together(draft.counts, draft.sums, base, thresholds(draft.counts, base, key))
    return [
        (mask(table, place), max(printed - base + 1, 0), printed + base - 1)
        for table in tables
        for place, who in table.who.items()
        for printed in [rounding.printed[who]]
    ]


def told(tables: Sequence[CrossTable], made: ProtectedTables, base: int | None = None) -> list[Known]:
    """What a reader knows of tables as they came out: rounded to a base, or suppressed and rounded to 5."""
    reach = 2 if base is None else base - 1
    least = 5 if base is None else 0
    return [
        (mask(table, place), cell.count, cell.count)
        if cell.protection is Protection.EXACT
        else (mask(table, place), max(cell.count - reach, least), cell.count + reach)
        for table, one in zip(tables, made.tables, strict=True)
        for place, cell in one.cells.items()
        if cell.count is not None
    ]


def few(tables: Collection[CrossTable]) -> list[Vector]:
    """Every cell of 1 to 4."""
    cells = [mask(table, place) for table in tables for place in table.places if 1 <= table.counts[place] <= FEW]
    return list({one.tobytes(): one for one in cells}.values())


def rests(tables: Collection[CrossTable], people: People) -> list[Vector]:
    """Every group of 1 to 4 that is left when one number is taken off another one that it lies within."""
    places = {who.tobytes(): who for table in tables for place in table.places for who in [mask(table, place)]}
    pairs = ((outer, inner) for outer in places.values() for inner in places.values() if (outer >= inner).all())
    return list(
        {
            rest.tobytes(): rest for outer, inner in pairs if 1 <= (rest := outer - inner) @ people.ravel() <= FEW
        }.values()
    )


def ends(who: Vector, known: Sequence[Known]) -> tuple[float, float]:
    """The least and the most that somebody who knows all this can make of a number."""
    rows, lows, highs = map(np.array, zip(*known, strict=True))
    at_most, tops = np.vstack([rows, -rows]), np.concatenate([highs, -lows])
    low, high = (linprog(sign * who, A_ub=at_most, b_ub=tops, bounds=(0, FAR), method="highs").fun for sign in (1, -1))
    if low is None or high is None:
        raise ValueError("nobody fits all that is known, and the true numbers should")
    return float(np.ceil(low - 1e-6)), float(np.floor(-high + 1e-6))


def bound(secrets: Sequence[Vector], known: Sequence[Known]) -> int:
    """How many of them are known within 3 more or less."""
    return sum(is_bound(ends(secret, known)) for secret in secrets)


def one_year(seed: int) -> Tally:
    """One year: every base, alone and beside others, and what suppression would have told."""
    people = invent(np.random.default_rng(seed))
    released = [table_of(people, 2010, axes, whole=True) for axes in ((0, 1), (1, 2))]
    other = [table_of(people, 2010, (0, 2), whole=True)]
    key, tally = f"key of {seed}".encode(), Tally()
    total: list[Known] = [(np.ones(people.size), people.sum(), people.sum())]
    secrets = few(released)
    tally.seen["secrets"] = len(secrets)
    for base in BASES:
        known = forced(released, base, key)
        tally.seen[f"{base}: bound alone"] = bound(secrets, known)
        tally.seen[f"{base}: bound beside the total"] = bound(secrets, [*known, *total])
    suppressed = protect_tables(released, about("suppressed"), Ledger(), headline=[YEAR])
    rounded = round_tables(released, about("rounded"), Ledger(), 10, key)
    tally.seen += what_is_lost("suppressed", released, suppressed, None)
    tally.seen += what_is_lost("rounded", released, rounded, 10)
    return tally + before_and_after(released, other, key, people)


def before_and_after(released: Sequence[CrossTable], other: Sequence[CrossTable], key: bytes, people: People) -> Tally:
    """A table that was suppressed first, or afterwards, beside those that were rounded to 10."""
    tally, secrets = Tally(), [*few([*released, *other]), *rests([*released, *other], people)]
    tally.seen["secrets of both"] = len(secrets)
    first = protect_tables(other, about("other"), Ledger(), headline=[YEAR])
    tally.seen["hidden in the other table"] = hidden(first)
    base = base_that_protects(released, Ledger(first.entries), key)
    made = round_tables(released, about("rounded"), Ledger(first.entries), base, key)
    tally.seen[f"afterwards: rounded to {base}"] = 1
    tally.seen["afterwards: bound"] = bound(secrets, [*told(other, first), *told(released, made, base)])
    made = round_tables(released, about("rounded"), Ledger(), 10, key)
    after = protect_tables(other, about("other"), Ledger(made.entries), headline=[YEAR])
    tally.seen["before: bound"] = bound(secrets, [*told(other, after), *told(released, made, 10)])
    tally.seen["hidden in the other table after rounding"] = hidden(after)
    tally.seen["total exact after rounding"] = int(after.tables[0].cells[None, None].protection is Protection.EXACT)
    return tally


def base_that_protects(tables: Sequence[CrossTable], ledger: Ledger, key: bytes) -> int:
    """10, or the base that is named where 10 is refused."""
    try:
        round_tables(tables, about("rounded"), ledger, 10, key)
    except WeakBaseError as error:
        if error.stronger is None:
            raise
        return error.stronger
    return 10


def hidden(made: ProtectedTables) -> int:
    """How many numbers are hidden."""
    return sum(cell.count is None for one in made.tables for cell in one.cells.values())


def what_is_lost(name: str, tables: Sequence[CrossTable], made: ProtectedTables, base: int | None) -> Counter[str]:
    """Numbers without a number, how far the others are off, and how wide a reader's knowledge of each is."""
    lost: Counter[str] = Counter()
    known = told(tables, made, base)
    for table, one in zip(tables, made.tables, strict=True):
        for place, cell in one.cells.items():
            low, high = ends(mask(table, place), known)
            lost[f"{name}: numbers"] += 1
            lost[f"{name}: hidden"] += cell.count is None
            lost[f"{name}: off"] += 0 if cell.count is None else abs(cell.count - table.counts[place])
            lost[f"{name}: open"] += int(high - low)
            lost[f"{name}: open, of a printed one"] += 0 if cell.count is None else int(high - low)
    return lost


def nearest_gives_away(base: int = 10) -> tuple[int, int]:
    """How many cells of 1 to 4 there are in all tables of two by two under 2 bases, and how many are given away.

    To whoever knows that of all roundings that add up the nearest was taken.
    """
    true = _with_margins(np.array(list(product(range(2 * base), repeat=4))))
    off = np.full(len(true), np.iinfo(np.int64).max)
    printed = np.zeros((len(true), 4), dtype=np.int64)
    for up in product((0, 1), repeat=4):
        cells = (true[:, :4] // base + np.array(up) * (true[:, :4] % base > 0)) * base
        distances = np.abs(_with_margins(cells) - true)
        total = np.where((distances < base).all(axis=1), distances.sum(axis=1), np.iinfo(np.int64).max)
        printed[total < off] = cells[total < off]
        off = np.minimum(off, total)
    _, group = np.unique(printed, axis=0, return_inverse=True)
    small = told_by = 0
    for column in true[:, :4].T:
        low, high = np.full(group.max() + 1, 2 * base), np.zeros(group.max() + 1, dtype=np.int64)
        np.minimum.at(low, group, column)
        np.maximum.at(high, group, column)
        is_small = (column >= 1) & (column <= FEW)
        small += int(is_small.sum())
        told_by += int((is_small & ((high - low)[group] < default_rules().width)).sum())
    return small, told_by


def _with_margins(cells: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Tables of 2 by 2, one a row, with their margins and totals behind the four cells."""
    square = cells.reshape(-1, 2, 2)
    rows, columns = square.sum(axis=2), square.sum(axis=1)
    return np.hstack([cells, rows, columns, rows.sum(axis=1, keepdims=True)])


def lines(tally: Tally, years: int) -> Iterator[str]:
    """Every measurement in words."""
    seen = tally.seen
    yield f"{years} years, {seen['secrets']} cells of 1 to 4 in tables of two by one side"
    for base in BASES:
        alone, beside = seen[f"{base}: bound alone"], seen[f"{base}: bound beside the total"]
        yield f"  base {base:2}: {alone} bound within 3 alone, {beside} beside the exact total"
    bases = {name: number for name, number in sorted(seen.items()) if name.startswith("afterwards: rounded")}
    yield f"beside a table that was suppressed before, by 10 or the base that was named: {bases}"
    groups = f"of {seen['secrets of both']} groups of 1 to 4, what is left of others among them"
    yield f"  {groups}: {seen['afterwards: bound']} bound (limit 0)"
    yield f"a table suppressed beside rounded ones: {seen['before: bound']} bound (limit 0)"
    yield (
        f"  hidden in it: {seen['hidden in the other table after rounding']},"
        f" alone {seen['hidden in the other table']}; its total is exact {seen['total exact after rounding']} times"
    )
    for name in ("suppressed", "rounded"):
        numbers, without = seen[f"{name}: numbers"], seen[f"{name}: hidden"]
        yield (
            f"{name}: {without / numbers:.1%} hidden, the others {seen[f'{name}: off'] / (numbers - without):.2f} off;"
            f" left open: {seen[f'{name}: open'] / numbers:.1f} in all,"
            f" {seen[f'{name}: open, of a printed one'] / (numbers - without):.1f} of a printed one"
        )


def main(years: int = YEARS) -> int:
    """Print every measurement; 1 when a few people come out of what the program lets out."""
    with ProcessPoolExecutor() as pool:
        tally = sum(pool.map(one_year, range(years)), Tally())
    print("\n".join(lines(tally, years)))
    small, known = nearest_gives_away()
    share = f"{known} of {small} cells of 1 to 4 known within 3 ({known / small:.0%})"
    print(f"the nearest rounding to 10, to who knows that it is the nearest: {share}")
    return int(tally.seen["afterwards: bound"] + tally.seen["before: bound"] > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
