"""Numbers of missing cases at which a posterior distribution is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.errors import EstimationError
from zichtbaar.monitor.estimation.lattice import Floats, Whole, make_read_only

USUAL_POINTS = 20_000
FARTHEST = 10_000
"""The usual grid ends at so many missing for each case seen."""


@dataclass(frozen=True, eq=False)
class MissingGrid:
    """`missing` (G,): numbers of cases, ascending; `stands_for` (G,): how many whole numbers each speaks for."""

    missing: Whole
    stands_for: Floats

    def __post_init__(self) -> None:
        make_read_only(self)

    @classmethod
    def of(cls, missing: Sequence[int]) -> MissingGrid:
        """Numbers that each stand for themselves alone. Raises EstimationError."""
        given = np.asarray(missing)
        if given.ndim != 1 or len(given) < 2:
            raise EstimationError("a grid needs two or more numbers of missing cases")
        whole = given.astype(np.int64)
        if not np.array_equal(whole, given) or whole[0] < 0 or (np.diff(whole) <= 0).any():
            raise EstimationError("a grid must hold whole numbers from 0 on, each larger than the one before")
        return cls(whole, np.ones(len(whole)))

    @property
    def last_step(self) -> float:
        """From one point to the next at the end of the grid, in whole numbers that the point does not speak for."""
        return float(self.missing[-1] - self.missing[-2]) / float(self.stands_for[-2])

    def __len__(self) -> int:
        return len(self.missing)


def usual_grid(cases: int, points: int = USUAL_POINTS) -> MissingGrid:
    """From 0 to 10,000 missing for each case seen, in so many points or fewer.

    However much the lists tell, m missing cannot be known better than with a variance of about m + m²/n: that of a
    count, and that of a rate learnt from n cases. Points that lie apart in proportion to its root, m = n sinh²(u) for
    u in equal steps, so are dense enough everywhere; where that is less than 1, every whole number is a point. Each
    point speaks for the whole numbers that are nearest to it.
    """
    end = np.arcsinh(np.sqrt(FARTHEST))
    missing = np.unique(np.round(cases * np.sinh(np.linspace(0, end, points)) ** 2).astype(np.int64))
    middles = (missing[1:] + missing[:-1]) / 2
    edges = np.concatenate([[-0.5], middles, [missing[-1] + 0.5]])
    return MissingGrid(missing, np.diff(edges))
