"""Draws from a density with one top, by importance sampling with a split t distribution.

J. Geweke, "Bayesian inference in econometric models using Monte Carlo integration", Econometrica 57 (1989) 1317-1339,
draws from a multivariate t distribution about the top, stretched along each axis of the curvature: to each side as much
as the density falls more slowly there than a normal one of that curvature. A draw's weight is its density divided by
that with which it was drawn. Nothing has to converge, draws are independent, and the mean weight is the area under the
density.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.lattice import Floats

DEGREES = 5.0
"""Of freedom: tails heavier than those of the posteriors here, so that no weight is very large."""

LOOKED_AT = np.arange(0.5, 8.5, 0.5)
"""Distances from the top, in standard deviations by the curvature."""

LEAST, MOST = 0.5, 20.0
"""Between these an axis may be stretched."""


@dataclass(frozen=True, slots=True, eq=False)
class SplitT:
    """`top` (d,); `axes` (d, d): columns one standard deviation long; `up`, `down` (d,): stretched so to each side."""

    top: Floats
    axes: Floats
    up: Floats
    down: Floats

    def draw(self, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
        """Points (count, d) and the logarithms (count,) of their density."""
        from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

        width = len(self.top)
        plain = chance.standard_normal((count, width))
        plain /= np.sqrt(chance.chisquare(DEGREES, (count, 1)) / DEGREES)
        stretched = np.where(plain > 0, self.up, self.down)
        both = (DEGREES + width) / 2
        known = gammaln(both) - gammaln(DEGREES / 2) - width / 2 * np.log(DEGREES * np.pi)
        logs = known - both * np.log1p((plain**2).sum(axis=1) / DEGREES)
        logs -= np.linalg.slogdet(self.axes)[1] + np.log(stretched).sum(axis=1)
        return self.top + (stretched * plain) @ self.axes.T, logs


def split_t(log_density: Callable[[Floats], Floats], top: Floats, curvature: Floats) -> SplitT:
    """The split t distribution for a log density of points (m, d) with this top (d,) and curvature (d, d) there."""
    values, vectors = np.linalg.eigh(curvature)
    axes = vectors / np.sqrt(values)
    up, down = (_stretched(log_density, top, side * axes) for side in (1, -1))
    return SplitT(top, axes, up, down)


def _stretched(log_density: Callable[[Floats], Floats], top: Floats, axes: Floats) -> Floats:
    """(d,): how far a normal distribution must be stretched along each axis to fall nowhere faster than the density."""
    points = top + LOOKED_AT[:, None, None] * axes.T
    fallen = log_density(top[None]) - log_density(points.reshape(-1, len(top))).reshape(-1, len(top))
    needed = LOOKED_AT[:, None] / np.sqrt(np.maximum(2 * fallen, 1e-6))
    stretched: Floats = needed.max(axis=0).clip(LEAST, MOST)
    return stretched
