"""One log-linear model, fitted to one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import ModelError, NoEstimateError, SettingError
from zichtbaar.monitor.estimation.intervals import (
    PopulationInterval,
    log_interval,
    population_error,
    wald_interval,
)
from zichtbaar.monitor.estimation.lattice import Floats, containment, make_read_only
from zichtbaar.monitor.estimation.notation import Terms, named_model, read_model, write_model, write_named
from zichtbaar.monitor.estimation.poisson import Problems, fit, information, log_likelihood
from zichtbaar.monitor.estimation.profile_likelihood import ProfilePoint, profile
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.solving import judged, padded, without_empty_terms
from zichtbaar.monitor.estimation.steps_of_r import order
from zichtbaar.monitor.estimation.steps_of_r.closedp_ci import stopping
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit, glm
from zichtbaar.monitor.regression.existence import Status

LEVEL = 0.95

IntervalKind = Literal["log", "wald", "profile"]

WHY_NOT: Mapping[Status, str] = {
    Status.NOT_FINITE: "the likelihood has no top at finite values: the zeros of the table leave the model no estimate",
    Status.NOT_IDENTIFIABLE: "different parameters fit equally well: too few histories are left to tell them apart",
    Status.NEITHER: "the likelihood has no top at finite values, and different parameters fit equally well",
}


@dataclass(frozen=True, slots=True)
class LogLinear:
    """A hierarchical log-linear model: in notation (`[12,13,4]`) or by its interactions.

    In notation lists are digits from 1, and a, b, c from the tenth on. `interactions` are the largest ones, each the
    names of its lists: `[("LA", "NG"), ("LA", "PF")]`; every list and all that lies within them belongs to the model.
    Without either it has main effects only: lists are independent.
    """

    notation: str | None = None
    interactions: Sequence[Sequence[str]] = ()

    def __post_init__(self) -> None:
        if self.notation is not None and self.interactions:
            raise ModelError("a model in notation and by interactions at once (expected one of the two)")
        if not isinstance(self.notation, str | None):
            raise ModelError(f"the notation {self.notation!r} is no text (expected such as [12,3], or interactions=)")

    def terms(self, table: CaptureTable) -> Terms:
        """The terms of the model for the lists of a table. Raises ModelError."""
        if self.notation is not None:
            return read_model(self.notation, table.size)
        return named_model(self.interactions, table.lists)

    def fit(self, table: CaptureTable) -> LogLinearFit:
        """The Poisson estimate. Raises ModelError for a model that the table does not know.

        A model without an estimate is told by `status` and not by an error: see LogLinearFit.
        """
        return fit_terms(table, self.terms(table))


@dataclass(frozen=True, slots=True, eq=False)
class LogLinearFit:
    """A model fitted to a table.

    `status` says whether there is an estimate; without one `dark_figure` and `population` raise NoEstimateError.
    `coefficients` and `errors` are by term, as names of lists ("" the constant, "LA*NG"), in logarithms; a term whose
    lists never meet is minus infinity, without an error, and named in `boundary`. `fitted` (2^t,): expected counts by
    history, cell 0 the dark figure. `parameters` counts all terms, those at the boundary too. `log_likelihood` is that
    of Poisson counts, constants included.
    """

    table: CaptureTable
    terms: Terms
    status: Status
    coefficients: Mapping[str, float]
    errors: Mapping[str, float]
    boundary: tuple[str, ...]
    fitted: Floats
    log_likelihood: float
    deviance: float
    degrees_of_freedom: int
    problem: Problems

    def __post_init__(self) -> None:
        make_read_only(self)
        make_read_only(self.problem)

    def __repr__(self) -> str:
        return one_line(self, model=self.model, status=self.status.name.lower(), **self._numbers())

    @property
    def model(self) -> str:
        """The model in hierarchical notation."""
        return write_model(self.terms)

    @property
    def named(self) -> str:
        """The model by the names of its lists."""
        return write_named(self.terms, self.table.lists)

    @property
    def parameters(self) -> int:
        """How many terms the model has, the constant and those at the boundary included."""
        return len(self.terms)

    @property
    def dark_figure(self) -> float:
        """The expected number of cases on no list. Raises NoEstimateError."""
        self._require_estimate()
        return float(self.fitted[0])

    @property
    def population(self) -> float:
        """Cases seen and not seen. Raises NoEstimateError."""
        return self.table.cases + self.dark_figure

    @property
    def population_error(self) -> float:
        """The standard error of the population, given the model. Raises NoEstimateError."""
        return population_error(self.dark_figure, self.errors[""])

    @property
    def p_value(self) -> float:
        """How often the deviance is this large or larger when the model is right, by the chi-squared distribution.

        1 for a model that leaves nothing over. Where most expected counts are below 1 it is a rough answer. Raises
        NoEstimateError.
        """
        from scipy.special import chdtrc  # noqa: PLC0415 - takes a fifth of a second to load

        self._require_estimate()
        return float(chdtrc(self.degrees_of_freedom, self.deviance)) if self.degrees_of_freedom else 1.0

    @property
    def aic(self) -> float:
        """Akaike's criterion: -2 l + 2 p."""
        return -2 * self.log_likelihood + 2 * self.parameters

    @property
    def bic(self) -> float:
        """Schwarz's criterion: -2 l + p log n, with the number of cases as n (as Rcapture and Silverman have it)."""
        return -2 * self.log_likelihood + log(self.table.cases) * self.parameters

    def interval(self, level: float = LEVEL, kind: IntervalKind = "log") -> PopulationInterval:
        """An interval of the population, given that this model is right. Raises NoEstimateError and SettingError."""
        match kind:
            case "log":
                return log_interval(self.table.cases, self.dark_figure, self.errors[""], level)
            case "wald":
                return wald_interval(self.table.cases, self.dark_figure, self.errors[""], level)
            case "profile":
                self._require_estimate()
                return profile(self.problem, level).interval
        raise SettingError(f"an interval of kind {kind!r} (expected log, wald or profile)")

    def in_glm(self, *, with_boundary: bool = True) -> GlmFit:
        """The same model as R's `glm` prints it, its terms in the order of `coefficients`. Raises NoEstimateError.

        With a boundary, terms whose lists never meet are left out with their histories, as SparseMSE does; without
        one they stay in and go towards minus infinity until `glm` stops, as in Rcapture.
        """
        self._require_estimate()
        kept, terms = self.problem.kept[0], self.problem.terms[0][self.problem.active[0]]
        if not with_boundary:
            kept, terms = np.arange(len(kept)) > 0, np.array(self.terms)
        design, counts = containment(self.table.size)[kept][:, terms], self.table.counts[kept].astype(float)
        return glm(design, counts).require_convergence()

    def in_rcapture(self, level: float = LEVEL) -> ProfilePoint:
        """The population and its profile interval as Rcapture's `closedpCI.t` prints them. Raises NoEstimateError.

        They are where R's searches stop: the population up to 2e-7 beside the top, the limits a ten-thousandth of a
        person, with Stirling's formula for factorials. `interval(kind="profile")` has neither.
        """
        self._require_estimate()
        counts = self.table.counts[order.histories(self.table.size)].astype(float)
        fit = glm(order.design(self.terms, self.table.size), counts).require_convergence()
        return stopping(fit, level).with_level(level)

    def _numbers(self) -> dict[str, float]:
        return {"population": self.population, "bic": self.bic} if self.status is Status.FINE else {}

    def _require_estimate(self) -> None:
        if self.status is not Status.FINE:
            raise NoEstimateError(f"{self.model}: {WHY_NOT[self.status]}")


