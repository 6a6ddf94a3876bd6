"""What was sealed for a handover goes with the conversation it came from and with the key that it was sealed to."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from helpline.chat.test_photos import everything_in
from helpline.handover.people import (
    AGREED,
    GROUND,
    Chat,
    confirmed,
    in_danger,
    open_chat,
    organisation,
    packages,
    partner,
    proposal,
)
from zichtbaar.helpline.chat import access as chat_access
from zichtbaar.helpline.chat import retention, returning
from zichtbaar.helpline.chat.actions import NewPart
from zichtbaar.helpline.chat.blocking import block
from zichtbaar.helpline.chat.errors import NotFoundError as ChatNotFoundError
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import access, actions, partner_actions, receivers, visitor_actions
from zichtbaar.helpline.handover.codes import Contact, Outcome, WhyDeclined, WhyLost
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import NotFoundError, RefusedError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Joining, Note, Package
from zichtbaar.helpline.handover.lifecycle import Move, Route, State
from zichtbaar.helpline.ops.sealed_conversations import KEY_BYTES, put_back, take_out
from zichtbaar.helpline.people import leaving
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.hpke import make_key_pair

ALL_WORDS = "SELECT sealed FROM handover_package UNION ALL SELECT sealed FROM handover_note"


def agreed_one(kim: Staff, vera: Chat, to: Organisation, **changes: object) -> Handover:
    proposed = actions.propose(kim, vera.conversation, proposal(to, **changes))
    return visitor_actions.agree(proposed, AGREED, may_be_counted=False)


def sent_one(kim: Staff, vera: Chat, to: Organisation) -> Handover:
    agreed = agreed_one(kim, vera, to)
    return actions.send(kim, agreed, packages(agreed), agreed.told_hash)


def opened_one(kim: Staff, vera: Chat, to: Organisation, piet: Staff) -> Handover:
    sent = sent_one(kim, vera, to)
    partner_actions.open_package(piet, sent)
    return partner_actions.answer(piet, sent, Move.ACCEPT)


def answer_in_words(piet: Staff, handover: Handover) -> None:
    partner_actions.write(piet, handover, dict.fromkeys(partner_actions.readers_of_answer(handover), "sealed"))


def forget(vera: Chat) -> None:
    """Vera deletes everything."""
    returning.forget_now(vera.conversation.identifier, vera.token)


def again(handover: Handover) -> Handover:
    return Handover.objects.get(pk=handover.pk)


class TestTheConversationIsForgotten:
    """Vera deletes everything, or the conversation's time has come."""

    def test_what_was_not_opened_is_taken_back(self, kim: Staff, piet: Staff, vera: Chat, zorg: Organisation) -> None:
        sent = sent_one(kim, vera, zorg)
        forget(vera)
        assert not Package.objects.exists()
        left = again(sent)
        assert (left.state, left.conversation, left.agreed_hash) == (State.WITHDRAWN, None, "")
        with pytest.raises(NotFoundError):
            access.one_of_partner(piet, sent.reference)

    @pytest.mark.parametrize("is_agreed", [False, True])
    def test_what_was_not_sent_is_taken_back(self, kim: Staff, vera: Chat, zorg: Organisation, is_agreed: bool) -> None:
        begun = agreed_one(kim, vera, zorg) if is_agreed else actions.propose(kim, vera.conversation, proposal(zorg))
        forget(vera)
        assert again(begun).state == State.WITHDRAWN
        assert list(access.unfinished()) == []

    def test_who_opened_it_can_still_say_what_came_of_it_but_reads_nothing(
        self, kim: Staff, piet: Staff, vera: Chat, zorg: Organisation
    ) -> None:
        opened = opened_one(kim, vera, zorg, piet)
        answer_in_words(piet, opened)
        retention.forget([vera.conversation.pk])
        assert not Package.objects.exists()
        assert not Note.objects.exists()
        found = access.one_of_partner(piet, opened.reference)
        with pytest.raises(WrongStateError):
            partner_actions.open_package(piet, found)
        with pytest.raises(WrongStateError):
            answer_in_words(piet, found)
        partner_actions.answer(piet, found, Move.MEET, Contact.BY_PHONE)
        assert partner_actions.answer(piet, found, Move.FINISH, Outcome.CARE).state == State.FINISHED
        assert list(access.of_partner(piet)) == []

    def test_the_words_go_with_the_keys_even_if_the_run_is_killed_after_that(
        self, kim: Staff, piet: Staff, vera: Chat, zorg: Organisation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = opened_one(kim, vera, zorg, piet)
        answer_in_words(piet, opened)
        let_in(piet, opened)

        def killed(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(retention, "_delete_envelopes", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.forget([vera.conversation.pk])
        assert Conversation.objects.filter(pk=vera.conversation.pk).exists()
        assert (again(opened).conversation, again(opened).part) == (None, None)
        assert not Package.objects.exists()
        assert not Note.objects.exists()

    @pytest.mark.parametrize("reached", [State.PROPOSED, State.AUTHORISED, State.SENT])
    def test_a_danger_that_nobody_read_of_yet_stays_in_the_list_without_its_words(
        self, kim: Staff, sam: Staff, vera: Chat, zorg: Organisation, reached: State
    ) -> None:
        handover = in_danger(kim, vera, zorg)
        if reached != State.PROPOSED:
            handover = actions.authorise(sam, handover, GROUND)
        if reached == State.SENT:
            handover = actions.send(kim, handover, packages(handover), handover.told_hash)
        assert handover.state == reached
        forget(vera)
        assert not Package.objects.exists()
        assert not Note.objects.exists()
        assert (again(handover).state, again(handover).ground_hash) == (State.EXPIRED, "")
        assert list(access.unfinished()) == [handover]

    def test_no_ground_comes_to_a_danger_that_is_over(self, kim: Staff, vera: Chat, zorg: Organisation) -> None:
        handover = in_danger(kim, vera, zorg)
        actions.call_back(kim, handover)
        with pytest.raises(WrongStateError):
            actions.store_ground(kim, handover, dict.fromkeys(actions.readers_of_ground(handover), "sealed"), GROUND)
        assert not Note.objects.exists()

    def test_a_file_that_went_by_mail_stays_outside(self, kim: Staff, vera: Chat, blijf: Organisation) -> None:
        agreed = agreed_one(kim, vera, blijf, route=Route.FILE)
        sent = actions.send(kim, agreed, {}, agreed.told_hash)
        forget(vera)
        assert again(sent).state == State.SENT
        assert actions.report(kim, sent, Move.OPEN).state == State.OPENED


class TestTheVisitorIsBlocked:
    """Kim ends the chat for good: from then on Vera could take nothing back."""

    @pytest.mark.parametrize("make", [agreed_one, sent_one])
    def test_what_she_agreed_to_and_nobody_has_opened_is_taken_back(
        self, kim: Staff, piet: Staff, vera: Chat, zorg: Organisation, make: Callable[..., Handover]
    ) -> None:
        handover = make(kim, vera, zorg)
        block(kim, vera.conversation)
        assert again(handover).state == State.WITHDRAWN
        assert not Package.objects.exists()
        step = handover.steps.last()
        assert step is not None
        assert (step.move, step.by) == (Move.CALL_BACK, kim)
        with pytest.raises(WrongStateError):
            partner_actions.open_package(piet, again(handover))

    def test_what_she_was_asked_is_not_asked_any_more(self, kim: Staff, vera: Chat, zorg: Organisation) -> None:
        proposed = actions.propose(kim, vera.conversation, proposal(zorg))
        block(kim, vera.conversation)
        assert again(proposed).state == State.WITHDRAWN

    def test_what_was_opened_and_what_went_as_a_file_goes_on(
        self, kim: Staff, piet: Staff, vera: Chat, zorg: Organisation, blijf: Organisation
    ) -> None:
        opened = opened_one(kim, vera, zorg, piet)
        file = agreed_one(kim, vera, blijf, route=Route.FILE)
        actions.send(kim, file, {}, file.told_hash)
        block(kim, vera.conversation)
        assert (again(opened).state, again(file).state) == (State.ACCEPTED, State.SENT)

    def test_a_danger_is_not_hers_to_take_back(self, kim: Staff, vera: Chat, zorg: Organisation) -> None:
        danger = in_danger(kim, vera, zorg)
        block(kim, vera.conversation)
        assert again(danger).state == State.PROPOSED
        assert Note.objects.filter(handover=danger).exists()

    def test_handovers_out_of_other_chats_stay(self, kim: Staff, vera: Chat, zorg: Organisation) -> None:
        other = sent_one(kim, open_chat(kim), zorg)
        block(kim, vera.conversation)
        assert again(other).state == State.SENT


def test_a_backup_holds_words_for_a_partner_under_the_key_of_their_conversation_only(database_file: Path) -> None:
    ada, kim, piet = (Staff.objects.get(name=name) for name in ("Ada", "Kim", "Piet"))
    vera, zorg = open_chat(kim), organisation("Zorg")
    confirmed(ada, receivers.bind(ada, piet, zorg))
    opened = opened_one(kim, vera, zorg, piet)
    answer_in_words(piet, opened)
    key = secrets.token_bytes(KEY_BYTES)
    with closing(sqlite3.connect(database_file)) as copy:
        words = copy.execute(ALL_WORDS).fetchall()
        assert len(words) == 3, "a package for Piet, an answer for Kim and one for Sam"
        take_out(copy, {vera.conversation.pk: key})
        assert copy.execute(ALL_WORDS).fetchall() == []
        put_back(copy, [key])
        assert copy.execute(ALL_WORDS).fetchall() == words
        assert copy.execute("SELECT conversation_id FROM handover_handover").fetchall() == [(vera.conversation.pk,)]


def let_in(piet: Staff, handover: Handover) -> Conversation:
    """Piet asks to join, and Vera lets him."""
    partner_actions.ask_in(piet, handover)
    return visitor_actions.let_in(again(handover), NewPart(secrets.token_hex(16), secrets.token_bytes(32)))


class TestAPartnerIsOut:
    """He cannot take it, it was given up, or his key is not trusted any more."""

    @pytest.fixture
    def accepted(self, kim: Staff, vera: Chat, zorg: Organisation, piet: Staff) -> Handover:
        return opened_one(kim, vera, zorg, piet)

    @pytest.mark.parametrize("how", ["declines", "is given up", "finishes", "is distrusted", "leaves"])
    def test_he_is_in_the_chat_no_longer(
        self, accepted: Handover, kim: Staff, ada: Staff, piet: Staff, how: str
    ) -> None:
        part = let_in(piet, accepted)
        match how:
            case "declines":
                partner_actions.answer(piet, accepted, Move.DECLINE, WhyDeclined.NO_PLACE)
            case "is given up":
                actions.lose(kim, accepted, WhyLost.MADE_WRONGLY)
            case "finishes":
                partner_actions.answer(piet, accepted, Move.MEET, Contact.IN_CHAT)
                assert chat_access.conversation_of(piet, part.identifier) == part
                partner_actions.answer(piet, accepted, Move.FINISH, Outcome.CARE)
            case "is distrusted":
                receivers.distrust(ada, receivers.confirmed_keys(accepted.organisation, Route.DOOR).get())
            case "leaves":
                leaving.leave(ada, piet)
        part.refresh_from_db()
        assert part.state == ChatState.ENDED
        with pytest.raises(ChatNotFoundError):
            chat_access.conversation_of(piet, part.identifier)

    @pytest.mark.parametrize("move", [Move.DECLINE, Move.MEET])
    def test_a_question_to_join_is_answered_only_while_he_is_at_work(
        self, accepted: Handover, piet: Staff, move: Move
    ) -> None:
        partner_actions.ask_in(piet, accepted)
        code = {Move.DECLINE: WhyDeclined.NO_PLACE, Move.MEET: Contact.BY_PHONE}[move]
        moved = partner_actions.answer(piet, accepted, move, code)
        assert moved.joining == Joining.NO
        with pytest.raises(WrongStateError):
            visitor_actions.let_in(moved, NewPart(secrets.token_hex(16), secrets.token_bytes(32)))

    def test_a_key_that_is_distrusted_opens_nothing_that_was_sent_before(
        self, kim: Staff, ada: Staff, piet: Staff, zorg: Organisation
    ) -> None:
        sent = sent_one(kim, open_chat(kim), zorg)
        key = zorg.receiver_keys.get()
        receivers.distrust(ada, key)
        assert not Package.objects.exists()
        with pytest.raises(NotFoundError):
            access.one_of_partner(piet, sent.reference)
        assert again(sent).state == State.EXPIRED
        assert list(access.unfinished()) == [sent]
        confirmed(ada, key)
        assert list(access.of_partner(piet)) == []

    def test_what_was_opened_with_it_can_go_on_once_it_is_confirmed_anew(
        self, accepted: Handover, ada: Staff, piet: Staff
    ) -> None:
        key = accepted.organisation.receiver_keys.get()
        receivers.distrust(ada, key)
        assert list(access.of_partner(piet)) == []
        assert again(accepted).state == State.ACCEPTED
        confirmed(ada, key)
        assert list(access.of_partner(piet)) == [accepted]
        with pytest.raises(WrongStateError):
            partner_actions.open_package(piet, accepted)

    def test_what_a_colleague_of_his_has_too_stays_sent(
        self, kim: Staff, ada: Staff, piet: Staff, zorg: Organisation
    ) -> None:
        paula = partner("Paula")
        confirmed(ada, receivers.bind(ada, paula, zorg))
        sent = sent_one(kim, open_chat(kim), zorg)
        leaving.leave(ada, piet)
        assert again(sent).state == State.SENT
        assert partner_actions.open_package(paula, sent) == "sealed"


def test_an_answer_is_not_sealed_to_a_new_key_that_nobody_compared(
    kim: Staff, sam: Staff, vera: Chat, zorg: Organisation, piet: Staff
) -> None:
    opened = opened_one(kim, vera, zorg, piet)
    assert set(partner_actions.readers_of_answer(opened)) == {str(kim.pk), str(sam.pk)}
    forget_key_of(kim)
    Staff.objects.filter(pk=kim.pk).update(public_key=to_text(make_key_pair().public))
    assert set(partner_actions.readers_of_answer(again(opened))) == {str(sam.pk)}


def test_an_answer_that_nobody_could_read_is_not_taken(
    kim: Staff, sam: Staff, vera: Chat, zorg: Organisation, piet: Staff
) -> None:
    opened = opened_one(kim, vera, zorg, piet)
    for reader in (kim, sam):
        forget_key_of(reader)
    assert partner_actions.readers_of_answer(again(opened)) == {}
    with pytest.raises(RefusedError, match="sealed"):
        answer_in_words(piet, opened)


def test_nothing_is_sealed_to_who_has_left_and_nothing_is_sealed_to_her_anew(
    kim: Staff, sam: Staff, ada: Staff, vera: Chat, zorg: Organisation, piet: Staff
) -> None:
    danger = in_danger(kim, vera, zorg)
    opened = opened_one(kim, open_chat(kim), zorg, piet)
    answer_in_words(piet, opened)
    leaving.leave(ada, kim)
    assert set(Note.objects.values_list("to", flat=True)) == {sam.pk}
    assert danger.notes.count() == 1
    assert partner_actions.readers_of_answer(again(opened)) == {str(sam.pk): sam.public_key}


@pytest.mark.parametrize("how", ["taken back", "key stopped"])
def test_words_that_are_over_are_in_no_file_any_more(database_file: Path, how: str) -> None:
    ada, kim, piet = (Staff.objects.get(name=name) for name in ("Ada", "Kim", "Piet"))
    vera, zorg = open_chat(kim), organisation("Zorg")
    key = confirmed(ada, receivers.bind(ada, piet, zorg))
    agreed, words = agreed_one(kim, vera, zorg), secrets.token_hex(60)
    with closing(connect(database_file)) as journal:  # the journal of a running server keeps the log alive
        journal.execute("SELECT count(*) FROM chat_conversation").fetchone()
        sent = actions.send(kim, agreed, dict.fromkeys(packages(agreed), words), agreed.told_hash)
        if how == "key stopped":  # an opened one is not over, only its package goes
            partner_actions.open_package(piet, sent)
        assert words.encode() in everything_in(database_file.parent)
        if how == "key stopped":
            receivers.distrust(ada, key)
        else:
            visitor_actions.withdraw(sent)
        assert words.encode() not in everything_in(database_file.parent)
