"""A thousand invented years are released, and an attacker of another make finds nobody in them.

    python benchmarks/disclosure.py [helplines]

A hundred helplines release tables of ten years each: the year, March to December, and after a correction all of it
again. What one helpline released goes into its ledger. Then an attack that shares no line with the one of the
program crosses everything with everything, and asks of every hidden cell of 1 to 4, and of every such difference
between a year and its last ten months, how far it can be bound over all releases. Nothing may be bound within 3
more or less. Of some releases the optimum is computed in another way too: as one programme with two worlds for
each secret. The last claim is that 200 tables of one release are protected and attacked in 30 seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from invented_years import LATE, SIDES, Release, invent, releases_of, tables_of
from zichtbaar.codebook.schema import Is, Within
from zichtbaar.monitor.disclosure.ladders import ladder
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.disclosure.tables import CrossTable, Place, protect_tables
from zichtbaar.monitor.disclosure.told import About

HELPLINES, YEARS = 100, 10
WITHIN, FEW, FAR = 3, 4, 5000.0
TABLES, TABLES_LIMIT = 200, 30.0
COMPARED = 10

Vector = npt.NDArray[np.float64]
FLAT = (*tuple(size for _, size in SIDES), 2)


@dataclass
class Tally:
    """What came of some years."""

    years: int = 0
    releases: int = 0
    cells: int = 0
    small: int = 0
    hidden: int = 0
    attacked: int = 0
    bound: int = 0
    told_before: int = 0
    seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def mask(table: CrossTable, place: Place) -> Vector:
    """Which kinds of people are counted in a place: 1 or 0 for each crossing of all there is."""
    counted = np.ones(FLAT)
    for side, code in zip(table.sides, place, strict=True):
        axis = [name for name, _ in SIDES].index(_name(side[0]))
        if code is not None:
            keep = np.zeros(FLAT[axis])
            keep[code] = 1
            counted = counted * keep.reshape([-1 if one == axis else 1 for one in range(len(FLAT))])
    if "March" in table.name:
        late = np.zeros(2)
        late[LATE] = 1
        counted = counted * late
    return counted.ravel()


def _name(category: object) -> str:
    assert isinstance(category, Is)  # noqa: S101  # the tables of this benchmark have no other categories
    return category.variable


def printed(known: Sequence[Release], releases: Sequence[Release]) -> Iterator[tuple[Vector, int, int]]:
    """Every number on paper of the known releases, and what it can be.

    Somebody who changed a few registrations prints the old number. That it was exact before can be seen in any release.
    """
    exact: dict[bytes, int] = {}
    for release in releases:
        for counted, released in zip(release.counted, release.released, strict=True):
            for place, cell in released.cells.items():
                if cell.count is not None:
                    who = mask(counted, place)
                    reach = 0 if cell.protection is Protection.EXACT else 2
                    reach = 4 if reach and exact.get(who.tobytes()) == cell.count else reach
                    if release in known:
                        yield who, max(cell.count - reach, 5 if reach else 0), cell.count + reach
                    if not reach:
                        exact[who.tobytes()] = cell.count


def secrets(release: Release) -> Iterator[Vector]:
    """Every hidden cell of 1 to 4, and every cell of which January and February are 1 to 4."""
    people = release.people.ravel()
    whole: dict[bytes, Vector] = {}
    for counted, released in zip(release.counted, release.released, strict=True):
        for place, cell in released.cells.items():
            who = mask(counted, place)
            if cell.count is None and 1 <= who @ people <= 4:
                yield who
            whole[who.tobytes()] = who
    early = np.zeros(FLAT)
    early[..., 1 - LATE] = 1
    for who in whole.values():
        months = who * early.ravel()
        if months.any() and (who - months).tobytes() in whole and 1 <= months @ people <= 4:
            yield months


def ends(secret: Vector, known: Sequence[Release], releases: Sequence[Release]) -> tuple[float, float] | None:
    """The least and the most that a secret can be; None where no world fits all that is known."""
    if not known:
        return 0.0, FAR
    rows, lows, highs = map(np.array, zip(*printed(known, releases), strict=True))
    at_most, tops = np.vstack([rows, -rows]), np.concatenate([highs, -lows])
    low, high = [linprog(one * secret, A_ub=at_most, b_ub=tops, bounds=(0, FAR), method="highs").fun for one in (1, -1)]
    return None if low is None or high is None else (float(np.ceil(low - 1e-6)), float(np.floor(-high + 1e-6)))


def attack(releases: Sequence[Release]) -> tuple[int, int, int]:
    """How many secrets of one year were attacked, how many could be bound, and how many were told before.

    A contradiction is a correction: somebody who sees one takes fewer releases. Told before: the releases before this
    one bind it by themselves, for it was 5 or more, or nobody, until a registration was corrected. No later release
    can take that back; so fewer releases are taken then too. Were it a secret then, it would count there.
    """
    attacked = bound = before = 0
    for last, release in enumerate(releases):
        for secret in secrets(release):
            attacked += 1
            was_told = is_bound(ends(secret, releases[:last], releases))
            for known in (releases, releases[last:], releases[: last + 1], [release]):
                reached = ends(secret, known, releases)
                if is_bound(reached) and was_told and releases[0] in known:
                    before += 1
                elif reached is not None:
                    bound += is_bound(reached)
                    break
    return attacked, bound, before


def is_bound(reached: tuple[float, float] | None) -> bool:
    """Whether somebody knows a secret within 3 more or less."""
    return reached is not None and reached[1] - reached[0] <= 2 * WITHIN


def helpline(seed: int, years: int = YEARS) -> Tally:
    """All years of one helpline."""
    rng = np.random.default_rng(seed)
    ledger, tally = Ledger(), Tally()
    for year in range(2010, 2010 + years):
        people = invent(rng)
        begin = time.perf_counter()
        releases, ledger = releases_of(people, year, ledger, rng)
        took = time.perf_counter() - begin
        attacked, bound, before = attack(releases)
        cells = [
            (table.counts[place], cell)
            for one in releases
            for table, made in zip(one.counted, one.released, strict=True)
            for place, cell in made.cells.items()
        ]
        tally += Tally(
            years=1,
            releases=len(releases),
            cells=len(cells),
            small=sum(count < default_rules().hide_below for count, _ in cells),
            hidden=sum(cell.count is None for _, cell in cells),
            attacked=attacked,
            bound=bound,
            told_before=before,
            seconds=took,
        )
    return tally


def wanted(tables: Sequence[CrossTable], people: Vector) -> list[Vector]:
    """Everything of 1 to 4 that must not come out of one release: cells, the rest of a line, the rest of a year."""
    places = [mask(table, place) for table in tables for place in table.places]
    lines = [
        mask(table, place) - sum(mask(table, cell) for cell in line if table.counts[cell] > FEW)
        for table in tables
        for place, line in table.lines
    ]
    late = [(one, other) for one in places for other in places if (one >= other).all() and _only_months(one - other)]
    found = [*places, *lines, *(one - other for one, other in late)]
    return list({one.tobytes(): one for one in found if 1 <= one @ people <= FEW}.values())


def _only_months(rest: Vector) -> bool:
    """Whether two places differ in their months and nothing else."""
    months = rest.reshape(FLAT)
    return bool(months[..., 1 - LATE].any() and not months[..., LATE].any())


def optimum(tables: Sequence[CrossTable], people: Vector) -> float:
    """The least loss of hidden cells, with two worlds for each secret that lie far enough apart.

    One mixed integer programme: a cell is hidden or it is not, and its number binds both worlds of
    every secret only where it is not.
    """
    cells = list(
        {
            mask(one, place).tobytes(): (mask(one, place), one.counts[place]) for one in tables for place in one.places
        }.values()
    )
    few, kinds = wanted(tables, people), len(people)
    size = len(cells) + 2 * len(few) * kinds
    rows, lows, highs = [], [], []
    for number, secret in enumerate(few):
        starts = [len(cells) + (2 * number + one) * kinds for one in (0, 1)]
        apart = np.zeros(size)
        for start, sign in zip(starts, (-1, 1), strict=True):
            apart[start : start + kinds] = sign * secret
            for place, (row, count) in enumerate(cells):
                told = ladder(_ANYBODY, count, default_rules())[0]
                for side, end in ((1, told.high), (-1, told.low)):
                    if end is not None:
                        bound = np.zeros(size)
                        bound[start : start + kinds], bound[place] = side * row, -FAR
                        rows.append(bound)
                        lows.append(-np.inf)
                        highs.append(float(side * end))
        rows.append(apart)
        lows.append(float(default_rules().width))
        highs.append(np.inf)
    hidden = np.array([float(count <= FEW) for _, count in cells])
    rest = size - len(cells)
    solved = milp(
        np.concatenate([[_loss(count) for _, count in cells], np.zeros(rest)]),
        integrality=np.concatenate([np.ones(len(cells), dtype=int), np.zeros(rest, dtype=int)]),
        bounds=Bounds(
            np.concatenate([hidden, np.zeros(rest)]), np.concatenate([np.ones(len(cells)), np.full(rest, FAR)])
        ),
        constraints=LinearConstraint(np.array(rows), np.array(lows), np.array(highs)) if rows else (),
        options={"time_limit": 60},
    )
    return (
        float("nan")
        if solved.fun is None
        else float(solved.fun) - sum(_loss(count) for _, count in cells if count <= FEW)
    )


_ANYBODY = Within("first_chat_month", "2010-01", "2010-12")


def _loss(count: int) -> float:
    """What it costs to hide a cell: that of the program, so that the two can be compared."""
    return 1 + float(np.log2(1 + count)) / 20


def beside_the_optimum(seed: int) -> tuple[float, float]:
    """The loss by hidden cells of one release of ours beyond those of 4 and fewer, and that of the optimum."""
    people = invent(np.random.default_rng(seed))
    tables = tuple(tables_of(people, 2010))
    made = protect_tables(tables, About("one", "tables", "invented-1", "1.0", "one"), Ledger())
    cells = {
        mask(table, place).tobytes(): table.counts[place]
        for table, one in zip(tables, made.tables, strict=True)
        for place, cell in one.cells.items()
        if cell.count is None
    }
    return sum(_loss(count) for count in cells.values() if count > FEW), optimum(tables, people.ravel().astype(float))


def many_tables(seed: int = 1, people: int = 300, variables: int = 21) -> tuple[int, float]:
    """How many linked tables of one release were protected and attacked, and how long it took."""
    rng = np.random.default_rng(seed)
    sizes = [(3, 4, 5, 6)[number % 4] for number in range(variables)]
    coded = [rng.choice(size, size=people, p=rng.dirichlet(np.full(size, 0.8))) for size in sizes]
    sides = [tuple(Is(f"v{number}", frozenset({code})) for code in range(size)) for number, size in enumerate(sizes)]
    year = Within("first_chat_month", "2020-01", "2020-12")
    tables = []
    for one, other in list(combinations(range(variables), 2))[:TABLES]:
        counted = np.zeros((sizes[one] + 1, sizes[other] + 1), dtype=int)
        np.add.at(counted, (coded[one], coded[other]), 1)
        counted[-1], counted[:, -1] = counted.sum(axis=0), counted.sum(axis=1)
        counted[-1, -1] = people
        places = {
            (row, column): (row if row < sizes[one] else None, column if column < sizes[other] else None)
            for row, column in np.ndindex(counted.shape)
        }
        counts: dict[Place, int] = {place: int(counted[index]) for index, place in places.items()}
        tables.append(CrossTable(f"v{one} by v{other}", year, (sides[one], sides[other]), counts))
    begin = time.perf_counter()
    protect_tables(tables, About("many", "tables", "invented-1", "1.0", "one"), Ledger(), headline=[year])
    return len(tables), time.perf_counter() - begin


def main(helplines: int = HELPLINES) -> int:
    """Print every measurement beside its limit; 1 when one is missed."""
    begin = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        tally = Tally()
        for seed, one in enumerate(pool.map(helpline, range(helplines))):
            tally += one
            if one.bound or one.told_before:
                print(f"seed {seed}: {one.bound} secrets bound, {one.told_before} told before", file=sys.stderr)
            print(f"\r{seed + 1} of {helplines} helplines", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        compared = list(pool.map(beside_the_optimum, range(COMPARED)))
    took = time.perf_counter() - begin
    print(f"{tally.years} years, {tally.releases} releases, {tally.cells} cells: {took:.0f} s")
    print(f"  protecting: {tally.seconds / tally.releases:.2f} s a release, on one core")
    print(f"  {tally.attacked} secrets attacked, {tally.bound} bound within {WITHIN} (limit 0)")
    print(f"  {tally.told_before} more told before a correction, when they were no secret")
    print(f"  hidden: {tally.hidden / tally.cells:.1%} of the cells; under 5 are {tally.small / tally.cells:.1%}")
    ours, best = (sum(column) for column in zip(*compared, strict=True))
    print(
        f"  hidden beyond those under 5 in {COMPARED} single releases: a loss of {ours:.1f}, in the optimum {best:.1f}"
    )
    number, seconds = many_tables()
    print(f"{number} tables of one release: {seconds:.1f} s (limit {TABLES_LIMIT:g} s)")
    return int(tally.bound > 0 or seconds > TABLES_LIMIT)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
