"""Models in notation and by names; and every model there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.monitor.estimation import BestOf, Fixed, ModelError
from zichtbaar.monitor.estimation.hierarchies import hierarchical_models
from zichtbaar.monitor.estimation.lattice import subsets
from zichtbaar.monitor.estimation.notation import closed, named_model, read_model, write_model, write_named

MODELS_OF_FOUR = hierarchical_models(4, 3)


def test_a_model_holds_all_that_lies_within_its_terms() -> None:
    assert read_model("[12,3]", 3) == (0, 1, 2, 4, 3)
    assert read_model("[123,34]", 4) == (0, 1, 2, 4, 8, 3, 5, 6, 12, 7)
    assert read_model("[12]", 3) == read_model("[12,3]", 3)
    assert named_model([("LA", "NG")], ("LA", "NG", "GO")) == read_model("[12,3]", 3)
    assert write_named(read_model("[12,3]", 3), ("LA", "NG", "GO")) == "LA*NG, GO"


@given(st.sampled_from(MODELS_OF_FOUR))
def test_what_is_written_is_read_again(terms: tuple[int, ...]) -> None:
    assert read_model(write_model(terms), 4) == closed(terms, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12,3", "not in the form"),
        ("[]", "not in the form"),
        ("[12,,3]", "not in the form"),
        ("[1x]", "not in the form"),
        ("[14]", "names list 4, and there are 3"),
        ("[11]", "names a list twice"),
        ("[123]", "interaction of all lists"),
    ],
)
def test_what_is_no_model_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        read_model(text, 3)


@pytest.mark.parametrize(
    ("lists", "order", "count"),
    [(2, 1, 1), (3, 2, 8), (4, 2, 64), (4, 3, 113), (5, 2, 1024), (5, 3, 6212), (5, 4, 6893)],
)
def test_there_are_as_many_models_as_there_should_be(lists: int, order: int, count: int) -> None:
    """113 and 6,893: the hierarchical models of four and five factors without the saturated one (OEIS A006126)."""
    models = hierarchical_models(lists, order)
    assert len(set(models)) == len(models) == count
    assert all(part in terms for terms in models[:: max(1, count // 50)] for term in terms for part in subsets(term))


def test_a_fixed_model_is_a_hierarchical_one_in_any_order() -> None:
    assert Fixed((1, 0, 2, 4, 3)).terms == Fixed((0, 1, 2, 4, 3)).terms
    for terms in ((1, 2, 4), (0, 1, 2, 4, 7), (0, 3)):
        with pytest.raises(ModelError):
            Fixed(terms)
    with pytest.raises(ModelError, match="no model to choose from"):
        BestOf(())


def test_an_order_that_the_lists_cannot_carry_is_refused() -> None:
    for order in (0, 3):
        with pytest.raises(ModelError, match="expected a whole number from 1 to 2"):
            hierarchical_models(3, order)
    with pytest.raises(ModelError, match="more than"):
        hierarchical_models(8, 2)
