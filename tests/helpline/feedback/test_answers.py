"""What Vera says of the chat is counted, and nothing in the database tells that it was she."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.feedback import access, actions, pool
from zichtbaar.helpline.feedback.access import Answered, years
from zichtbaar.helpline.feedback.errors import NotAnAnswerError
from zichtbaar.helpline.feedback.models import AnswerCount
from zichtbaar.helpline.feedback.pool import PEOPLE_AT_ONCE, Pool
from zichtbaar.helpline.feedback.questions import QUESTIONS, check
from zichtbaar.helpline.people.models import Staff

ALL = [(question, answer) for question, answers in QUESTIONS.items() for answer in answers]
ANSWERS = st.fixed_dictionaries(
    {}, optional={question: st.sampled_from(codes) for question, codes in QUESTIONS.items()}
)


@pytest.fixture(autouse=True)
def empty_pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    fresh = Pool()
    monkeypatch.setattr(actions, "POOL", fresh)
    return fresh


def stored() -> dict[tuple[str, str], int]:
    return {(one.question, one.answer): one.count for one in AnswerCount.objects.order_by("pk")}


def answer_as(people: range, **answers: str) -> None:
    for number in people:
        actions.answer(f"visitor {number}", answers)


@pytest.mark.django_db
def test_nothing_is_in_the_database_until_ten_people_have_answered() -> None:
    answer_as(range(PEOPLE_AT_ONCE - 1), helped="yes")
    assert stored() == {}
    answer_as(range(100, 101), helped="no", again="yes")
    assert {answer: count for answer, count in stored().items() if count} == {
        ("helped", "yes"): 9,
        ("helped", "no"): 1,
        ("again", "yes"): 1,
    }


@pytest.mark.django_db
def test_rows_stand_in_the_same_order_whatever_was_chosen_first() -> None:
    answer_as(range(10), again="no")
    answer_as(range(10, 20), helped="yes", better="worse")
    assert list(stored()) == ALL
    assert {field.name for field in AnswerCount._meta.get_fields()} == {
        "id",
        "year",
        "month",
        "question",
        "answer",
        "count",
    }


@pytest.mark.django_db
def test_who_answers_twice_counts_once() -> None:
    answer_as(range(5), helped="yes")
    for _ in range(10):
        answer_as(range(5), helped="no")
    assert stored() == {}


@pytest.mark.parametrize(
    "wrong", [{}, {"helped": "perhaps"}, {"liked": "yes"}, {"helped": ["yes"]}, {"helped": "yes", "better": ""}]
)
def test_what_is_no_answer_is_refused_whole(wrong: dict[str, object]) -> None:
    with pytest.raises(NotAnAnswerError):
        actions.answer("vera", wrong)


@pytest.mark.django_db
def test_what_could_not_be_stored_is_stored_with_the_next_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_: object) -> None:
        raise DatabaseError("disk full: visitor 3 said no")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_store", full)
        answer_as(range(10), helped="yes")
    assert stored() == {}
    assert caplog.messages == ["answers not stored yet: DatabaseError"]
    answer_as(range(10, 11), helped="no")
    assert (stored()["helped", "yes"], stored()["helped", "no"]) == (10, 1)


def test_who_has_answered_is_forgotten_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    fresh = Pool()
    fresh.add("vera", [("helped", "yes")])
    now += timedelta(hours=1, seconds=1).total_seconds()
    fresh.add("another", [("helped", "yes")])
    assert list(fresh._answered) == ["another"]


@given(st.lists(ANSWERS.filter(bool), max_size=40))
def test_the_sums_that_go_out_are_of_ten_people_or_more_and_nothing_is_lost(people: list[dict[str, str]]) -> None:
    fresh, out = Pool(), pool.Sums()
    for number, answers in enumerate(people):
        sums = fresh.add(str(number), check(answers))
        assert (sums is None) is bool((number + 1) % PEOPLE_AT_ONCE)
        out.update(sums or {})
    out.update(fresh._sums)
    assert out == pool.Sums(pair for answers in people for pair in answers.items())


@pytest.mark.django_db
def test_a_researcher_sees_rounded_sums_of_a_year_and_nothing_of_a_few(noor: Staff, sam: Staff, ada: Staff) -> None:
    for month in (3, 4):
        for question, answer, count in (("helped", "yes", 12), ("helped", "no", 1), ("better", "same", 4)):
            AnswerCount.objects.create(year=2026, month=month, question=question, answer=answer, count=count)
    [year] = years(noor)
    assert year.year == 2026
    assert year.answered == (
        Answered("helped", {"yes": 25, "little": 0, "no": 0}),
        Answered("better", None),
        Answered("again", None),
    )
    assert years(sam) == years(ada) == []
    assert access.FEWEST_ANSWERS <= PEOPLE_AT_ONCE
