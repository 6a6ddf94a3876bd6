"""What a colleague can do with a registration: each action checks, changes and records.

A line of the record does not say which registration it is about: beside the line of the conversation it would join the
two for ever, with the moment, long after the link was severed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zichtbaar.codebook.answers import unanswered
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration.access import may_register, registration_of
from zichtbaar.helpline.registration.answering import Changes, change, rest_not_discussed
from zichtbaar.helpline.registration.errors import (
    AlreadyCompleteError,
    CodebookChangedError,
    NotFoundError,
    UnansweredError,
)
from zichtbaar.helpline.registration.lifecycle import State, changeable, completed, reopened
from zichtbaar.helpline.registration.models import ConversationOfPerson, Person, Registration
from zichtbaar.helpline.registration.reference import read_reference


@dataclass(frozen=True, slots=True)
class Recorded:
    """A registration after answers were recorded, and the variables whose answers fell away by it."""

    registration: Registration
    withdrawn: tuple[str, ...]


def book_of(registration: Registration) -> Codebook:
    """The codebook at hand. Raises CodebookChangedError when the registration was made with another one."""
    book = load()
    if (registration.book_name, registration.book_version) != (book.name, book.version):
        raise CodebookChangedError(
            f"{registration.book_name} {registration.book_version}", f"{book.name} {book.version}"
        )
    return book


@transaction.atomic
def open_registration(staff: Staff, conversation: Conversation) -> Registration:
    """The registration of a conversation's person; made as a draft the first time. Raises NotFoundError."""
    if not may_register(staff, conversation):
        raise NotFoundError
    existing = Registration.objects.filter(person__conversations__conversation=conversation)
    if found := existing.select_related("person").first():
        return found
    registration = _draft(staff, conversation)
    record(Kind.REGISTRATION_OPENED, by=staff)
    return registration


@transaction.atomic
def record_answers(staff: Staff, registration: Registration, changes: Changes) -> Recorded:
    """Store coded answers, all or none; None takes one back.

    Answers to questions that no longer apply are withdrawn. Raises AnswersRefusedError (which columns and
    why), AlreadyCompleteError, CodebookChangedError, NotFoundError.
    """
    current = _current(staff, registration)
    changeable(current.state)
    return _store(staff, current, changes)


@transaction.atomic
def record_rest_as_not_discussed(staff: Staff, registration: Registration) -> Recorded:
    """Code every question that is still open as "not discussed". Raises as `record_answers`."""
    current = _current(staff, registration)
    changeable(current.state)
    return _store(staff, current, rest_not_discussed(book_of(current), current.answers))


@transaction.atomic
def complete(staff: Staff, registration: Registration) -> Registration:
    """Finish a registration, so that it counts. Raises UnansweredError with what is still open."""
    current = _current(staff, registration)
    state = completed(current.state)
    if open_questions := unanswered(book_of(current), current.answers):
        raise UnansweredError([variable.name for variable in open_questions])
    return _move(staff, current, state, Kind.REGISTRATION_COMPLETED)


@transaction.atomic
def reopen(staff: Staff, registration: Registration) -> Registration:
    """Open a finished registration again; it does not count until it is finished once more."""
    current = _current(staff, registration)
    return _move(staff, current, reopened(current.state), Kind.REGISTRATION_REOPENED)


@transaction.atomic
def recognise(staff: Staff, conversation: Conversation, reference: str) -> Registration:
    """Say that this conversation was with an earlier person: both conversations are one person, who counts once.

    The draft made for this conversation disappears. Raises NotFoundError when there is no such person,
    CodebookChangedError when she was registered with another codebook, and AlreadyCompleteError when this
    conversation's own registration is already finished.
    """
    if not may_register(staff, conversation):
        raise NotFoundError
    earlier = Registration.objects.select_related("person").filter(person__reference=read_reference(reference))
    registration = earlier.select_for_update().first()
    if registration is None:
        raise NotFoundError
    book_of(registration)
    if _join(conversation, registration.person):
        _begin_no_later_than(registration, _month_of(conversation))
        record(Kind.VISITOR_RECOGNISED, by=staff)
    return registration


def _draft(staff: Staff, conversation: Conversation) -> Registration:
    book = load()
    person = Person.objects.create()
    ConversationOfPerson.objects.create(conversation=conversation, person=person)
    month = _month_of(conversation)
    filled: dict[str, Value] = {
        "case_ref": secrets.token_hex(16),
        "first_chat_month": month,
        "chat_language": conversation.language,
    }
    return Registration.objects.create(
        person=person,
        book_name=book.name,
        book_version=book.version,
        answers=filled,
        counsellor=staff,
        started_month=month,
    )


def _current(staff: Staff, registration: Registration) -> Registration:
    """The registration as it stands now, locked until the action is done.

    Raises NotFoundError when it is not this colleague's, and CodebookChangedError.
    """
    registration_of(staff, registration.person.reference)
    current = Registration.objects.select_related("person").select_for_update().get(pk=registration.pk)
    book_of(current)
    return current


def _store(staff: Staff, registration: Registration, changes: Changes) -> Recorded:
    changed = change(book_of(registration), registration.answers, changes, this_month=_month(timezone.now()))
    registration.answers = changed.answers
    registration.save(update_fields=["answers"])
    record(Kind.ANSWERS_RECORDED, by=staff)
    return Recorded(registration, changed.withdrawn)


def _move(staff: Staff, registration: Registration, state: State, kind: Kind) -> Registration:
    registration.state = state
    registration.save(update_fields=["state"])
    record(kind, by=staff)
    return registration


def _join(conversation: Conversation, person: Person) -> bool:
    """Give the conversation to this person; False when it was hers already."""
    link = ConversationOfPerson.objects.select_related("person").filter(conversation=conversation).first()
    if link is not None and link.person == person:
        return False
    if link is not None and link.person.conversations.count() == 1:
        if link.person.registration.state != State.DRAFT:
            raise AlreadyCompleteError
        link.person.delete()
        forget_after_commit()
    ConversationOfPerson.objects.update_or_create(conversation=conversation, defaults={"person": person})
    return True


def _begin_no_later_than(registration: Registration, month: str) -> None:
    """Keep the month of the first chat, whichever of the two conversations was registered first."""
    registration.started_month = min(registration.started_month, month)
    registration.answers["first_chat_month"] = registration.started_month
    registration.save(update_fields=["started_month", "answers"])


def _month_of(conversation: Conversation) -> str:
    return _month(conversation.created_at)


def _month(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m")
