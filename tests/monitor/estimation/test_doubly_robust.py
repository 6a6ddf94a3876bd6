"""Two lists with covariates: held against formulas by hand, another estimator, other packages and known populations."""

from __future__ import annotations

import sys
from math import sqrt
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from zichtbaar.monitor.estimation import (
    CaptureTable,
    EstimationError,
    LogLinear,
    MissingExtraError,
    ModelError,
    NoEstimateError,
    SettingError,
    TableError,
    doubly_robust,
    split,
    stratified,
)
from zichtbaar.monitor.estimation.doubly_robust import inverse_capture, one_step_values
from zichtbaar.monitor.estimation.nuisance import clip, logistic

Floats = NDArray[np.float64]
Cases = tuple[NDArray[np.bool_], NDArray[np.bool_], Floats]

SIZE = 2000


def expit(values: Floats) -> Floats:
    answer: Floats = 1 / (1 + np.exp(-values))
    return answer


def chances(x: Floats) -> tuple[Floats, Floats]:
    """What the two lists list of people with covariates x (n, 2): who is likely to be on the one is so on the other."""
    return expit(-0.5 + 0.7 * x[:, 0] + 0.3 * x[:, 1]), expit(-0.3 + 0.7 * x[:, 0] - 0.3 * x[:, 1])


def seen(size: int, rng: np.random.Generator) -> Cases:
    """Those of a population who are on a list: lists are independent given the covariates, and not without them."""
    x = rng.normal(size=(size, 2))
    first, second = (rng.random(size) < p for p in chances(x))
    on_any = first | second
    return first[on_any], second[on_any], x[on_any]


def given_counts(first_only: int, second_only: int, both: int) -> tuple[list[int], list[int]]:
    first = [1] * first_only + [0] * second_only + [1] * both
    return first, [0] * first_only + [1] * second_only + [1] * both


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 400))
@settings(deadline=None)
def test_without_covariates_it_is_petersen_with_the_variance_of_seber(a: int, b: int, m: int) -> None:
    """N = n1 n2 / m and n1 n2 (n1 - m)(n2 - m) / m^3 (G. A. F. Seber, The Estimation of Animal Abundance, 1982)."""
    first, second = given_counts(a, b, m)
    found = doubly_robust(first, second, np.empty((a + b + m, 0)))
    n1, n2 = a + m, b + m
    assert found.population == pytest.approx(n1 * n2 / m, rel=1e-12)
    assert found.population_error == pytest.approx(sqrt(n1 * n2 * (n1 - m) * (n2 - m) / m**3), rel=1e-9)
    assert found.plug_in == pytest.approx(found.petersen.population) == pytest.approx(found.population)
    assert (found.folds, found.nuisance) == (1, "none")
    # As the log-linear model of two lists, which adds the randomness of the dark figure to that of its mean.
    fit = LogLinear().fit(CaptureTable(("a", "b"), np.array([0, a, b, m])))
    assert (found.population, found.population_error) == pytest.approx((fit.population, fit.population_error), rel=1e-7)


def test_the_variance_without_covariates_is_that_of_drpop() -> None:
    """drpop 0.0.3, popsize_base without covariates: sigma^2 = q1 q2 (q1 q2 - q12)(1 - q12) / q12^3.

    Its answers with covariates cannot be held against these: its examples are drawn in R, and not kept as data.
    """
    a, b, m = 37, 52, 29
    found = doubly_robust(*given_counts(a, b, m), np.empty((a + b + m, 0)))
    n = a + b + m
    q1, q2, q12 = (a + m) / n, (b + m) / n, m / n
    assert found.influence.var() == pytest.approx(q1 * q2 * (q1 * q2 - q12) * (1 - q12) / q12**3)
    population = found.population
    psi = n / population
    assert found.population_error**2 == pytest.approx(n * found.influence.var() + population * (1 - psi) / psi)
    interval = found.interval()
    assert interval.low == pytest.approx(max(n, population - 1.96 * found.population_error), rel=1e-4)
    assert interval.high == pytest.approx(population + 1.96 * found.population_error, rel=1e-4)


