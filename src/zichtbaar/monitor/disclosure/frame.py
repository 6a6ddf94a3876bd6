"""Worlds and secrets as matrices, cut into parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.worlds import Worlds

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

    `equal` @ unknowns is 0 in every world, `secrets` @ unknowns are the secrets of `names`. `place`
    says which unknown each printed number is; the unknowns that come before are kinds of persons.
    """

    unknowns: int
    place: Mapping[Condition, int]
    equal: csr_array
    names: tuple[Secret, ...]
    secrets: csr_array


def parts_of(
    worlds: Worlds, secrets: Sequence[Secret], together: Iterable[tuple[Condition, Condition]]
) -> tuple[Part, ...]:
    """The parts of some worlds that have a secret in them. `together` are pairs of which a share is told."""
    conditions = list(worlds.cells)
    place = {who: worlds.unknowns + number for number, who in enumerate(conditions)}
    size = worlds.unknowns + len(conditions)
    equal = _equalities(worlds, place, size)
    asked = _rows(([(place[who], weight) for who, weight in secret.weights.items()] for secret in secrets), size)
    pairs = _rows(([(place[one], 1), (place[other], 1)] for one, other in together), size)
    groups = _groups([equal, asked, pairs], size)
    found = (_part(group, groups, equal, asked, secrets, place) for group in dict.fromkeys(groups[asked.indices]))
    return tuple(found)


def _part(
    group: int,
    groups: Whole,
    equal: csr_array,
    asked: csr_array,
    secrets: Sequence[Secret],
    place: Mapping[Condition, int],
) -> Part:
    columns = np.flatnonzero(groups == group)
    new = {int(column): number for number, column in enumerate(columns)}
    of_group = [number for number in range(len(secrets)) if groups[asked.indices[asked.indptr[number]]] == group]
    inside = equal[:, columns]
    return Part(
        unknowns=len(columns),
        place={who: new[column] for who, column in place.items() if column in new},
        equal=inside[np.flatnonzero(np.diff(inside.indptr))],
        names=tuple(secrets[number] for number in of_group),
        secrets=asked[of_group][:, columns],
    )


def _equalities(worlds: Worlds, place: Mapping[Condition, int], size: int) -> csr_array:
    """Each number is the sum of its kinds, and what two small worlds share is the same in both."""
    cells = ([*((kind, 1) for kind in kinds), (place[who], -1)] for who, kinds in worlds.cells.items())
    shared = ([*((kind, 1) for kind in one), *((kind, -1) for kind in other)] for one, other in worlds.equal)
    return _rows((*cells, *shared), size)


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
