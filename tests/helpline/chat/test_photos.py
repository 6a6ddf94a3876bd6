"""Photos: kept only where the helpline takes them, looked at by who may read the words, and deleted for everybody."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from helpline.chat.talking import Chat, begin
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import actions, photos, retention
from zichtbaar.helpline.chat.break_glass import OPEN_FOR
from zichtbaar.helpline.chat.errors import IdentifierTakenError, NoPhotosError, NotFoundError, TooManyPhotosError
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import BreakGlass, Conversation, Holder, Need, Photo
from zichtbaar.helpline.people.models import Staff

NAME = "ab" * 16
SEALED = b"\1" + secrets.token_bytes(32 * 1024 + 16)


@pytest.fixture(autouse=True)
def taken(settings: Settings) -> None:
    """This helpline takes photos."""
    settings.PHOTOS = True


@pytest.fixture
def chat(kim: Staff) -> Chat:
    """Vera and Kim are talking."""
    return begin(counsellor=kim)


def send(chat: Chat, name: str = NAME, content: bytes = SEALED) -> None:
    photos.keep(chat.identifier.hex(), chat.token, name, content)


def look(staff: Staff, chat: Chat, name: str = NAME) -> bytes:
    return photos.look_at(staff, chat.identifier.hex(), name)


def test_kim_gets_the_bytes_that_vera_sent_and_each_look_is_recorded(kim: Staff, chat: Chat) -> None:
    send(chat)
    assert look(kim, chat) == SEALED
    assert look(kim, chat) == SEALED
    told = [(line.kind, line.by, line.subject) for line in latest(2)]
    assert told == [(Kind.PHOTO_LOOKED_AT, "Kim", chat.identifier.hex())] * 2


def test_where_photos_are_off_none_is_kept_and_those_from_before_can_be_looked_at_and_deleted(
    settings: Settings, kim: Staff, chat: Chat
) -> None:
    send(chat)
    settings.PHOTOS = False
    with pytest.raises(NoPhotosError):
        send(chat, "cd" * 16)
    assert Photo.objects.count() == 1
    assert look(kim, chat) == SEALED
    photos.delete(kim, chat.identifier.hex(), NAME)


def test_who_holds_no_token_sends_none(chat: Chat) -> None:
    with pytest.raises(NotFoundError):
        photos.keep(chat.identifier.hex(), secrets.token_bytes(32), NAME, SEALED)
    with pytest.raises(NotFoundError):
        photos.keep("ff" * 16, chat.token, NAME, SEALED)
    assert not Photo.objects.exists()


@pytest.mark.parametrize("state", [State.WAITING, State.ENDED, State.LEFT])
def test_only_in_an_open_chat_is_one_kept(kim: Staff, state: State) -> None:
    with pytest.raises(NoPhotosError):
        send(begin(counsellor=kim, state=state))


def test_a_part_into_which_a_partner_was_let_takes_none(chat: Chat, piet: Staff) -> None:
    part = Chat()
    actions.begin_part(chat.row, piet, actions.NewPart(part.identifier.hex(), part.token))
    with pytest.raises(NoPhotosError):
        send(part)


def test_sent_twice_it_is_there_once_and_another_under_its_name_is_refused(kim: Staff, chat: Chat) -> None:
    send(chat)
    send(chat)
    assert Photo.objects.count() == 1
    with pytest.raises(IdentifierTakenError):
        send(chat, content=SEALED[:-1] + bytes([SEALED[-1] ^ 1]))
    assert look(kim, chat) == SEALED


def test_a_conversation_holds_so_many_and_deleting_makes_no_room(kim: Staff, chat: Chat) -> None:
    names = [f"{number:032x}" for number in range(photos.MOST_PHOTOS)]
    for name in names:
        send(chat, name)
    photos.delete(kim, chat.identifier.hex(), names[0])
    with pytest.raises(TooManyPhotosError):
        send(chat)
    send(chat, names[1])  # the answer to this one was lost


def test_who_may_read_the_words_may_look_and_nobody_else(
    chat: Chat, sam: Staff, lena: Staff, noor: Staff, ada: Staff, piet: Staff
) -> None:
    send(chat)
    assert look(sam, chat) == SEALED
    for outsider in (lena, noor, ada, piet):
        with pytest.raises(NotFoundError):
            look(outsider, chat)
        with pytest.raises(NotFoundError):
            photos.delete(outsider, chat.identifier.hex(), NAME)


def test_a_partner_in_a_part_sees_no_photo_of_the_conversation(chat: Chat, piet: Staff) -> None:
    send(chat)
    part = Chat()
    actions.begin_part(chat.row, piet, actions.NewPart(part.identifier.hex(), part.token))
    for identifier in (chat.identifier, part.identifier):
        with pytest.raises(NotFoundError):
            photos.look_at(piet, identifier.hex(), NAME)


def test_a_partner_sees_and_deletes_no_photo_even_if_one_lies_in_the_part_that_he_is_in(
    chat: Chat, piet: Staff
) -> None:
    part = Chat()
    actions.begin_part(chat.row, piet, actions.NewPart(part.identifier.hex(), part.token))
    part.row.photos.create(identifier=NAME, content=SEALED)
    with pytest.raises(NotFoundError):
        look(piet, part)
    with pytest.raises(NotFoundError):
        photos.delete(piet, part.identifier.hex(), NAME)
    assert kept(piet) == []
    assert bytes(Photo.objects.get().content) == SEALED


def test_a_photo_is_found_under_its_name_in_its_own_conversation_only(kim: Staff, chat: Chat) -> None:
    send(chat)
    send(chat, "cd" * 16)
    other = begin(counsellor=kim)
    with pytest.raises(NotFoundError):
        look(kim, other)
    with pytest.raises(NotFoundError):
        photos.delete(kim, other.identifier.hex(), NAME)
    photos.delete(kim, chat.identifier.hex(), NAME)
    assert look(kim, chat, "cd" * 16) == SEALED


def test_who_was_let_in_to_read_may_look_for_as_long_and_not_delete(chat: Chat, lena: Staff) -> None:
    send(chat)
    now = timezone.now()
    glass = BreakGlass.objects.create(conversation=chat.row, staff=lena, need=Need.DANGER, asked_at=now)
    with pytest.raises(NotFoundError):
        look(lena, chat)
    BreakGlass.objects.filter(pk=glass.pk).update(sealed_key="k", expires_at=now + OPEN_FOR)
    assert look(lena, chat) == SEALED
    with pytest.raises(NotFoundError):
        photos.delete(lena, chat.identifier.hex(), NAME)
    BreakGlass.objects.filter(pk=glass.pk).update(expires_at=now)
    with pytest.raises(NotFoundError):
        look(lena, chat)


def test_once_it_waits_anew_as_a_message_it_is_nobodys(kim: Staff, sam: Staff, chat: Chat) -> None:
    send(chat)
    Conversation.objects.update(state=State.WAITING, message_at=timezone.now())
    for one in (kim, sam):
        with pytest.raises(NotFoundError):
            look(one, chat)


@pytest.mark.parametrize("by", ["kim", "sam"])
def test_what_is_deleted_is_gone_for_everybody_and_cannot_be_sent_again(
    by: str, request: pytest.FixtureRequest, kim: Staff, sam: Staff, chat: Chat
) -> None:
    deletes: Staff = request.getfixturevalue(by)
    send(chat)
    photos.delete(deletes, chat.identifier.hex(), NAME)
    photos.delete(deletes, chat.identifier.hex(), NAME)
    assert [(line.kind, line.by, line.subject) for line in latest(1)] == [
        (Kind.PHOTO_DELETED, deletes.name, chat.identifier.hex())
    ]
    assert [line.kind for line in latest(9)].count(Kind.PHOTO_DELETED) == 1
    with pytest.raises(IdentifierTakenError):
        send(chat)
    for one in (kim, sam):
        with pytest.raises(NotFoundError):
            look(one, chat)


def kept(staff: Staff) -> list[tuple[str, str, str | None]]:
    assert photos.count_for(staff) == len(photos.kept_for(staff))
    return [(one.conversation.identifier, one.photo, one.sealed_key) for one in photos.kept_for(staff)]


def test_after_the_chat_it_is_still_found_by_who_can_delete_it_and_by_nobody_else(
    kim: Staff, lena: Staff, sam: Staff, ada: Staff, piet: Staff, chat: Chat
) -> None:
    """What came in the last minute of a chat must not lie there for a month because its text is put away."""
    send(chat)
    send(begin(counsellor=lena), "cd" * 16)
    chat.row.wraps.create(holder=Holder.STAFF, staff=kim, sealed_key="to Kim")
    actions.end(kim, chat.row)
    hers = (chat.identifier.hex(), NAME, "to Kim")
    assert kept(kim) == [hers]
    assert [(photo, key) for _, photo, key in kept(sam)] == [("cd" * 16, None), (NAME, None)]
    assert kept(ada) == kept(piet) == []
    photos.delete(sam, chat.identifier.hex(), NAME)
    assert kept(kim) == []
    assert [photo for _, photo, _ in kept(sam)] == ["cd" * 16]


def test_a_photo_that_is_not_there_cannot_be_deleted(kim: Staff, chat: Chat) -> None:
    with pytest.raises(NotFoundError):
        photos.delete(kim, chat.identifier.hex(), NAME)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("gone", ["deleted", "forgotten"])
def test_afterwards_it_is_in_no_file(gone: str, database_file: Path) -> None:
    kim = Staff.objects.get(name="Kim")
    chat, kept = begin(counsellor=kim), begin(counsellor=kim)
    pieces = [SEALED[place : place + 16] for place in range(1, len(SEALED), 1000)]
    with closing(connect(database_file)) as journal:  # the journal of a running server keeps the log alive
        journal.execute("SELECT count(*) FROM chat_conversation").fetchone()
        send(chat)
        send(kept, content=b"\1" + SEALED[:0:-1])
        stored = everything_in(database_file.parent)
        # It was looked in the right place; a piece may lie across two pages of the file.
        assert sum(piece in stored for piece in pieces) > len(pieces) // 2
        if gone == "deleted":
            photos.delete(kim, chat.identifier.hex(), NAME)
        else:
            retention.forget([chat.row.pk])
        stored = everything_in(database_file.parent)
        assert [piece for piece in pieces if piece in stored] == []
        assert SEALED[::-1][:16] in stored
