"""Two priors of the parameters of a log-linear model. Shapes: d parameters, of which the first is the constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.estimation.lattice import Floats

Flags = NDArray[np.bool_]


class Prior(Protocol):
    """What is thought of the parameters before the counts; `active` (..., d) tells which of them a model has."""

    def log_density(self, parameters: Floats, active: Flags) -> Floats:
        """(...,): of parameters (..., d), which are 0 where they are not active."""

    def slope(self, parameters: Floats, active: Flags) -> Floats:
        """(..., d): its derivatives."""

    def curvature(self, parameters: Floats, active: Flags, *, exact: bool) -> Floats:
        """(..., d, d): the second derivatives with their sign turned; not `exact`, they are positive semidefinite."""

    def of(self, active: Flags) -> Prior:
        """The same for the parameters that are active alone, active (d,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Normal:
    """Each parameter normal about 0, with variance (d,)."""

    variance: Floats

    def log_density(self, parameters: Floats, active: Flags) -> Floats:
        """Of active parameters alone."""
        each = np.log(2 * np.pi * self.variance) + parameters**2 / self.variance
        density: Floats = -(each * active).sum(axis=-1) / 2
        return density

    def slope(self, parameters: Floats, active: Flags) -> Floats:
        """Towards 0."""
        slope: Floats = -parameters / self.variance * active
        return slope

    def curvature(self, parameters: Floats, active: Flags, *, exact: bool) -> Floats:  # noqa: ARG002 - the same everywhere
        """Of active parameters alone."""
        return _diagonal(active / self.variance)

    def of(self, active: Flags) -> Normal:
        """With their variances."""
        return Normal(self.variance[active])


@dataclass(frozen=True, slots=True, eq=False)
class NormalOfUnknownScale:
    """All parameters but the constant normal about 0 with the same variance, which is inverse gamma(a/2, b/2).

    The constant is flat. This is the prior of D. Sabanés Bové, L. Held, "Hyper-g priors for generalized linear models",
    Bayesian Analysis 6 (2011) 387-410, as A. M. Overstall, R. King, "conting: an R package for Bayesian analysis of
    complete and incomplete contingency tables", Journal of Statistical Software 58(7) (2014), take it for tables in
    which every list is -1 or 1: there its covariance matrix is the unit matrix. The variance is summed
    out, so that p parameters have the density of a multivariate t distribution.
    """

    a: float = 0.001
    b: float = 0.001

    def log_density(self, parameters: Floats, active: Flags) -> Floats:
        """Of all but the constant."""
        from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

        half = (self.a + active.sum(axis=-1) - 1) / 2
        known = self.a / 2 * np.log(self.b) - gammaln(self.a / 2) - (half - self.a / 2) * np.log(np.pi)
        density: Floats = known + gammaln(half) - half * np.log(self._spread(parameters))
        return density

    def slope(self, parameters: Floats, active: Flags) -> Floats:
        """Towards 0, the less so the larger all of them are."""
        slope = -parameters * self._pull(parameters, active)[..., None]
        slope[..., 0] = 0
        return slope

    def curvature(self, parameters: Floats, active: Flags, *, exact: bool) -> Floats:
        """Exact it need not be positive."""
        pull = self._pull(parameters, active)[..., None]
        diagonal = active * pull
        diagonal[..., 0] = 0
        if not exact:
            return _diagonal(diagonal)
        others = parameters.copy()
        others[..., 0] = 0
        outer = others[..., :, None] * others[..., None, :]
        curvature: Floats = _diagonal(diagonal) - (2 * pull / self._spread(parameters)[..., None])[..., None] * outer
        return curvature

    def of(self, active: Flags) -> NormalOfUnknownScale:  # noqa: ARG002 - all are the same
        """Itself."""
        return self

    def _spread(self, parameters: Floats) -> Floats:
        spread: Floats = self.b + (parameters[..., 1:] ** 2).sum(axis=-1)
        return spread

    def _pull(self, parameters: Floats, active: Flags) -> Floats:
        pull: Floats = (self.a + active.sum(axis=-1) - 1) / self._spread(parameters)
        return pull


def _diagonal(values: Floats) -> Floats:
    diagonal: Floats = values[..., :, None] * np.eye(values.shape[-1])
    return diagonal
