"""k-anonymity of rows: of every combination of cells there are at least k persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zichtbaar.monitor.exports.mapping import Row

LEAST = 11
"""What CTDC asked of its Global Dataset (codebook, version 6 of November 2017): no question returns under 10."""


@dataclass(frozen=True, slots=True)
class Anonymised:
    """Rows of which each stands there at least k times, in an order that tells nothing.

    `emptied`: for how many of these persons each group of columns was emptied; `left_out`: how many
    persons stood out even with all groups empty.
    """

    rows: tuple[Row, ...]
    emptied: tuple[int, ...]
    left_out: int


def anonymise(rows: Sequence[Row], groups: Sequence[Collection[int]], k: int, empty: str) -> Anonymised:
    """Tell of each person as much as at least k - 1 others share; leave out who stands out all the same.

    `groups` holds places of columns, what is given up first coming first; what stands in no group is
    always told. All groups begin empty. Then, from the last to the first, every crowd of equal rows is
    split by what stands in the group, as far as each part and who stays behind are k or more: top-down
    specialisation (B. Fung, K. Wang, P. Yu, 2005) with cells suppressed instead of generalised and a
    fixed order of columns instead of a search. Raises ValueError where k is below `LEAST`.
    """
    if k < LEAST:
        raise ValueError(f"k is {k}, and at least {LEAST} is kept")
    given_up = {place for group in groups for place in group}
    told = [_with(row, given_up, (empty,) * len(row)) for row in rows]
    for group in reversed(groups):
        for crowd in _alike((row, person) for person, row in enumerate(told)).values():
            parts = _alike((tuple(rows[person][place] for place in group), person) for person in crowd)
            for person in _tellable(parts, k, empty):
                told[person] = _with(told[person], group, rows[person])
    crowds = _alike((row, person) for person, row in enumerate(told)).values()
    kept = [person for crowd in crowds if len(crowd) >= k for person in crowd]
    emptied = tuple(sum(any(told[who][at] != rows[who][at] for at in group) for who in kept) for group in groups)
    return Anonymised(tuple(sorted(told[person] for person in kept)), emptied, len(rows) - len(kept))


def _tellable(parts: Mapping[Row, list[int]], k: int, empty: str) -> Iterable[int]:
    """The persons of the parts that may be told apart; who stays behind is nobody, or a crowd.

    Where too few would stay behind, the largest part lends them as many as it can miss, or the smallest
    stays with them.
    """
    large = sorted((part for cells, part in parts.items() if len(part) >= k and {*cells} != {empty}), key=len)
    behind = sum(map(len, parts.values())) - sum(map(len, large))
    while large and 0 < behind < k:
        wanted = k - behind
        if len(large[-1]) - wanted >= k:
            large[-1] = large[-1][wanted:]
            break
        behind += len(large.pop(0))
    return [person for part in large for person in part]


def _alike(keyed: Iterable[tuple[Row, int]]) -> dict[Row, list[int]]:
    alike: dict[Row, list[int]] = defaultdict(list)
    for key, person in keyed:
        alike[key].append(person)
    return alike


def _with(row: Row, places: Collection[int], other: Row) -> Row:
    return tuple(other[place] if place in places else cell for place, cell in enumerate(row))
