"""What Kim can do with a registration, and what is refused to everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration import actions
from zichtbaar.helpline.registration.access import registration_of, unfinished
from zichtbaar.helpline.registration.errors import (
    AlreadyCompleteError,
    AnswersRefusedError,
    CodebookChangedError,
    NotCompleteError,
    NotFoundError,
    UnansweredError,
)
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import Person, Registration

Converse = Callable[..., Conversation]

VICTIM = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1, "stats_objection": 1}
SAID = "my stepfather sells me near the old harbour bridge"


@pytest.fixture
def registration(kim: Staff, converse: Converse) -> Registration:
    """The draft of one of Kim's conversations."""
    return actions.open_registration(kim, converse(kim, language="en", began=datetime(2026, 3, 31, 23, tzinfo=UTC)))


def finish(staff: Staff, registration: Registration) -> Registration:
    actions.record_answers(staff, registration, VICTIM)
    actions.record_rest_as_not_discussed(staff, registration)
    return actions.complete(staff, registration)


def kinds() -> list[Kind]:
    return [line.kind for line in reversed(latest(100))]


def test_opening_makes_a_draft_that_knows_month_and_language_and_nothing_else(registration: Registration) -> None:
    assert registration.state == State.DRAFT
    assert registration.answers.keys() == {"case_ref", "first_chat_month", "chat_language"}
    # Eleven in the evening in London is one in the night of the first of April in Amsterdam.
    assert registration.answers["first_chat_month"] == registration.started_month == "2026-04"
    assert registration.answers["chat_language"] == "en"
    assert registration.answers["case_ref"] != registration.person.reference
    assert (registration.book_name, registration.book_version) == ("trafficking-1", load().version)


def test_opening_twice_gives_the_same_registration(kim: Staff, converse: Converse) -> None:
    conversation = converse(kim)
    first = actions.open_registration(kim, conversation)
    assert actions.open_registration(kim, conversation) == first
    assert Person.objects.count() == Registration.objects.count() == 1
    assert kinds().count(Kind.REGISTRATION_OPENED) == 1


def test_who_holds_the_conversation_or_leads_the_shift_may_register_it_and_nobody_else(
    kim: Staff, lena: Staff, sam: Staff, noor: Staff, ada: Staff, converse: Converse
) -> None:
    conversation = converse(kim)
    for colleague in (lena, noor, ada):
        with pytest.raises(NotFoundError):
            actions.open_registration(colleague, conversation)
    registration = actions.open_registration(kim, conversation)
    for colleague in (kim, sam):
        actions.record_answers(colleague, registration, {"topic_trafficking": 1})
        assert registration_of(colleague, registration.person.reference) == registration
    for colleague in (lena, noor, ada):
        for refused in (actions.complete, actions.reopen, actions.record_rest_as_not_discussed):
            with pytest.raises(NotFoundError):
                refused(colleague, registration)
        with pytest.raises(NotFoundError):
            actions.record_answers(colleague, registration, {"topic_trafficking": 0})
        with pytest.raises(NotFoundError):
            registration_of(colleague, registration.person.reference)
        assert not unfinished(colleague)


def test_nobody_registers_a_visitor_who_still_waits(kim: Staff, sam: Staff, converse: Converse) -> None:
    waiting = converse(None)
    for colleague in (kim, sam):
        with pytest.raises(NotFoundError):
            actions.open_registration(colleague, waiting)


def test_what_does_not_exist_and_what_is_not_yours_are_refused_alike(registration: Registration, lena: Staff) -> None:
    refusals = []
    for reference in (registration.person.reference, "2222-2222-2222", SAID):
        with pytest.raises(NotFoundError) as refused:
            registration_of(lena, reference)
        refusals.append(repr(refused.value))
    assert len(set(refusals)) == 1


def test_answers_are_stored_and_what_no_longer_applies_is_withdrawn(kim: Staff, registration: Registration) -> None:
    actions.record_answers(kim, registration, {**VICTIM, "exploitation_forms__sexual": 1})
    recorded = actions.record_answers(kim, registration, {"topic_trafficking": 0})
    assert recorded.withdrawn == ("contact_role", "assessment", "exploitation_forms")
    stored = Registration.objects.get(pk=registration.pk).answers
    assert "assessment" not in stored
    assert stored["topic_trafficking"] == 0


def test_refused_answers_change_nothing(kim: Staff, registration: Registration) -> None:
    before = kinds()
    with pytest.raises(AnswersRefusedError):
        actions.record_answers(kim, registration, {"topic_trafficking": 1, "contact_role": SAID})
    assert Registration.objects.get(pk=registration.pk).answers == registration.answers
    assert kinds() == before


def test_two_windows_lose_nothing_of_each_other(kim: Staff, registration: Registration) -> None:
    one = registration_of(kim, registration.person.reference)
    other = registration_of(kim, registration.person.reference)
    actions.record_answers(kim, one, {"topic_trafficking": 1})
    actions.record_answers(kim, other, {"contact_role": 1})
    stored = Registration.objects.get(pk=registration.pk).answers
    assert (stored["topic_trafficking"], stored["contact_role"]) == (1, 1)


def test_finishing_tells_what_is_open_and_then_finishes(kim: Staff, registration: Registration) -> None:
    with pytest.raises(UnansweredError) as refused:
        actions.complete(kim, registration)
    assert refused.value.variables[:2] == ("uniqueness_basis", "topic_trafficking")
    assert finish(kim, registration).state == State.COMPLETE
    assert list(unfinished(kim)) == []


def test_a_finished_registration_changes_only_after_it_is_opened_again(kim: Staff, registration: Registration) -> None:
    with pytest.raises(NotCompleteError):
        actions.reopen(kim, registration)
    finish(kim, registration)
    with pytest.raises(AlreadyCompleteError):
        actions.record_answers(kim, registration, {"topic_trafficking": 0})
    with pytest.raises(AlreadyCompleteError):
        actions.record_rest_as_not_discussed(kim, registration)
    with pytest.raises(AlreadyCompleteError):
        actions.complete(kim, registration)
    assert actions.reopen(kim, registration).state == State.DRAFT
    actions.record_answers(kim, registration, {"topic_trafficking": 0})


def test_every_step_is_in_the_record_and_none_says_of_which_registration(
    kim: Staff, registration: Registration
) -> None:
    finish(kim, registration)
    actions.reopen(kim, registration)
    assert kinds()[-5:] == [
        Kind.REGISTRATION_OPENED,
        Kind.ANSWERS_RECORDED,
        Kind.ANSWERS_RECORDED,
        Kind.REGISTRATION_COMPLETED,
        Kind.REGISTRATION_REOPENED,
    ]
    assert {line.subject for line in latest(5)} == {""}
    assert {line.by for line in latest(5)} == {"Kim"}
    assert verify().broken is None


@pytest.mark.parametrize("other", [{"book_version": "0.9"}, {"book_name": "gone-1"}])
@pytest.mark.parametrize(
    "act",
    [
        lambda staff, registration: actions.record_answers(staff, registration, VICTIM),
        actions.record_rest_as_not_discussed,
        actions.complete,
        actions.reopen,
    ],
)
def test_a_registration_of_another_codebook_is_not_changed(
    kim: Staff, registration: Registration, act: Callable[..., object], other: dict[str, str]
) -> None:
    finish(kim, registration)
    Registration.objects.update(**other, state=State.COMPLETE if act is actions.reopen else State.DRAFT)
    before = Registration.objects.values().get()
    with pytest.raises(CodebookChangedError, match=f"{before['book_name']} {before['book_version']}"):
        act(kim, registration)
    assert Registration.objects.values().get() == before
