"""Resamples one by one: those of SparseMSE 2.0.1, drawn by R, give the same estimates and the same limits."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from monitor.estimation.answers import TABLES, answers, table
from monitor.estimation.other_programs.sparsemse import as_resampled
from zichtbaar.monitor.estimation import (
    BestOf,
    CaptureTable,
    Fixed,
    NoEstimateError,
    SettingError,
    Stepwise,
    TableError,
    bootstrap,
)
from zichtbaar.monitor.estimation.bca import Resampled
from zichtbaar.monitor.estimation.hierarchies import hierarchical_models


@pytest.mark.parametrize("name", ["UKdat_4", "UKdat_5", "Kosovo"])
def test_without_ties_shift_and_limits_are_those_of_sparsemse(name: str) -> None:
    found, expected = as_resampled(name), answers("sparsemse", name)["bootstrap"]
    assert found.bias_correction == pytest.approx(expected["z0"], rel=1e-12)
    for probability, limit in expected["BCa"].items():
        assert found.limit(float(probability)) == pytest.approx(limit, rel=1e-8)


@pytest.mark.parametrize("name", TABLES)
def test_a_given_table_has_no_seed_and_a_resample_without_an_estimate_is_counted(name: str) -> None:
    found = as_resampled(name)
    assert found.seed is None
    assert found.without_estimate == (1 if name == "Artificial_3" else 0)


def test_resamples_that_equal_the_estimate_count_as_half() -> None:
    """In Korea seven of a thousand do. R compares numbers whose last digits differ: it has some of them below."""
    found, expected = as_resampled("Korea"), answers("sparsemse", "Korea")["bootstrap"]
    same = np.isclose(found.populations, found.estimate, rtol=1e-9)
    below = (found.populations < found.estimate)[~same].sum()
    assert same.sum() == 7
    assert found.bias_correction == pytest.approx(norm.ppf((below + 3.5) / 1000))
    assert below <= round(norm.cdf(expected["z0"]) * 1000) <= below + 7
    assert found.limit(0.975) == pytest.approx(expected["BCa"]["0.975"], rel=2e-4)


def test_a_resample_without_an_estimate_is_in_no_interval_and_is_counted() -> None:
    found, expected = as_resampled("Artificial_3"), answers("sparsemse", "Artificial_3")["bootstrap"]
    assert np.flatnonzero(np.isnan(found.populations)).tolist() == [349]
    kept = np.append(found.valid, 1.3e13)  # as SparseMSE keeps it
    assert np.median(kept) == pytest.approx(expected["boot_median"], rel=1e-8)
    assert found.interval().high < 2000
    assert found.valid.std() < 1000 < expected["boot_sd"]


def test_the_same_seed_draws_the_same_and_another_something_else() -> None:
    one, same, other = (bootstrap(table("Korea"), Stepwise(), n_resamples=50, seed=seed) for seed in (1, 1, 2))
    assert one.populations.tolist() == same.populations.tolist() != other.populations.tolist()
    assert (one.counts.sum(axis=1) == table("Korea").cases).all()


def test_a_limit_that_would_come_back_from_the_other_side_is_none() -> None:
    """One case decides all, the estimate lies above nearly all resamples, and the level is very high."""
    populations = np.append(np.full(9990, 100.0), np.linspace(200, 300, 10))
    skew = Resampled(250.0, populations, np.array([10.0]), np.array([1.0]))
    assert skew.acceleration == pytest.approx(1 / 6)
    limits = [skew.limit(probability) for probability in (0.025, 0.5, 0.9, 0.975)]
    assert limits == sorted(limits)
    with pytest.raises(NoEstimateError, match="single cases weigh so unequally"):
        skew.limit(0.9999)


@pytest.mark.parametrize("count", [1, 10, 39])
def test_too_few_resamples_have_no_interval(count: int) -> None:
    with pytest.raises(NoEstimateError, match=f"{count} resamples are too few for an interval of 95%"):
        bootstrap(table("Korea"), Stepwise(), n_resamples=count).interval()
    with pytest.raises(SettingError, match="0 resamples"):
        bootstrap(table("Korea"), Stepwise(), n_resamples=0)


def test_the_choice_of_the_model_is_repeated_in_every_resample_and_widens_the_interval() -> None:
    given_table = table("UKdat_4")
    models = tuple(hierarchical_models(4, 2))
    chosen = bootstrap(given_table, BestOf(models), n_resamples=200, seed=3)
    fixed = bootstrap(given_table, Fixed(models[0]), n_resamples=200, seed=3)
    assert len(chosen.models) > 1
    assert sum(count for _, count in chosen.models) + chosen.without_estimate == 200
    assert fixed.models == ((fixed.model, 200),)
    width = [found.interval().high - found.interval().low for found in (chosen, fixed)]
    assert width[0] > width[1]


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    bootstrap(table("Korea"), Stepwise(), n_resamples=1200, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 2


def test_lists_that_hardly_meet_get_no_interval_but_a_reason() -> None:
    hardly = CaptureTable.from_histories(("a", "b"), {("a",): 400, ("b",): 400, ("a", "b"): 1})
    found = bootstrap(hardly, Fixed(hierarchical_models(2, 1)[0]), n_resamples=400)
    assert found.without_estimate == pytest.approx(400 * np.exp(-1), abs=40)
    with pytest.raises(NoEstimateError, match=f"{found.without_estimate} of 400 resamples have no estimate"):
        found.interval()
    with pytest.raises(NoEstimateError, match="fixed model: the likelihood has no top"):
        bootstrap(CaptureTable.from_histories(("a", "b"), {("a",): 4, ("b",): 4}), Fixed(hierarchical_models(2, 1)[0]))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (np.zeros((3, 4), dtype=int), "expected \\(B, 8\\)"),
        (np.full((3, 8), -1), "no counts"),
        (np.array([[0, 1, 2, 0, 0, 0, 0, 0]]), "does not have the 123 cases"),
    ],
)
def test_resamples_that_do_not_fit_are_refused(counts: NDArray[np.int64], said: str) -> None:
    with pytest.raises(TableError, match=said):
        bootstrap(table("Korea"), Stepwise(), resamples=counts)
