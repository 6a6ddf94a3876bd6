"""Whether an estimate exists, as a linear programme says of every table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chance import tries
from monitor.estimation.answers import table
from zichtbaar.monitor.estimation import LogLinear, NoEstimateError, Status
from zichtbaar.monitor.estimation.existence import identifiable, packed, status_of
from zichtbaar.monitor.estimation.hierarchies import hierarchical_models
from zichtbaar.monitor.estimation.lattice import containment
from zichtbaar.monitor.estimation.notation import Terms
from zichtbaar.monitor.estimation.poisson import fit
from zichtbaar.monitor.estimation.solving import judged, padded, without_empty_terms

MODELS_OF_FOUR = hierarchical_models(4, 3)


@given(st.lists(st.sampled_from([0, 0, 0, 1, 2, 50, 4000]), min_size=15, max_size=15).filter(any))
@example([0, 1, 1, 0, 0, 0, 4000, 0, 0, 0, 0, 1, 4000, 4000, 0])  # by rounding nothing is missed
@settings(deadline=None, max_examples=tries(20))
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


UNEQUAL = [205, 269694798, 49, 9081, 264438471, 47593736, 2, 12, 314, 607, 28, 21894, 0, 77493, 797171467]
MODEL = (0, 1, 2, 4, 8, 3, 5, 9, 6, 10, 12, 7, 13, 14)


@given(
    st.lists(st.one_of(st.just(0), st.floats(0, 9).map(lambda power: int(10**power))), min_size=15, max_size=15),
    st.sampled_from(MODELS_OF_FOUR),
)
@example(UNEQUAL, MODEL)  # fitted by least squares at first the counts are 1e10 times too high
@settings(deadline=None, max_examples=tries(30))
def test_an_estimate_that_exists_is_found_however_unequal_the_counts_are(counts: list[int], model: Terms) -> None:
    problems, _ = without_empty_terms(np.array([[0, *counts]], dtype=float), padded([model], 4))
    fits = fit(problems)
    if judged(problems, fits)[0] == Status.FINE:
        assert fits.residual[0] <= 1e-8 * sum(counts)
