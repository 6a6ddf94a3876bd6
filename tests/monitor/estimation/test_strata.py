"""Strata one by one and together: the total, what it is not without a stratum, and where the tables come from."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import pearsonr

from chance import tries
from monitor.estimation.answers import table
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.monitor.estimation import (
    BestOf,
    CaptureTable,
    Fixed,
    LogLinear,
    NoEstimateError,
    SettingError,
    Stepwise,
    TableError,
    read_strata,
    side_by_side,
    split,
    stratified,
)
from zichtbaar.monitor.estimation.hierarchies import hierarchical_models
from zichtbaar.monitor.estimation.lattice import size_of
from zichtbaar.monitor.estimation.notation import read_model

LISTS = ("police", "care", "helpline")
WOMEN, MEN = (
    CaptureTable(LISTS, np.array([0, 60, 90, 21, 40, 15, 12, 6])),
    CaptureTable(LISTS, np.array([0, 120, 20, 9, 70, 32, 5, 4])),
)
INDEPENDENT = Fixed(hierarchical_models(3, 1)[0])
NEVER_MEET = CaptureTable(LISTS, np.array([0, 8, 9, 0, 7, 0, 0, 0]))
COUNTS = st.lists(st.integers(1, 200), min_size=7, max_size=7)


def drawn(size: int, shares: list[float], rng: np.random.Generator) -> CaptureTable:
    """A population of this size whose lists are independent, without those on no list."""
    numbers = np.arange(1 << len(shares))
    likely = np.prod([np.where(numbers >> place & 1, p, 1 - p) for place, p in enumerate(shares)], axis=0)
    counts = rng.multinomial(size, likely)
    counts[0] = 0
    return CaptureTable(LISTS[: len(shares)], counts)


def test_the_total_is_the_sum_and_its_variance_the_sum_of_variances() -> None:
    found = stratified({"women": WOMEN, "men": MEN}, INDEPENDENT)
    fits = [LogLinear().fit(one) for one in (WOMEN, MEN)]
    assert found.total.population == pytest.approx(sum(one.population for one in fits), rel=1e-12)
    assert found.total.population_error**2 == pytest.approx(sum(one.population_error**2 for one in fits), rel=1e-12)
    assert found.total.cases + found.total.dark_figure == pytest.approx(found.total.population)
    assert sum(found.total.shares.values()) == pytest.approx(1)
    assert found.total.shares["men"] == pytest.approx(fits[1].population / found.total.population)
    # Of two strata one share is what the other is not, and as sure.
    assert found.total.share_errors["men"] == pytest.approx(found.total.share_errors["women"])


def design(terms: tuple[int, ...]) -> NDArray[np.float64]:
    numbers = np.arange(1, 8)
    return np.array([[number & term == term for term in terms] for number in numbers], dtype=float)


@pytest.mark.parametrize("notation", ["[1,2,3]", "[12,3]", "[12,23]"])
def test_separate_fits_are_the_log_linear_model_of_lists_and_strata_with_every_interaction(notation: str) -> None:
    """statsmodels' GLM (Poisson) on the cells of both strata: every term, by itself and with the stratum."""
    terms = read_model(notation, 3)
    found = stratified({"women": WOMEN, "men": MEN}, Fixed(terms))
    own = design(terms)
    both = np.vstack([np.hstack([own, np.zeros_like(own)]), np.hstack([own, own])])
    counts = np.concatenate([WOMEN.counts[1:], MEN.counts[1:]])
    glm = sm.GLM(counts, both, family=sm.families.Poisson()).fit(tol=1e-14, maxiter=100)
    # The empty cell of women is exp(constant), that of men exp(constant + constant with the stratum).
    nowhere = np.zeros((2, 2 * len(terms)))
    nowhere[:, 0] = nowhere[1, len(terms)] = 1
    dark = np.exp(nowhere @ glm.params)
    assert [one.fit.dark_figure for one in found.strata.values()] == pytest.approx(dark, rel=1e-9)
    assert found.total.dark_figure == pytest.approx(dark.sum(), rel=1e-9)
    covariance = nowhere @ glm.cov_params() @ nowhere.T
    errors = [one.fit.errors[""] for one in found.strata.values()]
    assert errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-7)
    assert covariance[0, 1] == pytest.approx(0, abs=1e-12)  # so that the variances add


