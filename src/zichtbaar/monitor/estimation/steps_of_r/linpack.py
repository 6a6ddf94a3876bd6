"""Least squares to the last digit of R: LINPACK's reflections, with every sum in the order of the reference BLAS.

Where equations are nearly the same, what R prints is what rounding leaves of them, so the roundings have to be R's.
Every sum runs from the first term to the last and rounds after each (`numpy.cumsum` does, `numpy.sum` does not).

Sources: J. J. Dongarra, J. R. Bunch, C. B. Moler, G. W. Stewart, LINPACK Users' Guide (1979), chapter 9 (`dqrdc`,
`dqrsl`); E. Anderson and others, LAPACK Users' Guide (3rd edition, 1999), `dpotri`; C. L. Lawson and others, "Basic
linear algebra subprograms for Fortran usage", ACM Transactions on Mathematical Software 5 (1979) 308-323.
"""

from __future__ import annotations

from math import copysign, sqrt

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.lattice import Floats

SET_ASIDE = 1e-11
"""R's glm sets a column aside of which less than this part is left beside the columns before it."""


def in_order(terms: Floats) -> Floats:
    """The sum over the first axis, of one term or more."""
    summed: Floats = np.cumsum(terms, axis=0)[-1]
    return summed


def least_squares(design: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Coefficients (p,) and upper triangle (p, p) of design (c, p) and wanted (c,), c >= p, as R's `dqrls` has them.

    R sets a column aside that the others give already, and goes on without it; this raises NoEstimateError.
    """
    rows, columns = design.shape
    lengths = [_length(column) for column in design.T]
    work = np.column_stack([design, wanted])
    for place in range(columns):
        left = _length(work[place:, place])
        if left < SET_ASIDE * lengths[place]:
            raise NoEstimateError(f"glm of R would set column {place} aside (expected independent columns)")
        if place < rows - 1:
            _reflect(work[place:, place:], left)
    triangle = np.triu(work[:columns, :columns])
    return _solved(triangle, work[:columns, columns]), triangle


def _length(column: Floats) -> float:
    return sqrt(in_order(column * column))


def _reflect(rest: Floats, length: float) -> None:
    """Turns the first column into one number, and all others with it, in place."""
    signed = copysign(length, rest[0, 0]) if rest[0, 0] else length
    mirror = rest[:, 0] * (1.0 / signed)
    mirror[0] += 1.0
    others = rest[:, 1:]
    others += (-in_order(mirror[:, None] * others) / mirror[0]) * mirror[:, None]
    rest[0, 0] = -signed


def _solved(triangle: Floats, rotated: Floats) -> Floats:
    """Back substitution column by column."""
    left = rotated.copy()
    for place in reversed(range(len(left))):
        left[place] /= triangle[place, place]
        left[:place] -= left[place] * triangle[:place, place]
    return left


def inverse_of_square(triangle: Floats) -> Floats:
    """(R'R)^-1 of an upper triangle R (p, p), as R's `chol2inv` has it: R^-1, and then its square row by row."""
    root = triangle.copy()
    for place in range(len(root)):
        root[place, place] = 1.0 / root[place, place]
        column = root[:place, place]
        for before in range(place):
            column[:before] += column[before] * root[:before, before]
            column[before] *= root[before, before]
        column *= -root[place, place]
    for place in range(len(root)):
        own = root[place, place]
        root[place, place] = in_order(root[place, place:] ** 2)
        above = own * root[:place, place]
        for after in range(place + 1, len(root)):
            above = above + root[place, after] * root[:place, after]
        root[:place, place] = above
    return np.triu(root) + np.triu(root, 1).T
