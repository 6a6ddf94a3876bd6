"""The exact average over decomposable graphs, held beside dga and beside sums that are done by hand."""

from __future__ import annotations

from itertools import combinations, islice, permutations, product
from math import exp, lgamma, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.estimation.answers import TABLES, all_answers
from monitor.estimation.answers import table as published
from monitor.estimation.other_programs.comparing import Near, differences, with_one_leaf_changed
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.decomposable import decomposable, decomposable_panel
from zichtbaar.monitor.estimation.decomposable_graphs import decomposable_graphs
from zichtbaar.monitor.estimation.errors import EstimationError, NoEstimateError
from zichtbaar.monitor.estimation.lattice import lists_of, term_of
from zichtbaar.monitor.estimation.missing_grid import MissingGrid, usual_grid
from zichtbaar.monitor.estimation.notation import largest_of, read_model, write_model

DGA = all_answers("dga")
DEPENDENT = CaptureTable(("a", "b", "c"), np.array([0, 40, 30, 9, 20, 6, 5, 4]))


def _in_our_notation(graph: str) -> str:
    return write_model(term_of(int(sign) - 1 for sign in clique.split("-")) for clique in graph.split(", "))


def _separators(graph: str, lists: int) -> str:
    """Where cliques meet, in dga's notation: the edges of the heaviest tree over them, by how many lists they share."""
    cliques = largest_of(read_model(graph, lists)) if graph != f"[{'12345'[:lists]}]" else ((1 << lists) - 1,)
    joined, apart, found = [cliques[0]], list(cliques[1:]), []
    while apart:
        one, other = max(product(joined, apart), key=lambda pair: (pair[0] & pair[1]).bit_count())
        found.append(one & other)
        joined.append(other)
        apart.remove(other)
    written = ("-".join(str(place + 1) for place in lists_of(one)) for one in found if one)
    return ", ".join(sorted(written))


@pytest.mark.parametrize("answer", DGA["answers"], ids=lambda one: f"{one['table']} at {one['delta']}")
def test_dga_answers_the_same_and_none_of_its_values_is_left_out(answer: dict[str, Any]) -> None:
    grid = np.unique(np.round(np.linspace(1, answer["largest_missing"], 20_000)).astype(int))
    table = published(answer["table"])
    found = decomposable(table, answer["delta"], grid.tolist())
    likely = zip(found.graphs, found.graph_probabilities, strict=True)
    ours = {
        "table": answer["table"],
        "delta": found.delta,
        "largest_missing": int(found.grid.missing[-1]),
        "smallest_missing": int(found.grid.missing[0]),
        "points": len(found.grid.missing),
        "graphs": len(found.graphs),
        "quantiles": {chance: found.quantiles([float(chance)])[0] for chance in answer["quantiles"]},
        "mean": Near(found.mean, 1e-10),
        "sd": Near(found.sd, 1e-10),
        "mode": found.mode,
        "last_point": Near(found.at_the_end, 1e-9, 1e-20),  # what is smaller is below the rounding of the rest
        "top": [
            [graph, Near(float(probability), 1e-9), _separators(graph, table.size)]
            for graph, probability in islice(likely, len(answer["top"]))
        ],
    }
    top = [
        [_in_our_notation(graph), chance, ", ".join(sorted(meet.split(", ")))] for graph, chance, meet in answer["top"]
    ]
    theirs = {**answer, "top": top}
    assert list(differences(theirs, ours)) == []
    assert all(list(differences(changed, ours)) for changed in with_one_leaf_changed(theirs))


