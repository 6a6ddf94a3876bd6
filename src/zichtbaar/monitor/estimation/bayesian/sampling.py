"""Weighted draws from the posterior of one log-linear model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.bayesian.modes import Modes, Table, modes
from zichtbaar.monitor.estimation.bayesian.priors import Flags, Prior
from zichtbaar.monitor.estimation.bayesian.split_t import split_t
from zichtbaar.monitor.estimation.lattice import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """`parameters` (S, d) and the logarithms (S,) of their weights, whose mean is the area under the posterior."""

    parameters: Floats
    log_weights: Floats


def sampled(table: Table, prior: Prior, active: Flags, count: int, chance: np.random.Generator) -> Sample:
    """Draws of the parameters that a model has, active (d,)."""
    return sampled_about(modes(table, prior, active[None]), 0, table, prior, active, count, chance)


def sampled_about(
    found: Modes, row: int, table: Table, prior: Prior, active: Flags, count: int, chance: np.random.Generator
) -> Sample:
    """The same where the mode is known, among others, at a row."""
    few, own = table.of(active), prior.of(active)
    every = np.ones(active.sum(), dtype=np.bool_)

    def log_density(points: Floats) -> Floats:
        density: Floats = few.log_likelihood(points) + own.log_density(points, np.broadcast_to(every, points.shape))
        return density

    curvature = found.curvatures[row][np.ix_(active, active)]
    points, drawn_with = split_t(log_density, found.parameters[row][active], curvature).draw(count, chance)
    return Sample(points, log_density(points) - drawn_with)
