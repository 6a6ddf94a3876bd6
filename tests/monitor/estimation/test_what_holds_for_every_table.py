"""What holds whatever the counts are."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.estimation.answers import HERE, table
from zichtbaar.monitor.estimation import (
    CaptureTable,
    ClosedModel,
    LogLinear,
    Status,
    Stepwise,
    bayesian_average,
    bayesian_threshold,
    bootstrap,
    closed_population,
    decomposable,
    doubly_robust,
    latent_class,
    search,
)
from zichtbaar.monitor.estimation.diagnosis import diagnose
from zichtbaar.monitor.estimation.estimating import METHODS, MethodPanel, Settings, estimate
from zichtbaar.monitor.estimation.lattice import lower_sums, upper_sums
from zichtbaar.monitor.estimation.loglinear import fit_terms
from zichtbaar.monitor.estimation.stepwise import stepwise_all
from zichtbaar.monitor.estimation.verdict import Reason, Verdict, findings, verdict_of

COUNTS = st.lists(st.integers(0, 200), min_size=7, max_size=7).filter(any)
LISTS = ("a", "b", "c")


def reordered(given_table: CaptureTable, order: tuple[int, ...]) -> CaptureTable:
    """The same cases with the lists in another order."""
    names = tuple(given_table.lists[place] for place in order)
    return CaptureTable.from_histories(names, dict(given_table.histories()))


@given(COUNTS, st.sampled_from(list(permutations(range(3)))))
@settings(deadline=None)
def test_the_order_of_the_lists_changes_nothing(counts: list[int], order: tuple[int, ...]) -> None:
    one = CaptureTable(LISTS, np.array([0, *counts]))
    other = reordered(one, order)
    for interactions in ([], [("a", "b")], [("a", "b"), ("b", "c")]):
        fits = [LogLinear(interactions=interactions).fit(given_table) for given_table in (one, other)]
        assert fits[0].status == fits[1].status
        if fits[0].status == Status.FINE:
            assert fits[0].population == pytest.approx(fits[1].population, rel=1e-7)


@given(COUNTS)
@settings(deadline=None)
def test_two_lists_by_hand(counts: list[int]) -> None:
    """With one pair of lists N is n1 n2 / m (Petersen 1896), and without an overlap there is no estimate."""
    only_a, only_b, both = counts[:3]
    if not only_a + only_b + both:
        return
    fit = LogLinear().fit(CaptureTable(("a", "b"), np.array([0, only_a, only_b, both])))
    # An empty list, or two that never meet, give no number.
    if both and only_a and only_b:
        assert fit.population == pytest.approx((only_a + both) * (only_b + both) / both, rel=1e-9)
    else:
        assert fit.status != Status.FINE


@given(COUNTS, st.sampled_from(list(permutations(range(3)))))
@settings(deadline=None, max_examples=40)
def test_the_order_of_the_lists_changes_no_search(counts: list[int], order: tuple[int, ...]) -> None:
    """Models that fit alike may tie; how well the best fits, and the average, are the same."""
    one = CaptureTable(LISTS, np.array([0, *counts]))
    answers = [estimate(given_table, "average") for given_table in (one, reordered(one, order))]
    assert answers[0].has_estimate == answers[1].has_estimate
    if answers[0].has_estimate:
        assert answers[0].population == pytest.approx(answers[1].population, rel=1e-7)
        bests = [search(given_table).best.bic for given_table in (one, reordered(one, order))]
        assert bests[0] == pytest.approx(bests[1], rel=1e-9, abs=1e-7)


@given(st.integers(2, 4), st.data())
@settings(deadline=None, max_examples=30)
def test_a_table_made_of_a_model_gives_its_size_back(lists: int, data: st.DataObject) -> None:
    """Expected counts of a known population, large enough that rounding to whole cases does not matter."""
    pairs = list(combinations(range(lists), 2)) if lists > 2 else []
    joined = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    numbers, size = np.arange(1 << lists), 10**11
    logs = np.zeros(len(numbers))
    for place in range(lists):
        logs += data.draw(st.floats(-2, 0.5)) * (numbers >> place & 1)
    for one, other in joined:
        logs += data.draw(st.floats(-1.5, 1.5)) * (numbers >> one & numbers >> other & 1)
    counts = np.round(size * np.exp(logs) / np.exp(logs).sum()).astype(np.int64)
    counts[0] = 0
    names = tuple("abcd"[:lists])
    fit = LogLinear(interactions=[(names[one], names[other]) for one, other in joined]).fit(CaptureTable(names, counts))
    assert fit.population == pytest.approx(size, rel=1e-6)


AT_ONCE = [method for method in METHODS if method not in {"latent-class", "threshold", "hyper-g"}]


@given(st.integers(2, 4), st.sampled_from([1, 3, 50, 10**9]), st.data())
@settings(deadline=None, max_examples=30)
def test_no_table_is_an_error(lists: int, most: int, data: st.DataObject) -> None:
    """Every method has a number that is not below the cases seen, or a sentence that says why it has none."""
    cells = (1 << lists) - 1
    counts = data.draw(st.lists(st.one_of(st.just(0), st.integers(0, most)), min_size=cells, max_size=cells))
    if not any(counts):
        return
    given_table = CaptureTable(tuple("abcd"[:lists]), np.array([0, *counts]))
    for method in AT_ONCE:
        made = estimate(given_table, method, Settings(resamples=0))
        if made.population is None:
            assert made.problem
        else:
            assert given_table.cases * (1 - 1e-9) <= made.population < np.inf


@given(COUNTS)
@settings(deadline=None)
def test_no_table_gives_a_number_without_a_verdict(counts: list[int]) -> None:
    """An estimate is finite and not below the cases seen, or there is none."""
    given_table = CaptureTable(LISTS, np.array([0, *counts]))
    solved, terms = stepwise_all(given_table.counts.astype(float)[None])
    has = solved.status[0] == Status.FINE
    assert has == np.isfinite(solved.dark_figure[0])
    assert not has or 0 <= solved.dark_figure[0] < 1e9
    if has:
        model = tuple(sorted((int(term) for term in terms[0] if term < 8), key=lambda one: (one.bit_count(), one)))
        assert fit_terms(given_table, model).dark_figure == pytest.approx(solved.dark_figure[0], rel=1e-6)


@given(COUNTS, st.sampled_from([1, 2, 4, 3, 5, 6]))
@settings(deadline=None)
def test_an_empty_list_or_overlap_never_gives_a_number_without_a_warning(counts: list[int], term: int) -> None:
    """The histories that contain one list, or two, are emptied; whatever is left is never simply supported."""
    emptied = np.array([0 if number & term == term else count for number, count in enumerate([0, *counts])])
    if not emptied.any():
        return
    given_table = CaptureTable(LISTS, emptied)
    chosen = estimate(given_table, "stepwise", Settings(resamples=0))
    found = findings(diagnose(given_table), chosen, MethodPanel(()), (), ())
    reasons = {one.reason for one in found}
    assert verdict_of(found) is not Verdict.SUPPORTS
    if term.bit_count() == 1:
        assert Reason.EMPTY_LIST in reasons
        assert verdict_of(found) is Verdict.CANNOT
    else:
        assert reasons & {Reason.NEVER_MEETING, Reason.EMPTY_LIST}


@pytest.mark.parametrize("lists", [2, 5, 9])
def test_sums_over_sets_are_the_sums_they_say(lists: int) -> None:
    values = np.random.default_rng(1).random((2, 1 << lists))
    for term in (0, 1, 3, (1 << lists) - 1):
        numbers = np.arange(1 << lists)
        above, below = numbers & term == term, numbers & term == numbers
        assert upper_sums(values)[:, term] == pytest.approx(values[:, above].sum(axis=1))
        assert lower_sums(values)[:, term] == pytest.approx(values[:, below].sum(axis=1))


@pytest.mark.parametrize("name", sorted(path.stem for path in HERE.glob("*.csv") if path.stem != "Ned"))
def test_every_published_table_runs(name: str) -> None:
    given_table = table(name)
    assert Stepwise().choose(given_table.counts.astype(float)[None]).status[0] == Status.FINE
    if given_table.size <= 5:
        assert search(given_table).population > given_table.cases


def test_tables_of_eight_lists_and_185_cases_give_the_published_estimates() -> None:
    """Bales, Murphy and Silverman 2020 publish 1,184 for eight lists and 1,034 for five."""
    for name, published in (("NewOrl_n185", 1184), ("NewOrl_5_n185", 1034)):
        choice = Stepwise().choose(table(name).counts.astype(float)[None])
        assert round(table(name).cases + choice.dark_figure[0]) == published


def test_ten_lists_go_another_way_and_to_the_same_answer() -> None:
    """Two lists that nobody is on change nothing but the number of cells: sums are then added in turns."""
    given_table = table("NewOrl")
    wider = CaptureTable((*given_table.lists, "x", "y"), np.concatenate([given_table.counts, np.zeros(768, dtype=int)]))
    found = [LogLinear("[45]").fit(one) for one in (given_table, wider)]
    assert found[1].boundary == ("x", "y")
    assert found[1].population == pytest.approx(found[0].population, rel=1e-9)


def arrays_of(result: object) -> list[np.ndarray]:
    """The arrays of a result and of the results within it."""
    values = [getattr(result, one.name) for one in fields(result)] if is_dataclass(result) else []
    return [one for one in values if isinstance(one, np.ndarray)] + [
        array for one in values if is_dataclass(one) for array in arrays_of(one)
    ]


def test_no_number_of_a_result_can_be_changed() -> None:
    given_table = table("Korea")
    drawn = bootstrap(given_table, Stepwise(), n_resamples=50)
    results = [
        LogLinear("[12,3]").fit(given_table),
        drawn,
        drawn.resampled,
        search(given_table),
        Stepwise().choose(given_table.counts.astype(float)[None]),
        decomposable(given_table),
        latent_class(given_table, samples=100, burn_in=50, seed=1),
        bayesian_threshold(given_table, samples=100, seed=1),
        bayesian_average(given_table, samples=100, seed=1),
        closed_population(given_table, ClosedModel.MTH_CHAO),
        doubly_robust(np.arange(30) % 3 > 0, np.arange(30) % 3 < 2, np.ones((30, 0))),
    ]
    for result in results:
        assert arrays_of(result)
        for array in arrays_of(result):
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
