"""Years of invented helplines, and everything that each of them releases of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.codebook.written_conditions import canonical
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.tables import CrossTable, Place, ReleasedTable, protect_tables
from zichtbaar.monitor.disclosure.told import About

SIDES = (("age", 4), ("form", 3), ("gender", 2))
"""What is coded of everybody, and how many codes there are."""

EARLY, LATE = 0, 1
"""January and February; March to December."""

People = npt.NDArray[np.int64]
"""How many there are, by age, form, gender and part of the year."""


@dataclass(frozen=True)
class Release:
    """One release: its tables as they were counted and as they came out."""

    name: str
    counted: tuple[CrossTable, ...]
    released: tuple[ReleasedTable, ...]
    people: People


def months(year: int, *, whole: bool) -> Within:
    """All months of a year, or those from March."""
    return Within("first_chat_month", f"{year}-01" if whole else f"{year}-03", f"{year}-12")


def invent(rng: np.random.Generator) -> People:
    """The people of one year: some 250 to 400, of whom many share one thing and few another."""
    shares = [rng.dirichlet(np.full(size, 0.7)) for _, size in SIDES]
    chances = np.einsum("i,j,k,l->ijkl", *shares, np.array([1 / 6, 5 / 6]))
    chances = chances * rng.gamma(2.0, size=chances.shape)
    return rng.multinomial(rng.integers(250, 400), (chances / chances.sum()).ravel()).reshape(chances.shape)


def corrected(people: People, rng: np.random.Generator) -> People:
    """The same year, with a few registrations that came late and a few that were taken back."""
    added = rng.multinomial(rng.integers(0, 4), (people / people.sum()).ravel()).reshape(people.shape)
    taken = rng.multinomial(rng.integers(0, 4), (people / people.sum()).ravel()).reshape(people.shape)
    changed: People = np.maximum(people + added - taken, 0)
    return changed


def tables_of(people: People, year: int) -> Iterator[CrossTable]:
    """Age by form and form by gender over the year; age by form from March too."""
    yield table_of(people, year, (0, 1), whole=True)
    yield table_of(people, year, (1, 2), whole=True)
    yield table_of(people, year, (0, 1), whole=False)


def table_of(people: People, year: int, axes: Sequence[int], *, whole: bool) -> CrossTable:
    """The table of some axes over a year, or from March."""
    counted = people.sum(axis=3) if whole else people[..., LATE]
    names = [SIDES[axis] for axis in axes]
    sides = tuple(tuple(Is(name, frozenset({code})) for code in range(size)) for name, size in names)
    counts: dict[Place, int] = {}
    for place in product(*[(*range(size), None) for _, size in names]):
        index: list[int | slice] = [slice(None)] * len(SIDES)
        for axis, code in zip(axes, place, strict=True):
            index[axis] = slice(None) if code is None else code
        counts[place] = int(counted[tuple(index)].sum())
    span = "year" if whole else "March to December"
    return CrossTable(f"{names[0][0]} by {names[1][0]}, {span}", months(year, whole=whole), sides, counts)


def releases_of(people: People, year: int, ledger: Ledger, rng: np.random.Generator) -> tuple[list[Release], Ledger]:
    """The release of a year, in half of the years another after a correction, and the longer ledger."""
    releases = []
    for version in range(1 + int(rng.integers(2))):
        people = corrected(people, rng) if version else people
        counted = tuple(tables_of(people, year))
        about = About(f"{year}-{version}", "tables", "invented-1", "1.0", f"{year}-{version}")
        total: list[Condition] = [canonical(months(year, whole=True))]
        made = protect_tables(counted, about, ledger, headline=total)
        ledger = ledger.extended(made.entries)
        releases.append(Release(about.release, counted, made.tables, people))
    return releases, ledger
