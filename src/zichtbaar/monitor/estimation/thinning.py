"""Tables with ever fewer of their cases, whose answers are wide and soon found."""

from __future__ import annotations

import numpy as np

from zichtbaar.monitor.estimation.lattice import Whole

FEWEST_CASES = 60

GOLDEN = 0.6180339887498949


def thinned(counts: Whole, part: float) -> Whole:
    """Counts (S,) with 60 cases at part 0, all at part 1, and between them as many times more for each equal step.

    A count becomes the whole number below or above its part, by a threshold that differs from cell to cell and stays
    the same: so histories of one case do not all come at once.
    """
    kept = min(1.0, FEWEST_CASES / max(counts.sum(), 1)) ** (1 - part)
    threshold = (counts.argsort(kind="stable").argsort(kind="stable") * GOLDEN + 0.5) % 1
    fewer: Whole = np.floor(kept * counts + threshold).astype(np.int64)
    return np.minimum(fewer, counts)