def test_where_strata_differ_all_cases_together_are_estimated_too_low_and_the_total_is_not() -> None:
    rng = np.random.default_rng(20)
    found = stratified(
        {"seen": drawn(50_000, [0.5, 0.6, 0.5], rng), "hidden": drawn(50_000, [0.1, 0.1, 0.15], rng)}, INDEPENDENT
    )
    assert found.total.population == pytest.approx(100_000, rel=0.03)
    assert found.unstratified.population < 75_000
    assert found.ratio > 1.3
    assert found.total.interval().low < 100_000 < found.total.interval().high


@given(COUNTS, st.integers(2, 5))
@settings(deadline=None, max_examples=tries(20))
def test_strata_that_are_alike_give_what_all_cases_together_give(counts: list[int], strata: int) -> None:
    one = CaptureTable(LISTS, np.array([0, *counts]))
    found = stratified({str(place): one for place in range(strata)}, INDEPENDENT)
    assert found.unstratified.population == pytest.approx(found.total.population, rel=1e-9)
    assert found.unstratified.fit.errors[""] == pytest.approx(one_error(one) / np.sqrt(strata), rel=1e-6)
    pooled, total = found.unstratified.interval(), found.total.interval()
    assert (pooled.low, pooled.high) == pytest.approx((total.low, total.high), rel=1e-6)


def one_error(given_table: CaptureTable) -> float:
    return LogLinear().fit(given_table).errors[""]


@given(st.lists(COUNTS, min_size=1, max_size=4))
@settings(deadline=None, max_examples=tries(15))
def test_the_interval_holds_the_total_and_never_falls_below_the_cases(rows: list[list[int]]) -> None:
    tables = {str(place): CaptureTable(LISTS, np.array([0, *row])) for place, row in enumerate(rows)}
    found = stratified(tables, INDEPENDENT)
    backwards = stratified(dict(reversed(tables.items())), INDEPENDENT)
    for kind in ("log", "wald"):
        interval = found.total.interval(kind)
        assert found.total.cases <= interval.low <= found.total.population <= interval.high < inf
        assert backwards.total.interval(kind).high == pytest.approx(interval.high, rel=1e-12)


def test_the_interval_of_the_total_covers() -> None:
    """400 tables of four strata of 60 to 120 people: 95 % should hold the truth, Monte Carlo error 1.1 points."""
    rng = np.random.default_rng(5)
    sizes, shares = (60, 80, 100, 120), [0.25, 0.3, 0.2]
    held = []
    for _ in range(400):
        found = stratified({str(size): drawn(size, shares, rng) for size in sizes}, INDEPENDENT)
        if not found.refused:
            interval = found.total.interval()
            held.append(interval.low <= sum(sizes) <= interval.high)
    assert len(held) > 380
    assert np.mean(held) == pytest.approx(0.95, abs=0.035)


def test_a_stratum_without_an_estimate_is_named_and_never_left_out_silently() -> None:
    found = stratified({"women": WOMEN, "children": NEVER_MEET, "men": MEN}, INDEPENDENT)
    assert list(found.refused) == ["children"]
    assert "the zeros of the table leave the model no estimate" in found.refused["children"]
    with pytest.raises(NoEstimateError, match=r"the total: no estimate of children \(\[1,2,3\]: "):
        _ = found.total
    with pytest.raises(NoEstimateError, match="no estimate of children"):
        found.total_without("women")
    with pytest.raises(NoEstimateError):
        _ = found.ratio
    with pytest.raises(NoEstimateError):
        _ = found.strata["children"].population
    without = found.total_without("children")
    assert without.label == "the total without children"
    assert without.left_out == ("children",)
    assert without.population == pytest.approx(stratified({"w": WOMEN, "m": MEN}, INDEPENDENT).total.population)
    assert found.unstratified.cases == WOMEN.cases + MEN.cases + NEVER_MEET.cases


