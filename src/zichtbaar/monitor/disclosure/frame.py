"""Worlds and secrets as matrices, cut into parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.worlds import Sum, Worlds

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Secret:
    """Those of `total` who are in none of `parts`: a few persons. Without parts: the total itself.

    The least and the most that they can be to an attacker must lie `width` apart. Where not `is_sure`,
    they belong to an earlier release, and only an attacker who finds that they are a few is too good.
    """

    total: Condition
    parts: tuple[Condition, ...]
    width: int
    is_sure: bool = True

    @property
    def weights(self) -> Mapping[Condition, int]:
        """How often each number counts."""
        return {self.total: 1, **dict.fromkeys(self.parts, -1)}


@dataclass(frozen=True, slots=True)
class Part:
    """Some numbers and kinds of persons that hang together.

    `equal` @ unknowns is 0 in every world, `secrets` @ unknowns are the secrets of `names`, and
    `world` is a small world that each of them is in. `place` says which unknown each printed number
    is; the others are kinds of persons.
    """

    unknowns: int
    place: Mapping[Condition, int]
    equal: csr_array
    names: tuple[Secret, ...]
    world: tuple[int, ...]
    secrets: csr_array


Together = Sequence[tuple[Condition, Condition]]
"""Pairs of numbers of which a share is told."""


def parts_of(worlds: Worlds, secrets: Sequence[Secret], together: Together) -> tuple[Part, ...]:
    """The parts of some worlds that have a secret in them."""
    return _cut(worlds.unknowns, worlds.cells, worlds.equal, secrets, together)


def small_parts_of(worlds: Worlds, secrets: Sequence[Secret], together: Together) -> tuple[Part, ...]:
    """Each small world alone, with the secrets that it decides: quick to attack, by a reader who knows less."""
    by_world: dict[int, list[Secret]] = {}
    for secret in secrets:
        for world in _worlds_of(secret, worlds.cells):
            by_world.setdefault(world, []).append(secret)
    inside: dict[int, dict[Condition, Mapping[int, Sum]]] = {world: {} for world in by_world}
    for who, sums in worlds.cells.items():
        for world in sums.keys() & inside.keys():
            inside[world][who] = {world: sums[world]}
    ends = (*worlds.first[1:], worlds.unknowns)
    parts: list[Part] = []
    for world, own in by_world.items():
        start = worlds.first[world]
        cells = {who: {world: tuple(kind - start for kind in sums[world])} for who, sums in inside[world].items()}
        pairs = [pair for pair in together if pair[0] in cells and pair[1] in cells]
        parts += _cut(ends[world] - start, cells, (), own, pairs)
    return tuple(parts)


def _worlds_of(secret: Secret, cells: Mapping[Condition, Mapping[int, Sum]]) -> list[int]:
    """The small worlds that decide all numbers of a secret."""
    return sorted(frozenset.intersection(*(frozenset(cells[who]) for who in secret.weights)))


def _cut(
    kinds: int,
    cells: Mapping[Condition, Mapping[int, Sum]],
    shared: Iterable[tuple[Sum, Sum]],
    secrets: Sequence[Secret],
    together: Together,
) -> tuple[Part, ...]:
    """The parts of some numbers, with the secrets in them."""
    place = {who: kinds + number for number, who in enumerate(cells)}
    size = kinds + len(cells)
    equal = _rows(_equalities(cells, shared, place), size)
    asked = _rows(([(place[who], weight) for who, weight in secret.weights.items()] for secret in secrets), size)
    pairs = _rows(([(place[one], 1), (place[other], 1)] for one, other in together), size)
    groups = _groups([equal, asked, pairs], size)
    of_secret = groups[asked.indices[asked.indptr[:-1]]] if secrets else np.zeros(0, dtype=np.int64)
    world = [next(iter(_worlds_of(secret, cells)), -1) for secret in secrets]
    return tuple(
        _part(groups == group, np.flatnonzero(of_secret == group), equal, asked, secrets, world, place)
        for group in dict.fromkeys(of_secret.tolist())
    )


def _part(
    is_inside: npt.NDArray[np.bool_],
    own: Whole,
    equal: csr_array,
    asked: csr_array,
    secrets: Sequence[Secret],
    world: Sequence[int],
    place: Mapping[Condition, int],
) -> Part:
    columns = np.flatnonzero(is_inside)
    new = np.cumsum(is_inside) - 1
    rows = equal[:, columns]
    return Part(
        unknowns=len(columns),
        place={who: int(new[column]) for who, column in place.items() if is_inside[column]},
        equal=rows[np.flatnonzero(np.diff(rows.indptr))],
        names=tuple(secrets[number] for number in own),
        world=tuple(world[number] for number in own),
        secrets=asked[own][:, columns],
    )


def _equalities(
    cells: Mapping[Condition, Mapping[int, Sum]], shared: Iterable[tuple[Sum, Sum]], place: Mapping[Condition, int]
) -> Iterator[list[tuple[int, int]]]:
    """Each number is the sum of its kinds, and what two small worlds share is the same in both."""
    for who, sums in cells.items():
        for kinds in sums.values():
            yield [*((kind, 1) for kind in kinds), (place[who], -1)]
    for one, other in shared:
        yield [*((kind, 1) for kind in one), *((kind, -1) for kind in other)]


def _rows(rows: Iterable[Iterable[tuple[int, int]]], size: int) -> csr_array:
    """A matrix of the given entries (column, value), row by row."""
    filled = [list(row) for row in rows]
    numbers = np.repeat(np.arange(len(filled)), [len(row) for row in filled])
    columns = [column for row in filled for column, _ in row]
    values = [float(value) for row in filled for _, value in row]
    return csr_array(coo_array((values, (numbers, columns)), shape=(len(filled), size)))


def _groups(matrices: Iterable[csr_array], size: int) -> Whole:
    """A number for each unknown, the same for those that meet in a row."""
    first, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for matrix in matrices:
        filled = np.diff(matrix.indptr) > 0
        starts = matrix.indices[matrix.indptr[:-1][filled]]
        first.append(np.repeat(starts, np.diff(matrix.indptr)[filled]).astype(np.int64))
        others.append(matrix.indices.astype(np.int64))
    one, other = np.concatenate(first), np.concatenate(others)
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
