"""A linear programme that is asked for many objectives, one after another.

HiGHS keeps the model and goes on from the last world, which fits whatever the next objective is: that takes a
tenth of the time of beginning anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

Vector = npt.NDArray[np.float64]

_PRIMAL_SIMPLEX = 4  # the last world stays feasible when only the objective is another


class NoSolutionError(Exception):
    """Nothing fits all rows and bounds; the argument is what the solver says."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Where an objective is least.

    `bounds` says by how much the least grows when the bounds of an unknown, of which it then is at one, are
    moved up by 1 (below 0: at its upper bound); `rows` says the same of the rows that are at most 0.
    """

    unknowns: Vector
    bounds: Vector
    rows: Vector


class Programme:
    """Unknowns within `bounds` (two columns), with `equal` @ unknowns 0, and `at_most` @ unknowns at most 0.

    `named` are sums of unknowns that are free, unless they are bounded while one objective is asked for.
    """

    def __init__(self, bounds: Vector, equal: csr_array, at_most: csr_array, named: csr_array) -> None:
        self._unknowns = len(bounds)
        self._most = slice(equal.shape[0], equal.shape[0] + at_most.shape[0])
        self._free = np.arange(self._most.stop, self._most.stop + named.shape[0], dtype=np.int32)
        self._columns = np.arange(self._unknowns, dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its stub leaves __init__ out
        self._solver.setOptionValue("output_flag", False)
        rows = csr_array(vstack([equal, at_most, named], format="csr"))
        lows, highs = np.zeros(rows.shape[0]), np.zeros(rows.shape[0])
        lows[self._most.start :], highs[self._most.stop :] = -np.inf, np.inf
        self._solver.passModel(_model(bounds, rows, lows, highs))

    def least(
        self, objective: Vector, named: Sequence[int] = (), low: Vector | None = None, high: Vector | None = None
    ) -> Solution:
        """Where the objective is least while these named sums lie between `low` and `high`.

        Raises NoSolutionError where nothing fits.
        """
        places, wide = self._free[list(named)], np.full(len(named), np.inf)
        lows, highs = -wide if low is None else low, wide if high is None else high
        self._bound(places, lows, highs)
        self._solver.changeColsCost(self._unknowns, self._columns, objective)
        status = self._status()
        found = self._solver.getSolution()
        self._bound(places, -wide, wide)
        if status != highspy.HighsModelStatus.kOptimal:
            raise NoSolutionError(str(status))
        return Solution(np.array(found.col_value), np.array(found.col_dual), np.array(found.row_dual)[self._most])

    def _status(self) -> highspy.HighsModelStatus:
        """How it ends; where nothing seems to fit, a run from nothing must say so too."""
        self._solver.run()
        self._solver.setOptionValue("simplex_strategy", _PRIMAL_SIMPLEX)  # from now on there is a last world
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()
            self._solver.run()
        return self._solver.getModelStatus()

    def _bound(self, rows: npt.NDArray[np.int32], low: Vector, high: Vector) -> None:
        self._solver.changeRowsBounds(len(rows), rows, low, high)  # type: ignore[attr-defined]  # its stub leaves it out


def _model(bounds: Vector, rows: csr_array, lows: Vector, highs: Vector) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = bounds[:, 0].copy(), bounds[:, 1].copy()
    model.row_lower_, model.row_upper_ = lows, highs
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
    return model
