"""Capture histories as rows of a matrix of 0 and 1, as the packages of R have them."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zichtbaar.monitor.estimation.errors import TableError
from zichtbaar.monitor.estimation.lattice import Whole


def counts_of_rows(rows: ArrayLike, counts: ArrayLike | None, names: Sequence[str]) -> Whole:
    """The counts (2^t,) by history of rows (n, t), each with its count (n,); without counts each row is one case.

    Raises TableError, with the row (from 1), for another number of columns than names, a value that is neither 0 nor 1,
    a row without a 1, another number of counts than rows, a count that is no whole number from 0, and a history that
    stands twice with counts.
    """
    numbers = _histories(_matrix(rows, len(names)), names)
    if counts is None:
        return np.bincount(numbers, minlength=1 << len(names))
    found = _counts(counts, len(numbers))
    _require_once(numbers)
    dense = np.zeros(1 << len(names), dtype=found.dtype)
    dense[numbers] = found
    return dense


def _matrix(rows: ArrayLike, lists: int) -> NDArray[np.generic]:
    try:
        matrix = np.asarray(rows)
    except ValueError:  # of numpy, for rows that are not equally long
        raise TableError(_uneven(rows, lists)) from None
    if matrix.ndim != 2 or matrix.shape[1] != lists:
        raise TableError(f"rows of shape {matrix.shape} (expected (n, {lists}), a column for each of the names)")
    return matrix


def _uneven(rows: ArrayLike, lists: int) -> str:
    """What is wrong with rows that are no matrix, with the first that is not as long as there are names."""
    for place, row in enumerate(rows if isinstance(rows, Sequence) else (), start=1):
        if not isinstance(row, Sized) or len(row) != lists:
            found = f"{len(row)} values" if isinstance(row, Sized) else "one value"
            return f"row {place}: {found} (expected {lists}, one for each of the names)"
    return f"the rows are no matrix (expected rows of {lists} values, each 0 or 1)"


def _histories(matrix: NDArray[np.generic], names: Sequence[str]) -> Whole:
    """(n,): the number of the history of each row."""
    wrong = np.argwhere(~_are_zero_or_one(matrix))
    if len(wrong):
        row, column = wrong[0].tolist()
        raise TableError(f"row {row + 1}, list {names[column]!r}: the value is neither 0 nor 1 (expected one of these)")
    numbers: Whole = matrix.astype(np.int64) @ (1 << np.arange(len(names)))
    nowhere = np.flatnonzero(numbers == 0)
    if len(nowhere):
        raise TableError(f"row {nowhere[0] + 1} is on no list: how many are on none is what is estimated")
    return numbers


def _are_zero_or_one(matrix: NDArray[np.generic]) -> NDArray[np.bool_]:
    if matrix.dtype.kind in "biuf":
        return np.isin(matrix, (0, 1))
    one_by_one: NDArray[np.bool_] = np.frompyfunc(_is_zero_or_one, 1, 1)(matrix).astype(np.bool_)
    return one_by_one


def _is_zero_or_one(value: object) -> bool:
    return isinstance(value, Real | np.bool_) and value in (0, 1)


def _counts(counts: ArrayLike, rows: int) -> NDArray[np.generic]:
    try:
        given = np.asarray(counts)
    except ValueError:
        given = np.empty(0, dtype=object)
    if given.dtype.kind not in "iuf":
        raise TableError("the counts are no numbers (expected a whole number from 0 for each row)")
    if given.shape != (rows,):
        raise TableError(f"counts of shape {given.shape} for {rows} rows (expected ({rows},), one for each row)")
    wrong = np.flatnonzero(~((given >= 0) & (given == np.floor(given)) & (given < np.inf)))
    if len(wrong):
        place = int(wrong[0])
        raise TableError(f"row {place + 1}: a count of {given[place]} (expected a whole number from 0)")
    return given


def _require_once(numbers: Whole) -> None:
    _, first, which = np.unique(numbers, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[which] != np.arange(len(numbers)))
    if len(again):
        place = int(again[0])
        earlier = int(first[which[place]])
        raise TableError(f"row {place + 1}: this history stands already in row {earlier + 1} (expected it once)")
