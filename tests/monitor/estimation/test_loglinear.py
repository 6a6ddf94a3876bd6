"""Fits and intervals of single models: as SparseMSE 2.0.1 and Rcapture 1.4-4 have them."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from scipy.special import xlogy

from monitor.estimation.answers import TABLES, answers, table
from zichtbaar.monitor.estimation import (
    CaptureTable,
    LogLinear,
    LogLinearFit,
    ModelError,
    SettingError,
    Stepwise,
    model_average,
)
from zichtbaar.monitor.estimation.intervals import log_interval, population_error, profile
from zichtbaar.monitor.estimation.lattice import containment
from zichtbaar.monitor.estimation.loglinear import IntervalKind, fit_terms
from zichtbaar.monitor.estimation.stepwise import stepwise_all

RELATIVE = 1e-8

WHERE_R_STOPS = 1e-8
"""The change of the deviance, as a part of it, at which R's glm stops. Its standard errors are those of the step before
the last, so they can be off by some 1e-4; its estimates are not."""


def iterated(fit: LogLinearFit, change: float) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and standard errors as R's glm.fit comes to them: iterated weighted least squares from y + 0.1."""
    kept = fit.problem.kept[0]
    terms = [term for term in fit.problem.terms[0] if term < len(kept)]
    design, seen = containment(fit.table.size)[kept][:, terms], fit.table.counts[kept].astype(float)
    means, before = seen + 0.1, np.inf
    for _ in range(100):
        weighted = means[:, None] * design
        wanted = np.log(means) + (seen - means) / means
        coefficients = np.linalg.solve(design.T @ weighted, weighted.T @ wanted)
        errors = np.sqrt(np.diag(np.linalg.inv(design.T @ weighted)))
        means = np.exp(design @ coefficients)
        deviance = 2 * (xlogy(seen, np.where(seen > 0, seen, 1) / means) - (seen - means)).sum()
        if abs(deviance - before) < change * (abs(deviance) + 0.1):
            break
        before = deviance
    return coefficients, errors


def assert_is_as_in_sparsemse(fit: LogLinearFit, expected: dict[str, Any]) -> None:
    assert fit.population == pytest.approx(expected["estimate"]["point est."], rel=RELATIVE)
    assert fit.dark_figure == pytest.approx(expected["dark"], rel=RELATIVE)
    assert fit.deviance == pytest.approx(expected["deviance"], rel=RELATIVE, abs=1e-8)
    assert fit.degrees_of_freedom == expected["df_residual"]
    assert fit.aic == pytest.approx(expected["aic_pkg"], rel=RELATIVE)
    names = [name for name in fit.coefficients if name not in fit.boundary]
    in_r = ["(Intercept)" if name == "" else name.replace("*", ":") for name in names]
    coefficients, errors = iterated(fit, WHERE_R_STOPS)
    assert coefficients == pytest.approx([expected["coef"][name] for name in in_r], rel=RELATIVE, abs=1e-8)
    assert errors == pytest.approx([expected["se"][name] for name in in_r], rel=RELATIVE)
    for level, low, high in ((0.95, "2.5%", "97.5%"), (0.8, "10%", "90%")):
        limits = log_interval(fit.table.cases, fit.dark_figure, float(errors[0]), level)
        assert [limits.low, limits.high] == pytest.approx(
            [expected["estimate"][low], expected["estimate"][high]], rel=RELATIVE
        )
    # Ours are those that R's would become if it went on.
    coefficients, errors = iterated(fit, 1e-15)
    assert [fit.coefficients[name] for name in names] == pytest.approx(coefficients, rel=1e-7, abs=1e-9)
    assert [fit.errors[name] for name in names] == pytest.approx(errors, rel=1e-7)


@pytest.mark.parametrize("name", TABLES)
def test_main_effects_and_all_pairs_are_those_of_sparsemse(name: str) -> None:
    given_table, expected = table(name), answers("sparsemse", name)
    assert_is_as_in_sparsemse(LogLinear().fit(given_table), expected["main"])
    if "all_two_list" in expected:
        pairs = list(given_table.overlaps())
        assert_is_as_in_sparsemse(LogLinear(interactions=pairs).fit(given_table), expected["all_two_list"])


@pytest.mark.parametrize("threshold", ["0.001", "0.02", "0.05"])
@pytest.mark.parametrize("name", TABLES)
def test_stepwise_fits_are_those_of_sparsemse(name: str, threshold: str) -> None:
    given_table = table(name)
    choice = Stepwise(float(threshold)).choose(given_table.counts.astype(float)[None])
    fit = fit_terms(given_table, choice.model_of(0, given_table.size))
    assert_is_as_in_sparsemse(fit, answers("sparsemse", name)[f"stepwise_p{threshold}"])
    assert given_table.cases + choice.dark_figure[0] == pytest.approx(fit.population, rel=1e-12)


@pytest.mark.parametrize("name", TABLES)
def test_stepwise_models_are_those_of_multiplesystemsestimation(name: str) -> None:
    given_table, expected = table(name), answers("multiplesystemsestimation", name)["stepwise"]
    choice = Stepwise().choose(given_table.counts.astype(float)[None])
    fit = fit_terms(given_table, choice.model_of(0, given_table.size))
    assert fit.model == expected["model"]
    assert fit.population == pytest.approx(expected["popest"], rel=RELATIVE)


@pytest.mark.parametrize("name", TABLES)
def test_the_model_of_independent_lists_is_that_of_rcapture(name: str) -> None:
    expected, fit = answers("rcapture", name)["Mt"], LogLinear().fit(table(name))
    ours = [fit.population, fit.deviance, fit.aic, fit.bic]
    theirs = [expected[key] for key in ("abundance", "deviance", "AIC", "BIC")]
    assert ours == pytest.approx(theirs, rel=RELATIVE)
    as_r_stops = population_error(fit.dark_figure, float(iterated(fit, WHERE_R_STOPS)[1][0]))
    assert as_r_stops == pytest.approx(expected["stderr"], rel=RELATIVE)
    assert fit.population_error == pytest.approx(expected["stderr"], rel=1e-4)
    assert fit.degrees_of_freedom == expected["df"]


