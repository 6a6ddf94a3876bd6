"""Fits and intervals of single models. Those of other programs: see `test_other_programs`."""

from __future__ import annotations

from itertools import permutations
from math import log, log1p

import numpy as np
import pytest

from monitor.estimation.answers import TABLES, table
from monitor.estimation.other_programs.sparsemse import chosen
from zichtbaar.monitor.estimation import (
    CaptureTable,
    LogLinear,
    LogLinearFit,
    ModelError,
    NoEstimateError,
    SettingError,
    Stepwise,
    model_average,
)
from zichtbaar.monitor.estimation.heterogeneity.fitting import closed_population
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel
from zichtbaar.monitor.estimation.lattice import containment
from zichtbaar.monitor.estimation.loglinear import IntervalKind
from zichtbaar.monitor.estimation.profile_likelihood import profile
from zichtbaar.monitor.estimation.steps_of_r.glm import GlmFit, glm
from zichtbaar.monitor.estimation.stepwise import stepwise_all


def fits_of(name: str) -> list[LogLinearFit]:
    """Independent lists, all pairs, and what is chosen step by step; those that have an estimate."""
    given_table = table(name)
    all_pairs = LogLinear(interactions=list(given_table.overlaps())).fit(given_table)
    fits = [LogLinear().fit(given_table), all_pairs, *(chosen(given_table, one) for one in (0.001, 0.02, 0.05))]
    return [fit for fit in fits if fit.status == 0]


def as_r_fits(fit: LogLinearFit, change: float) -> GlmFit:
    """The fit without its empty terms where R's glm would stop at such a change."""
    kept = fit.problem.kept[0]
    terms = [term for term in fit.problem.terms[0] if term < len(kept)]
    return glm(containment(fit.table.size)[kept][:, terms], fit.table.counts[kept].astype(float), change=change)


@pytest.mark.parametrize("name", TABLES)
def test_coefficients_and_errors_are_those_that_glm_of_r_would_come_to_if_it_went_on(name: str) -> None:
    for fit in fits_of(name):
        left = [one for one in fit.coefficients if one not in fit.boundary]
        theirs = as_r_fits(fit, change=1e-15)
        assert [fit.coefficients[one] for one in left] == pytest.approx(theirs.coefficients, rel=1e-7, abs=1e-9)
        assert [fit.errors[one] for one in left] == pytest.approx(theirs.errors, rel=1e-7)
        assert [*fit.errors] == left
        assert fit.population_error == pytest.approx(theirs.population_error, rel=1e-7)


def test_what_glm_prints_is_told_for_a_model_with_an_estimate_only() -> None:
    """Otherwise it prints where it stopped on its way to infinity."""
    without = LogLinear("[12,13]").fit(table("Korea"))
    with pytest.raises(NoEstimateError, match="no top at finite values"):
        without.in_glm()
    with pytest.raises(NoEstimateError, match="no top at finite values"):
        closed_population(table("Artificial_3"), ClosedModel.MH_POISSON).in_glm()


def test_where_glm_would_warn_that_it_did_not_converge_there_is_no_answer_of_glm() -> None:
    with pytest.raises(NoEstimateError, match="would not have converged in its 25 steps"):
        glm(containment(3)[1:, [0, 1, 2, 4]], np.array([0.0, 0, 0, 0, 0, 0, 1e6])).require_convergence()


@pytest.mark.parametrize("name", TABLES)
def test_the_stepwise_choice_among_many_tables_is_the_fit_of_the_one(name: str) -> None:
    given_table = table(name)
    choice = Stepwise().choose(given_table.counts.astype(float)[None])
    assert given_table.cases + choice.dark_figure[0] == pytest.approx(chosen(given_table, 0.02).population, rel=1e-12)


@pytest.mark.parametrize("name", TABLES)
def test_exact_profile_limits_lie_near_those_of_stirlings_formula(name: str) -> None:
    fit = LogLinear().fit(table(name))
    exact, rough = fit.interval(kind="profile"), profile(fit.problem, 0.95, stirling=True).interval
    assert [exact.low, exact.high] == pytest.approx([rough.low, rough.high], rel=5e-3)
    assert table(name).cases <= exact.low < fit.population < exact.high


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


def height_for_two_lists(counts: list[int], missing: float) -> float:
    """The likelihood of a population for two independent lists, of which the fit is a product of margins."""
    _, one, other, both = counts
    population = one + other + both + missing
    margins = (one + both, other + both)
    placed = sum(on * log(on / population) + (population - on) * log1p(-on / population) for on in margins)
    seen = population - missing
    # (m + n)! / m! by Stirling's formula with its first correction, without a difference of large numbers
    ways = (missing + 0.5) * log1p(seen / missing) + seen * log(population) - seen
    return ways + 1 / (12 * population) - 1 / (12 * missing) + placed


@pytest.mark.parametrize(
    "counts", [[0, 50, 40, 12], [0, 10**6, 10**6, 10], [0, 10**7, 10**7, 10], [0, 10**7, 10**7, 1]]
)
def test_profile_limits_are_where_the_likelihood_has_fallen_as_far_as_it_may(counts: list[int]) -> None:
    """However far out: two lists of ten million that share ten have an estimate of 1e13, and an upper limit."""
    fit = LogLinear().fit(CaptureTable(("a", "b"), np.array(counts)))
    found = profile(fit.problem, 0.95)
    missing = [one - sum(counts) for one in (found.interval.low, found.population, found.interval.high)]
    low, top, high = (height_for_two_lists(counts, one) for one in missing)
    assert top - low == pytest.approx(1.9207, abs=0.02)
    assert top - high == pytest.approx(1.9207, abs=0.02)
    assert top == pytest.approx(max(height_for_two_lists(counts, times * missing[1]) for times in (0.9, 1, 1.1)))
    assert found.interval.low < fit.population < found.interval.high < 20 * fit.population


def test_where_the_likelihood_rises_without_end_there_is_no_profile() -> None:
    fit = LogLinear("[12,3]").fit(table("Artificial_3"))
    with pytest.raises(NoEstimateError, match="rises without end"):
        profile(fit.problem, 0.95)
