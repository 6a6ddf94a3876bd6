"""What is true of the answers of any person whatever, under the shipped codebook."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.answers import (
    asked,
    check_answer,
    holds,
    is_answered,
    is_complete,
    settled,
    unanswered,
)
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.reading_conditions import named_in
from zichtbaar.codebook.schema import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Kind,
    Missing,
    Not,
    Value,
    Variable,
)

BOOK = load()
Coded = Mapping[str, Value]

# "Not applicable" follows from the skip rules; nobody codes it.
MISSING = [missing for missing in Missing if missing is not Missing.NOT_APPLICABLE]
TEXTS: dict[Kind, list[Value]] = {
    Kind.IDENTIFIER: ["0123456789abcdef0123456789abcdef"],
    Kind.MONTH: ["2019-01", "2020-03"],
    Kind.PERIOD: ["2019", "2020-03"],
    Kind.LANGUAGE: ["nl", "en"],
}


def values_of(variable: Variable) -> list[Value]:
    """Every value that somebody may code in one column of a variable."""
    if variable.kind is Kind.IDENTIFIER:
        return TEXTS[variable.kind]
    if variable.is_text:
        return [*TEXTS[variable.kind], *(str(missing.value) for missing in MISSING)]
    codes = (1, 0) if variable.is_block else tuple(code.value for code in variable.codes)
    return [*codes, *(missing.value for missing in MISSING)]


def coded(variable: Variable) -> st.SearchStrategy[Coded]:
    """One variable, coded in some way or not yet."""
    value = st.sampled_from(values_of(variable))
    column = st.sampled_from(variable.columns)
    nothing: st.SearchStrategy[Coded] = st.just({})
    whole: st.SearchStrategy[Coded] = value.map(lambda value: dict.fromkeys(variable.columns, value))
    some: st.SearchStrategy[Coded] = st.dictionaries(column, value, max_size=3)
    return st.one_of(whole, some, nothing) if variable.is_block else st.one_of(whole, nothing)


def merged(parts: tuple[Coded, ...]) -> dict[str, Value]:
    return {column: value for part in parts for column, value in part.items()}


anybody = st.tuples(*(coded(variable) for variable in BOOK.variables)).map(merged)
"""The answers of anybody at all."""

a_victim = anybody.map(lambda answers: {**answers, "topic_trafficking": 1, "contact_role": 1, "assessment": 1})
"""The answers of somebody to whom most questions apply."""

people = st.one_of(anybody, a_victim)

CONDITIONS: list[Condition] = [
    *(variable.applies_if for variable in BOOK.variables if variable.applies_if != ALWAYS),
    *(population.where for population in BOOK.populations),
]
plain = st.sampled_from(CONDITIONS)
conditions = st.recursive(
    plain,
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, max_size=3).map(lambda some: AllOf(tuple(some))),
        st.lists(parts, max_size=3).map(lambda some: AnyOf(tuple(some))),
    ),
    max_leaves=4,
)


@given(people)
def test_settled_answers_have_every_column_and_nothing_else(answers: Coded) -> None:
    assert list(settled(BOOK, answers)) == list(BOOK.by_column)


@given(people)
def test_settling_twice_is_settling_once(answers: Coded) -> None:
    once = settled(BOOK, answers)
    assert settled(BOOK, once) == once


@given(people)
def test_settled_answers_are_valid(answers: Coded) -> None:
    values = settled(BOOK, {**answers, "case_ref": "0123456789abcdef0123456789abcdef"})
    assert {column: check_answer(BOOK, column, value) for column, value in values.items()} == dict.fromkeys(values)


@given(people)
def test_missing_codes_never_merge(answers: Coded) -> None:
    """Where a question applies, each code stays what it was, and what nobody coded becomes no "no"."""
    values = settled(BOOK, answers)
    for variable in asked(BOOK, answers):
        for column in variable.columns:
            absent = "-2" if variable.is_text else -2
            assert values[column] == answers.get(column, absent)


@given(people)
def test_settling_changes_no_answer_of_a_question_that_applies(answers: Coded) -> None:
    values = settled(BOOK, answers)
    for variable in asked(BOOK, answers):
        assert is_answered(variable, values) == is_answered(variable, answers)


@given(people)
def test_what_is_not_asked_is_not_applicable_and_the_other_way_round(answers: Coded) -> None:
    values = settled(BOOK, answers)
    questions = asked(BOOK, answers)
    for variable in BOOK.variables:
        if not variable.filled_by_program:
            skipped = {values[column] in (-1, "-1") for column in variable.columns}
            assert skipped == {variable not in questions}


@given(people, st.data())
def test_an_answer_to_a_question_that_does_not_apply_counts_for_nothing(answers: Coded, data: st.DataObject) -> None:
    questions = asked(BOOK, answers)
    skipped = [variable for variable in BOOK.variables if not variable.filled_by_program]
    skipped = [variable for variable in skipped if variable not in questions]
    other = merged(tuple(data.draw(coded(variable)) for variable in skipped))
    columns = {column for variable in skipped for column in variable.columns}
    kept = {column: value for column, value in answers.items() if column not in columns}
    assert settled(BOOK, {**kept, **other}) == settled(BOOK, answers)
    assert asked(BOOK, {**kept, **other}) == questions


@given(people)
def test_complete_means_that_nothing_is_unanswered(answers: Coded) -> None:
    questions = asked(BOOK, answers)
    assert is_complete(BOOK, answers) == (unanswered(BOOK, answers) == ())
    assert all(variable in questions for variable in unanswered(BOOK, answers))


@given(people)
def test_settled_answers_are_complete(answers: Coded) -> None:
    assert is_complete(BOOK, settled(BOOK, answers))


@given(people, conditions)
def test_a_condition_on_coded_variables_is_the_same_before_and_after_settling(
    answers: Coded, condition: Condition
) -> None:
    governing = [BOOK.by_name[name] for name in named_in(condition)]
    # Code what the condition looks at, as far as it applies, and drop it where it does not.
    values = settled(BOOK, answers)
    skipped = {column for variable in governing for column in variable.columns if values[column] in (-1, "-1")}
    raw = {column: value for column, value in answers.items() if column not in skipped}
    raw |= {c: values[c] for variable in governing for c in variable.columns if c not in skipped}
    assert holds(condition, raw) == holds(condition, settled(BOOK, raw))


@given(people, conditions)
def test_a_condition_and_its_opposite_are_never_both_true(answers: Coded, condition: Condition) -> None:
    assert holds(condition, answers) is not holds(Not(condition), answers)


@given(people)
def test_a_population_is_part_of_the_one_around_it(answers: Coded) -> None:
    values = settled(BOOK, answers)
    inside = {population.name for population in BOOK.populations if holds(population.where, values)}
    for population in BOOK.populations:
        if population.name in inside and population.within is not None:
            assert population.within in inside


@given(people)
def test_not_discussed_read_as_no_would_show(answers: Coded) -> None:
    """A block of which nothing was discussed has no answer; the same block of noes has one."""
    for variable in asked(BOOK, answers):
        if variable.is_block:
            assert not is_answered(variable, {**answers, **dict.fromkeys(variable.columns, -2)})
            assert is_answered(variable, {**answers, **dict.fromkeys(variable.columns, 0)})