@pytest.mark.parametrize("name", TABLES)
def test_every_ranked_model_of_rcapture_that_has_an_estimate_is_the_same(name: str) -> None:
    """Rcapture has no check: where the estimate does not exist it gives one of 1e10 and more, and we refuse."""
    seen = 0
    for ranked in answers("rcapture", name)["closedpMS.t"].values():
        for expected in ranked if isinstance(ranked, list) else ():
            fit = LogLinear(expected["model"]).fit(table(name))
            assert (fit.status == 0) == (expected["abundance"] < 1e10)
            if fit.status == 0:
                seen += 1
                ours = [fit.population, fit.aic, fit.bic]
                theirs = [expected[key] for key in ("abundance", "AIC", "BIC")]
                assert ours == pytest.approx(theirs, rel=RELATIVE), fit.model
    assert seen


@pytest.mark.parametrize("name", TABLES)
def test_profile_intervals_are_those_of_rcapture(name: str) -> None:
    """Rcapture takes factorials by Stirling's formula, and its `optimise` stops some 1e-7 before the top."""
    for expected in answers("rcapture", name)["closedpCI.t"]:
        fit = LogLinear(expected["model"]).fit(table(name))
        if fit.status:
            assert expected["abundance"] > 1e10
            continue
        found = profile(fit.problem, 0.95, stirling=True)
        assert found.population == pytest.approx(expected["abundance"], rel=2e-7)
        assert found.interval.low == pytest.approx(expected["infCL"], rel=5e-8)
        assert found.interval.high == pytest.approx(expected["supCL"], rel=5e-8)
        exact = fit.interval(kind="profile")
        assert exact.low == pytest.approx(expected["infCL"], rel=5e-4)
        assert table(name).cases <= exact.low < fit.population < exact.high


@pytest.mark.parametrize("name", ["UKdat_4", "UKdat_5", "Korea", "Kosovo"])
def test_the_intervals_of_modslavmse_are_profile_intervals_of_the_models_that_it_chooses(name: str) -> None:
    """modslavmse 2.0 fits with Rcapture: Stirling's formula, and a top found by `optimise`, as above."""
    for expected in answers("modslavmse", name).values():
        pairs = [
            term.removeprefix("lambda").replace("_", "") for term in expected["terms"] if term.startswith("lambda")
        ]
        fit = LogLinear(f"[{','.join(pairs)}]").fit(table(name))
        for level, low, high in ((0.95, "2.5%", "97.5%"), (0.8, "10%", "90%")):
            found = profile(fit.problem, level, stirling=True)
            assert found.population == pytest.approx(expected["est"]["point estimate"], rel=5e-7)
            limits = [expected["est"][low], expected["est"][high]]
            assert [found.interval.low, found.interval.high] == pytest.approx(limits, rel=5e-7)


def test_a_fit_reproduces_the_margins_of_its_model() -> None:
    given_table = table("UKdat_5")
    fit = LogLinear("[123,34,45]").fit(given_table)
    seen = given_table.counts.astype(float)
    fitted = np.array([0.0, *fit.fitted[1:]])
    for term in fit.terms:
        within = np.array([number & term == term for number in range(len(seen))])
        assert fitted[within].sum() == pytest.approx(seen[within].sum(), rel=1e-9)


def test_an_interval_of_a_sort_that_is_none_and_two_models_at_once_are_refused() -> None:
    with pytest.raises(ValueError, match="expected log, wald or profile"):
        LogLinear().fit(table("Korea")).interval(kind="exact")  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="at once"):
        LogLinear("[12,3]", interactions=[("b", "c")])


@pytest.mark.parametrize("level", [0.0, 1.0, 95, -0.5])
def test_a_level_that_is_no_fraction_is_refused_by_every_interval(level: float) -> None:
    fit = LogLinear().fit(table("Korea"))
    kinds: tuple[IntervalKind, ...] = ("log", "wald", "profile")
    for kind in kinds:
        with pytest.raises(SettingError, match="expected a fraction between 0 and 1"):
            fit.interval(level, kind)
    with pytest.raises(SettingError):
        model_average(table("Korea"), level=level)


def test_without_an_estimate_no_number_is_left() -> None:
    fit = LogLinear("[12,13]").fit(table("Korea"))
    assert fit.status != 0
    assert np.isnan([*fit.coefficients.values(), *fit.fitted, fit.log_likelihood, fit.deviance]).all()


def test_stepwise_does_not_depend_on_the_order_of_lists_where_probabilities_are_too_small_to_write() -> None:
    counts = [0, 122, 12711, 47, 1285, 1115, 433, 390, 459, 455, 169, 164, 15, 4055, 6, 1281]
    one = CaptureTable(("a", "b", "c", "d"), np.array(counts))
    found = set()
    for order in permutations(one.lists):
        other = CaptureTable.from_histories(order, dict(one.histories()))
        found.add(round(other.cases + float(Stepwise().choose(other.counts.astype(float)[None]).dark_figure[0]), 3))
    assert len(found) == 1


def test_stepwise_with_a_threshold_of_0_adds_nothing_and_of_1_all_that_may_be_added() -> None:
    counts = table("UKdat_4").counts.astype(float)[None]
    assert (stepwise_all(counts, 0.0)[1] < 16).sum() == 5
    assert (stepwise_all(counts, 1.0)[1] < 16).sum() == 11
