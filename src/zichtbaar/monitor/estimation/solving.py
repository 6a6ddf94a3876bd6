"""From counts and models to estimates with a verdict: empty terms are taken out, the rest is fitted and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.estimation.existence import (
    identifiable,
    packed,
    proven_finite,
    status_of,
)
from zichtbaar.monitor.estimation.lattice import Floats, Whole, lower_sums, upper_sums
from zichtbaar.monitor.estimation.notation import Terms
from zichtbaar.monitor.estimation.poisson import Fits, Flags, Problems, fit, log_likelihood
from zichtbaar.monitor.regression.existence import Status
from zichtbaar.monitor.regression.poisson import MaximumNotFoundError

LARGEST_BATCH = 4096
"""Fits at once. More would not fit in the processor's cache, and not be faster."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The estimates of B fits.

    `status` (B,): codes of `Status`; `dark_figure` (B,): cases on no list, not a number without an estimate;
    `coefficients` (B, 2^t): by term, 0 for what is not in the model and minus infinity for what is empty;
    `margins` (B, 2^t): fitted margins by term; `log_likelihood` (B,); `parameters` (B,): terms of the model, the
    empty ones included.
    """

    status: NDArray[np.int8]
    dark_figure: Floats
    coefficients: Floats
    margins: Floats
    log_likelihood: Floats
    parameters: Whole

    def __len__(self) -> int:
        return len(self.status)


def padded(models: Sequence[Terms], lists: int) -> Whole:
    """Models as rows of one array, padded at the end with 2^t."""
    widest = max(map(len, models))
    rows = np.full((len(models), widest), 1 << lists, dtype=np.int64)
    for row, terms in zip(rows, models, strict=True):
        row[: len(terms)] = terms
    return rows


def without_empty_terms(counts: Floats, terms: Whole) -> tuple[Problems, Flags]:
    """The problems that are left when terms with an empty margin are taken out with their cells; and which those are.

    Such a term's parameter goes to minus infinity and the counts of its cells to 0 (L. Chan, B. W. Silverman,
    K. Vincent, "Multiple systems estimation for sparse capture data", JASA 116 (2021) 1297-1306, section 3). Shapes
    as `Problems`; the flags have the shape of `terms`.
    """
    cells = counts.shape[1]
    within = np.minimum(terms, cells - 1)
    empty = (np.take_along_axis(upper_sums(counts), within, axis=1) < 0.5) & (terms < cells)
    kept = np.ones(counts.shape, dtype=bool)
    touched = empty.any(axis=1)
    if touched.any():
        marked = np.zeros((int(touched.sum()), cells))
        rows, columns = np.nonzero(empty[touched])
        marked[rows, within[touched][rows, columns]] = 1.0
        kept[touched] = lower_sums(marked) < 0.5
    kept[:, 0] = False
    left = np.where(empty, cells, terms)
    if touched.any():
        order = np.argsort(left == cells, axis=1, kind="stable")
        left = np.take_along_axis(left, order, axis=1)
    return Problems(counts, left, kept), empty


def solve(counts: Floats, terms: Whole, start: Floats | None = None) -> Solved:
    """Fit and judge B models to B tables: `counts` (B, 2^t), `terms` (B, p).

    `start` (B, 2^t): coefficients by term to begin from, not a number in rows that have none.
    """
    parts = [
        _solve(counts[at : at + LARGEST_BATCH], terms[at : at + LARGEST_BATCH], _part(start, at))
        for at in range(0, len(counts), LARGEST_BATCH)
    ]
    return parts[0] if len(parts) == 1 else joined(parts)


def joined(parts: Sequence[Solved]) -> Solved:
    """Several in one, in order."""
    return Solved(*(np.concatenate([getattr(part, name) for part in parts]) for name in Solved.__dataclass_fields__))


def _part(start: Floats | None, at: int) -> Floats | None:
    return None if start is None else start[at : at + LARGEST_BATCH]


def _solve(counts: Floats, terms: Whole, start: Floats | None) -> Solved:
    problems, empty = without_empty_terms(counts, terms)
    begin = None if start is None else _taken(start, problems.terms)
    fits = fit(problems, begin)
    status = judged(problems, fits)
    fine = status == Status.FINE
    cells = counts.shape[1]
    coefficients = np.zeros((len(counts), cells + 1))
    np.put_along_axis(coefficients, problems.terms, fits.coefficients, axis=1)
    rows, columns = np.nonzero(empty)
    coefficients[rows, terms[rows, columns]] = -np.inf
    return Solved(
        status=status,
        dark_figure=np.where(fine, fits.dark_figure, np.nan),
        coefficients=coefficients[:, :cells],
        margins=fits.margins,
        log_likelihood=np.where(fine, log_likelihood(problems, fits), np.nan),
        parameters=(terms < cells).sum(axis=1),
    )


def judged(problems: Problems, fits: Fits) -> NDArray[np.int8]:
    """The codes of `Status` (B,). Raises MaximumNotFoundError when a fit that exists was not found."""
    lists = problems.counts.shape[1].bit_length() - 1
    status = np.where(identifiable(problems), Status.FINE, Status.NOT_IDENTIFIABLE).astype(np.int8)
    doubtful = np.flatnonzero(~proven_finite(problems, fits))
    kept, positive = packed(problems.kept[doubtful]), packed(problems.counts[doubtful] > 0)
    for place, row in enumerate(doubtful):
        terms = tuple(int(term) for term in problems.terms[row] if term < 1 << lists)
        status[row] = status_of(lists, terms, positive[place], kept[place])
        if status[row] == Status.FINE and not fits.converged[row]:
            raise MaximumNotFoundError
    return status


def _taken(start: Floats, terms: Whole) -> Floats:
    cells = start.shape[1]
    taken = np.take_along_axis(start, np.minimum(terms, cells - 1), axis=1)
    found: Floats = np.where((terms < cells) & np.isfinite(taken), taken, 0.0)
    found[np.isnan(start[:, 0])] = np.nan
    return found
