"""What lies within what is read off the conditions, and nothing is concluded that is not so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chance import tries
from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import AllOf, Condition, Is, Marked, Not, Reads, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.datasets.invented import invent_registrations
from zichtbaar.monitor.disclosure.relations import are_disjoint, lies_within

PEOPLE = invent_registrations(load(), [f"2020-{month:02}" for month in range(1, 13)], 150, seed=3)

PLAIN: st.SearchStrategy[Condition] = st.one_of(
    st.frozensets(st.sampled_from([1, 2, 3, -2]), min_size=1).map(lambda codes: Is("assessment", codes)),
    st.frozensets(st.sampled_from([1, 2, 5]), min_size=1).map(lambda codes: Is("contact_role", codes)),
    st.frozensets(st.sampled_from(["nl", "en"]), min_size=1).map(lambda texts: Reads("chat_language", texts)),
    st.lists(st.sampled_from(load().by_name["exploitation_forms"].columns), min_size=1).map(
        lambda columns: Marked("exploitation_forms", tuple(columns))
    ),
    st.lists(st.sampled_from([f"2020-{month:02}" for month in range(1, 13)]), min_size=2, max_size=2)
    .map(sorted)
    .map(lambda months: Within("first_chat_month", *months)),
)
CONDITIONS = st.lists(PLAIN | PLAIN.map(Not), max_size=3).map(lambda parts: together(*parts))


@settings(max_examples=tries(100), deadline=None)
@given(one=CONDITIONS, other=CONDITIONS)
def test_nobody_contradicts_a_conclusion(one: AllOf, other: AllOf) -> None:
    first = [holds(one, person) for person in PEOPLE]
    second = [holds(other, person) for person in PEOPLE]
    if lies_within(one, other):
        assert all(outer for inner, outer in zip(first, second, strict=True) if inner)
    if are_disjoint(one, other):
        assert not any(inner and outer for inner, outer in zip(first, second, strict=True))


@pytest.mark.parametrize(("inner", "outer"), [
    ("victims", "visitors"), ("minors", "victims"), ("minors", "visitors"), ("met_online", "victims"),
    ("minors_in_estimate_scope", "minors"), ("criminal_victims", "victims"),
])  # fmt: skip
def test_the_populations_of_the_codebook_lie_within_each_other(inner: str, outer: str) -> None:
    populations = load().population
    assert lies_within(together(populations[inner].where), together(populations[outer].where))
    assert not lies_within(together(populations[outer].where), together(populations[inner].where))


def test_victims_and_who_chats_on_behalf_of_others_have_nobody_in_common() -> None:
    populations = load().population
    assert are_disjoint(together(populations["victims"].where), together(populations["on_behalf"].where))
    assert not are_disjoint(together(populations["victims"].where), together(populations["minors"].where))


def test_march_to_december_lies_within_its_year_and_apart_from_the_next() -> None:
    year, rest = Within("first_chat_month", "2020-01", "2020-12"), Within("first_chat_month", "2020-03", "2020-12")
    assert lies_within(rest, year)
    assert not lies_within(year, rest)
    assert are_disjoint(year, Within("first_chat_month", "2021-01", "2021-12"))
