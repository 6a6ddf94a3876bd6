"""Capture histories as bits, and sums over all that contain, or are contained in, each of them.

A history of t lists is a number from 0 to 2^t - 1: bit i is set when the case is on list i. The same numbers name
the terms of a log-linear model (bit i is set when list i takes part), and a term speaks of every history that
contains it. So the design matrix of any hierarchical model is a selection of columns of one matrix, and its products
are sums over supersets and subsets, which need no matrix at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

WIDEST_MATRIX = 8
"""Up to so many lists a product with a matrix of zeros and ones is faster than adding in turns (measured)."""


def make_read_only(result: DataclassInstance) -> None:
    """Lock the arrays of a frozen result, so that nobody changes a number of it by accident."""
    for field in fields(result):
        value = getattr(result, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False


def size_of(term: int) -> int:
    """How many lists take part in a term, or are named in a history."""
    return term.bit_count()


def lists_of(term: int) -> tuple[int, ...]:
    """The lists of a term, by their place from 0, ascending."""
    return tuple(place for place in range(term.bit_length()) if term >> place & 1)


def term_of(lists: Iterable[int]) -> int:
    """The term of these lists, by their place from 0."""
    term = 0
    for place in lists:
        term |= 1 << place
    return term


def subsets(term: int) -> Iterator[int]:
    """Every subset of a term, itself and the empty one included."""
    subset = term
    while True:
        yield subset
        if not subset:
            return
        subset = (subset - 1) & term


@cache
def containment(lists: int) -> Floats:
    """The square matrix of 2^t rows and columns with a 1 where the history of the row contains the term of the column.

    Its columns are those of every design matrix. Not to be written to.
    """
    numbers = np.arange(1 << lists)
    matrix: Floats = (numbers[:, None] & numbers[None, :] == numbers[None, :]).astype(np.float64)
    matrix.flags.writeable = False
    return matrix


def upper_sums(values: Floats) -> Floats:
    """For each term the sum over all histories that contain it. Shape (..., 2^t), answered in the same shape."""
    lists = values.shape[-1].bit_length() - 1
    if lists <= WIDEST_MATRIX:
        summed: Floats = values @ containment(lists)
        return summed
    return _added_in_turns(values, lists, into=0, of=1)


def lower_sums(values: Floats) -> Floats:
    """For each history the sum over all terms that it contains. Shape (..., 2^t), answered in the same shape."""
    lists = values.shape[-1].bit_length() - 1
    if lists <= WIDEST_MATRIX:
        summed: Floats = values @ containment(lists).T
        return summed
    return _added_in_turns(values, lists, into=1, of=0)


def _added_in_turns(values: Floats, lists: int, *, into: int, of: int) -> Floats:
    """Sum list by list: t times half of the numbers, where a matrix would take all of them 2^t times."""
    summed: Floats = values.astype(np.float64)
    for place in range(lists):
        halves = summed.reshape(*values.shape[:-1], -1, 2, 1 << place)
        halves[..., into, :] += halves[..., of, :]
    return summed
