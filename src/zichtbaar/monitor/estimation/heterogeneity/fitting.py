"""Closed-population models fitted to one table."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import ModelError, NoEstimateError
from zichtbaar.monitor.estimation.heterogeneity.behaviour import population_with_behaviour, require_a_sum
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel, chao_columns, design_of
from zichtbaar.monitor.estimation.intervals import PopulationInterval, log_interval, population_error
from zichtbaar.monitor.estimation.lattice import Floats, make_read_only
from zichtbaar.monitor.estimation.loglinear import LEVEL, WHY_NOT
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit, glm
from zichtbaar.monitor.regression.existence import Status
from zichtbaar.monitor.regression.poisson import Regression, regress

FEWEST_LISTS = 3
"""Two lists cannot tell that people differ: all models but M0, Mt and Mb need three."""

LARGE_BIAS = 0.1
"""Rcapture warns when the bias is more than this part of the estimate (its `infoFit` is then 1)."""


@dataclass(frozen=True, slots=True, eq=False)
class ClosedFit:
    """A closed-population model fitted to a table.

    `status` says whether there is an estimate; without one `population` and what follows from it raise
    NoEstimateError. `coefficients` (p,), the constant first, and their `covariance` (p, p), in logarithms; `fitted`
    (2^t - 1,): expected counts of histories 1 and up, and their `design` (2^t - 1, p). `at_zero`: the sizes of groups
    whose parameter Chao's form holds at 0. `log_likelihood` is that of Poisson counts, constants included. `bias`: how
    far exp(constant) is off on average, in people, to the second order.
    """

    table: CaptureTable
    model: ClosedModel
    design: Floats
    status: Status
    coefficients: Floats
    covariance: Floats
    fitted: Floats
    at_zero: tuple[int, ...]
    log_likelihood: float
    deviance: float
    degrees_of_freedom: int
    bias: float

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        try:
            found = {"population": self.population}
        except NoEstimateError:
            found = {}
        return one_line(self, model=str(self.model), status=self.status.name.lower(), **found)

    @property
    def population(self) -> float:
        """Cases seen and not seen. Raises NoEstimateError."""
        if self.model.needs_order:
            return self._with_behaviour()[0]
        return self.table.cases + self._of_nobody_seen()

    @property
    def population_error(self) -> float:
        """The standard error of the population, given the model (see `intervals.population_error`; for `Mb` and `Mbh`
        by the delta method, less the variance of a Poisson number). Raises NoEstimateError."""
        if self.model.needs_order:
            return self._with_behaviour()[1]
        return population_error(self._of_nobody_seen(), sqrt(self.covariance[0, 0]))

    @property
    def parameters(self) -> int:
        """How many parameters were fitted, the constant included and those at 0 left out."""
        return len(self.coefficients)

    @property
    def aic(self) -> float:
        """Akaike's criterion: -2 l + 2 p."""
        return -2 * self.log_likelihood + 2 * self.parameters

    @property
    def bic(self) -> float:
        """Schwarz's criterion: -2 l + p log n, with the number of cases as n, as Rcapture has it."""
        return -2 * self.log_likelihood + log(self.table.cases) * self.parameters

    @property
    def has_large_bias(self) -> bool:
        """Whether the bias is more than a tenth of the estimate. Raises NoEstimateError."""
        return abs(self.bias) > LARGE_BIAS * self.population

    def interval(self, level: float = LEVEL) -> PopulationInterval:
        """The log-normal interval, given the model. Raises NoEstimateError; ModelError for `Mb` and `Mbh`."""
        if self.model.needs_order:
            raise ModelError(f"{self.model}: the interval would go below the cases seen (expected another model)")
        return log_interval(self.table.cases, self._of_nobody_seen(), sqrt(self.covariance[0, 0]), level)

    def in_glm(self) -> GlmFit:
        """The same model as R's `glm` prints it. Raises NoEstimateError."""
        self._require_estimate()
        return glm(self.design, self.table.counts[1:].astype(float)).require_convergence()

    def _of_nobody_seen(self) -> float:
        self._require_estimate()
        return exp(self.coefficients[0])

    def _with_behaviour(self) -> tuple[float, float]:
        self._require_estimate()
        require_a_sum(self.model, self.coefficients)
        return population_with_behaviour(self.model, self.table.size, self.coefficients, self.covariance)

    def _require_estimate(self) -> None:
        if self.status is not Status.FINE:
            raise NoEstimateError(f"{self.model}: {WHY_NOT[self.status]}")


