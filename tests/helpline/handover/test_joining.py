"""The receiver joins only where the visitor lets him in, and only into what comes after."""

from __future__ import annotations

import pytest

from helpline.handover.people import AGREED, Chat, confirmed, packages, partner, proposal
from zichtbaar.helpline.chat import access as chat_access
from zichtbaar.helpline.chat.actions import NewPart, end, leave
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.handover import actions, partner_actions, receivers, visitor_actions
from zichtbaar.helpline.handover.codes import WhyDeclined
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.errors import RefusedError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, ReceiverKey
from zichtbaar.helpline.handover.lifecycle import Move
from zichtbaar.helpline.people.models import Staff

NEW = NewPart("0" * 32, b"t" * 32)


@pytest.fixture
def paula(ada: Staff, zorg: Organisation) -> Staff:
    """A colleague of Piet, whose key is confirmed too."""
    paula = partner("Paula")
    confirmed(ada, receivers.bind(ada, paula, zorg))
    return paula


@pytest.fixture
def sent(kim: Staff, vera: Chat, zorg: Organisation, paula: Staff) -> Handover:  # noqa: ARG001 - sent to her too
    proposed = actions.propose(kim, vera.conversation, proposal(zorg))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=False)
    return actions.send(kim, agreed, packages(agreed), agreed.told_hash)


@pytest.fixture
def accepted(sent: Handover, piet: Staff) -> Handover:
    partner_actions.open_package(piet, sent)
    return partner_actions.answer(piet, sent, Move.ACCEPT)


def test_let_in(accepted: Handover, piet: Staff, vera: Chat) -> None:
    partner_actions.ask_in(piet, accepted)
    part = visitor_actions.let_in(accepted, NEW)
    assert visitor_actions.let_in(accepted, NEW) == part
    assert (part.part_of, part.guest, part.counsellor) == (vera.conversation, piet, accepted.made_by)
    assert chat_access.conversation_of(piet, part.identifier) == part
    with pytest.raises(chat_access.NotFoundError):
        chat_access.conversation_of(piet, vera.conversation.identifier)


def test_nobody_comes_in_who_did_not_ask_or_did_not_take_it(sent: Handover, piet: Staff) -> None:
    with pytest.raises(WrongStateError):
        visitor_actions.let_in(sent, NEW)
    with pytest.raises(WrongStateError):
        partner_actions.ask_in(piet, sent)


def test_once_it_is_over_nobody_is_let_in_again(accepted: Handover, piet: Staff) -> None:
    partner_actions.ask_in(piet, accepted)
    visitor_actions.let_in(accepted, NEW)
    partner_actions.answer(piet, accepted, Move.DECLINE, WhyDeclined.NO_PLACE)
    with pytest.raises(WrongStateError):
        visitor_actions.let_in(accepted, NEW)


def test_after_a_part_is_over_he_asks_anew(accepted: Handover, piet: Staff, kim: Staff) -> None:
    partner_actions.ask_in(piet, accepted)
    part = visitor_actions.let_in(accepted, NEW)
    with pytest.raises(WrongStateError):
        partner_actions.ask_in(piet, accepted)
    with pytest.raises(WrongStateError):
        visitor_actions.let_in(accepted, NewPart("1" * 32, b"t" * 32))
    end(kim, part)
    partner_actions.ask_in(piet, accepted)
    assert visitor_actions.let_in(accepted, NewPart("1" * 32, b"t" * 32)) != part


def test_kept_out(accepted: Handover, piet: Staff) -> None:
    partner_actions.ask_in(piet, accepted)
    visitor_actions.keep_out(accepted)
    with pytest.raises(WrongStateError):
        visitor_actions.let_in(accepted, NEW)


def test_when_the_chat_ends_so_does_the_part(accepted: Handover, piet: Staff, vera: Chat) -> None:
    partner_actions.ask_in(piet, accepted)
    part = visitor_actions.let_in(accepted, NEW)
    leave(vera.conversation.identifier, vera.token)
    part.refresh_from_db()
    assert part.state == "left"


def test_who_is_let_in_is_who_asked_last_and_not_a_colleague(accepted: Handover, piet: Staff, paula: Staff) -> None:
    for asks in (piet, paula, piet):
        partner_actions.ask_in(asks, accepted)
        assert visitor_actions.who_asked(accepted) == asks
    assert visitor_actions.let_in(accepted, NEW).guest == piet


@pytest.mark.usefixtures("paula")
def test_once_the_key_of_who_asked_is_not_trusted_nobody_is_let_in_in_his_place(
    accepted: Handover, piet: Staff, ada: Staff
) -> None:
    partner_actions.ask_in(piet, accepted)
    receivers.distrust(ada, ReceiverKey.objects.get(staff=piet))
    with pytest.raises(RefusedError, match="no_confirmed_key"):
        visitor_actions.let_in(accepted, NEW)


def test_who_is_in_is_not_lost_sight_of_by_a_no_that_comes_late(accepted: Handover, piet: Staff) -> None:
    """Else the part would go on when he is out of the handover."""
    with pytest.raises(WrongStateError):
        visitor_actions.keep_out(accepted)
    partner_actions.ask_in(piet, accepted)
    part = visitor_actions.let_in(accepted, NEW)
    with pytest.raises(WrongStateError):
        visitor_actions.keep_out(accepted)
    partner_actions.answer(piet, accepted, Move.DECLINE, WhyDeclined.NO_PLACE)
    part.refresh_from_db()
    assert part.state == ChatState.ENDED


def test_into_a_chat_that_is_over_nobody_asks(accepted: Handover, piet: Staff, vera: Chat) -> None:
    leave(vera.conversation.identifier, vera.token)
    with pytest.raises(WrongStateError):
        partner_actions.ask_in(piet, accepted)