def fit_terms(table: CaptureTable, terms: Terms) -> LogLinearFit:
    """The Poisson estimate of a model given by its terms."""
    counts = table.counts.astype(float)[None]
    problem, empty = without_empty_terms(counts, padded([terms], table.size))
    fits = fit(problem)
    status = Status(int(judged(problem, fits)[0]))
    left = [int(term) for term in problem.terms[0] if term < len(table.counts)]
    errors = _errors(information(problem, fits.margins)[0]) if status is Status.FINE else [float("nan")] * len(left)
    name = {term: "*".join(table.names_of(term)) for term in terms}
    estimates = {name[term]: float(value) for term, value in zip(left, fits.coefficients[0], strict=False)}
    boundary = tuple(name[term] for term, is_empty in zip(terms, empty[0], strict=True) if is_empty)
    if status is not Status.FINE:
        estimates = dict.fromkeys(estimates, float("nan"))
    fitted = fits.fitted[0].copy() if status is Status.FINE else np.full_like(fits.fitted[0], np.nan)
    fitted[0] = fits.dark_figure[0] if status is Status.FINE else np.nan
    return LogLinearFit(
        table=table,
        terms=terms,
        status=status,
        coefficients=estimates | dict.fromkeys(boundary, float("-inf")),
        errors=dict(zip((name[term] for term in left), errors, strict=False)),
        boundary=boundary,
        fitted=fitted,
        log_likelihood=float(log_likelihood(problem, fits)[0]) if status is Status.FINE else float("nan"),
        deviance=_deviance(counts[0], fits.fitted[0]) if status is Status.FINE else float("nan"),
        degrees_of_freedom=int(problem.kept.sum()) - len(left),
        problem=problem,
    )


def _errors(curvature: Floats) -> list[float]:
    return [sqrt(value) for value in np.diag(np.linalg.inv(curvature))]


def _deviance(counts: Floats, fitted: Floats) -> float:
    """Twice the log-likelihood that the saturated model has more, over the cells that take part."""
    part = fitted > 0
    seen, means = counts[part], fitted[part]
    ratio = np.where(seen > 0, seen / means, 1.0)
    return float(2 * (seen * np.log(ratio) - (seen - means)).sum())
