"""People who are easier or harder to find. The numbers of Rcapture: see `test_other_programs`."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.estimation.answers import TABLES, answers, table
from monitor.estimation.other_programs.rcapture import as_r_fits
from zichtbaar.monitor.estimation import CaptureTable, LogLinear, ModelError, NoEstimateError, Status
from zichtbaar.monitor.estimation.heterogeneity.behaviour import population_and_slopes
from zichtbaar.monitor.estimation.heterogeneity.corrected import corrected_m0
from zichtbaar.monitor.estimation.heterogeneity.fitting import closed_population, lower_bound
from zichtbaar.monitor.estimation.heterogeneity.models import ClosedModel, chao_columns, design_of
from zichtbaar.monitor.regression.poisson import regress

WITHOUT_ORDER = [model for model in ClosedModel if not model.needs_order]


@pytest.mark.parametrize("model", WITHOUT_ORDER)
@pytest.mark.parametrize("name", TABLES)
def test_errors_are_those_that_r_would_come_to_if_it_went_on(name: str, model: ClosedModel) -> None:
    """R's are those of the step before its last: some 1e-4 off."""
    fit = closed_population(table(name), model)
    if fit.status is Status.FINE:
        expected = answers("rcapture", name)["closedp.t"][model]
        assert fit.population_error == pytest.approx(expected["stderr"], rel=1e-4)
        assert fit.population_error == pytest.approx(as_r_fits(table(name), model, change=1e-15).population_error)
        assert fit.has_large_bias == (expected["infoFit"] == 1)


def test_where_nobody_is_on_all_lists_a_curve_that_bends_down_has_no_estimate() -> None:
    """Rcapture says 96.2 of 96 seen, with an error of 374: it stopped on its way to minus infinity."""
    for model in (ClosedModel.MH_POISSON, ClosedModel.MTH_DARROCH, ClosedModel.MH_GAMMA):
        fit = closed_population(table("Artificial_3"), model)
        assert fit.status is Status.NOT_FINITE
        assert np.isnan(fit.log_likelihood)
        with pytest.raises(NoEstimateError, match=f"{model}: the likelihood has no top"):
            fit.population  # noqa: B018 - the property raises


@pytest.mark.parametrize("name", TABLES)
def test_lists_with_chances_of_their_own_are_the_model_of_independent_lists(name: str) -> None:
    fit, independent = closed_population(table(name), ClosedModel.MT), LogLinear().fit(table(name))
    assert fit.population == pytest.approx(independent.population, rel=1e-9)
    assert fit.aic == pytest.approx(independent.aic, rel=1e-12)
    ours, theirs = fit.interval(), independent.interval()
    assert [ours.low, ours.high] == pytest.approx([theirs.low, theirs.high], rel=1e-7)


def test_with_three_lists_alike_the_lower_bound_is_chaos_formula() -> None:
    """f1^2 / (2 f2) (A. Chao, Biometrics 43 (1987) 783-791), times (t - 1) / t."""
    given_table = CaptureTable(("a", "b", "c"), np.array([0, 40, 40, 9, 40, 9, 9, 20]))
    fit = closed_population(given_table, ClosedModel.MH_CHAO)
    assert fit.population == pytest.approx(given_table.cases + 120**2 / (2 * 27) * 2 / 3)
    assert fit.at_zero == ()
    assert fit.deviance == pytest.approx(0, abs=1e-9)


SIZES = np.array([number.bit_count() for number in range(16)])


@given(st.lists(st.sampled_from([0, 0, 1, 2, 5, 40]), min_size=15, max_size=15).filter(any), st.sampled_from([0, 3, 4]))
@example([41, 0, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4], 3)
@settings(deadline=None, max_examples=60)
def test_no_other_choice_of_bends_above_0_is_more_likely(counts: list[int], nobody_on: int) -> None:
    """And there is none where the bound has no estimate; also where nobody is on three lists, or on four."""
    kept = np.where((nobody_on > 0) & (nobody_on == SIZES), 0, [0, *counts])
    if not kept.any():
        return
    given_table = CaptureTable(("a", "b", "c", "d"), kept)
    for model, mains in ((ClosedModel.MTH_CHAO, 5), (ClosedModel.MH_CHAO, 2)):
        fit = closed_population(given_table, model)
        best = max(likelihoods_of_bends(given_table, model, mains), default=None)
        assert (fit.status is Status.FINE) == (best is not None)
        if best is not None:
            assert fit.log_likelihood == pytest.approx(best, abs=1e-6)
            assert (fit.coefficients[mains:] >= 0).all()


