"""Estimates with their bias taken away by changing the counts a little before the fit."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, exp, log, sqrt

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.intervals import population_error
from zichtbaar.monitor.estimation.lattice import Floats, make_read_only, size_of
from zichtbaar.monitor.estimation.loglinear import WHY_NOT
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit, glm
from zichtbaar.monitor.regression.existence import Status
from zichtbaar.monitor.regression.poisson import regress


@dataclass(frozen=True, slots=True, eq=False)
class CorrectedEstimate:
    """`population` and its standard error `population_error`, in people.

    `design` (t, 2), `changed` counts (t,) and `ways` (t,), an offset, by the number of lists: what was fitted.
    """

    population: float
    population_error: float
    design: Floats
    changed: Floats
    ways: Floats

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        return one_line(self, population=self.population, population_error=self.population_error)

    def in_glm(self) -> GlmFit:
        """The same model as R's `glm` prints it. Raises NoEstimateError."""
        return glm(self.design, self.changed, offset=self.ways).require_convergence()


def corrected_m0(table: CaptureTable) -> CorrectedEstimate:
    """The estimate of `M0` with its bias taken away (Rcapture's `closedp.bc(m = "M0")`).

    A half is taken from the number of people on one list and one is added to the number on two (L.-P. Rivest,
    T. Levesque, "Improved log-linear model estimators of abundance in capture-recapture experiments", Canadian
    Journal of Statistics 29 (2001) 555-572). Raises NoEstimateError when nothing is left to tell by.
    """
    changed = times_listed(table)
    changed[0], changed[1] = max(0.0, changed[0] - 0.5), changed[1] + 1
    times = np.arange(1, table.size + 1)
    ways = np.array([log(comb(table.size, int(one))) for one in times])
    design = np.column_stack([np.ones(table.size), times.astype(float)])
    fit = regress(design, changed, ways)
    if fit.status is not Status.FINE:
        raise NoEstimateError(f"M0, corrected: {WHY_NOT[fit.status]}")
    missing = exp(fit.coefficients[0])
    return CorrectedEstimate(
        population=table.cases + missing,
        population_error=population_error(missing, sqrt(fit.covariance[0, 0])),
        design=design,
        changed=changed,
        ways=ways,
    )


def times_listed(table: CaptureTable) -> Floats:
    """(t,): how many cases are on one list, on two, and so on."""
    sizes = np.array([size_of(number) for number in range(len(table.counts))])
    return np.bincount(sizes, weights=table.counts, minlength=table.size + 1)[1:].astype(float)
