"""Reading a colleague's chat in need: asked for a reason, seen by all, let in by who holds the key, over in an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from helpline.chat.giving_keys import bound_to, opened_chat, private_key, reopened, sealed_chat
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import access, break_glass
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.models import BreakGlass, Conversation, Need
from zichtbaar.helpline.chat.retention import forget
from zichtbaar.helpline.people.encoding import from_text
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.errors import ForgedError
from zichtbaar.helpline.sealing.hpke import Purpose, open_key, seal_key

Converse = Callable[..., Conversation]


@pytest.fixture
def chat(kim: Staff, sam: Staff, converse: Converse) -> Conversation:
    """Kim's chat, which is going on."""
    chat = reopened(converse(kim))
    sealed_chat(chat, [kim, sam])
    return chat


def asks(lena: Staff, chat: Conversation) -> BreakGlass:
    return break_glass.ask(lena, chat.identifier, Need.DANGER)


def lets_in(holder: Staff, reader: Staff, glass: BreakGlass) -> bytes:
    """What the holder's page does; the key."""
    key = opened_chat(glass.conversation, private_key(holder), holder)
    public = from_text(reader.public_key)
    sealed = seal_key(key, public, Purpose.CONVERSATION_KEY_FOR_STAFF, **bound_to(glass.conversation))
    break_glass.let_in(holder, glass.pk, reader.public_key, sealed)
    return key


@pytest.mark.parametrize("holder", ["kim", "sam"])
def test_lena_asks_and_reads_when_who_holds_the_key_lets_her(
    holder: str, request: pytest.FixtureRequest, lena: Staff, chat: Conversation
) -> None:
    by = request.getfixturevalue(holder)
    assert list(break_glass.others_open(lena)) == [chat]
    glass = asks(lena, chat)
    with pytest.raises(NotFoundError):
        break_glass.read(lena, glass.pk)
    key = lets_in(by, lena, glass)
    reading = break_glass.read(lena, glass.pk)
    bound = bound_to(chat)
    opened = open_key(
        from_text(reading.glass.sealed_key), private_key(lena), Purpose.CONVERSATION_KEY_FOR_STAFF, **bound
    )
    assert opened == key
    told = [(line.kind, line.by, line.subject) for line in latest(3)]
    assert told == [
        (Kind.BREAK_GLASS_READ, "Lena", chat.identifier),
        (Kind.BREAK_GLASS_OPENED, by.name, f"{chat.identifier} staff {lena.pk}"),
        (Kind.BREAK_GLASS_ASKED, "Lena", f"{chat.identifier} danger"),
    ]


def test_it_is_not_hers_she_cannot_follow_write_or_end_it(kim: Staff, lena: Staff, chat: Conversation) -> None:
    lets_in(kim, lena, asks(lena, chat))
    assert not access.conversations_of(lena).exists()
    assert not access.may_write(lena, chat)


def test_after_an_hour_it_is_over_and_the_key_is_gone(kim: Staff, lena: Staff, chat: Conversation) -> None:
    glass = asks(lena, chat)
    lets_in(kim, lena, glass)
    BreakGlass.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFoundError):
        break_glass.read(lena, glass.pk)
    assert not break_glass.under_way().exists()
    assert break_glass.close_expired() == 1
    assert not BreakGlass.objects.exists()
    assert [(line.kind, line.subject) for line in latest(1)] == [(Kind.BREAK_GLASS_CLOSED, "1")]
    assert break_glass.close_expired() == 0


def test_what_nobody_answers_within_an_hour_goes_in_silence(kim: Staff, lena: Staff, chat: Conversation) -> None:
    glass = asks(lena, chat)
    BreakGlass.objects.update(asked_at=timezone.now() - timedelta(hours=1, seconds=1))
    with pytest.raises(NotFoundError):
        break_glass.let_in(kim, glass.pk, lena.public_key, bytes(114))
    assert break_glass.close_expired() == 0
    assert not BreakGlass.objects.exists()


def test_nobody_lets_herself_in_nor_without_the_key(kim: Staff, lena: Staff, sam: Staff, chat: Conversation) -> None:
    glass = asks(lena, chat)
    chat.wraps.filter(staff=sam).delete()
    for holder in (lena, sam):
        with pytest.raises(NotFoundError):
            break_glass.let_in(holder, glass.pk, lena.public_key, bytes(114))
    with pytest.raises(NotFoundError):
        break_glass.let_in(kim, glass.pk, sam.public_key, bytes(114))
    with pytest.raises(WrapsRefusedError):
        break_glass.let_in(kim, glass.pk, lena.public_key, b"short")
    assert not glass.sealed_key


def test_only_the_one_who_asked_reads(kim: Staff, lena: Staff, sam: Staff, chat: Conversation) -> None:
    glass = asks(lena, chat)
    lets_in(kim, lena, glass)
    for other in (kim, sam):
        with pytest.raises(NotFoundError):
            break_glass.read(other, glass.pk)
    sealed = from_text(BreakGlass.objects.get().sealed_key)
    with pytest.raises(ForgedError):
        open_key(sealed, private_key(sam), Purpose.CONVERSATION_KEY_FOR_STAFF, **bound_to(chat))


@pytest.mark.parametrize("who", ["kim", "sam", "noor", "ada"])
def test_who_needs_not_ask_or_may_not_cannot(who: str, request: pytest.FixtureRequest, chat: Conversation) -> None:
    with pytest.raises(NotFoundError):
        asks(request.getfixturevalue(who), chat)


def test_a_chat_that_has_ended_or_is_not_there_cannot_be_asked_for(kim: Staff, lena: Staff, converse: Converse) -> None:
    for identifier in (converse(kim).identifier, "0" * 32):
        with pytest.raises(NotFoundError):
            break_glass.ask(lena, identifier, Need.ABSENT)


def test_asking_twice_is_asking_once(lena: Staff, chat: Conversation) -> None:
    assert asks(lena, chat) == asks(lena, chat)
    assert [line.kind for line in latest(9)].count(Kind.BREAK_GLASS_ASKED) == 1


def test_it_ends_with_who_leaves_and_with_the_chat_that_is_forgotten(
    kim: Staff, lena: Staff, sam: Staff, chat: Conversation
) -> None:
    lets_in(kim, lena, asks(lena, chat))
    leave(sam, lena)
    assert not BreakGlass.objects.exists()
    BreakGlass.objects.create(conversation=chat, staff=lena, need=Need.DANGER, asked_at=timezone.now())
    forget([chat.pk])
    assert not BreakGlass.objects.exists()
