"""A model that is kept answers every objective as one that is made anew, and tells nobody that it runs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from zichtbaar.monitor.disclosure.programme import NoSolutionError, Programme

# three kinds of persons, and how many there are in all; the first are at most half of the second
BOUNDS = np.array([[0.0, 9], [0, 9], [0, 9], [10, 12]])
EQUAL = csr_array(np.array([[1.0, 1, 1, -1]]))
AT_MOST = csr_array(np.array([[1.0, -0.5, 0, 0]]))
NAMED = csr_array(np.array([[1.0, 0, 1, 0]]))

OBJECTIVES = st.lists(st.tuples(*[st.integers(-3, 3)] * 4), min_size=1, max_size=6)


@settings(deadline=None)
@given(OBJECTIVES, st.integers(1, 6))
def test_each_objective_is_as_low_as_in_a_programme_of_its_own(objectives: list[tuple[int, ...]], most: int) -> None:
    programme = Programme(BOUNDS, EQUAL, AT_MOST, NAMED)
    for objective in np.array(objectives, dtype=float):
        free = programme.least(objective)
        held = programme.least(objective, [0], np.array([1.0]), np.array([float(most)]))
        assert objective @ free.unknowns == pytest.approx(own_least(objective, []), abs=1e-6)
        assert objective @ held.unknowns == pytest.approx(own_least(objective, [(1.0, float(most))]), abs=1e-6)


def own_least(objective: npt.NDArray[np.float64], held: list[tuple[float, float]]) -> float:
    """The least of one objective, by a solver that begins anew."""
    rows = [AT_MOST.toarray(), *(sign * NAMED.toarray() for _ in held for sign in (1, -1))]
    tops = [0.0, *(end for low, high in held for end in (high, -low))]
    bounds = [(float(low), float(high)) for low, high in BOUNDS]
    solved = linprog(objective, A_ub=np.vstack(rows), b_ub=tops, A_eq=EQUAL.toarray(), b_eq=[0.0], bounds=bounds)
    return float(solved.fun or 0)


def test_a_bound_that_is_felt_says_by_how_much() -> None:
    programme = Programme(BOUNDS, EQUAL, AT_MOST, NAMED)
    least = programme.least(np.array([0.0, 0, 1, 0]))
    # 10 in all, of whom 9 and half of that at most are others: nobody is of the third kind
    assert least.unknowns[2] == pytest.approx(0)
    most = programme.least(np.array([0.0, -1, -1, 0]))
    assert most.unknowns[1] + most.unknowns[2] == pytest.approx(12)
    assert most.bounds[3] == pytest.approx(-1)  # one more in all is one more of these


def test_where_nothing_fits_it_says_so_and_goes_on() -> None:
    programme = Programme(BOUNDS, EQUAL, AT_MOST, NAMED)
    with pytest.raises(NoSolutionError):
        programme.least(np.ones(4), [0], np.array([19.0]), np.array([30.0]))
    assert programme.least(np.array([0.0, 0, 0, 1])).unknowns[3] == pytest.approx(10)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    Programme(BOUNDS, EQUAL, AT_MOST, NAMED).least(np.ones(4))
    assert capfd.readouterr() == ("", "")