def closed_population(table: CaptureTable, model: ClosedModel | str) -> ClosedFit:
    """Fit one model, given itself or by its name ("Mth Chao (LB)").

    Raises ModelError for a name that there is not, and for a model of how people differ with only two lists.
    """
    return _fitted(table, _named(model))


def _named(model: ClosedModel | str) -> ClosedModel:
    try:
        return ClosedModel(model)
    except ValueError:
        raise ModelError(f"there is no closed model {model!r} (expected one of {', '.join(ClosedModel)})") from None


def _fitted(table: CaptureTable, model: ClosedModel) -> ClosedFit:
    if table.size < FEWEST_LISTS and model not in {ClosedModel.M0, ClosedModel.MT, ClosedModel.MB}:
        raise ModelError(f"{model} for {table.size} lists (expected {FEWEST_LISTS} or more)")
    counts, design = table.counts[1:].astype(float), design_of(model, table.size)
    chosen: list[int] = []
    if model.is_lower_bound:
        bends = chao_columns(table.size)
        fit, chosen = _not_below_zero(design, bends, counts)
        design = np.hstack([design, bends[:, chosen]])
    else:
        fit = regress(design, counts)
    left_out = set(range(table.size - 2)) - set(chosen) if model.is_lower_bound else set[int]()
    return ClosedFit(
        table=table,
        model=model,
        design=design,
        status=fit.status,
        coefficients=fit.coefficients,
        covariance=fit.covariance,
        fitted=fit.fitted,
        at_zero=tuple(sorted(place + 3 for place in left_out)),
        log_likelihood=fit.log_likelihood,
        deviance=fit.deviance,
        degrees_of_freedom=len(counts) - design.shape[1],
        bias=_bias_of_exponential(fit, design),
    )


def lower_bound(table: CaptureTable) -> ClosedFit | None:
    """Chao's lower bound with lists that differ (`Mth Chao (LB)`); None for two lists, or without an estimate.

    It holds however people differ in how easily they are found, as long as the lists depend on each other for no other
    reason. Lists that avoid each other push even this bound up.
    """
    if table.size < FEWEST_LISTS:
        return None
    fit = closed_population(table, ClosedModel.MTH_CHAO)
    return fit if fit.status is Status.FINE else None


def _not_below_zero(design: Floats, bends: Floats, counts: Floats) -> tuple[Regression, list[int]]:
    """The maximum with no parameter of `bends` below 0, and which of them are above it.

    The likelihood is concave, so at its maximum no bend that is left out would raise it, and one that would is let in
    (C. L. Lawson, R. J. Hanson, Solving Least Squares Problems, 1974, chapter 23, for regression). Rcapture begins
    with all of them and takes out those below 0 one by one.
    """
    chosen: list[int] = []
    fit = regress(design, counts)
    refused: set[int] = set()
    while fit.status is Status.FINE:
        slopes = {place: float(bends[:, place] @ (counts - fit.fitted)) for place in _others(bends, chosen, refused)}
        best = max(slopes, key=lambda place: slopes[place], default=None)
        if best is None or slopes[best] <= 1e-9 * counts.sum():
            break
        changed, tried = _let_in(design, bends, counts, [*chosen, best])
        if tried.status is Status.FINE and tried.log_likelihood > fit.log_likelihood:
            chosen, fit, refused = changed, tried, set()
        else:
            refused.add(best)
    return fit, chosen


def _others(bends: Floats, chosen: list[int], refused: set[int]) -> list[int]:
    return [place for place in range(bends.shape[1]) if place not in chosen and place not in refused]


def _let_in(design: Floats, bends: Floats, counts: Floats, chosen: list[int]) -> tuple[list[int], Regression]:
    """The fit with these bends, without those that would be below 0, the lowest first.

    Two bends together may have no maximum: one goes up and the other down without end. Then the older one is let go.
    """
    while True:
        fit = regress(np.hstack([design, bends[:, chosen]]), counts)
        parameters = fit.coefficients[design.shape[1] :]
        if fit.status is not Status.FINE and len(chosen) > 1:
            del chosen[0]
        elif (parameters < 0).any():
            del chosen[int(parameters.argmin())]
        else:
            return chosen, fit


def _bias_of_exponential(fit: Regression, design: Floats) -> float:
    """The bias of exp(constant): that of the constant, and half its variance for the bend of the exponential."""
    if fit.status is not Status.FINE:
        return float("nan")
    return exp(fit.coefficients[0]) * float(fit.bias(design)[0] + fit.covariance[0, 0] / 2)
