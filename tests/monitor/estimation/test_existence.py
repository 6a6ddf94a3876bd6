"""Whether an estimate exists, as a linear programme says of every table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import LogLinear, NoEstimateError, Status
from zichtbaar.monitor.estimation.existence import identifiable, packed, status_of
from zichtbaar.monitor.estimation.hierarchies import hierarchical_models
from zichtbaar.monitor.estimation.lattice import containment
from zichtbaar.monitor.estimation.poisson import fit
from zichtbaar.monitor.estimation.solving import judged, padded, without_empty_terms

MODELS_OF_FOUR = hierarchical_models(4, 3)


@given(st.lists(st.sampled_from([0, 0, 0, 1, 2, 50, 4000]), min_size=15, max_size=15).filter(any))
@example([0, 1, 1, 0, 0, 0, 4000, 0, 0, 0, 0, 1, 4000, 4000, 0])  # by rounding nothing is missed
@settings(deadline=None, max_examples=60)
def test_what_a_fit_proves_by_itself_the_linear_programme_confirms(counts: list[int]) -> None:
    """And the other way round: verdicts without a programme and with one agree for every model of four lists."""
    tables = np.repeat(np.array([[0, *counts]], dtype=float), len(MODELS_OF_FOUR), axis=0)
    problems, _ = without_empty_terms(tables, padded(MODELS_OF_FOUR, 4))
    status = judged(problems, fit(problems))
    kept, positive = packed(problems.kept), packed(problems.counts > 0)
    for row in range(0, len(MODELS_OF_FOUR), 7):
        terms = tuple(int(term) for term in problems.terms[row] if term < 16)
        assert status[row] == status_of(4, terms, positive[row], kept[row])
        columns = containment(4)[problems.kept[row]][:, list(terms)]
        assert identifiable(problems)[row] == (np.linalg.matrix_rank(columns) == len(terms))


def test_two_lists_that_never_meet_have_no_estimate_and_say_why() -> None:
    table_without_overlap = table("Artificial_3").drop_list("B")
    fit_without = LogLinear().fit(table_without_overlap)
    assert fit_without.status is Status.NOT_FINITE
    with pytest.raises(NoEstimateError, match=r"\[1,2\]: the likelihood has no top at finite values"):
        fit_without.population  # noqa: B018 - the property raises


def test_a_term_whose_lists_never_meet_is_named_and_the_rest_is_fitted() -> None:
    found = LogLinear("[13,2]").fit(table("Artificial_3"))
    assert found.status is Status.FINE
    assert found.boundary == ("A*C",)
    assert found.coefficients["A*C"] == float("-inf")
    assert found.population == pytest.approx(396, rel=1e-10)
    assert found.parameters == 5
