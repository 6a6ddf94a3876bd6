"""Another recovery key: it opens what the old one did, and the sheets of the old one open nothing any more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace as replaced
from pathlib import Path

import pytest

from helpline.chat.giving_keys import bound_to, opened_chat, opened_team, private_key, sealed_chat
from helpline.chat.talking import begin
from helpline.chat.test_photos import everything_in
from helpline.chat.test_renewing import made_by as renewed_by
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat import actions, recovering
from zichtbaar.helpline.chat.errors import NotFoundError, RecoveryReplacedError, WrapsRefusedError
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.chat.recovering import NewRecoveryKey, replace, within_reach
from zichtbaar.helpline.chat.renewing import renew
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import RecoveryKey, Staff, TeamKeyWrap
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.sealing.errors import ForgedError
from zichtbaar.helpline.sealing.hpke import KeyPair, Purpose, make_key_pair, open_key, seal_key

Converse = Callable[..., Conversation]


def made_by(lead: Staff) -> tuple[KeyPair, NewRecoveryKey]:
    """What a shift lead's page makes of what the server says is needed."""
    pair, own, within = make_key_pair(), private_key(lead), within_reach(lead)
    teams = {
        wrap.team_key_id: seal_key(
            opened_team(own, lead, wrap.team_key_id), pair.public, Purpose.TEAM_KEY_FOR_RECOVERY, epoch=wrap.team_key_id
        )
        for wrap in within.teams
    }
    chats = {
        wrap.conversation.identifier: seal_key(
            opened_chat(wrap.conversation, own, lead),
            pair.public,
            Purpose.CONVERSATION_KEY_FOR_RECOVERY,
            **bound_to(wrap.conversation),
        )
        for wrap in within.conversations
    }
    return pair, NewRecoveryKey(pair.public, from_text(within.public_key), teams, chats)


def opened_with(private: bytes) -> list[bytes]:
    """All that a recovery key opens; raises ForgedError at the first that it does not."""
    teams = [
        open_key(from_text(one.sealed_private), private, Purpose.TEAM_KEY_FOR_RECOVERY, epoch=one.team_key_id)
        for one in TeamKeyWrap.objects.filter(staff=None)
    ]
    chats = [
        open_key(
            from_text(one.sealed_key), private, Purpose.CONVERSATION_KEY_FOR_RECOVERY, **bound_to(one.conversation)
        )
        for one in KeyWrap.objects.filter(holder=Holder.RECOVERY).select_related("conversation")
    ]
    return teams + chats


def test_the_new_shares_open_what_the_old_ones_did_and_the_old_ones_nothing(
    founded: Founded, kim: Staff, sam: Staff, converse: Converse
) -> None:
    chat = sealed_chat(converse(kim), [kim, sam], recovery=True)
    old = from_text(founded.recovery_key)
    before = opened_with(old)
    assert before[-1] == chat
    pair, new = made_by(sam)
    replace(sam, new)

    assert opened_with(pair.private) == before
    with pytest.raises(ForgedError):
        opened_with(old)
    assert [one.public_key for one in RecoveryKey.objects.all()] == [to_text(pair.public)]
    assert latest(1)[0].kind == Kind.RECOVERY_KEY_REPLACED


def test_what_she_cannot_open_is_counted_and_stays_with_who_can(kim: Staff, sam: Staff, converse: Converse) -> None:
    kims = converse(kim)
    key = sealed_chat(kims, [kim], recovery=True)
    assert (within_reach(sam).conversations, within_reach(sam).beyond) == ((), 1)
    replace(sam, made_by(sam)[1])
    assert not KeyWrap.objects.filter(holder=Holder.RECOVERY).exists()
    assert opened_chat(kims, private_key(kim), kim) == key


def test_only_the_latest_that_fit_into_one_request_are_asked_for(
    kim: Staff, sam: Staff, converse: Converse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovering, "MOST", 2)
    for _ in range(3):
        sealed_chat(last := converse(kim), [kim, sam], recovery=True)
    within = within_reach(sam)
    assert (len(within.conversations), within.beyond, within.conversations[0].conversation) == (2, 1, last)


def test_nobody_but_a_shift_lead_who_has_the_keys_can(kim: Staff, sam: Staff, ada: Staff) -> None:
    _, new = made_by(sam)
    sam.team_key_wraps.all().delete()
    for somebody in (kim, ada, sam):
        with pytest.raises(NotFoundError):
            replace(somebody, new)


