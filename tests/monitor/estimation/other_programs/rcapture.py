"""What Rcapture 1.4-4 answers, from our own fits and from the steps of R that it stops by.

Each number is what R's steps come to (see `glm` and `brent`), and where there is an estimate those must lie beside our
own fit: by 1e-8 if nothing else is said.
"""

from __future__ import annotations

from itertools import pairwise
from math import comb, exp, log
from typing import Any

import numpy as np

from monitor.estimation.answers import answers, table
from monitor.estimation.other_programs.comparing import PRINTED, ROUNDS_AS_R, Endless, Near, beside, rounding
from zichtbaar.monitor.estimation import CaptureTable, CorrectedEstimate, LogLinear, LogLinearFit, Status, search
from zichtbaar.monitor.estimation.heterogeneity.behaviour import population_and_slopes, population_with_behaviour
from zichtbaar.monitor.estimation.heterogeneity.corrected import corrected_m0, times_listed
from zichtbaar.monitor.estimation.heterogeneity.fitting import ClosedFit, closed_population
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel, chao_columns, design_of
from zichtbaar.monitor.estimation.lattice import Floats
from zichtbaar.monitor.estimation.notation import read_model, write_model
from zichtbaar.monitor.estimation.poisson import Problems
from zichtbaar.monitor.estimation.profile_likelihood import ProfilePoint, profile
from zichtbaar.monitor.estimation.steps_of_r import order
from zichtbaar.monitor.estimation.steps_of_r.closedp_ci import Stopped, stopping
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit, glm

NOUGHT = 5e-10
"""Deviances of a perfect fit are what rounding leaves of 0."""

STEP_BEFORE = 1.2e-4
"""R's standard errors are those of the step before its last: so far, as a part, beside those of the maximum."""

FLAT = 2e-7
"""`optimise` stops so far, as a part, from a top that rounding makes flat."""

WHERE_UNIROOT_STOPS = 1e-4
"""People: Rcapture asks `uniroot` for its limits no nearer than that."""

NUMERICALLY_NOUGHT = 10 * np.finfo(float).eps


def rcapture(name: str) -> dict[str, Any]:
    """Everything for one table."""
    return {
        "closedp.t": {str(model): closedp_t(name, model) for model in ClosedModel},
        "closedp.bc": {"M0": corrected(table(name))},
        "closedpMS.t": ranked(name),
        "closedpCI.t": intervals(name),
    }


def counts_of(given: CaptureTable) -> Floats:
    """In R's order."""
    counts: Floats = given.counts[order.histories(given.size)].astype(float)
    return counts


def as_r_fits(given: CaptureTable, model: ClosedModel, **where: float) -> GlmFit:
    """A closed-population model where R's glm stops, Chao's with the columns that our fit has not at 0."""
    design = design_of(model, given.size)
    if model.is_lower_bound:
        at_zero = closed_population(given, model).at_zero
        kept = [place for place in range(given.size - 2) if place + 3 not in at_zero]
        design = np.hstack([design, chao_columns(given.size)[:, kept]])
    return glm(design[np.array(order.histories(given.size)) - 1], counts_of(given), **where)


def closedp_t(name: str, model: ClosedModel) -> dict[str, Any]:
    given = table(name)
    ours, theirs = closed_population(given, model), as_r_fits(given, model)
    population, error = theirs.population, theirs.population_error
    if model.needs_order:
        population, error = with_behaviour(model, given.size, theirs)
    found: dict[str, Any] = {"df": ours.degrees_of_freedom, "infoFit": info_fit(theirs, population)}
    if ours.status is not Status.FINE:
        return found | without_estimate(theirs, population, error)
    return found | {
        "abundance": beside(_abundance(ours), population),
        "stderr": (_error_with_behaviour if model.needs_order else _error_beside)(ours, error),
        "deviance": beside(ours.deviance, theirs.deviance, absolute=NOUGHT),
        "AIC": beside(ours.aic, theirs.aic),
        "BIC": beside(ours.bic, theirs.bic),
    }


