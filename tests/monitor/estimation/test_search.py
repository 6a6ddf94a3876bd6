"""Every model, ranked; the way downhill; and the average over them."""

from __future__ import annotations

import pytest

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import NoEstimateError, SettingError, Status, model_average, search
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.search import Criterion

CRITERIA: tuple[Criterion, ...] = ("aic", "bic")


def test_models_without_an_estimate_are_counted_by_why_and_not_ranked() -> None:
    found = search(table("Artificial_3"))
    assert found.refused == {Status.NOT_FINITE: 3, Status.NOT_IDENTIFIABLE: 1, Status.NEITHER: 0}
    assert len(found.models) + sum(found.refused.values()) == 8
    assert all(one.population < 1000 for one in found.models)


def test_the_average_lies_among_the_models_and_is_wider_than_the_best_of_them() -> None:
    average = model_average(table("UKdat_5"))
    low, high = average.search.spread(10)
    assert low < average.population < high
    best = average.search.best.interval()
    assert average.interval.high - average.interval.low > best.high - best.low
    assert sum(one.weight for one in average.search.models) == pytest.approx(1)


def test_an_average_over_one_model_is_that_model() -> None:
    two_lists = CaptureTable.from_histories(("a", "b"), {("a",): 30, ("b",): 40, ("a", "b"): 12})
    average = model_average(two_lists, max_order=1)
    only = average.search.best
    assert average.population == pytest.approx(only.population) == pytest.approx(42 * 52 / 12)
    assert [average.interval.low, average.interval.high] == pytest.approx([only.interval().low, only.interval().high])


def test_lists_that_never_meet_have_no_search() -> None:
    apart = CaptureTable.from_histories(("a", "b", "c"), {("a",): 30, ("b",): 40, ("c",): 12})
    with pytest.raises(NoEstimateError, match="none of the 8 models"):
        search(apart)


def test_a_criterion_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingError, match="'BIC' \\(expected bic or aic\\)"):
        search(table("Korea"), criterion="BIC")  # type: ignore[arg-type]


def test_aic_takes_larger_models_than_bic() -> None:
    by_aic, by_bic = (search(table("UKdat_5"), criterion=criterion).best for criterion in CRITERIA)
    assert by_aic.parameters > by_bic.parameters
