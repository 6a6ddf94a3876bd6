"""A condition of years ago is read back as it was meant, however it was put together."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import ALWAYS, AllOf, Answered, AnyOf, Condition, Is, Marked, Not, Reads, Within
from zichtbaar.codebook.written_conditions import canonical, read_written_condition, write_condition

BLOCK = load().by_name["exploitation_forms"].columns

PLAIN: st.SearchStrategy[Condition] = st.one_of(
    st.frozensets(st.sampled_from([1, 2, -2])).map(lambda codes: Is("contact_role", codes)),
    st.frozensets(st.sampled_from(["nl", "en", "-2"])).map(lambda texts: Reads("chat_language", texts)),
    st.lists(st.sampled_from(BLOCK[:3])).map(lambda columns: Marked("exploitation_forms", tuple(columns))),
    st.just(Answered("exploitation_forms", BLOCK)),
    st.sampled_from([Answered("contact_role", ("contact_role",)), Answered("contact_role")]),
    st.sampled_from(["2020-01", "2020-03"]).map(lambda month: Within("first_chat_month", month, "2020-12")),
)
CONDITIONS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {
        "contact_role": st.sampled_from([1, 2, 3, -1, -2]),
        "chat_language": st.sampled_from(["nl", "en", "pl", "-2"]),
        "first_chat_month": st.sampled_from(["2020-02", "2020-03", "2021-01"]),
        **{column: st.sampled_from([0, 1, -1, -2]) for column in BLOCK},
    }
)


@given(condition=CONDITIONS, answers=ANSWERS)
def test_what_is_read_back_holds_for_the_same_persons(condition: Condition, answers: dict[str, int | str]) -> None:
    read = read_written_condition(json.loads(json.dumps(write_condition(condition))))
    assert read == canonical(condition)
    assert holds(read, answers) is holds(condition, answers)
    assert write_condition(read) == write_condition(condition)


@given(parts=st.lists(PLAIN, min_size=1, max_size=4), order=st.randoms(use_true_random=False))
def test_neither_order_nor_nesting_nor_repetition_makes_another_condition(
    parts: list[Condition], order: object
) -> None:
    other = [*parts, parts[0]]
    order.shuffle(other)  # type: ignore[attr-defined]
    nested = AllOf((AllOf(tuple(other[:2])), *other[2:]))
    assert write_condition(nested) == write_condition(AllOf(tuple(parts)))


def test_a_condition_without_parts_stays_what_it_is() -> None:
    assert write_condition(ALWAYS) == {"form": 1, "all": []}
    assert canonical(AnyOf(())) == AnyOf(())
    assert canonical(Not(Not(Is("contact_role", frozenset({1}))))) == Is("contact_role", frozenset({1}))


@pytest.mark.parametrize(("written", "problem"), [
    (["is"], "a condition is an object"),
    ({"is": "contact_role", "codes": [1]}, "form None"),
    ({"form": 2, "is": "contact_role", "codes": [1]}, "form 2 .expected 1"),
    ({"form": 1, "is": "contact_role"}, "no condition has the keys is"),
    ({"form": 1, "is": "contact_role", "codes": [1], "not": {}}, "no condition has the keys"),
    ({"form": 1, "is": 3, "codes": [1]}, "is of a condition is 3"),
    ({"form": 1, "is": "contact_role", "codes": [True]}, "whole numbers"),
    ({"form": 1, "is": "contact_role", "codes": 1}, "expected a list"),
    ({"form": 1, "marked": "forms", "columns": [1]}, "expected texts"),
    ({"form": 1, "all": [3]}, "a condition is an object, not 3"),
    ({"form": 1}, "no condition has the keys"),
])  # fmt: skip
def test_what_is_no_condition_is_refused(written: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_written_condition(written)
