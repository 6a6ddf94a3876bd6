"""A visitor who comes back is one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration import actions
from zichtbaar.helpline.registration.access import registration_of
from zichtbaar.helpline.registration.errors import AlreadyCompleteError, CodebookChangedError, NotFoundError
from zichtbaar.helpline.registration.models import ConversationOfPerson, Person, Registration

Converse = Callable[..., Conversation]

JANUARY, MARCH = datetime(2026, 1, 20, 15, tzinfo=UTC), datetime(2026, 3, 3, 15, tzinfo=UTC)


def finish(staff: Staff, registration: Registration) -> None:
    actions.record_rest_as_not_discussed(staff, registration)
    actions.complete(staff, registration)


def test_two_conversations_of_one_person_are_one_registration(kim: Staff, converse: Converse) -> None:
    first = actions.open_registration(kim, converse(kim, began=JANUARY))
    second = converse(kim, began=MARCH)
    draft = actions.open_registration(kim, second)
    joined = actions.recognise(kim, second, first.person.reference.lower())
    assert joined == first
    assert actions.open_registration(kim, second) == first
    assert not Registration.objects.filter(pk=draft.pk).exists()
    assert Person.objects.count() == 1
    assert ConversationOfPerson.objects.filter(person=first.person).count() == 2
    assert latest(1)[0].kind is Kind.VISITOR_RECOGNISED


def test_the_month_stays_that_of_the_first_chat_whichever_was_registered_first(kim: Staff, converse: Converse) -> None:
    for began, earlier in ((MARCH, JANUARY), (JANUARY, MARCH)):
        registration = actions.open_registration(kim, converse(kim, began=earlier))
        joined = actions.recognise(kim, converse(kim, began=began), registration.person.reference)
        assert joined.answers["first_chat_month"] == joined.started_month == "2026-01"


def test_recognising_twice_changes_nothing_more(kim: Staff, converse: Converse) -> None:
    first = actions.open_registration(kim, converse(kim))
    second = converse(kim)
    for _ in range(2):
        actions.recognise(kim, second, first.person.reference)
    assert [line.kind for line in latest(100)].count(Kind.VISITOR_RECOGNISED) == 1


def test_a_wrong_recognition_can_be_mended(kim: Staff, converse: Converse) -> None:
    one, other = (actions.open_registration(kim, converse(kim)) for _ in range(2))
    conversation = converse(kim)
    actions.recognise(kim, conversation, one.person.reference)
    assert actions.recognise(kim, conversation, other.person.reference) == other
    assert set(Registration.objects.all()) == {one, other}
    assert one.person.conversations.count() == 1


def test_a_finished_registration_of_this_conversation_never_disappears(kim: Staff, converse: Converse) -> None:
    first = actions.open_registration(kim, converse(kim))
    second = converse(kim)
    finished = actions.open_registration(kim, second)
    finish(kim, finished)
    with pytest.raises(AlreadyCompleteError):
        actions.recognise(kim, second, first.person.reference)
    assert actions.open_registration(kim, second) == finished


def test_the_earlier_registration_may_be_a_colleagues_and_finished(kim: Staff, lena: Staff, converse: Converse) -> None:
    earlier = actions.open_registration(lena, converse(lena))
    finish(lena, earlier)
    with pytest.raises(NotFoundError):
        registration_of(kim, earlier.person.reference)
    joined = actions.recognise(kim, converse(kim), earlier.person.reference)
    assert registration_of(kim, earlier.person.reference) == joined
    assert joined.state == "complete"


def test_only_who_may_register_the_conversation_recognises_and_only_who_exists(
    kim: Staff, lena: Staff, noor: Staff, converse: Converse
) -> None:
    earlier = actions.open_registration(kim, converse(kim))
    conversation = converse(kim)
    for colleague in (lena, noor):
        with pytest.raises(NotFoundError):
            actions.recognise(colleague, conversation, earlier.person.reference)
    for reference in ("", "2222-2222-2222", "the girl of last week"):
        with pytest.raises(NotFoundError):
            actions.recognise(kim, conversation, reference)


def test_a_forgotten_conversation_leaves_the_person(kim: Staff, converse: Converse) -> None:
    conversation = converse(kim)
    registration = actions.open_registration(kim, conversation)
    conversation.delete()
    assert registration_of(kim, registration.person.reference) == registration


def test_somebody_registered_with_another_codebook_keeps_two_registrations(kim: Staff, converse: Converse) -> None:
    first = actions.open_registration(kim, converse(kim, began=MARCH))
    second = converse(kim, began=JANUARY)
    draft = actions.open_registration(kim, second)
    Registration.objects.filter(pk=first.pk).update(book_version="0.9")
    with pytest.raises(CodebookChangedError):
        actions.recognise(kim, second, first.person.reference)
    assert actions.open_registration(kim, second) == draft
    assert registration_of(kim, first.person.reference).started_month == "2026-03"
