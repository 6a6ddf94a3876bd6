"""What Rcapture 1.4-4 answers, from our own fits.

Where its standard errors depend on where R's glm stops they are those of `glm` (see there), and ours are held beside
them in `test_heterogeneity` and `test_loglinear`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import comb, log
from typing import Any

import numpy as np
from scipy.optimize import brentq

from monitor.estimation.answers import answers, table
from monitor.estimation.other_programs.comparing import Endless, Near, NearOne
from monitor.estimation.other_programs.glm import Glm, glm
from zichtbaar.monitor.estimation import CaptureTable, LogLinear, Status, search
from zichtbaar.monitor.estimation.heterogeneity.behaviour import population_and_slopes
from zichtbaar.monitor.estimation.heterogeneity.corrected import times_listed
from zichtbaar.monitor.estimation.heterogeneity.fitting import ClosedFit, closed_population
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel, chao_columns, design_of
from zichtbaar.monitor.estimation.lattice import Floats, containment
from zichtbaar.monitor.estimation.loglinear import LogLinearFit
from zichtbaar.monitor.estimation.notation import read_model, write_model
from zichtbaar.monitor.estimation.profile_likelihood import Profile, profile

NOUGHT = 1e-10
"""Deviances of a perfect fit are what rounding leaves of 0."""

WHERE_UNIROOT_STOPS = 1e-4
"""People: Rcapture asks R's `uniroot` for its limits no nearer than that."""

NEARLY_SINGULAR = 1e-6
"""On the way to infinity the equations become so nearly the same that rounding reaches the seventh digit."""


def rcapture(name: str) -> dict[str, Any]:
    """Everything for one table."""
    return {
        "closedp.t": {str(model): closedp_t(name, model) for model in ClosedModel},
        "closedp.bc": {"M0": corrected(table(name))},
        "closedpMS.t": ranked(name),
        "closedpCI.t": intervals(name),
    }


def as_r_fits(given: CaptureTable, model: ClosedModel) -> Glm:
    """A closed-population model where R's glm stops, Chao's with the columns that our fit has not at 0."""
    design = design_of(model, given.size)
    if model.is_lower_bound:
        at_zero = closed_population(given, model).at_zero
        kept = [place for place in range(given.size - 2) if place + 3 not in at_zero]
        design = np.hstack([design, chao_columns(given.size)[:, kept]])
    return glm(design, given.counts[1:].astype(float))


def closedp_t(name: str, model: ClosedModel) -> dict[str, Any]:
    given = table(name)
    ours, theirs = closed_population(given, model), as_r_fits(given, model)
    exists = ours.status is Status.FINE
    population, error = theirs.population, theirs.population_error
    if model.needs_order:
        population, error = with_behaviour(model, given.size, theirs)
    abundance = _abundance(ours) if exists else population
    return {
        "abundance": abundance,
        "stderr": Near(error, 1e-8 if exists else NEARLY_SINGULAR),
        "deviance": ours.deviance if exists else theirs.deviance,
        "df": ours.degrees_of_freedom,
        "AIC": ours.aic if exists else theirs.aic,
        "BIC": ours.bic if exists else theirs.bic,
        "infoFit": theirs.info_fit(population),
    }


def _abundance(fit: ClosedFit) -> float:
    """Rcapture prints the sum of Mb and Mbh also where it has no end."""
    if fit.model.needs_order:
        return population_and_slopes(fit.model, fit.table.size, fit.coefficients)[0]
    return fit.population


def with_behaviour(model: ClosedModel, lists: int, fit: Glm) -> tuple[float, float]:
    """Rcapture leaves a factor out of the last slope of Mbh."""
    population, slopes = population_and_slopes(model, lists, fit.coefficients)
    if model is ClosedModel.MBH:
        again = np.exp(fit.coefficients[3])
        slopes[3] -= (lists - 1) * again / (1 + again) * slopes[1]
    return population, float(np.sqrt(slopes @ fit.covariance @ slopes - population))