def test_asking_for_the_total_without_what_is_not_there_is_refused() -> None:
    found = stratified({"women": WOMEN, "men": MEN}, INDEPENDENT)
    assert found.total_without().label == "the total"
    with pytest.raises(TableError, match="there is no stratum 'children' \\(expected one of women; men\\)"):
        found.total_without("children")
    with pytest.raises(TableError, match="no stratum is left"):
        found.total_without("women", "men")


def test_every_stratum_may_choose_another_model() -> None:
    tables = {"one": table("Korea"), "other": CaptureTable(table("Korea").lists, MEN.counts)}
    for chooser in (None, BestOf(tuple(hierarchical_models(3, 2)))):
        found = stratified(tables, chooser)
        models = [one.fit.model for one in found.strata.values()]
        assert models[0] == ("[12,3]" if chooser is None else "[12,23]")  # as SparseMSE and MultipleSystemsEstimation
        assert found.chooser == (chooser or Stepwise()).name
        assert models[1] != models[0]


def test_resamples_of_independent_strata_are_added_one_by_one() -> None:
    found = stratified({"women": WOMEN, "men": MEN}, n_resamples=200, seed=7)
    women, men = (one.bootstrap.populations for one in found.strata.values() if one.bootstrap)
    resampled = found.total.resampled
    assert resampled is not None
    assert resampled.populations == pytest.approx(women + men)
    assert abs(pearsonr(women, men).statistic) < 0.2
    assert resampled.estimate == pytest.approx(found.total.population, rel=1e-9)
    bca, percentile = found.total.interval(), found.total.interval("percentile")
    assert bca.method == "BCa bootstrap with the choice of the model inside in every stratum"
    assert percentile.low == pytest.approx(np.quantile(resampled.valid, 0.025, method="median_unbiased"))
    assert bca.low < found.total.population < bca.high
    assert found.total.interval(level=0.8).high < bca.high


def test_the_acceleration_of_one_stratum_is_its_own_and_of_two_alike_smaller_by_the_root_of_two() -> None:
    """a is a skewness, and that of a sum of m alike parts falls with the root of m."""
    found = stratified({"a": WOMEN, "b": WOMEN}, INDEPENDENT, n_resamples=50)
    one, both = found.strata["a"].bootstrap, found.total.resampled
    assert one is not None
    assert both is not None
    assert both.acceleration == pytest.approx(one.acceleration / np.sqrt(2), rel=1e-9)
    alone, own = found.strata["a"].interval(), one.interval()
    assert (alone.low, alone.high) == (own.low, own.high)


def test_a_stratum_draws_the_same_whatever_stands_beside_it_and_not_what_another_draws() -> None:
    first, other = (
        stratified(tables, INDEPENDENT, n_resamples=30)
        for tables in ({"a": WOMEN, "b": WOMEN}, {"c": MEN, "b": WOMEN, "never": NEVER_MEET})
    )
    one, same, twin = first.strata["b"].bootstrap, other.strata["b"].bootstrap, first.strata["a"].bootstrap
    assert one is not None
    assert same is not None
    assert twin is not None
    assert one.counts.tolist() == same.counts.tolist() != twin.counts.tolist()
    assert other.strata["never"].bootstrap is None
    again = stratified({"b": WOMEN}, INDEPENDENT, n_resamples=30, seed=2).strata["b"].bootstrap
    assert again is not None
    assert again.counts.tolist() != one.counts.tolist()


def test_a_total_of_which_most_resamples_have_no_estimate_gets_a_reason_and_no_interval() -> None:
    hardly = CaptureTable(("a", "b"), np.array([0, 400, 400, 1]))
    found = stratified({"one": hardly, "two": hardly}, Fixed(hierarchical_models(2, 1)[0]), n_resamples=100)
    with pytest.raises(NoEstimateError, match="of 100 resamples have no estimate"):
        found.total.interval()
    assert "801" in side_by_side(found)
    with pytest.raises(NoEstimateError, match="nothing was resampled"):
        stratified({"women": WOMEN}).total.interval("bca")


