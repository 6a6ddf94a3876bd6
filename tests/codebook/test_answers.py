"""Kim codes what Vera told: what is asked, what is still open; "not discussed" stays apart from "no"."""

from __future__ import annotations

import pytest

from zichtbaar.codebook.answers import (
    asked,
    check_answer,
    holds,
    is_answered,
    is_complete,
    settled,
    unanswered,
)
from zichtbaar.codebook.schema import Answered, Answers, Codebook, Missing, Value, Within

VICTIM: Answers = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1}


def names_of_asked(book: Codebook, answers: Answers) -> set[str]:
    return {variable.name for variable in asked(book, answers)}


def test_at_first_only_what_always_applies_is_asked(book: Codebook) -> None:
    assert names_of_asked(book, {}) == {"uniqueness_basis", "topic_trafficking", "stats_objection"}


def test_what_the_program_fills_in_is_never_asked(book: Codebook) -> None:
    assert not names_of_asked(book, VICTIM) & {"case_ref", "first_chat_month", "chat_language"}


def test_an_answer_opens_the_questions_that_depend_on_it(book: Codebook) -> None:
    assert "criminal_subtypes" not in names_of_asked(book, VICTIM)
    assert "criminal_subtypes" in names_of_asked(book, {**VICTIM, "exploitation_forms__criminal": 1})


def test_an_answer_that_no_longer_applies_opens_nothing(book: Codebook) -> None:
    """Kim coded a warm handover, then saw that it was no trafficking at all."""
    coded: Answers = {**VICTIM, "acute_danger": 0, "needs__care": 1, "handover": 2}
    assert "handover_to" in names_of_asked(book, coded)
    changed = {**coded, "assessment": 0}
    assert not names_of_asked(book, changed) & {"needs", "handover", "handover_to"}
    assert settled(book, changed)["handover"] == Missing.NOT_APPLICABLE
    assert settled(book, changed)["handover_to__police_unit"] == Missing.NOT_APPLICABLE


def test_without_anything_coded_every_open_question_is_not_discussed(book: Codebook) -> None:
    values = settled(book, VICTIM)
    assert values["gender"] == Missing.NOT_DISCUSSED
    assert values["image_coercion__spread"] == Missing.NOT_DISCUSSED
    assert values["start_period"] == "-2"
    assert values["first_meeting_place"] == Missing.NOT_APPLICABLE


def test_a_question_that_came_to_apply_is_open_again(book: Codebook) -> None:
    stale = {**settled(book, {"topic_trafficking": 0}), "topic_trafficking": 1}
    assert "contact_role" in {variable.name for variable in unanswered(book, stale)}
    assert settled(book, stale)["contact_role"] == Missing.NOT_DISCUSSED


def test_a_block_is_answered_by_one_yes_or_by_no_to_all(book: Codebook) -> None:
    known_to = book.by_name["known_to"]
    every_no: Answers = dict.fromkeys(known_to.columns, 0)
    assert is_answered(known_to, {"known_to__police": 1})
    assert is_answered(known_to, every_no)
    assert not is_answered(known_to, {**every_no, "known_to__school": -2})
    assert not is_answered(known_to, {"known_to__police": 0})
    assert not is_answered(known_to, dict.fromkeys(known_to.columns, -2))


def test_in_a_block_with_a_yes_the_rest_stays_not_discussed(book: Codebook) -> None:
    values = settled(book, {**VICTIM, "known_to__police": 1})
    assert (values["known_to__police"], values["known_to__school"]) == (1, -2)


def test_a_registration_is_complete_when_every_open_question_has_a_code(book: Codebook) -> None:
    nearly: Answers = {"uniqueness_basis": 4, "topic_trafficking": 0}
    assert [variable.name for variable in unanswered(book, nearly)] == ["stats_objection"]
    assert is_complete(book, {**nearly, "stats_objection": Missing.UNKNOWN})


def test_a_block_is_open_until_one_yes_or_a_code_for_each_option(book: Codebook) -> None:
    known_to = book.by_name["known_to"]
    assert known_to in unanswered(book, {**VICTIM, "known_to__police": 0})
    assert known_to not in unanswered(book, {**VICTIM, "known_to__police": 1})
    assert known_to not in unanswered(book, {**VICTIM, **dict.fromkeys(known_to.columns, -3)})


