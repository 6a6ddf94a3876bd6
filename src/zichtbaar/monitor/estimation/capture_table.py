"""Who is on which list: a count for each combination of lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from zichtbaar.monitor.estimation.csv_tables import (
    FEWEST_LISTS,
    MOST_CASES,
    MOST_LISTS,
    read_histories,
    wrong_with_name,
)
from zichtbaar.monitor.estimation.errors import TableError
from zichtbaar.monitor.estimation.lattice import Whole, size_of, upper_sums
from zichtbaar.monitor.estimation.matrices import counts_of_rows
from zichtbaar.monitor.estimation.showing import one_line


@dataclass(frozen=True, eq=False)
class CaptureTable:
    """Cases by the lists that they are on. A history that is not named has count 0.

    `lists` are t names; `counts` has shape (2^t,), in cases: the count of a history stands at its number, in which
    bit i is list i (see `lattice`). `counts[0]`, the cases on no list, is not known and stands as 0.
    Raises TableError for fewer than two or more than twelve lists, a name that is empty, stands twice, or holds a `*`
    or a sign that cannot be printed, counts that are negative or not whole, and a table without cases.
    """

    lists: tuple[str, ...]
    counts: Whole

    def __post_init__(self) -> None:
        object.__setattr__(self, "lists", tuple(self.lists))
        _check_names(self.lists)
        object.__setattr__(self, "counts", _checked(self.counts, 1 << len(self.lists)))

    def __repr__(self) -> str:
        return one_line(self, lists=self.lists, cases=self.cases)

    @classmethod
    def from_histories(cls, lists: Sequence[str], counts: Mapping[tuple[str, ...], int]) -> CaptureTable:
        """A table from counts by the names of the lists that a case is on. Raises TableError."""
        _check_names(tuple(lists))
        places = {name: place for place, name in enumerate(lists)}
        filled: dict[int, int] = {}
        for history, count in counts.items():
            if not isinstance(history, tuple | frozenset):
                raise TableError(f"the history {history!r} is no tuple (expected one with the names of its lists)")
            unknown = [name for name in history if name not in places]
            if unknown:
                raise TableError(f"history {history}: there is no list {unknown[0]!r} (expected {', '.join(lists)})")
            number = sum(1 << places[name] for name in set(history))
            if not number:
                raise TableError("a history with no list: how many are on none is what is estimated")
            if number in filled:
                raise TableError(f"the history {', '.join(history)} stands twice (expected it once)")
            filled[number] = count
        dense = np.zeros(1 << len(lists), dtype=np.asarray(list(filled.values()) or [0]).dtype)
        dense[list(filled)] = list(filled.values())
        return cls(tuple(lists), dense)

    @classmethod
    def from_csv(cls, path: Path | str, content: bytes | None = None) -> CaptureTable:
        """A table from a CSV file: a column of 0 and 1 for each list, a last column `count`, a line for each history.

        `content` is what is in the file, for who has read it. Raises InvalidInputError with every fault, its line and
        what was expected.
        """
        return cls(*read_histories(Path(path), content))

    @classmethod
    def from_records(cls, records: Iterable[Mapping[str, object]], lists: Sequence[str]) -> CaptureTable:
        """A table from cases, each with a value for every list: true, 1 or "1" when the case is on it.

        Raises TableError, with the place of the case (from 1), for a list without a value, a value that is neither
        yes nor no, and a case that is on no list.
        """
        _check_names(tuple(lists))
        counts = np.zeros(1 << len(lists), dtype=np.int64)
        for place, record in enumerate(records, start=1):
            counts[history_of(place, record, lists)] += 1
        return cls(tuple(lists), counts)

    @classmethod
    def from_matrix(cls, rows: ArrayLike, counts: ArrayLike | None = None, *, names: Sequence[str]) -> CaptureTable:
        """A table from a matrix of 0 and 1 (n, t): a row for each history, a column for each list as in `names`.

        `counts` (n,) are the cases of each row. For Rcapture with `dfreq=TRUE` and SparseMSE they are the last column,
        so it is `from_matrix(zdat[:, :-1], zdat[:, -1], names=names)`. Without counts each row is one case, as with
        `dfreq=FALSE`. A history that has no row has count 0.

        Raises TableError, with the row (from 1), for a value that is neither 0 nor 1, a row that is on no list, a count
        that is negative or not whole, and with counts a history that stands twice; and for another number of columns
        than names, or of counts than rows.
        """
        lists = tuple(names)
        _check_names(lists)
        return cls(lists, counts_of_rows(rows, counts, lists))

    @property
    def size(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @property
    def cases(self) -> int:
        """How many cases were seen, each once, whatever lists it is on."""
        return int(self.counts.sum())

    @property
    def on_list(self) -> tuple[int, ...]:
        """How many cases are on each list."""
        margins = upper_sums(self.counts.astype(float))
        return tuple(round(margins[1 << place]) for place in range(self.size))

    @property
    def on_one_list_only(self) -> int:
        """How many cases are on one list and no other."""
        return int(sum(self.counts[1 << place] for place in range(self.size)))

    def overlaps(self) -> dict[tuple[str, str], int]:
        """How many cases each two lists share, whatever other lists they are on."""
        margins = upper_sums(self.counts.astype(float))
        return {
            (self.lists[one], self.lists[other]): round(margins[1 << one | 1 << other])
            for one, other in combinations(range(self.size), 2)
        }

    def histories(self) -> list[tuple[tuple[str, ...], int]]:
        """The histories with a count above 0, by how many lists they name and then by their number."""
        present = sorted((int(number) for number in np.flatnonzero(self.counts)), key=lambda one: (size_of(one), one))
        return [(self.names_of(number), int(self.counts[number])) for number in present]

    def names_of(self, number: int) -> tuple[str, ...]:
        """The lists of a history or term."""
        return tuple(name for place, name in enumerate(self.lists) if number >> place & 1)

    def drop_list(self, name: str) -> CaptureTable:
        """The table as it would be without a list; cases that are on no other list are lost. Raises TableError."""
        place = self._place(name)
        without = np.arange(1 << self.size) & ~(1 << place)
        return self._regrouped(self.lists[:place] + self.lists[place + 1 :], _squeezed(without, place))

    def merge_lists(self, names: Sequence[str], *, name: str | None = None) -> CaptureTable:
        """The table with several lists taken as one, which a case is on when it is on any of them.

        The merged list stands where the first of them stood, under their names joined by `+` if not by one of its own.
        Raises TableError.
        """
        places = sorted(self._place(one) for one in names)
        if len(set(places)) < 2:
            raise TableError(f"{', '.join(names)}: one list alone cannot be merged (expected two or more)")
        first, merged = places[0], sum(1 << place for place in places)
        numbers = np.arange(1 << self.size)
        joined = np.where(numbers & merged, (numbers & ~merged) | 1 << first, numbers)
        lists = list(self.lists)
        for place in reversed(places[1:]):
            joined = _squeezed(joined, place)
            del lists[place]
        lists[first] = name or _not_in(lists, "+".join(self.lists[place] for place in places))
        return self._regrouped(tuple(lists), joined)

    def with_counts(self, counts: Whole) -> CaptureTable:
        """The same lists with other counts, of shape (2^t,)."""
        return CaptureTable(self.lists, counts)

    def _regrouped(self, lists: tuple[str, ...], numbers: Whole) -> CaptureTable:
        counts = np.bincount(numbers, weights=self.counts, minlength=1 << len(lists)).astype(np.int64)
        counts[0] = 0
        return CaptureTable(lists, counts)

    def _place(self, name: str) -> int:
        if name not in self.lists:
            raise TableError(f"there is no list {name!r} (expected one of {', '.join(self.lists)})")
        return self.lists.index(name)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, CaptureTable) and self.lists == other.lists and np.array_equal(self.counts, other.counts)
        )

    def __hash__(self) -> int:
        return hash((self.lists, self.counts.tobytes()))


def _not_in(lists: Sequence[str], name: str) -> str:
    """The name, or with a number behind it when another list is called so."""
    numbered = (f"{name} ({number})" for number in range(2, MOST_LISTS + 2))
    return next(one for one in chain([name], numbered) if one not in lists)


def _squeezed(numbers: Whole, place: int) -> Whole:
    """Numbers of histories without the bit at this place; what stood above it moves down."""
    below = (1 << place) - 1
    return (numbers & below) | (numbers >> 1 & ~below)


def history_of(place: int, record: Mapping[str, object], lists: Sequence[str]) -> int:
    """The number of the history of one case; `place` is named in what is wrong with it. Raises TableError."""
    number = sum(1 << at for at, name in enumerate(lists) if _is_on(place, name, record))
    if not number:
        raise TableError(f"case {place} is on no list: it could not have been seen")
    return number


def _is_on(place: int, name: str, record: Mapping[str, object]) -> bool:
    if name not in record:
        raise TableError(f"case {place} has no value for the list {name!r}")
    value = record[name]
    if value in (1, "1"):
        return True
    if value in (0, "0"):
        return False
    raise TableError(f"case {place}, list {name!r}: the value is neither yes nor no (expected 0 or 1)")


def _check_names(lists: Iterable[str]) -> None:
    names = tuple(lists)
    if not FEWEST_LISTS <= len(names) <= MOST_LISTS:
        found = f"{len(names)} {'list' if len(names) == 1 else 'lists'}"
        raise TableError(f"{found} (expected {FEWEST_LISTS} to {MOST_LISTS})")
    for name in names:
        if not isinstance(name, str):
            raise TableError(f"a list is called {name!r} (expected text)")
        if not name.strip():
            raise TableError("a list has no name")
        if problem := wrong_with_name(name):
            raise TableError(f"the list {name!r}: {problem} (expected another name)")
        if names.count(name) > 1:
            raise TableError(f"the list {name!r} stands twice (expected every list once)")


def _checked(counts: Whole, length: int) -> Whole:
    given = np.asarray(counts)
    if given.dtype.kind not in "biuf":
        raise TableError("the counts are no numbers (expected whole numbers from 0)")
    if given.shape != (length,):
        raise TableError(f"counts of shape {given.shape} (expected {length}, one for each combination of lists)")
    if not np.isfinite(given).all() or not np.array_equal(np.floor(given), given):
        raise TableError("a count is not a whole number")
    if given.sum(dtype=np.float64) > MOST_CASES:
        raise TableError(f"more than {MOST_CASES:,} cases")
    whole = given.astype(np.int64)
    if (whole < 0).any():
        raise TableError("a count is below 0")
    if whole[0]:
        raise TableError("the history with no list has a count: how many are on none is what is estimated")
    if not whole.any():
        raise TableError("the table has no cases")
    whole.flags.writeable = False
    return whole
