"""Whether a regression of counts has a maximum: finite (Fienberg and Rinaldo 2012) and only one (full rank).

The maximum of the likelihood exists exactly when the observed margins lie inside the cone of margins that counts can
have, and not on its boundary (S. E. Fienberg, A. Rinaldo, "Maximum likelihood estimation in log-linear models",
Annals of Statistics 40 (2012) 996-1023, theorem 4.1).
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SMALLEST_DEPTH = 1e-8
"""Less is rounding, and means the boundary."""


class Status(IntEnum):
    """Whether an estimate exists. The numbers are those of SparseMSE's `checkident`."""

    FINE = 0
    NOT_FINITE = 1
    NOT_IDENTIFIABLE = 2
    NEITHER = 3

    @classmethod
    def of(cls, *, finite: bool, unique: bool) -> Status:
        """The status of a maximum at finite values or not, and the only one or not."""
        return cls((not finite) * cls.NOT_FINITE + (not unique) * cls.NOT_IDENTIFIABLE)


def is_inside_the_cone(design: Floats, seen: Flags) -> bool:
    """Whether counts that are above 0 where `seen` (c,) have a maximum under a `design` (c, p) of any kind."""
    return depth(design, seen) > SMALLEST_DEPTH


def depth(design: Floats, seen: Flags) -> float:
    """How far inside the cone the margins lie: the largest s such that counts of s or more have the same margins.

    The linear programme of Fienberg and Rinaldo, with 1 in place of every count above 0.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - takes a third of a second to load

    # Counts are s plus something that is not below 0.
    equations = np.hstack([design.T, design.T.sum(axis=1, keepdims=True)])
    wanted = np.zeros(len(design) + 1)
    wanted[-1] = -1.0
    found = linprog(wanted, A_eq=equations, b_eq=design.T @ seen, bounds=(0, None), method="highs")
    if found.status != 0 or found.x is None:
        raise ArithmeticError(f"the linear programme of a model's existence ended with: {found.message}")
    return float(found.x[-1])