def without_estimate(theirs: GlmFit, population: float, error: float) -> dict[str, Near]:
    """Where R stops on its way to infinity."""
    return {
        "abundance": rounding(population),
        "stderr": rounding(error),
        "deviance": Near(theirs.deviance, PRINTED, 1e-13),
        "AIC": Near(theirs.aic, PRINTED),
        "BIC": Near(theirs.bic, PRINTED),
    }


def _error_beside(ours: ClosedFit | LogLinearFit | CorrectedEstimate, theirs: float) -> Near:
    """Ours twice: that of the maximum, and as R prints it."""
    beside(ours.population_error, theirs, STEP_BEFORE)
    in_glm = ours.in_glm(with_boundary=False) if isinstance(ours, LogLinearFit) else ours.in_glm()
    return beside(in_glm.population_error, theirs)


def _error_with_behaviour(ours: ClosedFit, theirs: float) -> Near:
    """That of Mb is ours, from R's coefficients; that of Mbh with the slope that Rcapture takes."""
    in_glm = ours.in_glm()
    if ours.model is ClosedModel.MBH:
        return beside(with_behaviour(ours.model, ours.table.size, in_glm)[1], theirs)
    error = population_with_behaviour(ours.model, ours.table.size, in_glm.coefficients, in_glm.covariance)[1]
    return beside(error, theirs)


def _abundance(fit: ClosedFit) -> float:
    """Rcapture prints the sum of Mb and Mbh also where it has no end."""
    if fit.model.needs_order:
        return population_and_slopes(fit.model, fit.table.size, fit.coefficients)[0]
    return fit.population


def with_behaviour(model: ClosedModel, lists: int, fit: GlmFit) -> tuple[float, float]:
    """Rcapture leaves a factor out of the last slope of Mbh."""
    population, slopes = population_and_slopes(model, lists, fit.coefficients)
    if model is ClosedModel.MBH:
        again = np.exp(fit.coefficients[3])
        slopes[3] -= (lists - 1) * again / (1 + again) * slopes[1]
    return population, float(np.sqrt(slopes @ fit.covariance @ slopes - population))


def corrected(given: CaptureTable) -> dict[str, Any]:
    """The corrected counts are fitted as in `corrected_m0`, and stop where R's glm does. Most lists come first."""
    counts = (times_listed(given) + np.array([-0.5, 1.0, *[0.0] * (given.size - 2)]))[::-1]
    times = np.arange(given.size, 0, -1)
    ways = np.array([log(comb(given.size, one)) for one in times])
    theirs = glm(np.column_stack([np.ones(given.size), times]), counts, offset=ways)
    ours, missing = corrected_m0(given), theirs.population - counts.sum()
    return {
        "abundance": beside(ours.population, given.cases + missing),
        "stderr": _error_beside(ours, theirs.population_error),
        "infoFit": 0,
    }


def ranked(name: str) -> dict[str, Any]:
    """Of the models without an estimate Rcapture ranks the place where it stopped."""
    given = table(name)
    expected = answers("rcapture", name)["closedpMS.t"]
    searched = search(given, max_order=2)
    fits = {key: [model_fit(given, one["model"]) for one in expected[key]] for key in ("AIC_top10", "BIC_top10")}
    assert all(_in_order(rows, key[:3]) for key, rows in fits.items())
    return {"nmodels": searched.fitted, **fits}


def _in_order(rows: list[dict[str, Any]], criterion: str) -> bool:
    return all(one[criterion].value <= other[criterion].value + 1e-8 for one, other in pairwise(rows))


def model_as_r_fits(given: CaptureTable, model: str | None, **where: float) -> GlmFit:
    terms = read_model(model, given.size) if model else LogLinear().terms(given)
    return glm(order.design(terms, given.size), counts_of(given), **where)


