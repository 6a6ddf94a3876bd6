"""The top of the posterior of many log-linear models at once, and how steeply it falls from there.

Shapes: B models, d parameters, C cells that can be seen. A model has some of the parameters; the others are 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.bayesian.priors import Flags, Prior
from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.lattice import Floats

MOST_STEPS = 200
MOST_HALVINGS = 40
SMALL_GAIN = 1e-9
"""Of the log density. The top is then missed by the root of this part of its width."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """`design` (C, d): what the parameters say of each cell that can be seen. `counts` (C,): the cases in it."""

    design: Floats
    counts: Floats

    def log_likelihood(self, parameters: Floats) -> Floats:
        """(...,): of parameters (..., d), as Poisson counts, but for what is the same for all parameters."""
        logs = parameters @ self.design.T
        with np.errstate(over="ignore"):  # what expects endlessly many has no likelihood
            likelihood: Floats = logs @ self.counts - np.exp(logs).sum(axis=-1)
        return likelihood

    def of(self, active: Flags) -> Table:
        """The same for some of the parameters, active (d,)."""
        return Table(self.design[:, active], self.counts)


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """`parameters` (B, d) at the top; `curvatures` (B, d, d) of the log density there, its sign turned, 1 on the
    diagonal for parameters that a model does not have; `log_areas` (B,): what the density comes to by Laplace's
    approximation, in logarithms."""

    parameters: Floats
    curvatures: Floats
    log_areas: Floats


def modes(table: Table, prior: Prior, active: Flags) -> Modes:
    """The modes of models that have the parameters `active` (B, d). Raises NoEstimateError where there is none."""
    parameters = _begin(table, active)
    density = table.log_likelihood(parameters) + prior.log_density(parameters, active)
    for _ in range(MOST_STEPS):
        slope, curvature = _derivatives(table, prior, parameters, active, exact=False)
        step: Floats = np.linalg.solve(curvature, slope[..., None])[..., 0].astype(np.float64)
        parameters, before = _climbed(table, prior, active, parameters, step, density), density
        density = table.log_likelihood(parameters) + prior.log_density(parameters, active)
        if (density - before).max() < SMALL_GAIN:
            return _summed_up(table, prior, parameters, active, density)
    raise NoEstimateError("the posterior has no top that could be found")


def _begin(table: Table, active: Flags) -> Floats:
    """Least squares on the logarithms of the counts, an empty cell as a sixth of a case."""
    logs = np.log(np.maximum(table.counts, 1 / 6))
    square = _masked(np.broadcast_to(table.design.T @ table.design, (len(active), *2 * active.shape[1:])), active)
    start = np.linalg.solve(square, (active * (table.design.T @ logs))[..., None])[..., 0]
    return start.astype(np.float64)


def _derivatives(
    table: Table, prior: Prior, parameters: Floats, active: Flags, *, exact: bool
) -> tuple[Floats, Floats]:
    """The slope (B, d), and the curvature (B, d, d) with its sign turned."""
    cells, width = table.design.shape
    expected = np.exp(parameters @ table.design.T)
    slope = active * ((table.counts - expected) @ table.design) + prior.slope(parameters, active)
    products = (table.design[:, :, None] * table.design[:, None, :]).reshape(cells, -1)
    information = (expected @ products).reshape(-1, width, width)
    return slope, _masked(information + prior.curvature(parameters, active, exact=exact), active)


def _masked(matrices: Floats, active: Flags) -> Floats:
    """Rows and columns of what is not active as those of the unit matrix."""
    both = active[:, :, None] & active[:, None, :]
    return np.where(both, matrices, np.eye(active.shape[1]))


def _climbed(table: Table, prior: Prior, active: Flags, parameters: Floats, step: Floats, density: Floats) -> Floats:
    """The parameters after a step, which is halved for those that it would bring lower."""
    part = np.ones((len(parameters), 1))
    for _ in range(MOST_HALVINGS):
        reached = parameters + part * step
        lower = ~(table.log_likelihood(reached) + prior.log_density(reached, active) >= density - SMALL_GAIN)
        if not lower.any():
            return reached
        part[lower] /= 2
    return np.where(lower[:, None], parameters, reached)


def _summed_up(table: Table, prior: Prior, parameters: Floats, active: Flags, density: Floats) -> Modes:
    _, curvature = _derivatives(table, prior, parameters, active, exact=True)
    try:
        roots = np.linalg.cholesky(curvature)
    except np.linalg.LinAlgError as error:
        raise NoEstimateError("the posterior has no top that could be found") from error
    log_roots = np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1)
    areas = density + active.sum(axis=1) * np.log(2 * np.pi) / 2 - log_roots
    return Modes(parameters, curvature, areas)