def test_with_one_covariate_of_two_values_it_is_petersen_in_each_stratum() -> None:
    """Learned from all cases (one fold); the ridge moves it by less than a part in ten thousand."""
    rng = np.random.default_rng(3)
    kind = rng.integers(0, 2, size=1200)
    first, second = (rng.random(1200) < np.where(kind, 0.6, 0.25) for _ in range(2))
    on_any = first | second
    first, second, kind = first[on_any], second[on_any], kind[on_any]
    found = doubly_robust(first, second, kind[:, None], folds=1)
    cases: list[dict[str, object]] = [
        {"a": int(a), "b": int(b), "kind": int(k)} for a, b, k in zip(first, second, kind, strict=True)
    ]
    by_stratum = stratified(split(cases, ["a", "b"], by=["kind"]))
    assert found.population == pytest.approx(by_stratum.total.population, rel=1e-4)
    assert found.petersen.population == pytest.approx(by_stratum.unstratified.population, rel=1e-9)
    assert found.clipped == 0


def test_learned_from_all_cases_the_plug_in_is_the_estimator_of_huggins_and_alho() -> None:
    """Two logistic models by conditional likelihood, and the sum over cases of 1 / P(seen), here by scipy.

    J. M. Alho, "Logistic regression in capture-recapture models", Biometrics 46 (1990) 623-635; R. M. Huggins, "On the
    statistical analysis of capture experiments", Biometrika 76 (1989) 133-140.
    """
    first, second, x = seen(SIZE, np.random.default_rng(11))
    design = np.hstack([np.ones((len(x), 1)), x])

    def loss(both: Floats) -> float:
        p1, p2 = expit(design @ both[:3]), expit(design @ both[3:])
        likely = np.where(first, p1, 1 - p1) * np.where(second, p2, 1 - p2) / (1 - (1 - p1) * (1 - p2))
        return float(-np.log(likely).mean())

    best = minimize(loss, np.zeros(6), method="BFGS", options={"gtol": 1e-8}).x
    missed = (1 - expit(design @ best[:3])) * (1 - expit(design @ best[3:]))
    found = doubly_robust(first, second, x, folds=1)
    assert found.plug_in == pytest.approx((1 / (1 - missed)).sum(), rel=1e-4)


def test_the_logistic_model_is_that_of_statsmodels() -> None:
    first, second, x = seen(SIZE, np.random.default_rng(12))
    groups = np.where(first & second, 2, np.where(first, 0, 1))
    own = logistic(x * [1.0, 100.0] + 5, groups, x * [1.0, 100.0] + 5)
    fit = sm.MNLogit(groups, sm.add_constant(x)).fit(disp=False, method="newton", tol=1e-12)
    assert own == pytest.approx(fit.predict(), abs=1e-5)


def test_the_logistic_model_stays_finite_where_covariates_tell_the_groups_apart() -> None:
    x = np.array([[0.0, 3.0]] * 5 + [[1.0, 3.0]] * 5 + [[2.0, 3.0]] * 5)
    groups = np.repeat([0, 1, 2], 5)
    found = logistic(x, groups, x)
    assert np.isfinite(found).all()
    assert (found.argmax(axis=1) == groups).all()


@pytest.fixture(scope="module")
def simulated() -> NDArray[np.float64]:
    """200 populations of 2,000: estimate, error, plug-in, Petersen, and whether the intervals hold the truth."""
    rng = np.random.default_rng(1)
    rows = []
    for _ in range(200):
        found = doubly_robust(*seen(SIZE, rng))
        held = [one.low <= SIZE <= one.high for one in (found.interval(), found.interval(kind="log"))]
        naive = found.petersen.interval()
        held.append(naive.low <= SIZE <= naive.high)
        rows.append([found.population, found.population_error, found.plug_in, found.petersen.population, *held])
    return np.array(rows, dtype=float)


def test_a_known_population_is_recovered_where_petersen_is_far_too_low(simulated: NDArray[np.float64]) -> None:
    """The mean of 200 lies within three standard errors of the truth (these are 0.4 % of it); Petersen is 10 % low."""
    population, petersen = simulated[:, 0], simulated[:, 3]
    assert population.mean() == pytest.approx(SIZE, abs=3 * population.std() / sqrt(200))
    assert petersen.mean() < 0.92 * SIZE
    assert simulated[:, 1].mean() == pytest.approx(population.std(), rel=0.25)