def test_both_are_printed_side_by_side() -> None:
    printed = side_by_side(stratified({"women": WOMEN, "men": MEN}, INDEPENDENT)).splitlines()
    assert printed[0].split() == ["cases", "estimate", "interval", "share", "model"]
    assert [line.split("  ")[0] for line in printed[1:5]] == ["women", "men", "total", "all cases together"]
    assert printed[-1].startswith("The total of the strata is 0.95 times the estimate of all")
    refused = side_by_side(stratified({"women": WOMEN, "children": NEVER_MEET}, INDEPENDENT)).splitlines()
    assert refused[2].split() == ["children", "24", "-", "-", "-", "[1,2,3]"]
    assert refused[3].split() == ["total", "268", "-", "-", "-", "-"]
    assert refused[-1].startswith("children has no estimate: [1,2,3]: ")
    only = side_by_side(stratified({"children": NEVER_MEET}, INDEPENDENT))
    assert "-" in only


def test_what_are_no_strata_or_settings_is_refused() -> None:
    with pytest.raises(TableError, match="no strata"):
        stratified({})
    with pytest.raises(TableError, match="has no name"):
        stratified({" ": WOMEN})
    with pytest.raises(TableError, match=r"the stratum 'b' has the lists .* \(expected police, care, helpline"):
        stratified({"a": WOMEN, "b": table("Korea")})
    with pytest.raises(SettingError, match="level 95 \\(expected a fraction"):
        stratified({"a": WOMEN}, level=95)
    with pytest.raises(SettingError, match="-1 resamples"):
        stratified({"a": WOMEN}, n_resamples=-1)
    with pytest.raises(ValueError, match="kind 'profile'"):
        stratified({"a": WOMEN}).total.interval("profile")  # type: ignore[arg-type]


RECORDS: list[dict[str, object]] = [
    {"police": 1, "care": 0, "sex": "woman", "year": 2019},
    {"police": 1, "care": 1, "sex": "man", "year": "2019"},
    {"police": 0, "care": True, "sex": "woman", "year": 2019},
    {"police": "1", "care": 0, "sex": " woman ", "year": "2020"},
]


def test_cases_become_a_table_for_each_stratum() -> None:
    by_sex = split(RECORDS, ["police", "care"], by=["sex"])
    assert {name: one.counts.tolist() for name, one in by_sex.items()} == {
        "sex=woman": [0, 2, 1, 0],
        "sex=man": [0, 0, 0, 1],
    }
    by_both = split(RECORDS, ["police", "care"], by=["year", "sex"])
    assert list(by_both) == ["year=2019, sex=woman", "year=2019, sex=man", "year=2020, sex=woman"]


@given(st.lists(st.tuples(st.integers(1, 7), st.sampled_from("xyz")), min_size=1, max_size=40))
def test_splitting_loses_no_case_and_moves_none(cases: list[tuple[int, str]]) -> None:
    records: list[dict[str, object]] = [
        {**{name: number >> place & 1 for place, name in enumerate(LISTS)}, "kind": kind} for number, kind in cases
    ]
    tables = split(records, LISTS, by=["kind"])
    assert set(tables) == {f"kind={kind}" for _, kind in cases}
    whole = np.sum([one.counts for one in tables.values()], axis=0)
    assert whole.tolist() == CaptureTable.from_records(records, LISTS).counts.tolist()


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"police": 1, "care": 0}, "case 2 has no value for 'sex'"),
        ({"police": 1, "care": 0, "sex": None}, "case 2 has no value for 'sex'"),
        ({"police": 1, "care": 0, "sex": nan}, "case 2 has no value for 'sex'"),
        ({"police": 1, "care": 0, "sex": "  "}, "case 2 has no value for 'sex'"),
        ({"police": 0, "care": 0, "sex": "man"}, "case 2 is on no list"),
        ({"police": 2, "care": 0, "sex": "man"}, "case 2, list 'police': the value is neither yes nor no"),
    ],
)
def test_a_case_that_cannot_be_placed_is_named_by_its_place_among_all(record: dict[str, object], said: str) -> None:
    with pytest.raises(TableError, match=said):
        split([RECORDS[0], record], ["police", "care"], by=["sex"])


