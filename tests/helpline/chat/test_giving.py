"""Who lost her password gets back what she could open; nobody is given what is not for her."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpline.chat.giving_keys import bound_to, opened_chat, opened_team, private_key, reopened, sealed_chat
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.giving import give, lacking
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.sealing.hpke import KeyPair, Purpose, make_key_pair, open_key, seal_key
from zichtbaar.helpline.sealing.shares import join_key

Converse = Callable[..., Conversation]


def makes_new_key(staff: Staff) -> KeyPair:
    """She lost her password and came back with a new key."""
    own = make_key_pair()
    forget_key_of(staff)
    staff.public_key = to_text(own.public)
    staff.save()
    return own


def gives(giver: Staff, receiver: Staff) -> None:
    """What the giver's page does."""
    private = private_key(giver)
    lack = next(lack for lack in lacking(giver) if lack.staff == receiver)
    receivers = from_text(lack.staff.public_key)
    teams, chats = {}, {}
    for wrap in lack.teams:
        epoch = wrap.team_key_id
        key = open_key(from_text(wrap.sealed_private), private, Purpose.TEAM_KEY_FOR_STAFF, epoch=epoch)
        teams[epoch] = seal_key(key, receivers, Purpose.TEAM_KEY_FOR_STAFF, epoch=epoch)
    for chat in lack.conversations:
        bound = bound_to(chat.conversation)
        key = open_key(from_text(chat.sealed_key), private, Purpose.CONVERSATION_KEY_FOR_STAFF, **bound)
        sealed = seal_key(key, receivers, Purpose.CONVERSATION_KEY_FOR_STAFF, **bound)
        chats[chat.conversation.identifier] = sealed
    give(giver, receiver.pk, lack.staff.public_key, teams, chats)


def test_kim_lost_her_password_and_sam_gives_her_everything_back(kim: Staff, sam: Staff, converse: Converse) -> None:
    ended, going_on = converse(kim), reopened(converse(kim))
    keys = [sealed_chat(one, [kim, sam]) for one in (ended, going_on)]
    team = opened_team(private_key(kim), kim, 1)
    own = makes_new_key(kim)
    gives(sam, kim)
    assert [opened_chat(one, own.private, kim) for one in (ended, going_on)] == keys
    assert opened_team(own.private, kim, 1) == team
    assert lacking(sam) == []
    (line,) = latest(1)
    assert (line.kind, line.by, line.subject) == (Kind.KEYS_GIVEN, "Sam", f"staff {kim.pk}")


def test_lena_can_give_the_team_key_and_sam_the_conversations_later(
    kim: Staff, lena: Staff, sam: Staff, converse: Converse
) -> None:
    key = sealed_chat(chat := converse(kim), [kim, sam])
    own = makes_new_key(kim)
    gives(lena, kim)
    assert lacking(lena) == []
    gives(sam, kim)
    assert opened_chat(chat, own.private, kim) == key


def test_conversations_of_others_are_not_given(kim: Staff, lena: Staff, sam: Staff, converse: Converse) -> None:
    sealed_chat(chat := reopened(converse(lena)), [lena, sam])
    makes_new_key(kim)
    (lack,) = lacking(sam)
    assert (lack.staff, lack.conversations) == (kim, ())
    with pytest.raises(WrapsRefusedError):
        give(sam, kim.pk, kim.public_key, {}, {chat.identifier: bytes(114)})
    assert not chat.wraps.filter(staff=kim).exists()


def test_who_leads_shifts_from_now_on_gets_the_open_ones(
    kim: Staff, lena: Staff, sam: Staff, converse: Converse
) -> None:
    ended, going_on = converse(kim), reopened(converse(kim))
    for one in (ended, going_on):
        sealed_chat(one, [kim, sam])
    Staff.objects.filter(pk=lena.pk).update(role=Role.SHIFT_LEAD)
    lena.refresh_from_db()
    private = private_key(lena)
    gives(sam, lena)
    assert opened_chat(going_on, private, lena)
    assert not ended.wraps.filter(staff=lena).exists()


@pytest.mark.parametrize("who", ["noor", "ada"])
def test_who_does_not_work_at_the_desk_lacks_nothing(who: str, request: pytest.FixtureRequest, sam: Staff) -> None:
    staff = request.getfixturevalue(who)
    assert staff not in [lack.staff for lack in lacking(sam)]
    with pytest.raises(NotFoundError):
        give(sam, staff.pk, staff.public_key, {1: bytes(114)}, {})


def test_who_has_left_or_has_not_joined_is_given_nothing(kim: Staff, lena: Staff, sam: Staff) -> None:
    for staff, change in ((kim, {"is_active": False}), (lena, {"public_key": ""})):
        forget_key_of(staff)
        Staff.objects.filter(pk=staff.pk).update(**change)
        staff.refresh_from_db()
        with pytest.raises(NotFoundError):
            give(sam, staff.pk, staff.public_key, {1: bytes(114)}, {})
    assert lacking(sam) == []


def test_keys_sealed_to_another_key_than_she_has_now_are_refused(kim: Staff, sam: Staff) -> None:
    before = kim.public_key
    makes_new_key(kim)
    with pytest.raises(NotFoundError):
        give(sam, kim.pk, before, {1: bytes(114)}, {})


@pytest.mark.parametrize(("teams", "length"), [({1}, 113), ({1}, 0), ({2}, 114)])
def test_what_is_no_sealed_key_or_was_not_asked_is_refused(
    kim: Staff, sam: Staff, teams: set[int], length: int
) -> None:
    makes_new_key(kim)
    with pytest.raises(WrapsRefusedError):
        give(sam, kim.pk, kim.public_key, dict.fromkeys(teams, bytes(length)), {})


def test_nobody_gives_what_she_has_not_herself(kim: Staff, lena: Staff, converse: Converse) -> None:
    sealed_chat(chat := converse(kim), [kim])
    makes_new_key(kim)
    with pytest.raises(WrapsRefusedError):
        give(lena, kim.pk, kim.public_key, {}, {chat.identifier: bytes(114)})


def test_two_printed_shares_give_what_nobody_at_the_desk_can(
    kim: Staff, ada: Staff, founded: Founded, converse: Converse
) -> None:
    chat = converse(kim)
    key = sealed_chat(chat, [kim], recovery=True)
    own = makes_new_key(kim)
    private = join_key(founded.recovery_shares[1:])
    (lack,) = lacking(None)
    team_wrap, chat_wrap = lack.teams[0], lack.conversations[0]
    team = open_key(from_text(team_wrap.sealed_private), private, Purpose.TEAM_KEY_FOR_RECOVERY, epoch=1)
    bound = bound_to(chat)
    opened = open_key(from_text(chat_wrap.sealed_key), private, Purpose.CONVERSATION_KEY_FOR_RECOVERY, **bound)
    teams = {1: seal_key(team, own.public, Purpose.TEAM_KEY_FOR_STAFF, epoch=1)}
    chats = {chat.identifier: seal_key(opened, own.public, Purpose.CONVERSATION_KEY_FOR_STAFF, **bound)}
    give(ada, kim.pk, kim.public_key, teams, chats, with_recovery=True)
    assert opened_chat(chat, own.private, kim) == key
    assert opened_team(own.private, kim, 1) == team
    (line,) = latest(1)
    assert (line.kind, line.by, line.subject) == (Kind.RECOVERY_USED, "Ada", f"staff {kim.pk}")
    assert lacking(None) == []
