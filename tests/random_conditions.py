"""Conditions of every sort on every variable, drawn by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import AllOf, Answered, AnyOf, Condition, Is, Kind, Marked, Not, Reads, Variable, Within

MONTHS = [f"{year}-{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13)]
FAR = ["1900-01", "1999-12", "2000-01", "2009-12", "2010-01", "2029-12", "2099-12"]
"""Ends of decades and centuries."""


def plain_conditions(variable: Variable) -> st.SearchStrategy[Condition]:
    """Every sort of condition that a variable allows."""
    answered: st.SearchStrategy[Condition] = st.just(Answered(variable.name, variable.columns))
    if variable.is_block:
        columns = st.lists(st.sampled_from(variable.columns), min_size=1, unique=True)
        return answered | columns.map(lambda chosen: Marked(variable.name, tuple(chosen)))
    if variable.kind in (Kind.MONTH, Kind.PERIOD):
        spans = st.lists(st.sampled_from(MONTHS + FAR), min_size=2, max_size=2).map(sorted)
        return answered | spans.map(lambda span: Within(variable.name, *span))
    if variable.is_text:
        texts = st.frozensets(st.sampled_from(["nl", "en", "-1", "-2"]), min_size=1)
        return answered | texts.map(lambda chosen: Reads(variable.name, chosen))
    codes = [code.value for code in variable.codes] + list(range(-6, 0))
    return answered | st.frozensets(st.sampled_from(codes), min_size=1).map(lambda chosen: Is(variable.name, chosen))


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(load().variables).flatmap(plain_conditions),
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda several: AllOf(tuple(several))),
        st.lists(parts, max_size=3).map(lambda several: AnyOf(tuple(several))),
        parts.map(Not),
    ),
    max_leaves=5,
)
