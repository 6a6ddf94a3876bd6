"""Vera takes back what she agreed to, also when nobody listens any more."""

from __future__ import annotations

import pytest

from helpline.handover.people import AGREED, Chat, packages, proposal
from zichtbaar.helpline.chat.actions import leave
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.returning import forget_now
from zichtbaar.helpline.handover import access, actions, moving, visitor_actions
from zichtbaar.helpline.handover.codes import Explanation
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import NotFoundError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import Actor, Move, Route, State
from zichtbaar.helpline.people.models import Staff


def sent_one(kim: Staff, vera: Chat, to: Organisation, route: Route = Route.DOOR) -> Handover:
    proposed = actions.propose(kim, vera.conversation, proposal(to, route=route))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=False)
    return actions.send(kim, agreed, packages(agreed), agreed.told_hash)


def again(handover: Handover) -> Handover:
    return Handover.objects.get(pk=handover.pk)


@pytest.fixture
def sent(kim: Staff, vera: Chat, zorg: Organisation) -> Handover:
    return sent_one(kim, vera, zorg)


class TestNobodyListens:
    """Vera changes her mind when the chat is over: nobody hears of it there."""

    @pytest.fixture
    def over(self, sent: Handover, vera: Chat) -> Handover:
        leave(vera.conversation.identifier, vera.token)
        return again(sent)

    def test_it_stays_in_the_list_until_somebody_says_that_nothing_follows(self, over: Handover, kim: Staff) -> None:
        taken_back = visitor_actions.withdraw(over)
        assert taken_back.state == State.WITHDRAWN
        assert list(access.unfinished()) == [over]
        actions.explain(kim, taken_back, Explanation.NO_OTHER_WANTED)
        assert list(access.unfinished()) == []

    def test_it_stays_there_when_all_that_was_said_is_forgotten(self, over: Handover, vera: Chat) -> None:
        visitor_actions.withdraw(over)
        forget_now(vera.conversation.identifier, vera.token)
        assert [(one.pk, one.conversation) for one in access.unfinished()] == [(over.pk, None)]

    def test_it_stays_there_when_the_chat_waits_as_a_message(self, over: Handover, vera: Chat) -> None:
        Conversation.objects.filter(pk=vera.conversation.pk).update(state=ChatState.WAITING, ended_at=None)
        visitor_actions.withdraw(again(over))
        assert list(access.unfinished()) == [over]

    def test_what_she_says_in_an_open_chat_is_heard_there(self, sent: Handover) -> None:
        visitor_actions.withdraw(sent)
        assert list(access.unfinished()) == []

    def test_a_no_is_no_less_heard_than_a_change_of_mind(self, kim: Staff, vera: Chat, zorg: Organisation) -> None:
        proposed = actions.propose(kim, vera.conversation, proposal(zorg))
        leave(vera.conversation.identifier, vera.token)
        visitor_actions.refuse(again(proposed))
        assert list(access.unfinished()) == [proposed]


def test_what_nobody_read_and_is_over_is_as_a_visitor_who_changes_her_mind_wants_it(
    sent: Handover, piet: Staff
) -> None:
    moving.make(sent, Move.EXPIRE, Actor.CLOCK)
    assert visitor_actions.withdraw(again(sent)).state == State.EXPIRED
    with pytest.raises(NotFoundError):
        access.one_of_partner(piet, sent.reference)


def test_of_a_file_nobody_knows_whether_it_was_read(kim: Staff, vera: Chat, blijf: Organisation) -> None:
    sent = sent_one(kim, vera, blijf, Route.FILE)
    moving.make(sent, Move.EXPIRE, Actor.CLOCK)
    with pytest.raises(WrongStateError):
        visitor_actions.withdraw(again(sent))
