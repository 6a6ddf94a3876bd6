"""What changing an answer does to the other answers, and what is never stored."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.answers import is_complete, settled, unanswered
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Answers, Codebook, Kind, Missing, Value
from zichtbaar.helpline.registration.answering import (
    GIVEN_BY_A_PERSON,
    Changed,
    Changes,
    missing_value,
    rest_not_discussed,
)
from zichtbaar.helpline.registration.answering import change as change_in_month
from zichtbaar.helpline.registration.errors import AnswersRefusedError, Refusal

BOOK = load()
VICTIM: dict[str, Value] = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1}
SAID = "my stepfather sells me near the old harbour bridge"
THIS_MONTH = "2026-04"
TYPED = [column for column, variable in BOOK.by_column.items() if not variable.filled_by_program]


def change(book: Codebook, answers: Answers, changes: Changes) -> Changed:
    return change_in_month(book, answers, changes, this_month=THIS_MONTH)


def refusals(answers: dict[str, Value], changes: dict[str, Any]) -> dict[str, Refusal]:
    with pytest.raises(AnswersRefusedError) as refused:
        change(BOOK, answers, changes)
    return refused.value.refusals


def test_an_answer_is_added_and_taken_back() -> None:
    added = change(BOOK, {}, VICTIM)
    assert added.answers == VICTIM
    assert change(BOOK, added.answers, {"assessment": None}).answers == {"topic_trafficking": 1, "contact_role": 1}


def test_answers_that_no_longer_apply_are_withdrawn_and_named() -> None:
    told = {**VICTIM, "exploitation_forms__criminal": 1, "criminal_subtypes__selling_drugs": 1}
    changed = change(BOOK, told, {"assessment": 3})
    assert changed.answers == {**VICTIM, "assessment": 3}
    assert changed.withdrawn == ("exploitation_forms", "criminal_subtypes")


def test_an_answer_to_a_question_that_is_not_asked_is_refused_by_name() -> None:
    assert refusals({"topic_trafficking": 0}, {"assessment": 1}) == {"assessment": Refusal.DOES_NOT_APPLY}
    both_at_once = {"topic_trafficking": 0, "assessment": 1}
    assert refusals(VICTIM, both_at_once) == {"assessment": Refusal.DOES_NOT_APPLY}


def test_all_or_nothing() -> None:
    assert refusals({}, {**VICTIM, "assessment": 99}) == {"assessment": Refusal.NOT_AN_ANSWER}


@pytest.mark.parametrize("column", TYPED)
def test_no_question_takes_what_was_said(column: str) -> None:
    assert refusals({}, {column: SAID}) == {column: Refusal.NOT_AN_ANSWER}


@pytest.mark.parametrize("value", [True, 1.0, [1], {"1": 1}, "1", 99, -7])
def test_only_codes_are_answers(value: object) -> None:
    assert refusals({}, {"topic_trafficking": value}) == {"topic_trafficking": Refusal.NOT_AN_ANSWER}


def test_what_was_said_cannot_hide_in_the_name_of_a_question_nor_in_the_refusal() -> None:
    with pytest.raises(AnswersRefusedError) as refused:
        change(BOOK, {}, {SAID: 1, "assessment": SAID})
    assert refused.value.refusals[SAID] is Refusal.UNKNOWN_QUESTION
    assert SAID not in str(refused.value)


@pytest.mark.parametrize("column", ["case_ref", "first_chat_month", "chat_language"])
def test_what_the_program_fills_in_is_typed_by_nobody(column: str) -> None:
    assert refusals({}, {column: "nl"}) == {column: Refusal.FILLED_BY_PROGRAM}


@pytest.mark.parametrize("missing", [Missing.NOT_APPLICABLE, Missing.WITHHELD])
def test_not_applicable_and_withheld_are_chosen_by_nobody(missing: Missing) -> None:
    assert refusals({}, {"topic_trafficking": missing.value}) == {"topic_trafficking": Refusal.NOT_AN_ANSWER}


def test_a_month_may_be_a_year_and_a_missing_code_is_written_as_text() -> None:
    for period in ("2024-03", "2024", "-2"):
        assert change(BOOK, VICTIM, {"start_period": period}).answers["start_period"] == period
    for other in ("March", "2024-13", -2):
        assert refusals(VICTIM, {"start_period": other}) == {"start_period": Refusal.NOT_AN_ANSWER}


def test_a_month_or_year_that_has_not_begun_is_refused_by_name() -> None:
    for period in ("2026-04", "2026", "2026-03", "1999-12", "-3"):
        assert change(BOOK, VICTIM, {"start_period": period}).answers["start_period"] == period
    for period in ("2026-05", "2027", "2031-05"):
        assert refusals(VICTIM, {"start_period": period}) == {"start_period": Refusal.IN_THE_FUTURE}


def test_a_period_that_was_stored_already_stands_in_no_other_answers_way() -> None:
    stored = {**VICTIM, "start_period": "2031-05"}
    assert change(BOOK, stored, {"stats_objection": 1}).answers["start_period"] == "2031-05"


def test_the_rest_is_not_discussed_and_never_no() -> None:
    told = {**VICTIM, "exploitation_forms__sexual": 1}
    rest = rest_not_discussed(BOOK, told)
    changed = change(BOOK, told, rest)
    assert is_complete(BOOK, changed.answers)
    assert changed.answers["exploitation_forms__sexual"] == 1
    assert set(rest.values()) == {int(Missing.NOT_DISCUSSED), str(int(Missing.NOT_DISCUSSED))}
    assert not set(rest) & set(told)


def values_of(column: str) -> st.SearchStrategy[Value]:
    """Every answer that a counsellor could give in a column."""
    variable = BOOK.by_column[column]
    if variable.kind is Kind.PERIOD:
        codes: list[Value] = ["2023-11", "2024"]
    else:
        codes = [0, 1] if variable.is_block else [code.value for code in variable.codes]
    return st.sampled_from([*codes, *(missing_value(variable, missing) for missing in GIVEN_BY_A_PERSON)])


changes_of_one_answer = st.sampled_from(TYPED).flatmap(
    lambda column: st.tuples(st.just(column), st.none() | values_of(column))
)


@given(st.lists(changes_of_one_answer, max_size=40))
def test_after_any_changes_every_stored_answer_is_to_a_question_that_is_asked(
    clicks: list[tuple[str, Value | None]],
) -> None:
    answers: dict[str, Value] = {**VICTIM}
    for column, value in clicks:
        with suppress(AnswersRefusedError):  # not asked at this moment: nothing to click on
            answers = change(BOOK, answers, {column: value}).answers
    values = settled(BOOK, answers)
    assert {column: values[column] for column in answers} == answers
    finished = change(BOOK, answers, rest_not_discussed(BOOK, answers)).answers
    assert unanswered(BOOK, finished) == ()