def corrected(given: CaptureTable) -> dict[str, Any]:
    """The corrected counts are fitted as in `corrected_m0`, and stop where R's glm does."""
    counts = times_listed(given) + np.array([-0.5, 1.0, *[0.0] * (given.size - 2)])
    times = np.arange(1, given.size + 1)
    ways = np.array([log(comb(given.size, one)) for one in times])
    theirs = glm(np.column_stack([np.ones(given.size), times]), counts, offset=ways)
    missing = theirs.population - counts.sum()
    return {"abundance": given.cases + missing, "stderr": theirs.population_error, "infoFit": 0}


def ranked(name: str) -> dict[str, Any]:
    """Of the models without an estimate Rcapture ranks the place where it stopped."""
    given = table(name)
    expected = answers("rcapture", name)["closedpMS.t"]
    searched = search(given, max_order=2)
    fits = {key: [model_fit(given, one["model"]) for one in expected[key]] for key in ("AIC_top10", "BIC_top10")}
    assert all(_in_order(rows, key[:3]) for key, rows in fits.items())
    return {"nmodels": searched.fitted, **fits}


def _in_order(rows: list[dict[str, Any]], criterion: str) -> bool:
    return all(one[criterion] <= other[criterion] + 1e-8 for one, other in pairwise(rows))


def loglinear_design(given: CaptureTable, model: str) -> Floats:
    design: Floats = containment(given.size)[1:][:, list(read_model(model, given.size))]
    return design


def model_fit(given: CaptureTable, model: str) -> dict[str, Any]:
    ours, theirs = LogLinear(model).fit(given), glm(loglinear_design(given, model), given.counts[1:].astype(float))
    exists = ours.status is Status.FINE
    assert exists == (theirs.population < 1e10)
    return {
        "model": write_model(read_model(model, given.size)),
        "abundance": ours.population if exists else Near(theirs.population, NEARLY_SINGULAR),
        "stderr": Near(theirs.population_error, 1e-8 if exists else NEARLY_SINGULAR),
        "deviance": Near(ours.deviance if exists else theirs.deviance, absolute=5 * NOUGHT),
        "df": len(given.counts) - 1 - ours.parameters,
        "AIC": ours.aic if exists else theirs.aic,
        "BIC": ours.bic if exists else theirs.bic,
        "infoFit": theirs.info_fit(theirs.population),
    }


def intervals(name: str) -> dict[str, Any]:
    given, expected = table(name), answers("rcapture", name)["closedpCI.t"]
    found = {
        key: {"model": expected[key]["model"], **interval(given, expected[key]["model"], expected[key])}
        for key in expected
        if key != "Mt"
    }
    return {**found, "Mt": {**interval(given, None, expected["Mt"]), "results": closedp_t(name, ClosedModel.MT)}}


def lowest_where_endless(given: CaptureTable, fit: LogLinearFit, population: float) -> Iterator[float]:
    """The lower limits that Rcapture can find where the likelihood rises without end.

    It takes the height where its search for a top stopped, at `population`. There the numbers of a double lie 1/512
    apart, and so does the fitted number on no list, which is right to within a tenth of a person; the deviance of that
    one cell is what is left when two numbers of this size are taken from each other. Each of these roundings has a
    height of its own.
    """
    curve = Profile(fit.problem, stirling=True)
    missing = population - given.cases
    apart = float(np.spacing(missing))
    for fitted in missing + apart * np.arange(-round(0.1 / apart), round(0.1 / apart) + 1):
        rounded = (missing - fitted) - missing * log(missing / fitted)
        allowed = curve(1e12) + rounded - 3.841458820694124 / 2
        yield given.cases + brentq(lambda number, top=allowed: curve(number) - top, 1.0, 1e6, xtol=1e-9)


def interval(given: CaptureTable, model: str | None, expected: dict[str, Any]) -> dict[str, Any]:
    """Factorials by Stirling's formula; and Rcapture's `optimise` stops some 1e-7 before the top."""
    fit = LogLinear(model).fit(given)
    if fit.status is not Status.FINE:
        lows = tuple(lowest_where_endless(given, fit, expected["abundance"]))
        return {"abundance": Endless(), "infCL": NearOne(lows, WHERE_UNIROOT_STOPS), "supCL": Endless(), "infoCI": 6}
    found = profile(fit.problem, 0.95, stirling=True)
    return {
        "abundance": Near(found.population, 2e-7),
        "infCL": Near(found.interval.low, 5e-8),
        "supCL": Near(found.interval.high, 5e-8),
        "infoCI": 0,
    }
