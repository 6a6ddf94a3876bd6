"""Models that begin from smaller ones come where each comes alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import poisson
from zichtbaar.monitor.estimation.every_model import solve_each
from zichtbaar.monitor.estimation.lattice import Floats
from zichtbaar.monitor.estimation.notation import Terms
from zichtbaar.monitor.estimation.search import models_of
from zichtbaar.monitor.estimation.solving import Solved, padded, solve

FOUR = models_of(4, 3)


def alone(counts: Floats, models: tuple[Terms, ...]) -> Solved:
    """Every model from a first step of its own."""
    lists = counts.shape[1].bit_length() - 1
    return solve(np.repeat(counts, len(models), axis=0), padded(models, lists))


def are_the_same(one: Solved, other: Solved) -> None:
    assert one.status.tolist() == other.status.tolist()
    np.testing.assert_allclose(one.dark_figure, other.dark_figure, rtol=1e-8)
    np.testing.assert_allclose(one.log_likelihood, other.log_likelihood, rtol=1e-9, atol=1e-8)
    np.testing.assert_array_equal(one.parameters, other.parameters)


@pytest.mark.parametrize("name", ["UKdat_5", "NewOrl_5", "Western", "Ned_5"])
def test_all_models_of_a_published_table_are_what_each_is_alone(name: str) -> None:
    counts, models = table(name).counts.astype(float)[None], models_of(5, 2)
    are_the_same(solve_each(counts, models), alone(counts, models))


@given(
    counts=st.lists(st.sampled_from([0, 0, 0, 1, 2, 7, 40, 3000]), min_size=15, max_size=15).filter(any),
    some=st.sets(st.integers(0, len(FOUR) - 1), min_size=1, max_size=20),
)
def test_so_they_are_with_zeros_and_when_the_smaller_ones_are_not_among_them(counts: list[int], some: set[int]) -> None:
    given_counts = np.array([[0.0, *map(float, counts)]])
    for models in (FOUR, tuple(FOUR[place] for place in sorted(some))):
        are_the_same(solve_each(given_counts, models), alone(given_counts, models))


def test_to_begin_from_smaller_ones_spares_a_quarter_of_the_equations(monkeypatch: pytest.MonkeyPatch) -> None:
    solved, counts, models = [0], table("NewOrl_5").counts.astype(float)[None], models_of(5, 2)
    divided = poisson._divided

    def counted(matrices: Floats, right: Floats) -> Floats:
        solved[0] += len(matrices)
        return divided(matrices, right)

    monkeypatch.setattr(poisson, "_divided", counted)
    alone(counts, models)
    by_themselves, solved[0] = solved[0], 0
    solve_each(counts, models)
    assert solved[0] < 0.75 * by_themselves
