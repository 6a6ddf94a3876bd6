"""What was sealed for a handover goes with the conversation it came from and with the key that it was sealed to."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from helpline.handover.people import (
    AGREED,
    Chat,
    confirmed,
    in_danger,
    open_chat,
    organisation,
    packages,
    proposal,
)
from zichtbaar.helpline.chat import retention, returning
from zichtbaar.helpline.handover import access, actions, partner_actions, receivers, visitor_actions
from zichtbaar.helpline.handover.codes import Contact, Outcome
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import NotFoundError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Note, Package
from zichtbaar.helpline.handover.lifecycle import Move, Route, State
from zichtbaar.helpline.ops.sealed_conversations import KEY_BYTES, put_back, take_out
from zichtbaar.helpline.people.models import Staff

ALL_WORDS = "SELECT sealed FROM handover_package UNION ALL SELECT sealed FROM handover_note"


def agreed_one(kim: Staff, vera: Chat, to: Organisation, **changes: object) -> Handover:
    proposed = actions.propose(kim, vera.conversation, proposal(to, **changes))
    return visitor_actions.agree(proposed, AGREED, may_be_counted=False)


def sent_one(kim: Staff, vera: Chat, to: Organisation) -> Handover:
    agreed = agreed_one(kim, vera, to)
    return actions.send(kim, agreed, packages(agreed))


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

    @pytest.mark.parametrize("reached", [State.PROPOSED, State.AUTHORISED, State.SENT])
    def test_a_danger_that_nobody_read_of_yet_stays_in_the_list_without_its_words(
        self, kim: Staff, sam: Staff, vera: Chat, zorg: Organisation, reached: State
    ) -> None:
        handover = in_danger(kim, vera, zorg)
        if reached != State.PROPOSED:
            handover = actions.authorise(sam, handover)
        if reached == State.SENT:
            handover = actions.send(kim, handover, packages(handover))
        assert handover.state == reached
        forget(vera)
        assert not Package.objects.exists()
        assert not Note.objects.exists()
        assert again(handover).state == State.EXPIRED
        assert list(access.unfinished()) == [handover]

    def test_a_file_that_went_by_mail_stays_outside(self, kim: Staff, vera: Chat, blijf: Organisation) -> None:
        agreed = agreed_one(kim, vera, blijf, route=Route.FILE)
        sent = actions.send(kim, agreed, {})
        forget(vera)
        assert again(sent).state == State.SENT
        assert actions.report(kim, sent, Move.OPEN).state == State.OPENED


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