def test_the_interval_of_95_percent_covers_about_that_often(simulated: NDArray[np.float64]) -> None:
    """Of 200; the Monte Carlo error is 1.5 points, and four points are allowed. That of Petersen hardly ever does."""
    assert simulated[:, 4].mean() == pytest.approx(0.95, abs=0.04)
    assert simulated[:, 5].mean() == pytest.approx(0.95, abs=0.04)
    assert simulated[:, 6].mean() < 0.2


def truth(x: Floats) -> tuple[Floats, Floats, Floats]:
    """q1, q2 and q12 of those who are seen."""
    p1, p2 = chances(x)
    seen_at_all = 1 - (1 - p1) * (1 - p2)
    return p1 / seen_at_all, p2 / seen_at_all, p1 * p2 / seen_at_all


def test_one_wrong_nuisance_does_no_harm_when_the_others_are_right() -> None:
    """With q12 and one of q1 and q2 right, the other may be anything. 200,000 people: a standard error of 0.4 %."""
    first, second, x = seen(200_000, np.random.default_rng(8))
    q1, q2, q12 = truth(x)
    wrong = np.full(len(x), 0.5)
    for a, b in ((wrong, q2), (q1, wrong)):
        assert one_step_values(first, second, a, b, q12).sum() == pytest.approx(200_000, rel=0.012)
        assert abs((a * b / q12).sum() / 200_000 - 1) > 0.1  # what the plug-in would say


def test_small_errors_of_every_nuisance_enter_only_by_their_square() -> None:
    """Errors of size d in all logits: the plug-in is off by as much as d, the one-step estimate by d^2."""
    first, second, x = seen(200_000, np.random.default_rng(9))
    q1, q2, q12 = truth(x)
    off: dict[str, list[float]] = {"one-step": [], "plug-in": []}
    exact = one_step_values(first, second, q1, q2, q12).sum()
    for d in (0.05, 0.2):
        three = np.column_stack([(q1 - q12) * np.exp(d), (q2 - q12) * np.exp(d), q12])
        both = three[:, 2] / three.sum(axis=1)
        one, two = ((three[:, place] + three[:, 2]) / three.sum(axis=1) for place in (0, 1))
        off["one-step"].append(abs(one_step_values(first, second, one, two, both).sum() / exact - 1))
        off["plug-in"].append(abs((one * two / both).sum() / (q1 * q2 / q12).sum() - 1))
    assert off["plug-in"][0] > 0.02
    assert off["one-step"][0] < 0.005
    assert off["plug-in"][1] / off["plug-in"][0] == pytest.approx(4, rel=0.3)
    assert off["one-step"][1] < off["plug-in"][1] / 4


def rough(covariates: Floats, groups: NDArray[np.int64], at: Floats, seed: int) -> Floats:
    """A nuisance model that is wrong by a little, in all of its probabilities."""
    right = logistic(covariates, groups, at, seed)
    wrong = right * [1.0, 1.0, 1.3]
    answer: Floats = wrong / wrong.sum(axis=1, keepdims=True)
    return answer