def model_fit(given: CaptureTable, model: str) -> dict[str, Any]:
    ours, theirs = LogLinear(model).fit(given), model_as_r_fits(given, model)
    found = {
        "model": write_model(read_model(model, given.size)),
        "df": len(given.counts) - 1 - ours.parameters,
        "infoFit": info_fit(theirs, theirs.population),
    }
    exists = ours.status is Status.FINE
    assert exists == (theirs.population < 1e10)
    if not exists:
        return found | without_estimate(theirs, theirs.population, theirs.population_error)
    return found | {
        "abundance": beside(ours.population, theirs.population),
        "stderr": _error_beside(ours, theirs.population_error),
        "deviance": beside(ours.deviance, theirs.deviance, absolute=NOUGHT),
        "AIC": beside(ours.aic, theirs.aic),
        "BIC": beside(ours.bic, theirs.bic),
    }


def intervals(name: str) -> dict[str, Any]:
    given, expected = table(name), answers("rcapture", name)["closedpCI.t"]
    found = {
        key: {"model": expected[key]["model"], **interval(given, expected[key]["model"])}
        for key in expected
        if key != "Mt"
    }
    return {**found, "Mt": {**interval(given, None), "results": closedp_t(name, ClosedModel.MT)}}


def interval(given: CaptureTable, model: str | None, level: float = 0.95) -> dict[str, Any]:
    """Where there is no estimate ours prints nothing, and only the steps show what Rcapture has."""
    ours = LogLinear(model).fit(given)
    if ours.status is not Status.FINE:
        return without_upper_limit(stopping(model_as_r_fits(given, model), level))
    printed = as_printed(ours.in_rcapture(level), ours.problem)
    assert stopping(model_as_r_fits(given, model), level).with_level(level) == ours.in_rcapture(level)
    return {**printed, "infoCI": 0}


def without_upper_limit(theirs: Stopped) -> dict[str, Any]:
    """Rcapture writes where it looked last, and a 6."""
    assert theirs.low is not None
    assert theirs.high is None
    at = {"abundance": rounding(theirs.population), "supCL": f">{round(theirs.furthest, 1):.15g}"}
    at = at if ROUNDS_AS_R else dict.fromkeys(at, Endless())
    return {**at, "infCL": rounding(theirs.low, 1e-3), "infoCI": 6}


def as_printed(theirs: ProfilePoint, problem: Problems) -> dict[str, Near]:
    """The product's answer of Rcapture, which must lie beside our own limits; factorials by Stirling's formula."""
    told = theirs.interval
    ours = profile(problem, told.level, stirling=True)
    beside(ours.population, theirs.population, FLAT)
    beside(ours.interval.low, told.low, absolute=WHERE_UNIROOT_STOPS)
    beside(ours.interval.high, told.high, absolute=WHERE_UNIROOT_STOPS)
    return {
        "abundance": rounding(theirs.population, FLAT),
        "infCL": rounding(told.low),
        "supCL": rounding(told.high),
    }


def info_fit(theirs: GlmFit, population: float) -> int:
    """Rcapture's code: 1 for no convergence or a bias above a tenth, 3 for fitted counts of 0, 0 for neither."""
    doubtful = not theirs.converged or abs(bias(theirs)) > 0.1 * population
    return int(f"{'1' * doubtful}{'3' * bool((theirs.fitted < NUMERICALLY_NOUGHT).any())}" or 0)


def bias(theirs: GlmFit) -> float:
    """That of exp(constant), as Rcapture works it out."""
    covariance = theirs.covariance
    half_leverage = -0.5 * np.einsum("ij,jk,ik->i", theirs.design, covariance, theirs.design)
    first = covariance @ (theirs.design.T @ (theirs.fitted * half_leverage))
    return exp(theirs.coefficients[0]) * float(first[0] + covariance[0, 0] / 2)
