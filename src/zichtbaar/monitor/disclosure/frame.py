"""Worlds and secrets as matrices, cut into parts that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.secret import Secret
from zichtbaar.monitor.disclosure.told import SumTold
from zichtbaar.monitor.disclosure.worlds import Sum, Worlds

Whole = npt.NDArray[np.int64]
Row = Iterable[tuple[int, int]]
"""Entries of a matrix: column and value."""

Pairs = Sequence[tuple[Condition, Condition]]
"""Numbers of which a share is told: who is counted, and out of whom."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some numbers and kinds of persons that hang together.

    `equal` @ unknowns is 0 in every world, `secrets` @ unknowns are the secrets of `names`. `numbers`
    are the numbers that can be printed, `column` the unknown that each is, the others being kinds of
    persons. Where `is_apart`, numbers of different `worlds` have nothing to do with each other, and one
    that is decided in two small worlds is there twice. `world_of` is the small world of each secret.
    """

    unknowns: int
    numbers: tuple[Condition, ...]
    column: Whole
    worlds: Whole
    equal: csr_array
    names: tuple[Secret, ...]
    world_of: Whole
    secrets: csr_array
    is_apart: bool


def parts_of(
    worlds: Worlds, secrets: Sequence[Secret], shares: Pairs, added: Sequence[SumTold] = ()
) -> tuple[Part, ...]:
    """The parts of some worlds that have a secret in them. `added` are the margins of tables."""
    numbers = tuple(worlds.cells)
    column = {who: worlds.unknowns + place for place, who in enumerate(numbers)}
    size = worlds.unknowns + len(numbers)
    sums = ([*_times(1, kinds), (column[who], -1)] for who, own in worlds.cells.items() for kinds in own.values())
    shared = ([*_times(1, one), *_times(-1, other)] for one, other in worlds.equal)
    margins = ([(column[one.total], -1), *((column[part], 1) for part in one.parts)] for one in added)
    equal = _matrix([*sums, *shared, *margins], size)
    asked = _matrix([[(column[who], weight) for who, weight in one.weights.items()] for one in secrets], size)
    pairs = _matrix([[(column[who], 1) for who in pair] for pair in shares], size)
    groups = _groups([equal, asked, pairs], size)
    places = np.array([column[who] for who in numbers], dtype=np.int64)
    whole = Part(
        unknowns=size,
        numbers=numbers,
        column=places,
        worlds=np.full(len(numbers), -1),
        equal=equal,
        names=tuple(secrets),
        world_of=np.array([min(_deciding(one, worlds), default=-1) for one in secrets], dtype=np.int64),
        secrets=asked,
        is_apart=False,
    )
    of_secret = groups[asked.indices[asked.indptr[:-1]]] if secrets else groups[:0]
    return tuple(_cut_out(whole, groups, of_secret, group) for group in dict.fromkeys(of_secret.tolist()))


def small_parts_of(worlds: Worlds, secrets: Sequence[Secret], added: Sequence[SumTold] = ()) -> tuple[Part, ...]:
    """The small worlds as if they had nothing to do with each other, with the secrets that one of them decides.

    A reader of these knows less, but can be tried for one secret of every small world at once.
    """
    decided = [(one, min(found)) for one in secrets if (found := _deciding(one, worlds))]
    if len(worlds.first) < _SEVERAL or not decided:
        return ()
    numbers = [(who, world) for who, own in worlds.cells.items() for world in own]
    column = {number: worlds.unknowns + place for place, number in enumerate(numbers)}
    size = worlds.unknowns + len(numbers)
    sums = [[*_times(1, worlds.cells[who][world]), (column[who, world], -1)] for who, world in numbers]
    for one in added:
        for world in frozenset.intersection(*(frozenset(worlds.cells[who]) for who in (one.total, *one.parts))):
            sums.append([(column[one.total, world], -1), *((column[part, world], 1) for part in one.parts)])
    asked = [[(column[who, world], weight) for who, weight in one.weights.items()] for one, world in decided]
    return (
        _merged(
            Part(
                unknowns=size,
                numbers=tuple(who for who, _ in numbers),
                column=np.arange(worlds.unknowns, size),
                worlds=np.array([world for _, world in numbers], dtype=np.int64),
                equal=_matrix(sums, size),
                names=tuple(one for one, _ in decided),
                world_of=np.array([world for _, world in decided], dtype=np.int64),
                secrets=_matrix(asked, size),
                is_apart=True,
            )
        ),
    )


_SEVERAL = 2


def _deciding(secret: Secret, worlds: Worlds) -> frozenset[int]:
    """The small worlds that decide all numbers of a secret."""
    return frozenset.intersection(*(frozenset(worlds.cells[who]) for who in secret.weights))


def _cut_out(whole: Part, groups: Whole, of_secret: Whole, group: int) -> Part:
    """The part of one group of unknowns."""
    is_inside = groups == group
    new = np.cumsum(is_inside) - 1
    numbers = np.flatnonzero(is_inside[whole.column])
    own = np.flatnonzero(of_secret == group)
    columns = np.flatnonzero(is_inside)
    equal = whole.equal[:, columns]
    cut_out = Part(
        unknowns=len(columns),
        numbers=tuple(whole.numbers[place] for place in numbers),
        column=new[whole.column[numbers]],
        worlds=whole.worlds[numbers],
        equal=equal[np.flatnonzero(np.diff(equal.indptr))],
        names=tuple(whole.names[place] for place in own),
        world_of=whole.world_of[own],
        secrets=whole.secrets[own][:, columns],
        is_apart=False,
    )
    return _merged(cut_out)


def _merged(part: Part) -> Part:
    """The same part, with one unknown for those that are said to be the same.

    Most cells of a table are one kind of person: half of all unknowns and rows say no more than that.
    """
    counts = np.diff(part.equal.indptr)
    pairs = np.flatnonzero(counts == _SEVERAL)
    starts = part.equal.indptr[pairs]
    same = part.equal.data[starts] * part.equal.data[starts + 1] < 0
    one, other = part.equal.indices[starts[same]], part.equal.indices[starts[same] + 1]
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(part.unknowns, part.unknowns))
    size, new = connected_components(graph, directed=False)
    fold = csr_array(coo_array((np.ones(part.unknowns), (np.arange(part.unknowns), new)), shape=(part.unknowns, size)))
    equal = csr_array(part.equal @ fold)
    equal.eliminate_zeros()
    return replace(
        part,
        unknowns=int(size),
        column=new[part.column].astype(np.int64),
        equal=equal[np.flatnonzero(np.diff(equal.indptr))],
        secrets=csr_array(part.secrets @ fold),
    )


def _times(value: int, kinds: Sum) -> Iterator[tuple[int, int]]:
    return ((kind, value) for kind in kinds)


def _matrix(rows: Sequence[Sequence[tuple[int, int]]], size: int) -> csr_array:
    """A matrix of the given entries, row by row."""
    numbers = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    columns = [column for row in rows for column, _ in row]
    values = [float(value) for row in rows for _, value in row]
    return csr_array(coo_array((values, (numbers, columns)), shape=(len(rows), size)))


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