def test_what_was_sealed_to_the_old_key_a_moment_ago_is_refused_from_then_on(kim: Staff, sam: Staff) -> None:
    """A chat that is just taken, and a team key that is just renewed: else the lost sheet would open them."""
    begin().row.wraps.create(holder=Holder.TEAM, sealed_key="sealed")
    chat, made = actions.take(kim), renewed_by(sam)
    receivers = actions.wrap_to(chat)
    pair, new = made_by(sam)
    replace(sam, new)
    with pytest.raises(WrapsRefusedError):
        actions.store_wraps(kim, chat, receivers, dict.fromkeys(receivers, bytes(114)))
    with pytest.raises(WrapsRefusedError):
        renew(sam, made)
    receivers = actions.wrap_to(chat)
    actions.store_wraps(kim, chat, receivers, dict.fromkeys(receivers, bytes(114)))
    renew(sam, renewed_by(sam))
    again = TeamKeyWrap.objects.get(staff=None, team_key_id=2)
    assert open_key(from_text(again.sealed_private), pair.private, Purpose.TEAM_KEY_FOR_RECOVERY, epoch=2)


def test_a_key_that_is_sealed_to_less_than_all_teams_is_refused_and_the_old_one_stays(
    founded: Founded, kim: Staff, sam: Staff, converse: Converse
) -> None:
    sealed_chat(converse(kim), [kim, sam], recovery=True)
    before = opened_with(from_text(founded.recovery_key))
    _, new = made_by(sam)
    for wrong in (
        replaced(new, teams={}),
        replaced(new, teams={**new.teams, 9: bytes(114)}),
        replaced(new, conversations={"0" * 32: bytes(114)}),
        replaced(new, conversations=dict.fromkeys(new.conversations, b"short")),
    ):
        with pytest.raises(WrapsRefusedError):
            replace(sam, wrong)
    assert opened_with(from_text(founded.recovery_key)) == before


def test_of_two_shift_leads_who_make_shares_at_once_the_second_is_told(
    kim: Staff, sam: Staff, converse: Converse
) -> None:
    """Else the first would keep three sheets that open nothing, and not know it."""
    sealed_chat(converse(kim), [kim, sam], recovery=True)
    (mine, first), (_, second) = made_by(sam), made_by(sam)
    replace(sam, first)
    with pytest.raises(RecoveryReplacedError):
        replace(sam, second)
    assert RecoveryKey.objects.get().public_key == to_text(first.public_key)
    assert len(opened_with(mine.private)) == 2


def test_no_key_that_is_none_is_kept_of_a_team_for_recovery_would_open_nobody_any_more(
    founded: Founded, sam: Staff
) -> None:
    before = opened_with(from_text(founded.recovery_key))
    _, new = made_by(sam)
    with pytest.raises(WrapsRefusedError):
        replace(sam, replaced(new, teams=dict.fromkeys(new.teams, b"short")))
    assert opened_with(from_text(founded.recovery_key)) == before


def test_what_recovery_could_not_open_it_is_not_given(kim: Staff, sam: Staff, converse: Converse) -> None:
    sealed_chat(converse(kim), [kim, sam])
    assert (within_reach(sam).conversations, within_reach(sam).beyond) == ((), 0)


def test_who_has_no_team_key_cannot_even_where_recovery_lost_its_own(sam: Staff) -> None:
    TeamKeyWrap.objects.all().delete()
    with pytest.raises(NotFoundError):
        within_reach(sam)


def test_killed_on_the_way_the_old_shares_open_what_they_did(
    founded: Founded, kim: Staff, sam: Staff, converse: Converse, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_chat(converse(kim), [kim, sam], recovery=True)
    before = opened_with(from_text(founded.recovery_key))
    _, new = made_by(sam)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(recovering, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        replace(sam, new)
    assert RecoveryKey.objects.get().public_key == to_text(new.instead_of)
    assert opened_with(from_text(founded.recovery_key)) == before


def test_what_the_old_shares_opened_is_in_no_file_any_more(database_file: Path) -> None:
    kim, sam = (Staff.objects.get(name=name) for name in ("Kim", "Sam"))
    chat = begin(counsellor=kim).row
    with closing(connect(database_file)) as journal:  # the journal of a running server keeps the log alive
        journal.execute("SELECT count(*) FROM chat_conversation").fetchone()
        sealed_chat(chat, [kim, sam], recovery=True)
        old = [
            *TeamKeyWrap.objects.filter(staff=None).values_list("sealed_private", flat=True),
            *KeyWrap.objects.filter(holder=Holder.RECOVERY).values_list("sealed_key", flat=True),
        ]
        assert [one.encode() in everything_in(database_file.parent) for one in old] == [True] * 2
        replace(sam, made_by(sam)[1])
        assert [one.encode() in everything_in(database_file.parent) for one in old] == [False] * 2
