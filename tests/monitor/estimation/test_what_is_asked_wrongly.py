"""What is asked wrongly is refused in a sentence that says what was expected, and never answered by a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from monitor.estimation.answers import table
from zichtbaar.monitor import estimation
from zichtbaar.monitor.estimation import (
    BestOf,
    ClosedModel,
    EstimationError,
    Fixed,
    LogLinear,
    ModelError,
    SettingError,
    Settings,
    Stepwise,
    TableError,
)
from zichtbaar.monitor.estimation.robustness import leave_one_out, merge_each_two

KOREA = table("Korea")
INDEPENDENT_THREE = (0, 1, 2, 4)

# As somebody calls it who never saw our types.
asked: Any = estimation


@pytest.mark.parametrize(
    "interval",
    [
        lambda level: estimation.decomposable(KOREA).interval(level),
        lambda level: estimation.bayesian_average(KOREA, seed=1).population.interval(level),
        lambda level: estimation.latent_class(KOREA, samples=20, burn_in=10, seed=1).interval(level),
        lambda level: estimation.closed_population(KOREA, ClosedModel.MT).interval(level),
        lambda level: Settings(level=level),
    ],
)
@pytest.mark.parametrize("level", [95, 0, 1.0, float("nan")])
def test_a_level_in_per_cent_gives_no_interval_by_any_method(interval: Callable[[float], object], level: float) -> None:
    """A posterior up to the 9,500th part is the end of the grid, which looks like a number."""
    with pytest.raises(SettingError, match=r"expected a fraction between 0 and 1, such as 0\.95"):
        interval(level)


@pytest.mark.parametrize(
    ("ask", "kind", "said"),
    [
        (lambda: Settings(resamples=-1), SettingError, "resamples of -1"),
        (lambda: Settings(seed=-1), SettingError, "a seed of -1"),
        (lambda: Settings(p_threshold=5), SettingError, "a threshold of 5 for p .expected 0 to 1"),
        (lambda: Stepwise(-0.1), SettingError, "a threshold of -0.1"),
        (lambda: asked.estimate(KOREA, "guess"), SettingError, "a method 'guess' .expected stepwise, bic"),
        (lambda: asked.LogLinear([("b", "c")]), ModelError, "no text .expected such as .12,3., or interactions="),
        (lambda: asked.LogLinear(interactions=["bc"]).fit(KOREA), ModelError, "the interaction 'bc' is text"),
        (lambda: LogLinear(interactions=[("b", "b")]).fit(KOREA), ModelError, r"b\*b names a list twice"),
        (lambda: asked.closed_population(KOREA, "Mth"), ModelError, "no closed model 'Mth' .expected one of M0, Mt"),
        (lambda: asked.LogLinear().fit(KOREA).interval(kind="bca"), SettingError, "expected log, wald or profile"),
        (lambda: estimation.sensitivity_curve(LogLinear().fit(KOREA), [2, -1]), SettingError, "a ratio of odds of -1"),
        (lambda: estimation.sensitivity_curve(LogLinear().fit(KOREA), [0]), SettingError, "expected numbers above 0"),
        (lambda: adjusted().interval(kind="profile"), SettingError, "kind 'profile' .expected wald or log"),
        (lambda: made().limit(1.5), SettingError, "a limit of probability 1.5"),
        (lambda: made().limit(0), SettingError, "expected one between 0 and 1"),
        (lambda: estimation.bootstrap(KOREA, Stepwise(), resamples=np.empty((0, 8), int)), TableError, r"shape \(0, 8"),
        (lambda: Settings(p_threshold=asked_for("0.02")), SettingError, "a threshold of '0.02' for p"),
        (
            lambda: Settings(max_order=asked_for(2.5)),
            SettingError,
            r"a max_order of 2\.5 .expected a whole number",
        ),
        (
            lambda: Settings(resamples=asked_for(2.5)),
            SettingError,
            r"resamples of 2\.5 .expected a whole number",
        ),
        (lambda: Settings(seed=asked_for(1.5)), SettingError, r"a seed of 1\.5 .expected a whole number from 0"),
        (
            lambda: asked.bootstrap(KOREA, "stepwise"),
            SettingError,
            r"a chooser 'stepwise' .expected Stepwise\(\)",
        ),
        (
            lambda: asked.bootstrap(KOREA, Stepwise),
            SettingError,
            r"a chooser <class .*Stepwise'> .expected",
        ),
        (
            lambda: asked.stratified({"all": KOREA}, "aic"),
            SettingError,
            r"a chooser 'aic' .expected Stepwise\(\)",
        ),
        (lambda: asked.stratified({"all": KOREA}, ""), SettingError, "a chooser ''"),
        (lambda: asked.Fixed("[12,3]"), ModelError, r"the model '\[12,3\]' .expected its terms, such as LogLinear"),
        (lambda: asked.Fixed(LogLinear("[12,3]")), ModelError, "the model LogLinear.* .expected its terms"),
        (lambda: asked.Fixed((-1,)), ModelError, r"the model \(-1,\) .expected its terms"),
        (lambda: asked.BestOf(("[12,3]",)), ModelError, r"the model '\[12,3\]' .expected its terms"),
        (lambda: asked.BestOf("[12,3]"), ModelError, r"the models '\[12,3\]' .expected the terms of each"),
        (
            lambda: asked.BestOf(estimation.search(KOREA)),
            ModelError,
            "the models ModelSearch.*expected the terms",
        ),
        (lambda: asked.BestOf(((),)), ModelError, r"the model \(\) .expected its terms"),
        (lambda: BestOf(()), ModelError, "no model to choose from"),
        (lambda: asked.Stepwise("0.02"), SettingError, "a threshold of '0.02' for p .expected 0 to 1"),
        (lambda: asked.LogLinear().fit(KOREA).interval("0.95"), SettingError, "an interval of level '0.95'"),
        (lambda: asked.LogLinear().fit(KOREA).in_rcapture("0.95"), SettingError, "an interval of level '0.95'"),
        (lambda: made().interval(asked_for("0.95")), SettingError, "an interval of level '0.95'"),
        (lambda: made().limit(asked_for("0.95")), SettingError, "a limit of probability '0.95'"),
        (lambda: asked.decomposable(KOREA, delta="x"), SettingError, "delta 'x' .expected a number above 0"),
        (lambda: asked.decomposable(KOREA, delta="0.5"), SettingError, "delta '0.5' .expected a number above 0"),
        (lambda: asked.decomposable(KOREA, delta=True), SettingError, "delta True .expected a number above 0"),
        (lambda: asked.bayesian_threshold(KOREA, seed=1, threshold="2"), SettingError, "a threshold of '2'"),
        (lambda: asked.bayesian_threshold(KOREA, seed=1, prior_variance="1"), SettingError, "a prior variance of '1'"),
        (lambda: asked.bayesian_threshold(KOREA, seed=1, samples=200.5), SettingError, r"200\.5 samples"),
        (lambda: asked.bayesian_average(KOREA, seed=1, samples=200.5), SettingError, r"200\.5 samples"),
        (lambda: asked.latent_class(KOREA, seed=1, classes=2.5), SettingError, r"classes is 2\.5"),
        (lambda: asked_two_lists(folds=2.5), SettingError, r"2\.5 folds .expected a whole number from 1"),
        (lambda: asked_two_lists(margin="x"), SettingError, "a margin of 'x'"),
    ],
)
def test_it_is_said_what_was_expected(ask: Callable[[], object], kind: type[EstimationError], said: str) -> None:
    with pytest.raises(kind, match=said):
        ask()


def adjusted() -> Any:
    return estimation.doubly_robust([1, 0, 1] * 10, [0, 1, 1] * 10, np.empty((30, 0)))


def asked_two_lists(**settings: object) -> Any:
    return asked.doubly_robust([1, 0, 1] * 10, [0, 1, 1] * 10, np.ones((30, 1)), **settings)


@pytest.mark.parametrize(
    "posterior",
    [
        lambda: estimation.decomposable(KOREA),
        lambda: estimation.bayesian_average(KOREA, samples=100, seed=1).population,
        lambda: estimation.latent_class(KOREA, samples=20, burn_in=10, seed=1),
    ],
)
@pytest.mark.parametrize("chance", [95, -0.1, "0.5", float("nan")])
def test_a_quantile_in_per_cent_is_refused_and_not_the_end_of_a_grid(
    posterior: Callable[[], Any], chance: object
) -> None:
    with pytest.raises(SettingError, match=r"a chance of .*\(expected a number from 0 to 1, such as 0\.95\)"):
        posterior().quantiles([0.5, chance])
    least, _, most = posterior().quantiles([0, 0.5, 1])
    assert least < most


def asked_for(setting: Any) -> Any:
    """The same, of no type that could be checked."""
    return setting


def made() -> estimation.Bootstrap:
    return estimation.bootstrap(KOREA, Stepwise(), n_resamples=20)


@pytest.mark.parametrize(
    "drawn",
    [
        lambda seed: estimation.bootstrap(KOREA, Stepwise(), n_resamples=20, seed=seed),
        lambda seed: estimation.stratified({"all": KOREA}, n_resamples=20, seed=seed),
        lambda seed: estimation.latent_class(KOREA, samples=20, burn_in=10, seed=seed),
        lambda seed: estimation.bayesian_threshold(KOREA, samples=100, seed=seed),
        lambda seed: estimation.bayesian_average(KOREA, samples=100, seed=seed),
        lambda seed: asked_two_lists(seed=seed),
        lambda seed: Settings(seed=seed),
    ],
)
@pytest.mark.parametrize("seed", [-1, 1.5, 1.0, "1", True, None])
def test_chance_starts_from_a_whole_number(drawn: Callable[[object], object], seed: object) -> None:
    with pytest.raises(SettingError, match=rf"a seed of {seed!r} \(expected a whole number from 0\)"):
        drawn(seed)


@pytest.mark.parametrize("seed", [0, np.int64(3), 2**100])
def test_any_whole_number_is_a_seed(seed: int) -> None:
    assert estimation.bootstrap(KOREA, Stepwise(), n_resamples=20, seed=seed).seed == seed


@pytest.mark.parametrize("number", [-1, 2.5, 100.0, "100"])
def test_resamples_are_counted_in_whole_numbers(number: Any) -> None:
    with pytest.raises(SettingError, match=r" resamples \(expected a whole number from 1\)"):
        estimation.bootstrap(KOREA, Stepwise(), n_resamples=number)
    with pytest.raises(SettingError, match=r" resamples \(expected a whole number from 0\)"):
        estimation.stratified({"all": KOREA}, n_resamples=number)


@pytest.mark.parametrize("find", [estimation.search, estimation.descend, estimation.model_average])
@pytest.mark.parametrize("order", [2.5, 2.0, 0, 3, "2", [2]])
def test_an_order_is_a_whole_number_that_the_lists_can_carry(find: Callable[..., object], order: object) -> None:
    """Also where the fits of order 2 are at hand, under which those of 2.0 would be found."""
    find(KOREA, max_order=2)
    with pytest.raises(ModelError, match=r"for 3 lists \(expected a whole number from 1 to 2\)"):
        find(KOREA, max_order=order)


@pytest.mark.parametrize("name", ["Artificial_3", "UKdat_5"])
def test_a_model_of_other_lists_is_fitted_to_no_table(name: str) -> None:
    """Independent lists 1 to 3 of five would leave two lists out, and give a number."""
    of_four = tuple(LogLinear("[12,3,4]").terms(table("UKdat_4")))
    for chooser in (Fixed(of_four), BestOf((of_four,))):
        with pytest.raises(ModelError, match=r"the model \[12,3,4\] of 4 lists for a table of"):
            estimation.bootstrap(table(name), chooser, n_resamples=20)


def test_closed_models_go_by_the_names_that_rcapture_prints() -> None:
    by_name = estimation.closed_population(KOREA, "Mth Chao (LB)")
    assert by_name.population == estimation.closed_population(KOREA, ClosedModel.MTH_CHAO).population


@pytest.mark.parametrize("change", [leave_one_out, merge_each_two])
def test_other_lists_have_intervals_of_the_level_that_was_asked_for(change: Callable[..., Any]) -> None:
    usual, asked_for = change(KOREA, Stepwise()), change(KOREA, Stepwise(), 0.5)
    assert {one.interval.level for one in asked_for} == {0.5}
    assert all(half.interval.high < whole.interval.high for whole, half in zip(usual, asked_for, strict=True))


def test_a_report_has_one_level_throughout() -> None:
    told = estimation.report(KOREA, settings=Settings(level=0.8, resamples=0), thorough=False).to_dict()
    levels = {
        one["interval"]["level"]
        for part in ("left_out", "merged", "known_parts")
        for one in told[part]
        if one["interval"]
    }
    assert levels == {0.8}