@pytest.mark.parametrize(("lists", "number"), [(3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_there_are_as_many_graphs_as_are_known(lists: int, number: int) -> None:
    # OEIS A058862: labelled chordal graphs with n nodes.
    assert len(decomposable_graphs(lists)) == number
    assert len(set(decomposable_graphs(lists).names)) == number


@pytest.mark.parametrize("lists", [4, 5])
def test_no_graph_has_a_ring_without_a_chord_and_all_others_are_there(lists: int) -> None:
    pairs = list(combinations(range(lists), 2))
    ringless = sum(
        not _has_a_ring({pair for pair, chosen in zip(pairs, which, strict=True) if chosen}, lists)
        for which in product([False, True], repeat=len(pairs))
    )
    assert ringless == len(decomposable_graphs(lists))


def _has_a_ring(edges: set[tuple[int, int]], lists: int) -> bool:
    """Whether four or more vertices stand in a ring of which no two are joined but neighbours."""
    for length in range(4, lists + 1):
        for ring in permutations(range(lists), length):
            around = {tuple(sorted((ring[at], ring[(at + 1) % length]))) for at in range(length)}
            if {pair for pair in combinations(sorted(ring), 2) if pair in edges} == around:
                return True
    return False


def test_the_sum_by_hand_is_the_same() -> None:
    """The formula of Madigan and York, written out cell by cell for graphs whose cliques are written out."""
    models = {
        "[1,2,3]": ([1, 2, 4], [0, 0]),
        "[12,3]": ([3, 4], [0]),
        "[13,2]": ([5, 2], [0]),
        "[23,1]": ([6, 1], [0]),
        "[12,13]": ([3, 5], [1]),
        "[12,23]": ([3, 6], [2]),
        "[13,23]": ([5, 6], [4]),
        "[123]": ([7], []),
    }
    grid = range(0, 400, 3)
    weights = {
        name: [exp(_log_weight(DEPENDENT, missing, *parts, delta=0.3)) for missing in grid]
        for name, parts in models.items()
    }
    total = sum(map(sum, weights.values()))
    found = decomposable(DEPENDENT, 0.3, grid)
    assert found.probabilities == pytest.approx(np.sum(list(weights.values()), axis=0) / total, rel=1e-10)
    by_graph = dict(zip(found.graphs, found.graph_probabilities, strict=True))
    assert by_graph == pytest.approx({name: sum(parts) / total for name, parts in weights.items()}, rel=1e-10)


def _log_weight(table: CaptureTable, missing: int, cliques: list[int], separators: list[int], *, delta: float) -> float:
    counts = [missing, *(int(count) for count in table.counts[1:])]
    number = sum(counts)

    def log_d(lists: int) -> float:
        cells: dict[int, tuple[int, float]] = {}
        for history, count in enumerate(counts):
            seen, prior = cells.get(history & lists, (0, 0.0))
            cells[history & lists] = seen + count, prior + delta
        found = lgamma(8 * delta) - lgamma(8 * delta + number)
        return found + sum(lgamma(prior + seen) - lgamma(prior) for seen, prior in cells.values())

    several = lgamma(number + 1) - sum(lgamma(count + 1) for count in counts)
    return several + sum(map(log_d, cliques)) - sum(map(log_d, separators)) - log(number)


SMALL_TABLES = st.lists(st.integers(0, 60), min_size=8, max_size=16).flatmap(
    lambda counts: st.just(counts[:7] if len(counts) < 15 else counts[:15])
)


def _answerable(counts: list[int]) -> CaptureTable | None:
    lists = "abcd"[: len(counts).bit_length()]
    dense = np.array([0, *counts])
    if not dense.any():
        return None
    table = CaptureTable(tuple(lists), dense)
    return None if 0 in table.on_list or table.on_one_list_only == table.cases else table


@settings(deadline=None, max_examples=40)
@given(SMALL_TABLES, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(counts: list[int], shuffler: Any) -> None:
    table = _answerable(counts)
    if table is None:
        return
    order = list(table.lists)
    shuffler.shuffle(order)
    other = CaptureTable.from_histories(order, dict(table.histories()))
    grid = range(0, 3_000, 10)
    one, same = decomposable(table, grid=grid), decomposable(other, grid=grid)
    assert same.probabilities == pytest.approx(one.probabilities, rel=1e-7, abs=1e-15)
    assert same.graph_probabilities == pytest.approx(one.graph_probabilities, rel=1e-7, abs=1e-15)
    assert same.tail_power == pytest.approx(one.tail_power, rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(SMALL_TABLES, st.sampled_from([None, 0.5, 1.0]))
def test_probabilities_are_probabilities(counts: list[int], delta: float | None) -> None:
    table = _answerable(counts)
    if table is None:
        return
    found = decomposable(table, delta)
    assert found.probabilities.sum() == pytest.approx(1)
    assert found.graph_probabilities.sum() == pytest.approx(1)
    low, high = found.interval(0.9)
    assert table.cases <= low <= found.median <= high
    assert 0 <= found.beyond <= 1
    assert found.tail_power > 1


@pytest.mark.parametrize("name", TABLES)
def test_the_usual_grid_is_as_good_as_every_whole_number(name: str) -> None:
    table = published(name)
    usual, every = decomposable(table, 0.5), decomposable(table, 0.5, range(60_000))
    chances = (0.025, 0.25, 0.5, 0.75, 0.975)
    assert usual.quantiles(chances) == pytest.approx(every.quantiles(chances), rel=0.001, abs=1)
    assert usual.mean == pytest.approx(every.mean, rel=1e-4)
    assert usual.sd == pytest.approx(every.sd, rel=1e-3)


def test_the_usual_grid_speaks_once_for_every_whole_number_up_to_its_end() -> None:
    grid = usual_grid(2_744)
    assert grid.missing[:3].tolist() == [0, 1, 2]
    assert grid.stands_for.sum() == grid.missing[-1] + 1 == 2_744 * 10_000 + 1
    assert len(grid) <= 20_000


def test_a_grid_that_is_too_short_says_so() -> None:
    table = published("Artificial_3")
    short = decomposable(table, 0.125, range(1, 2_881))
    assert short.grid_is_too_short
    longer = decomposable(table, 0.125, range(1, 200_001))
    behind = longer.probabilities[2_880:].sum()
    assert short.beyond == pytest.approx(behind, abs=0.002)
    assert not decomposable(table, 0.125).grid_is_too_short


def test_a_grid_that_ends_before_the_answer_leaves_nearly_all_beyond() -> None:
    table = published("UKdat_4")
    assert decomposable(table, 1 / 16, range(100)).beyond > 0.999


def test_the_tail_falls_as_fast_as_was_derived() -> None:
    found = decomposable(DEPENDENT, 0.125)
    end = found.grid.missing[-2:] + DEPENDENT.cases / 2
    density = found.probabilities[-2] / found.grid.stands_for[-2], found.probabilities[-3] / found.grid.stands_for[-3]
    before = found.grid.missing[-3] + DEPENDENT.cases / 2
    assert log(density[1] / density[0]) / log(end[0] / before) == pytest.approx(found.tail_power, rel=1e-3)


def test_the_mean_that_does_not_exist_is_called_so() -> None:
    """With delta 2^-t the graph of all pairs has a tail of power 2 - 2^-t, and the mean grows with the grid."""
    table = published("Korea")
    means = [decomposable(table, grid=range(length)).mean for length in (2_500, 25_000, 250_000)]
    assert means[0] * 1.1 < means[1] < means[2] / 1.1
    assert decomposable(table).tail_power == pytest.approx(2 - 1 / 8)
    assert not decomposable(table).mean_exists
    assert decomposable(table, 0.5).mean_exists


def test_several_deltas_stand_side_by_side() -> None:
    panel = decomposable_panel(published("UKdat_4"))
    assert list(panel.medians) == [1 / 16, 0.5, 1.0]
    assert panel.spread == max(panel.medians.values()) / min(panel.medians.values()) > 4
    with pytest.raises(EstimationError, match="1 values of delta"):
        decomposable_panel(DEPENDENT, [0.5, 0.5])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 5, 6, 2, 0, 0, 0, 0], "nobody is on the list 'c'"),
        ([0, 5, 6, 0, 7, 0, 0, 0], "nobody is on two lists"),
        ([0, 5, 6, 2], "2 lists"),
    ],
)
def test_what_the_prior_alone_would_answer_is_refused(counts: list[int], said: str) -> None:
    lists = ("a", "b", "c")[: len(counts).bit_length() - 1]
    with pytest.raises(NoEstimateError, match=said):
        decomposable(CaptureTable(lists, np.array(counts)))


def test_seven_lists_are_too_many() -> None:
    with pytest.raises(NoEstimateError, match="7 lists"):
        decomposable(CaptureTable(tuple("abcdefg"), np.array([0] + [1] * 127)))


@pytest.mark.parametrize("delta", [0.0, -1.0, float("nan"), float("inf")])
def test_a_delta_that_cannot_be_is_refused(delta: float) -> None:
    with pytest.raises(EstimationError, match="delta"):
        decomposable(DEPENDENT, delta)


@pytest.mark.parametrize("grid", [[], [3], [1, 1], [3, 2], [-1, 4]])
def test_a_grid_that_cannot_be_is_refused(grid: list[int]) -> None:
    with pytest.raises(EstimationError, match="a grid"):
        MissingGrid.of(grid)


def test_a_clique_is_joined_within_and_a_separator_lies_in_two() -> None:
    graphs = decomposable_graphs(5)
    place = graphs.names.index("[123,25,34]")
    signs = {lists_of(number): int(sign) for number, sign in enumerate(graphs.signs[place]) if sign}
    assert signs == {(0, 1, 2): 1, (2, 3): 1, (1, 4): 1, (2,): -1, (1,): -1, (): -1}
