"""What is due is forgotten for good: first the keys, then the words, then that there ever was a conversation."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from pytest_django import Settings

from helpline.conversing import make_conversation
from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import retention
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES, milliseconds
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Envelope, ForgottenOnDay, Holder, KeyWrap
from zichtbaar.helpline.chat.retention import due, forget_due, last_look, next_due
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration.actions import open_registration
from zichtbaar.helpline.registration.models import ConversationOfPerson, Person, Registration

NOW = timezone.now()
Converse = Callable[..., Conversation]


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def say(conversation: Conversation, at: datetime, count: int = 1) -> bytes:
    """So many envelopes at one moment; the content of the last."""
    session, content = secrets.token_bytes(16), secrets.token_bytes(400)
    begin = Envelope.objects.filter(conversation=conversation).count()
    Envelope.objects.bulk_create(
        Envelope(
            conversation=conversation,
            number=begin + number,
            session=session,
            sequence=number,
            stored_at=milliseconds(at),
            content=content,
        )
        for number in range(1, count + 1)
    )
    return content


def seal_to(conversation: Conversation, staff: Staff) -> str:
    sealed = to_text(secrets.token_bytes(SEALED_KEY_BYTES))
    KeyWrap.objects.create(conversation=conversation, holder=Holder.STAFF, staff=staff, sealed_key=sealed)
    return sealed


def test_a_conversation_is_kept_for_28_days_after_its_end_and_one_that_nobody_took_for_one(
    kim: Staff, converse: Converse
) -> None:
    over, kept = converse(kim, began=days_ago(28.01)), converse(kim, began=days_ago(27.9))
    left, waits = converse(None), converse(None)
    Conversation.objects.filter(pk=left.pk).update(state=State.LEFT, ended_at=days_ago(1.01))
    assert set(due(NOW)) == {over, left}
    assert forget_due(NOW) == 2
    assert set(Conversation.objects.all()) == {kept, waits}
    assert next_due() == kept.ended_at + timedelta(days=28) if kept.ended_at else False


def test_a_shorter_term_holds_at_once(settings: Settings, kim: Staff, converse: Converse) -> None:
    converse(kim, began=days_ago(7.5))
    assert forget_due(NOW) == 0
    settings.KEEP_CONVERSATIONS = 7
    assert forget_due(NOW) == 1


def test_an_open_conversation_is_over_only_when_nobody_has_spoken_for_as_long_as_the_term(
    kim: Staff, converse: Converse
) -> None:
    silent, talked = converse(kim, began=days_ago(60)), converse(kim, began=days_ago(60))
    Conversation.objects.update(state=State.OPEN, ended_at=None)
    say(silent, days_ago(40))
    say(talked, days_ago(3))
    assert list(due(NOW)) == [silent]


def test_the_link_to_the_registration_is_cut_and_the_codes_stay(kim: Staff, converse: Converse) -> None:
    conversation = converse(kim, began=days_ago(30))
    registration = open_registration(kim, conversation)
    assert forget_due(NOW) == 1
    assert not ConversationOfPerson.objects.exists()
    assert Person.objects.count() == 1
    assert Registration.objects.get() == registration


def test_keys_and_words_are_in_no_file_afterwards(database_file: Path) -> None:
    kim = Staff.objects.get(name="Kim")
    planted: list[bytes] = []
    with closing(connect(database_file)) as journal:  # the journal of a running server keeps the log alive
        journal.execute("SELECT count(*) FROM chat_conversation").fetchone()
        for _ in range(20):
            conversation = make_conversation(kim, began=days_ago(30))
            planted += [seal_to(conversation, kim).encode(), say(conversation, days_ago(30), 40)]
            planted += [conversation.identifier.encode()]
        kept = say(make_conversation(kim), NOW)
        assert forget_due(NOW) == 20
        stored = b"".join(file.read_bytes() for file in database_file.parent.rglob("*") if file.is_file())
        assert [words for words in planted if words in stored] == []
        assert kept in stored


def test_keys_are_gone_before_anything_else_and_a_run_that_was_stopped_is_taken_up(
    kim: Staff, converse: Converse, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = converse(kim, began=days_ago(30))
    seal_to(conversation, kim)
    say(conversation, days_ago(30), 3)

    def stop(_: int) -> None:
        raise DatabaseError("stopped on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(retention, "_delete_envelopes", stop)
        with pytest.raises(DatabaseError, match="on purpose"):
            forget_due(NOW)
    assert not KeyWrap.objects.exists()
    assert Envelope.objects.count() == 3
    assert forget_due(NOW) == 1
    assert not Envelope.objects.exists()


def test_thousands_of_envelopes_go_in_small_steps(
    kim: Staff, converse: Converse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "ENVELOPES_AT_ONCE", 10)
    monkeypatch.setattr(retention, "CONVERSATIONS_AT_ONCE", 2)
    for _ in range(5):
        say(converse(kim, began=days_ago(29)), days_ago(29), 35)
    kept = converse(kim)
    say(kept, NOW, 35)
    assert forget_due(NOW) == 5
    assert set(Envelope.objects.values_list("conversation", flat=True)) == {kept.pk}


def test_the_log_of_forgetting_says_how_many_and_when_and_nothing_else(kim: Staff, converse: Converse) -> None:
    assert last_look() is None
    for _ in range(3):
        converse(kim, began=days_ago(29))
    forget_due(NOW)
    converse(kim, began=days_ago(29))
    forget_due(NOW + timedelta(seconds=1))
    (day,) = ForgottenOnDay.objects.all()
    assert (day.day, day.conversations) == (NOW.date(), 4)
    assert last_look() == NOW + timedelta(seconds=1)
    assert [(line.kind, line.subject, line.by) for line in latest(2)] == [
        (Kind.CONVERSATIONS_FORGOTTEN, "1", ""),
        (Kind.CONVERSATIONS_FORGOTTEN, "3", ""),
    ]
    assert verify().broken is None


@pytest.mark.usefixtures("founded")
def test_a_look_that_finds_nothing_is_noted_but_leaves_no_line() -> None:
    before = latest(1)
    assert forget_due(NOW) == 0
    assert last_look() == NOW
    assert latest(1) == before


@pytest.mark.usefixtures("database_file")
def test_the_file_gets_smaller_when_much_was_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "PAGES_NOT_WORTH_IT", 10)

    def pages() -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA page_count").fetchone()[0])

    empty = pages()
    say(make_conversation(Staff.objects.get(name="Kim"), began=days_ago(30)), days_ago(30), 2000)
    assert pages() > 2 * empty
    forget_due(NOW)
    assert pages() <= empty + 5
