"""Controlled rounding: every number goes to a multiple of a base next to it, and what added up adds up again.

Cox (1987, *A constructive procedure for unbiased controlled rounding*, JASA 82, 520-524) draws which way each number
goes, so that on average it stays what it was. Here each number has a threshold between 0 and 1, and would go up where
it is by more than that part of a base above the multiple; of all roundings that add up a mixed integer programme takes
the one that is least off from that. So averages stay near the numbers, if not quite on them, and every rounding that
adds up is the best one for some thresholds. With all of them at a half it is the rounding that lies nearest; but a
reader who knows that the nearest was taken knows more than the two multiples say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count as numbers_from

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.told import SumTold

_NOTHING_FITS = 2  # what scipy's milp calls infeasible


@dataclass(frozen=True, slots=True)
class Rounding:
    """Multiples of `base` that add up.

    Each number lies less than `reach` bases from its multiple. 1 is what is asked for: the multiple below or above,
    and a multiple stays. In tables of three and more sides there may be no such rounding; then it is the least that is
    enough, and `further` counts the steps beyond the multiples on either side, which are as few as they can be.
    """

    base: int
    reach: int
    further: int
    printed: Mapping[Condition, int]


def rounded_together(
    counts: Mapping[Condition, int], sums: Collection[SumTold], base: int, thresholds: Mapping[Condition, float]
) -> Rounding:
    """The rounding of all counts that is least off from their thresholds, of those for which every sum holds.

    The result depends on the order of neither.
    """
    rows = _rows(list(counts), sums)
    whole, rest = np.divmod(np.array(list(counts.values()), dtype=np.int64), base)
    costs = np.array([thresholds[who] for who in counts]) - rest / base
    for reach in numbers_from(1):
        steps = _steps(whole, rest > 0, costs, rows, reach)
        if steps is not None:
            multiples = whole + steps[0] + steps[1] - steps[2]
            printed = dict(zip(counts, (multiples * base).tolist(), strict=True))
            return Rounding(base, reach, int(steps[1:].sum()), printed)
    raise AssertionError("without a limit to the steps everything can be 0")


def _steps(
    whole: npt.NDArray[np.int64],
    moves: npt.NDArray[np.bool_],
    costs: npt.NDArray[np.float64],
    rows: csr_array,
    reach: int,
) -> npt.NDArray[np.int64] | None:
    """Whether each number goes up, and how many steps further up and down; None where nothing adds up."""
    size, further = len(whole), float(reach - 1)
    most = np.concatenate([moves.astype(float), np.full(size, further), np.minimum(whole, further)])
    every = np.concatenate([np.where(moves, costs, 0), np.full(2 * size, size + 1.0)])  # one step outweighs all costs
    off = -rows @ whole
    solved = milp(
        every,
        integrality=np.ones(3 * size, dtype=int),
        bounds=Bounds(0, most),
        constraints=LinearConstraint(csr_array(hstack([rows, rows, -rows])), off, off),
        options={"mip_rel_gap": 0},
    )
    if solved.x is None:
        if solved.status != _NOTHING_FITS:
            raise RuntimeError(f"controlled rounding: {solved.message}")
        return None
    return np.round(solved.x).astype(np.int64).reshape(3, size)


def _rows(numbers: Collection[Condition], sums: Collection[SumTold]) -> csr_array:
    """A row for each sum, which is 0 where it holds."""
    place = {who: number for number, who in enumerate(numbers)}
    entries = [
        (row, place[who], sign)
        for row, one in enumerate(sums)
        for who, sign in ((one.total, -1), *((part, 1) for part in one.parts))
    ]
    rows, columns, values = (np.array(column) for column in zip(*entries, strict=True))
    return csr_array(coo_array((values, (rows, columns)), shape=(len(sums), len(place))))