def test_columns_that_cannot_name_strata_are_refused() -> None:
    for by, said in (([], "by \\[\\]"), ("sex", "by 'sex'"), (["police"], "is a list"), (["sex", "sex"], "twice")):
        with pytest.raises(TableError, match=said):
            split(RECORDS, ["police", "care"], by=by)
    with pytest.raises(TableError, match="there are no cases"):
        split([], ["police", "care"], by=["sex"])
    alike: list[dict[str, object]] = [
        {"police": 1, "care": 1, "a": "1, b=2", "b": "3"},
        {"police": 1, "care": 1, "a": "1", "b": "2, b=3"},
    ]
    with pytest.raises(TableError, match="two strata would both be called"):
        split(alike, ["police", "care"], by=["a", "b"])


GOOD = "sex,police,care,year,count\nwoman,1,0,2019,10\nman,1,0,2019,4\nwoman,0,1,2019,3\nwoman,1,1,2019,2\n"


def read(folder: Path, text: str, *by: str) -> dict[str, CaptureTable]:
    path = folder / "lists.csv"
    path.write_text(text, "utf-8")
    return read_strata(path, by)


def test_a_file_with_more_columns_becomes_a_table_for_each_stratum(tmp_path: Path) -> None:
    tables = read(tmp_path, GOOD, "year", "sex")
    assert {name: one.counts.tolist() for name, one in tables.items()} == {
        "year=2019, sex=woman": [0, 10, 3, 2],
        "year=2019, sex=man": [0, 4, 0, 0],
    }
    assert {one.lists for one in tables.values()} == {("police", "care")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            GOOD.replace("sex,", "gender,"),
            ":1: sex: there is no such column (expected a column that names the stratum)",
        ),
        (GOOD.replace("year,count", "sex,count"), ":1: sex: this name stands twice"),
        (GOOD.replace("care,year", "year,x").replace("police", "count"), ":1: count: this name stands twice"),
        (GOOD.replace("man,1,0,2019,4", ",1,0,2019,4"), ":3: sex: is empty (expected the stratum"),
        (GOOD.replace("man,1,0,2019,4", "man,1,no,2019,4"), ":3: care: is neither 0 nor 1"),
        (GOOD.replace("man,1,0,2019,4", "man,1,0,2019,-4"), ":3: count: the count is below 0"),
        (GOOD.replace("man,1,0,2019,4", "woman,1,0,2019,4"), ":3: this history stands already in line 2"),
        (GOOD.replace("man,1,0,2019,4", "man,0,0,2019,4"), ":3: a history with no list"),
        (
            GOOD.replace("man,1,0,2019,4", "man,1,0,2019,0"),
            "sex=man, year=2019: no history of this stratum has a count",
        ),
        (GOOD.replace("man,1,0,2019,4", "man,1,0"), ":3: 3 cells (expected 5"),
        ("sex,police,year,count\nman,1,2019,4\n", ":1: 1 list (expected 2 to 12)"),
        ("sex,police,care,year,count\n", "no history has a count above 0"),
    ],
)
def test_what_is_wrong_in_a_file_of_strata_is_named_with_line_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        read(tmp_path, text, "sex", "year")
    assert said in str(error.value)


def test_a_file_without_columns_for_strata_is_asked_for_by_another_name(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="expected the names of one or more columns"):
        read(tmp_path, GOOD)
    with pytest.raises(TableError, match="twice"):
        read(tmp_path, GOOD, "sex", "sex")


def test_terms_of_the_model_are_those_that_were_fitted() -> None:
    found = stratified({"women": WOMEN}, Fixed(read_model("[12,3]", 3)))
    assert [size_of(term) for term in found.strata["women"].fit.terms] == [0, 1, 1, 1, 2]
