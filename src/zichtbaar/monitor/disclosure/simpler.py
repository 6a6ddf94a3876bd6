"""The same worlds in fewer equations: what no world has, and what is said twice, is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from zichtbaar.monitor.disclosure.frame import Part

Columns = frozenset[int]

_Row = tuple[int, Columns, Columns]
"""The number of an equation, and the unknowns on its two sides."""


def simpler(part: Part) -> Part:
    """A part with the same worlds, where no unknown is below 0.

    A table whose margin is the sum of its cells has nobody of other codes: kinds of persons of which there are
    none disappear from the equations. Most equations then say what another one says.
    """
    kept = frozenset(part.column.tolist()) | frozenset(part.secrets.indices.tolist())
    rows = list(_plain_rows(part.equal))
    nobody = _nobody(rows) - kept
    rows = [(row, plus - nobody, minus - nobody) for row, plus, minus in rows]
    present = np.ones(part.unknowns)
    present[list(nobody)] = 0
    equal = csr_array(part.equal.multiply(present[np.newaxis, :]))
    equal.eliminate_zeros()
    useful = np.diff(equal.indptr) > 0
    useful[list(_said_twice(rows))] = False
    return replace(part, equal=equal[np.flatnonzero(useful)])


def _plain_rows(equal: csr_array) -> Iterator[_Row]:
    """The equations of two plain sums."""
    for row, (start, end) in enumerate(zip(equal.indptr[:-1].tolist(), equal.indptr[1:].tolist(), strict=True)):
        columns, values = equal.indices[start:end], equal.data[start:end]
        if (np.abs(values) == 1).all():
            yield row, frozenset(columns[values > 0].tolist()), frozenset(columns[values < 0].tolist())


def _nobody(rows: Iterable[_Row]) -> Columns:
    """Kinds that are 0: a number is the sum of some unknowns, and also of these and others."""
    found: set[int] = set()
    for sums in _sums_of(rows).values():
        holding = defaultdict(list)
        for one in sums:
            for column in one:
                holding[column].append(one)
        for one in sums:
            found.update(*(other - one for other in holding[min(one)] if one < other))
    return frozenset(found)


def _sums_of(rows: Iterable[_Row]) -> Mapping[int, dict[Columns, int]]:
    """The sums that each unknown is equal to, with the first equation that says so."""
    sums: dict[int, dict[Columns, int]] = defaultdict(dict)
    for row, plus, minus in rows:
        for one, other in ((plus, minus), (minus, plus)):
            if len(other) == 1 and one:
                sums[next(iter(other))].setdefault(one, row)
    return sums


def _said_twice(rows: Iterable[_Row]) -> Iterator[int]:
    """The equations that follow from others: the same one again, or two sums of one number set beside each other."""
    rows = list(rows)
    sums = _sums_of(rows)
    whole: dict[Columns, set[int]] = defaultdict(set)
    for number, own in sums.items():
        for one in own:
            whole[one].add(number)
    for row, plus, minus in rows:
        if min(len(plus), len(minus)) == 1:
            side, other = (minus, plus) if len(minus) == 1 else (plus, minus)
            if sums[next(iter(side))].get(other, row) != row:
                yield row
        elif whole.get(plus, set()) & whole.get(minus, set()):
            yield row