@pytest.mark.parametrize(
    ("value", "within"),
    [
        ("2020-03", True),
        ("2020-12", True),
        ("2020-02", False),
        ("2021-01", False),
        ("2020", False),
        ("-2", False),
        (None, False),
    ],
)
def test_a_span_of_months_holds_both_its_ends(value: Value | None, within: bool) -> None:
    answers: Answers = {} if value is None else {"start_period": value}
    assert holds(Within("start_period", "2020-03", "2020-12"), answers) is within


def test_a_year_lies_within_when_all_of_it_does() -> None:
    assert holds(Within("start_period", "2019-12", "2020-12"), {"start_period": "2020"})
    assert not holds(Within("start_period", "2019-12", "2020-11"), {"start_period": "2020"})


def test_answered_without_columns_speaks_of_a_plain_variable() -> None:
    assert holds(Answered("gender"), {"gender": 0})
    assert not holds(Answered("gender"), {"gender": -4})
    assert not holds(Answered("start_period"), {"start_period": "-4"})
    assert not holds(Answered("start_period"), {})


REFERENCE = "0123456789abcdef0123456789abcdef"
GOOD: list[tuple[str, Value]] = [
    ("case_ref", REFERENCE),
    ("case_ref", "01234567-89ab-4def-8123-456789abcdef"),
    ("first_chat_month", "2020-03"),
    ("chat_language", "nl"),
    ("chat_language", "tzm"),
    ("start_period", "2020-03"),
    ("start_period", "2020"),
    ("start_period", "-3"),
    ("contact_role", 7),
    ("assessment", 0),
    ("contact_role", -6),
    ("known_to__police", 1),
    ("known_to__police", 0),
    ("exploitation_platforms__snapchat__control", -2),
]
BAD: list[tuple[str, object, str]] = [
    ("known_to", 1, "unknown column"),
    ("age_years", 15, "unknown column"),
    ("case_ref", "vera_2004", "16 to 36 hexadecimal digits"),
    ("case_ref", "0612345678", "16 to 36 hexadecimal digits"),
    ("case_ref", "-2", "16 to 36 hexadecimal digits"),
    ("first_chat_month", "2020", "yyyy-mm"),
    ("first_chat_month", "2020-13", "yyyy-mm"),
    ("first_chat_month", "2020-03-14", "yyyy-mm"),
    ("first_chat_month", 202003, "not a text"),
    ("start_period", "-7", "yyyy"),
    ("start_period", -2, "not a text"),
    ("chat_language", "Dutch", "ISO 639"),
    ("contact_role", 8, "unknown code 8; it has 1, 2, 3, 4, 5, 6, 7"),
    ("contact_role", -7, "unknown code -7"),
    ("contact_role", "1", "not a whole number"),
    ("contact_role", 1.0, "not a whole number"),
    ("contact_role", True, "not a whole number"),
    ("contact_role", None, "not a whole number"),
    ("age_band", 15, "unknown code 15"),
    ("known_to__police", 2, "unknown code 2; it has 0, 1"),
    ("exploitation_platforms__snapchat__control", False, "not a whole number"),
]


@pytest.mark.parametrize(("column", "value"), GOOD)
def test_a_good_answer_is_taken(column: str, value: Value, book: Codebook) -> None:
    assert check_answer(book, column, value) is None


@pytest.mark.parametrize(("column", "value", "problem"), BAD)
def test_a_wrong_answer_is_refused_with_the_reason(column: str, value: object, problem: str, book: Codebook) -> None:
    assert problem in (check_answer(book, column, value) or "")


@pytest.mark.parametrize("column", ["case_ref", "first_chat_month", "chat_language", "contact_role", "nothing"])
def test_a_refusal_never_repeats_what_was_typed(column: str, book: Codebook) -> None:
    problem = check_answer(book, column, "Vera Jansen, Dorpsstraat 1")
    assert problem
    assert "Vera" not in problem
