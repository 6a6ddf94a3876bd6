"""A new team key: everybody who belongs opens it, who waits is not lost, and the old one opens nothing any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError

from helpline.chat.giving_keys import Bound, bound_to, opened_team, private_key, sealed_chat
from helpline.chat.talking import Chat, begin, first_envelope
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.actions import NewConversation
from zichtbaar.helpline.chat.errors import KeyMissingError, NotFoundError, OldEpochError, WrapsRefusedError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.chat.renewing import NewTeamKey, renew, renewal
from zichtbaar.helpline.people.access import team_key_in_use
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import Staff, TeamKeyWrap
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.sealing.errors import ForgedError
from zichtbaar.helpline.sealing.hpke import Purpose, make_key_pair, open_key, seal_key


def made_by(staff: Staff) -> NewTeamKey:
    """What a shift lead's page makes of what the server says is needed."""
    needs, team = renewal(), make_key_pair()
    privates = {}
    for to, key in needs.receivers.items():
        purpose = Purpose.TEAM_KEY_FOR_RECOVERY if to == "recovery" else Purpose.TEAM_KEY_FOR_STAFF
        privates[to] = seal_key(team.private, from_text(key), purpose, epoch=needs.epoch)
    waiting = {}
    for wrap in needs.waiting:
        chat = wrap.conversation
        old = opened_team(private_key(staff), staff, chat.epoch)
        bound = Bound(conversation=bytes.fromhex(chat.identifier), epoch=needs.epoch)
        sealed = seal_key(opened_by_team(wrap, old), team.public, Purpose.CONVERSATION_KEY_FOR_TEAM, **bound)
        waiting[chat.identifier] = sealed
    return NewTeamKey(needs.epoch, team.public, privates, waiting)


def opened_by_team(wrap: KeyWrap, team: bytes) -> bytes:
    return open_key(from_text(wrap.sealed_key), team, Purpose.CONVERSATION_KEY_FOR_TEAM, **bound_to(wrap.conversation))


def waits() -> tuple[Conversation, bytes]:
    """Vera waits; her conversation and its key."""
    chat = begin().row
    KeyWrap.objects.filter(conversation=chat).delete()
    return chat, sealed_chat(chat, to_team=True)


def test_who_has_left_cannot_open_what_comes_after_nor_who_waits_now(
    kim: Staff, lena: Staff, sam: Staff, founded: Founded
) -> None:
    chat, key = waits()
    kims_private, kims_team = private_key(kim), opened_team(private_key(kim), kim, 1)
    leave(sam, kim)
    renew(sam, made_by(sam))

    chat.refresh_from_db()
    wrap = chat.wraps.get()
    assert (chat.epoch, team_key_in_use().epoch, team_key_in_use().is_due) == (2, 2, False)  # type: ignore[union-attr]
    for staff in (lena, sam):
        assert opened_by_team(wrap, opened_team(private_key(staff), staff, 2)) == key
    recovery = TeamKeyWrap.objects.get(staff=None)
    private = from_text(founded.recovery_key)
    team = open_key(from_text(recovery.sealed_private), private, Purpose.TEAM_KEY_FOR_RECOVERY, epoch=2)
    assert opened_by_team(wrap, team) == key

    for held in (kims_private, kims_team):
        with pytest.raises(ForgedError):
            opened_by_team(wrap, held)
        for sealed in TeamKeyWrap.objects.all():
            with pytest.raises(ForgedError):
                open_key(from_text(sealed.sealed_private), held, Purpose.TEAM_KEY_FOR_STAFF, epoch=2)
    assert set(TeamKeyWrap.objects.values_list("team_key_id", flat=True)) == {2}, "nobody keeps the old one"
    assert latest(1)[0].kind is Kind.TEAM_KEY_RENEWED


def test_visitors_who_have_the_old_page_are_told_and_newcomers_use_the_new_key(sam: Staff) -> None:
    renew(sam, made_by(sam))
    chat = Chat()
    name = chat.identifier.hex()
    new = NewConversation(name, chat.token, 1, bytes(114), "nl", first_envelope(name))
    with pytest.raises(OldEpochError):
        actions.start(new)
    assert actions.start(replace(new, epoch=2))[0].epoch == 2


def test_what_a_counsellor_has_just_taken_stays_as_her_browser_has_it(kim: Staff, sam: Staff) -> None:
    chat, key = waits()
    actions.take(kim)
    renew(sam, made_by(sam))
    chat.refresh_from_db()
    assert chat.epoch == 1
    assert opened_by_team(chat.wraps.get(holder=Holder.TEAM), opened_team(private_key(kim), kim, 1)) == key


@pytest.mark.parametrize("state", [State.WAITING, State.LEFT])
def test_a_message_of_who_came_back_and_who_left_untaken_are_sealed_anew_too(
    kim: Staff, sam: Staff, state: State
) -> None:
    chat = begin(counsellor=kim if state is State.WAITING else None, state=state).row
    key = sealed_chat(chat, to_team=True)
    renew(sam, made_by(sam))
    chat.refresh_from_db()
    assert chat.epoch == 2
    assert opened_by_team(chat.wraps.get(), opened_team(private_key(sam), sam, 2)) == key


def test_a_visitor_who_came_meanwhile_is_not_lost_it_has_to_be_done_again(sam: Staff) -> None:
    early = made_by(sam)
    waits()
    with pytest.raises(WrapsRefusedError):
        renew(sam, early)
    renew(sam, made_by(sam))


@pytest.mark.parametrize("part", ["somebody", "recovery", "epoch", "length"])
def test_a_key_that_would_not_reach_everybody_is_refused(sam: Staff, lena: Staff, part: str) -> None:
    made = made_by(sam)
    privates = dict(made.sealed_privates)
    if part in ("somebody", "recovery"):
        del privates[str(lena.pk) if part == "somebody" else "recovery"]
    if part == "length":
        privates[str(lena.pk)] = b"short"
    changed = NewTeamKey(made.epoch + (part == "epoch"), made.public_key, privates, made.waiting)
    with pytest.raises(WrapsRefusedError):
        renew(sam, changed)
    assert team_key_in_use().epoch == 1  # type: ignore[union-attr]


def test_a_counsellor_renews_nothing(kim: Staff) -> None:
    with pytest.raises(NotFoundError):
        renew(kim, made_by(kim))


def test_who_has_no_team_key_cannot_take_anybody(lena: Staff) -> None:
    chat, _ = waits()
    lena.team_key_wraps.all().delete()
    with pytest.raises(KeyMissingError):
        actions.take(lena)
    chat.refresh_from_db()
    assert chat.state == State.WAITING


def test_a_shift_lead_goes_on_with_the_chats_of_who_has_left_and_with_no_others(
    kim: Staff, lena: Staff, sam: Staff
) -> None:
    kims, lenas = waits()[0], waits()[0]
    actions.take(kim)
    actions.take(lena)
    leave(sam, kim)
    with pytest.raises(NotFoundError):
        actions.take_over(sam, lenas)
    with pytest.raises(NotFoundError):
        actions.take_over(lena, kims)
    actions.take_over(sam, kims)
    kims.refresh_from_db()
    assert (kims.counsellor, kims.state) == (sam, State.OPEN)
    assert latest(1)[0].kind is Kind.CONVERSATION_TAKEN_OVER


def test_one_epoch_has_one_key(sam: Staff) -> None:
    made = made_by(sam)
    renew(sam, made)
    with pytest.raises((WrapsRefusedError, IntegrityError)):
        renew(sam, made)
    assert to_text(made.public_key) == team_key_in_use().public_key  # type: ignore[union-attr]
