"""Whether a model has an estimate at all: finite (Fienberg and Rinaldo 2012) and only one (full rank).

The maximum of the likelihood exists exactly when the observed margins lie inside the cone of margins that counts can
have, and not on its boundary (S. E. Fienberg, A. Rinaldo, "Maximum likelihood estimation in log-linear models",
Annals of Statistics 40 (2012) 996-1023, theorem 4.1). The margins of a term may be empty: then its parameter goes to
minus infinity, its cells to 0, and the rest can be judged without both (the extended estimate). Only which counts are
above 0 matters, not how large they are, so a verdict holds for every table with the same zeros.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from zichtbaar.monitor.estimation.lattice import containment, subsets
from zichtbaar.monitor.estimation.notation import Terms, largest_of
from zichtbaar.monitor.estimation.poisson import Fits, Flags, Problems, information
from zichtbaar.monitor.regression.existence import Status, is_inside_the_cone

SAFELY = 10.0
"""Times a bound, so that it is not met by rounding."""

ROUNDING = 1e-14
"""What the sums behind an equation may be off by, as a part of the number of cases."""

REMEMBERED = 200_000


def status_of(lists: int, terms: Terms, positive: int, kept: int) -> Status:
    """Whether a model without its empty terms has an estimate.

    `positive` and `kept` have bit c set where the count of cell c is above 0, and where the cell takes part.
    """
    finite = _is_finite(lists, terms, positive, kept)
    unique = len(terms) <= kept.bit_count()
    return Status.of(finite=finite, unique=unique)


def proven_finite(problems: Problems, fits: Fits) -> Flags:
    """(B,): the fits that prove by themselves that they exist, which nearly all do that exist.

    A fit that keeps the equations with every count above 0 is a point inside the cone. What a fit in p terms misses of
    them, g at most, can be made up by changing each count by 2 p g or less: so Moebius inversion changes margins one by
    one, and a margin that is not in the model keeps the cell never seen at 0. Where a count is smaller than that, the
    curvature decides: with the information A of such a model the maximum exists when 2 p g is below the smallest
    eigenvalue of A (F. Bach, "Self-concordant analysis for logistic regression", Electronic Journal of Statistics 4
    (2010) 384-414, proposition 2, with R = sqrt(p)). What rounding may hide is added to g.
    """
    smallest = np.where(problems.kept, fits.fitted, np.inf).min(axis=1)
    missed = fits.residual + ROUNDING * problems.counts.sum(axis=1)
    bound = SAFELY * 2 * problems.terms.shape[1] * missed
    proven: Flags = fits.converged & (smallest > bound)
    doubtful = np.flatnonzero(fits.converged & ~proven)
    if doubtful.size:
        left = problems.rows(doubtful)
        curvature = np.linalg.eigvalsh(information(left, fits.margins[doubtful]))[:, 0]
        proven[doubtful] = curvature > bound[doubtful]
    return proven


def identifiable(problems: Problems) -> Flags:
    """(B,): whether the parameters can be told apart: there are not more of them than cells that take part.

    That counting is enough is due to the form of these models. With a term all that contains it is taken out, so the
    cells left, and the one never seen, are closed downwards; so are the terms, and they lie among them. The square
    matrix over such a set is triangular with ones, and without the row of the cell never seen the only combination of
    its columns that is nought has all of them, with signs (-1)^size (Moebius inversion: G.-C. Rota, Zeitschrift fuer
    Wahrscheinlichkeitstheorie 2 (1964) 340-368, proposition 3). Fewer columns are independent.
    """
    enough: Flags = problems.active.sum(axis=1) <= problems.kept.sum(axis=1)
    return enough


@lru_cache(maxsize=REMEMBERED)
def _is_finite(lists: int, terms: Terms, positive: int, kept: int) -> bool:
    return not _has_empty_face(lists, terms, positive, kept) and _is_inside(lists, terms, positive, kept)


def _has_empty_face(lists: int, terms: Terms, positive: int, kept: int) -> bool:
    """Whether, within a largest term, one combination of its lists was never seen that could have been.

    The margin of such a combination is a sum of margins of the model, so counts there must all be 0: the margins lie
    on the boundary. It needs no linear programme, and finds most of what does not exist.
    """
    return any(
        (could := _cells_with(lists, term, present) & kept) and not could & positive
        for term in largest_of(terms)
        for present in subsets(term)
    )


@lru_cache(maxsize=REMEMBERED)
def _cells_with(lists: int, term: int, present: int) -> int:
    """The cells on exactly these of a term's lists, whatever other lists they are on; as bits."""
    return bits(cell & term == present for cell in range(1 << lists))


def _is_inside(lists: int, terms: Terms, positive: int, kept: int) -> bool:
    cells = [cell for cell in range(1 << lists) if kept >> cell & 1]
    seen = np.array([bool(positive >> cell & 1) for cell in cells])
    return is_inside_the_cone(containment(lists)[np.ix_(cells, list(terms))], seen)


def bits(flags: Iterable[bool]) -> int:
    """Flags by cell as the bits of one number."""
    return sum(1 << cell for cell, flag in enumerate(flags) if flag)


def packed(flags: Flags) -> list[int]:
    """(B, 2^t) flags as one number for each row."""
    rows = np.packbits(flags, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in rows]