def test_a_model_that_is_a_little_wrong_harms_the_plug_in_more() -> None:
    first, second, x = seen(20_000, np.random.default_rng(10))
    right, found = doubly_robust(first, second, x), doubly_robust(first, second, x, nuisance=rough)
    assert found.nuisance == "rough"
    assert abs(found.plug_in / right.plug_in - 1) > 0.05
    assert abs(found.population / right.population - 1) < abs(found.plug_in / right.plug_in - 1) / 3


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 3))
@settings(deadline=None, max_examples=25)
def test_swapping_the_lists_changes_nothing(seed: int, folds: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    first, second, x = seen(300, rng)
    assume(min((first & second).sum(), (first & ~second).sum(), (second & ~first).sum()) >= folds)
    x = np.column_stack([x, x[:, :1] ** 2])[:, :columns]
    one, other = (doubly_robust(*lists, x, folds=folds, seed=seed) for lists in ((first, second), (second, first)))
    assert one.fold_of.tolist() == other.fold_of.tolist()
    assert one.influence == pytest.approx(other.influence, rel=1e-7, abs=1e-9)
    assert (one.influence.sum(), one.clipped) == pytest.approx((other.influence.sum(), other.clipped), rel=1e-9)


@given(st.integers(0, 10_000), st.floats(0.001, 1000), st.floats(-100, 100))
@settings(deadline=None, max_examples=20)
def test_the_scale_of_a_covariate_changes_nothing_for_the_logistic_model(seed: int, by: float, plus: float) -> None:
    first, second, x = seen(300, np.random.default_rng(seed))
    one, other = (doubly_robust(first, second, values, folds=2) for values in (x, x * by + plus))
    assert one.influence.sum() == pytest.approx(other.influence.sum(), rel=1e-6)


def test_the_same_seed_deals_the_same_folds_and_another_others() -> None:
    cases = seen(400, np.random.default_rng(4))
    one, same, other = (doubly_robust(*cases, seed=seed) for seed in (1, 1, 2))
    assert one.population == same.population != other.population
    assert one.population == pytest.approx(other.population, rel=0.1)
    assert one.folds == 5
    assert np.ptp(np.bincount(one.fold_of)) <= 3


@given(st.floats(0, 1), st.floats(0.01, 0.99), st.floats(0.001, 0.49))
def test_clipped_probabilities_add_up_and_nobody_stands_for_less_than_one(both: float, part: float, at: float) -> None:
    given_one = np.array([[(1 - both) * part, (1 - both) * (1 - part), both]])
    kept, clipped = clip(given_one, at)
    assert clipped == (both < at)
    assert kept.sum() == pytest.approx(1)
    assert kept[0, 2] >= at
    assert inverse_capture(kept)[0] >= 1 - 1e-12


def test_how_many_were_clipped_is_told() -> None:
    cases = seen(SIZE, np.random.default_rng(13))
    free, bound = doubly_robust(*cases), doubly_robust(*cases, margin=0.2)
    assert free.clipped == 0
    assert bound.clipped == (free.probabilities[:, 2] < 0.2).sum() > 100
    assert bound.probabilities[:, 2].min() == 0.2
    assert bound.plug_in < free.plug_in
    assert 0 < free.largest_part < 1


def test_an_estimate_below_the_cases_seen_is_none_and_says_why() -> None:
    """Cases on both lists that a model took for ones that hardly could be: drpop answers 30, as if that were found."""

    def unlikely(*given_arrays: Any) -> Floats:
        return np.array([[0.49, 0.49, 0.02]] * len(given_arrays[2]))

    first, second = given_counts(10, 10, 10)
    found = doubly_robust(first, second, np.zeros((30, 1)), nuisance=unlikely, folds=2)
    assert (found.one_step, found.cases) == (None, 30)
    assert found.petersen.population == 40
    for ask in (lambda: found.population, lambda: found.population_error, found.interval):
        with pytest.raises(NoEstimateError, match=r"does not exceed the 30 cases seen: unlikely gave"):
            ask()


@pytest.mark.parametrize("nuisance", ["splines", "boosting", "forest"])
def test_models_of_scikit_learn_bring_the_estimate_nearer_to_the_truth(nuisance: Any) -> None:
    pytest.importorskip("sklearn")
    cases = seen(SIZE, np.random.default_rng(6))
    found = doubly_robust(*cases, nuisance=nuisance, folds=3)
    again = doubly_robust(*cases, nuisance=nuisance, folds=3)
    assert found.nuisance == nuisance
    assert found.population == again.population
    assert abs(found.population - SIZE) < abs(found.petersen.population - SIZE)
    assert found.interval().low < SIZE < found.interval().high


def test_curves_of_scikit_learn_find_what_is_not_linear_and_the_logistic_model_does_not() -> None:
    """Who is far from 0 on either side is listed less: linear terms see nothing of it. Petersen is 13 % low."""
    pytest.importorskip("sklearn")
    rng = np.random.default_rng(21)
    x = rng.normal(size=(20_000, 1))
    first, second = (rng.random(20_000) < expit(0.6 - 0.8 * x[:, 0] ** 2) for _ in range(2))
    on_any = first | second
    linear, curved, trees = (
        doubly_robust(first[on_any], second[on_any], x[on_any], nuisance=name, folds=2)
        for name in ("logistic", "splines", "forest")
    )
    assert linear.population == pytest.approx(linear.petersen.population, rel=0.02)
    assert linear.population < 18_500
    assert abs(curved.population - 20_000) < abs(linear.population - 20_000) / 3
    # Trees are rough at the edges: some cases on both lists get hardly a chance to be. That is refused.
    assert (trees.one_step, bool(trees.why_not), trees.clipped > 0) == (None, True, True)


def test_without_scikit_learn_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    cases = seen(300, np.random.default_rng(6))
    with pytest.raises(MissingExtraError, match=r"'forest' needs scikit-learn.*pip install '\.\[estimation\]'"):
        doubly_robust(*cases, nuisance="forest")
    assert issubclass(MissingExtraError, ModuleNotFoundError)
    assert doubly_robust(*cases).population > 0


FIRST, SECOND = given_counts(10, 12, 11)
X = [[float(place % 7)] for place in range(33)]


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"on_second": SECOND[:-1]}, TableError, "33 cases for the first list and 32 for the second"),
        ({"covariates": X[:-1]}, TableError, r"covariates of shape \(32, 1\) \(expected \(33, p\)"),
        ({"covariates": [1.0] * 33}, TableError, r"covariates of shape \(33,\)"),
        ({"covariates": [["young"]] * 33}, TableError, "the covariates: not an array of numbers"),
        ({"covariates": [*X[:4], [float("nan")], *X[5:]]}, TableError, "case 5, covariate 1: the value is missing"),
        ({"covariates": [*X[:4], [float("inf")], *X[5:]]}, TableError, "case 5, covariate 1"),
        ({"on_first": [2, *FIRST[1:]]}, TableError, "case 1, first list: the value is neither yes nor no"),
        ({"on_second": [*SECOND[:-1], float("nan")]}, TableError, "case 33, second list"),
        ({"on_first": [FIRST]}, TableError, r"the first list has shape \(1, 33\)"),
        ({"on_first": [0, *FIRST[1:]]}, TableError, "case 1 is on no list"),
        ({"on_first": [], "on_second": [], "covariates": np.empty((0, 1))}, TableError, "there are no cases"),
        ({"on_second": [1 - one for one in FIRST]}, NoEstimateError, "nobody is on both lists"),
        ({"on_first": [1] * 33}, NoEstimateError, "nobody is on the second list only"),
        ({"folds": 11}, SettingError, "10 cases on the first list only for 11 folds"),
        ({"folds": 0}, SettingError, "0 folds"),
        ({"margin": 0.0}, SettingError, "a margin of 0 "),
        ({"level": 1.0}, SettingError, "level 1 "),
        ({"nuisance": "magic"}, ModelError, "there is no nuisance model 'magic' \\(expected one of logistic, splines"),
        ({"nuisance": lambda *_: np.ones((3, 2))}, ModelError, r"<lambda> answered an array of shape \(3, 2\)"),
        ({"nuisance": lambda _, __, at, ___: np.ones((len(at), 3))}, ModelError, "no probabilities"),
    ],
)
def test_what_cannot_be_estimated_from_is_refused_by_name(
    change: dict[str, Any], error: type[EstimationError], said: str
) -> None:
    asked: dict[str, Any] = {"on_first": FIRST, "on_second": SECOND, "covariates": X, "folds": 2}
    with pytest.raises(error, match=said):
        doubly_robust(**(asked | change))


def test_a_covariate_that_is_the_same_for_all_is_as_none() -> None:
    found = doubly_robust(FIRST, SECOND, np.ones((33, 1)), folds=1)
    assert found.population == pytest.approx(found.petersen.population, rel=1e-9)
    assert found.interval(0.8).high < found.interval().high
    assert found.interval(kind="log").low > found.cases == 33
