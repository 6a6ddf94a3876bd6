"""A new team key: everybody who belongs opens it, who waits is not lost, and the old one opens nothing any more."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError

from helpline.chat.giving_keys import Bound, bound_to, opened_team, private_key, sealed_chat
from helpline.chat.talking import Chat, begin, first_envelope
from helpline.chat.test_photos import everything_in
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import actions, renewing
from zichtbaar.helpline.chat.actions import NewConversation
from zichtbaar.helpline.chat.errors import KeyMissingError, NotFoundError, OldEpochError, WrapsRefusedError
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.chat.renewing import NewTeamKey, renew, renewal
from zichtbaar.helpline.people.access import team_key_in_use
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.leaving import leave
from zichtbaar.helpline.people.models import Staff, TeamKeyWrap
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.project.bodies import LARGEST_BODY
from zichtbaar.helpline.sealing.errors import ForgedError, SealingError
from zichtbaar.helpline.sealing.hpke import Purpose, make_key_pair, open_key, seal_key


def made_by(staff: Staff) -> NewTeamKey:
    """What a shift lead's page makes of what the server says is needed."""
    needs, team = renewal(), make_key_pair()
    privates: dict[str, bytes] = {}
    for to, key in needs.receivers.items():
        purpose = Purpose.TEAM_KEY_FOR_RECOVERY if to == "recovery" else Purpose.TEAM_KEY_FOR_STAFF
        privates[to] = seal_key(team.private, from_text(key), purpose, epoch=needs.epoch)
    waiting, unopened = {}, set()
    for wrap in needs.waiting:
        chat = wrap.conversation
        old = opened_team(private_key(staff), staff, chat.epoch)
        bound = Bound(conversation=bytes.fromhex(chat.identifier), epoch=needs.epoch)
        try:
            opened = opened_by_team(wrap, old)
        except SealingError:
            unopened.add(chat.identifier)
        else:
            waiting[chat.identifier] = seal_key(opened, team.public, Purpose.CONVERSATION_KEY_FOR_TEAM, **bound)
    return NewTeamKey(needs.epoch, team.public, needs.receivers, privates, waiting, frozenset(unopened))


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


@pytest.mark.parametrize("state", [State.WAITING, State.ENDED])
def test_a_message_of_who_came_back_is_sealed_anew_too_also_when_she_ended_it_before_it_was_read(
    kim: Staff, sam: Staff, state: State
) -> None:
    chat = begin(counsellor=kim, state=state).row
    key = sealed_chat(chat, to_team=True)
    renew(sam, made_by(sam))
    chat.refresh_from_db()
    assert chat.epoch == 2
    assert opened_by_team(chat.wraps.get(), opened_team(private_key(sam), sam, 2)) == key


@pytest.mark.parametrize("is_message", [False, True])
def test_a_key_that_a_stranger_made_up_stops_no_renewal_and_is_in_nobodys_way(
    kim: Staff, sam: Staff, *, is_message: bool
) -> None:
    name = "a1" * 16
    actions.start(NewConversation(name, bytes(32), 1, bytes(114), "nl", first_envelope(name), is_message))
    chat, key = waits()
    leave(sam, kim)
    renew(sam, made_by(sam))
    chat.refresh_from_db()
    assert team_key_in_use().is_due is False  # type: ignore[union-attr]
    assert opened_by_team(chat.wraps.get(), opened_team(private_key(sam), sam, 2)) == key
    renew(sam, made_by(sam))
    assert team_key_in_use().epoch == 3  # type: ignore[union-attr]


def test_what_one_browser_cannot_open_stays_as_it_was_for_who_can(lena: Staff, sam: Staff) -> None:
    chat, key = waits()
    made = made_by(sam)
    renew(sam, replace(made, waiting={}, unopened=frozenset(made.waiting)))
    chat.refresh_from_db()
    assert chat.epoch == 1
    assert opened_by_team(chat.wraps.get(), opened_team(private_key(lena), lena, 1)) == key
    assert actions.take(lena) == chat


def test_a_chat_that_is_named_as_sealed_and_as_unopened_is_refused(sam: Staff) -> None:
    waits()
    made = made_by(sam)
    with pytest.raises(WrapsRefusedError):
        renew(sam, replace(made, unopened=frozenset(made.waiting)))