def likelihoods_of_bends(given_table: CaptureTable, model: ClosedModel, mains: int) -> list[float]:
    """Of every choice of Chao's columns that has a maximum with none below 0."""
    design, bends, seen = design_of(model, 4), chao_columns(4), given_table.counts[1:].astype(float)
    choices = [list(places) for size in range(3) for places in combinations(range(2), size)]
    fits = [regress(np.hstack([design, bends[:, chosen]]), seen) for chosen in choices]
    return [fit.log_likelihood for fit in fits if fit.status is Status.FINE and (fit.coefficients[mains:] >= 0).all()]


@given(st.lists(st.floats(0.05, 0.9), min_size=2, max_size=5), st.floats(0.3, 3.0))
@settings(deadline=None, max_examples=30)
def test_the_lower_bound_lies_below_what_there_is_however_people_differ(chances: list[float], scale: float) -> None:
    """Expected counts of groups of people, each with one chance for all lists."""
    shares = [np.prod([np.where(np.arange(8) >> place & 1, p, 1 - p) for place in range(3)], axis=0) for p in chances]
    expected = np.round(np.sum(shares, axis=0) * 1e6 * scale)
    there, expected[0] = expected.sum(), 0
    bound = lower_bound(CaptureTable(("a", "b", "c"), expected))
    assert bound is not None
    assert bound.population <= there * (1 + 1e-4)


def test_the_slopes_of_the_models_with_an_order_are_their_slopes() -> None:
    """Which those of Rcapture are not for Mbh: its standard error of Kosovo is 86.1 where it is 73.5."""
    for model in (ClosedModel.MB, ClosedModel.MBH):
        coefficients = closed_population(table("Kosovo"), model).coefficients
        _, slopes = population_and_slopes(model, 4, coefficients)
        for place, slope in enumerate(slopes):
            step = np.eye(len(coefficients))[place] * 1e-5
            ends = [population_and_slopes(model, 4, coefficients + sign * step)[0] for sign in (-1, 1)]
            assert (ends[1] - ends[0]) / 2e-5 == pytest.approx(slope, rel=1e-6)
    fit = closed_population(table("Kosovo"), ClosedModel.MBH)
    assert fit.population_error == pytest.approx(73.5235, abs=1e-3)
    assert answers("rcapture", "Kosovo")["closedp.t"]["Mbh"]["stderr"] == pytest.approx(86.0526, abs=1e-3)


def test_a_population_below_the_cases_seen_is_no_estimate() -> None:
    """Rcapture gives -594 people for Mb of UKdat_4, and 76 for Mbh of Korea, where 123 were seen."""
    for name, model in (("UKdat_4", ClosedModel.MB), ("UKdat_5", ClosedModel.MB), ("Korea", ClosedModel.MBH)):
        fit = closed_population(table(name), model)
        assert answers("rcapture", name)["closedp.t"][model]["abundance"] < table(name).cases
        with pytest.raises(NoEstimateError, match=f"{model}: by the model the chance to be listed"):
            fit.population  # noqa: B018 - the property raises
    with pytest.raises(ModelError, match="Mb"):
        closed_population(table("Kosovo"), ClosedModel.MB).interval()


def test_the_corrected_estimate_is_the_fit_of_the_corrected_counts() -> None:
    expected = answers("rcapture", "UKdat_4")["closedp.bc"]["M0"]
    made = corrected_m0(table("UKdat_4"))
    assert made.population == pytest.approx(expected["abundance"], rel=1e-9)
    assert made.population_error == pytest.approx(expected["stderr"], rel=1e-6)
    assert made.population < closed_population(table("UKdat_4"), ClosedModel.M0).population


def test_two_lists_cannot_tell_that_people_differ() -> None:
    two = CaptureTable(("a", "b"), np.array([0, 30, 40, 12]))
    assert closed_population(two, ClosedModel.MT).population == pytest.approx(82 + 30 * 40 / 12)
    assert lower_bound(two) is None
    for model in (ClosedModel.MH_CHAO, ClosedModel.MTH_DARROCH, ClosedModel.MBH):
        with pytest.raises(ModelError, match="for 2 lists \\(expected 3 or more\\)"):
            closed_population(two, model)
    assert as_r_fits(two, ClosedModel.M0).converged


def test_lists_that_share_nobody_have_no_lower_bound() -> None:
    assert lower_bound(CaptureTable(("a", "b", "c"), np.array([0, 5, 6, 0, 7, 0, 0, 0]))) is None
