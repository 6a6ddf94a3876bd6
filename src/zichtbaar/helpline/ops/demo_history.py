"""The demo's past: whole years of registrations and this one, and a week of conversations as a browser seals them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Answers, Missing, Value
from zichtbaar.helpline.chat.access import hash_of_token
from zichtbaar.helpline.chat.actions import RECOVERY, milliseconds, wrap_to
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.chat.models import Conversation, Envelope, Holder, KeyWrap
from zichtbaar.helpline.ops.demo_conversations import DIALOGUES
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.setup import FIRST_EPOCH
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import ConversationOfPerson, Person, Registration
from zichtbaar.helpline.sealing import conversation as sealing
from zichtbaar.helpline.sealing.envelope import Role
from zichtbaar.helpline.sealing.hpke import Purpose, seal_key
from zichtbaar.monitor.datasets.invented import invent_registrations

REGISTRATIONS_OF_A_YEAR = 280
FEWEST_REGISTRATIONS = 60
CONVERSATIONS_OF_THE_WEEK = 14
DRAFTS = 2
ANSWERED_IN_A_DRAFT = ("case_ref", "first_chat_month", "chat_language", "topic_trafficking", "contact_role")
THIS_WEEKS_SEED = 1


def invent_year(year: int, last_month: int, counsellors: Sequence[Staff], seed: int) -> None:
    """Finished registrations from January to this month, of people whose conversations are forgotten already.

    However early in the year it is, there are enough of them for a factsheet that has to hide little.
    """
    months = [f"{year}-{month:02}" for month in range(1, last_month + 1)]
    count = max(FEWEST_REGISTRATIONS, round(REGISTRATIONS_OF_A_YEAR * last_month / 12))
    _register(
        _registration(answers, counsellors[number % len(counsellors)])
        for number, answers in enumerate(invent_registrations(load(), months, count, seed))
    )


def invent_week(now: datetime, counsellors: Sequence[Staff]) -> None:
    """Ended conversations of the days before `now`; the last one was with who wrote first. Two are drafts still."""
    conversations = [
        _conversation(now - timedelta(hours=12 * (CONVERSATIONS_OF_THE_WEEK - number)), number, counsellors)
        for number in range(CONVERSATIONS_OF_THE_WEEK)
    ]
    Conversation.objects.bulk_create(conversations)
    for conversation, (_, lines) in zip(conversations, DIALOGUES * CONVERSATIONS_OF_THE_WEEK, strict=False):
        _say(conversation, lines)
    people = _register(_registrations_of(conversations[:-1]))
    ConversationOfPerson.objects.bulk_create(
        ConversationOfPerson(conversation=conversation, person=person)
        for conversation, person in zip(conversations, [*people, people[0]], strict=True)
    )


def _conversation(began: datetime, number: int, counsellors: Sequence[Staff]) -> Conversation:
    return Conversation(
        identifier=secrets.token_hex(16),
        state=ChatState.ENDED,
        language=DIALOGUES[number % len(DIALOGUES)][0],
        epoch=FIRST_EPOCH,
        token_hash=hash_of_token(secrets.token_bytes(32)),
        counsellor=counsellors[number % len(counsellors)],
        created_at=began,
        opened_at=began + timedelta(minutes=2),
        ended_at=began + timedelta(minutes=40),
    )


def _say(conversation: Conversation, lines: Sequence[str]) -> None:
    """Seal what was said, and the key to who may read it, as the browsers of both sides would."""
    key = secrets.token_bytes(32)
    identifier = bytes.fromhex(conversation.identifier)
    visitor = sealing.Conversation(identifier, key, Role.VISITOR)
    counsellor = sealing.Conversation(identifier, key, Role.COUNSELLOR)
    envelopes = []
    for number, text in enumerate(lines, start=1):
        speaker, listener = (visitor, counsellor) if number % 2 else (counsellor, visitor)
        said_at = milliseconds(conversation.created_at + timedelta(minutes=2 * number))
        content = speaker.seal(text, said_at)
        header = listener.open(content).header
        envelopes.append(
            Envelope(
                conversation=conversation,
                number=number,
                session=header.session,
                sequence=header.sequence,
                stored_at=said_at,
                content=content,
            )
        )
    Envelope.objects.bulk_create(envelopes)
    KeyWrap.objects.bulk_create(_wraps(conversation, key))


def _wraps(conversation: Conversation, key: bytes) -> Iterable[KeyWrap]:
    for holder, public_key in wrap_to(conversation).items():
        is_recovery = holder == RECOVERY
        sealed = seal_key(
            key,
            from_text(public_key),
            Purpose.CONVERSATION_KEY_FOR_RECOVERY if is_recovery else Purpose.CONVERSATION_KEY_FOR_STAFF,
            conversation=bytes.fromhex(conversation.identifier),
            epoch=conversation.epoch,
        )
        yield KeyWrap(
            conversation=conversation,
            holder=Holder.RECOVERY if is_recovery else Holder.STAFF,
            staff_id=None if is_recovery else int(holder),
            sealed_key=to_text(sealed),
        )


def _registrations_of(conversations: Sequence[Conversation]) -> Iterable[Registration]:
    """A registration for each conversation; the latest ones are drafts."""
    months = [timezone.localtime(conversation.created_at).strftime("%Y-%m") for conversation in conversations]
    invented = invent_registrations(load(), months[-1:], len(conversations), THIS_WEEKS_SEED)
    for number, (conversation, answers) in enumerate(zip(conversations, invented, strict=True)):
        said: dict[str, Value] = {**answers, "first_chat_month": months[number], "chat_language": conversation.language}
        if number < len(conversations) - DRAFTS:
            yield _registration(said, conversation.counsellor)
        else:
            begun = {column: value for column, value in said.items() if column in ANSWERED_IN_A_DRAFT}
            yield _registration(begun, conversation.counsellor, State.DRAFT)


def _registration(answers: Answers, counsellor: Staff | None, state: State = State.COMPLETE) -> Registration:
    book = load()
    return Registration(
        book_name=book.name,
        book_version=book.version,
        answers=_without_what_does_not_apply(answers),
        state=state,
        counsellor=counsellor,
        started_month=answers["first_chat_month"],
    )


def _without_what_does_not_apply(answers: Answers) -> Mapping[str, Value]:
    """Answers as a registration keeps them: "not applicable" follows from the others and is not stored."""
    not_applicable = (int(Missing.NOT_APPLICABLE), str(int(Missing.NOT_APPLICABLE)))
    return {column: value for column, value in answers.items() if value not in not_applicable}


def _register(registrations: Iterable[Registration]) -> list[Person]:
    """Store registrations, each with a new person."""
    drawn = list(registrations)
    people = Person.objects.bulk_create(Person() for _ in drawn)
    for registration, person in zip(drawn, people, strict=True):
        registration.person = person
    Registration.objects.bulk_create(drawn)
    return people