@pytest.mark.usefixtures("founded")
def test_of_who_left_before_anybody_took_her_the_team_keeps_no_key_and_a_renewal_no_work() -> None:
    for _ in range(3):
        chat = Chat()
        name = chat.identifier.hex()
        actions.start(NewConversation(name, chat.token, 1, bytes(114), "nl", first_envelope(name)))
        actions.leave(name, chat.token)
    assert not KeyWrap.objects.exists()
    assert renewal().waiting == ()


def test_more_than_fit_into_one_request_stop_no_renewal_the_oldest_are_sealed_anew(
    sam: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "MOST", 2)
    chats = [waits()[0] for _ in range(3)]
    renew(sam, made_by(sam))
    assert [Conversation.objects.get(pk=chat.pk).epoch for chat in chats] == [2, 2, 1]
    assert {2, 1} == set(sam.team_key_wraps.values_list("team_key_id", flat=True))
    assert [actions.take(sam).pk for _ in chats] == [chat.pk for chat in chats]


def test_the_most_fit_into_one_request_beside_two_hundred_colleagues() -> None:
    """As `JSON.stringify` writes it."""
    sealed = {str(number): to_text(bytes(114)) for number in range(100_000, 100_200)}
    waiting = {f"{number:032x}": to_text(bytes(114)) for number in range(renewing.MOST)}
    receivers = dict.fromkeys(sealed, to_text(bytes(65)))
    body = {"epoch": 10_000, "public_key": to_text(bytes(65)), "receivers": receivers, "sealed_privates": sealed}
    assert len(json.dumps({**body, "waiting": waiting, "unopened": []}, separators=(",", ":"))) < LARGEST_BODY


def test_a_visitor_who_came_meanwhile_is_not_lost_it_has_to_be_done_again(sam: Staff) -> None:
    early = made_by(sam)
    waits()
    with pytest.raises(WrapsRefusedError):
        renew(sam, early)
    renew(sam, made_by(sam))


@pytest.mark.parametrize("part", ["somebody", "recovery", "another key", "epoch", "length"])
def test_a_key_that_would_not_reach_everybody_is_refused(sam: Staff, lena: Staff, part: str) -> None:
    made = made_by(sam)
    privates = dict(made.sealed_privates)
    if part in ("somebody", "recovery"):
        del privates[str(lena.pk) if part == "somebody" else "recovery"]
    if part == "length":
        privates[str(lena.pk)] = b"short"
    receivers = {**made.receivers}
    if part == "another key":
        receivers[str(lena.pk)] = to_text(make_key_pair().public)
    epoch = made.epoch + (part == "epoch")
    changed = replace(made, epoch=epoch, receivers=receivers, sealed_privates=privates)
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


def test_no_key_of_who_waits_is_put_in_the_place_of_hers_that_is_none(sam: Staff) -> None:
    chat, key = waits()
    made = made_by(sam)
    with pytest.raises(WrapsRefusedError):
        renew(sam, replace(made, waiting=dict.fromkeys(made.waiting, b"short")))
    assert opened_by_team(chat.wraps.get(), opened_team(private_key(sam), sam, 1)) == key


def test_killed_on_the_way_the_team_opens_who_waits_with_the_key_it_had(
    sam: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, key = waits()
    made = made_by(sam)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(renewing, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        renew(sam, made)
    chat.refresh_from_db()
    assert (chat.epoch, team_key_in_use().epoch) == (1, 1)  # type: ignore[union-attr]
    assert opened_by_team(chat.wraps.get(), opened_team(private_key(sam), sam, 1)) == key


def test_the_old_team_key_is_in_no_file_any_more(database_file: Path) -> None:
    kim, sam = (Staff.objects.get(name=name) for name in ("Kim", "Sam"))
    with closing(connect(database_file)) as journal:  # the journal of a running server keeps the log alive
        journal.execute("SELECT count(*) FROM chat_conversation").fetchone()
        chat, _ = waits()
        old = [*TeamKeyWrap.objects.values_list("sealed_private", flat=True), chat.wraps.get().sealed_key]
        assert [one for one in old if one.encode() not in everything_in(database_file.parent)] == []
        leave(sam, kim)
        renew(sam, made_by(sam))
        assert [one for one in old if one.encode() in everything_in(database_file.parent)] == []
