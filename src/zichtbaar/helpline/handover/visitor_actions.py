"""What a visitor decides about a handover, from her page: the server learns that she did, and not what she read."""

from __future__ import annotations

from django.db import transaction

from zichtbaar.helpline.chat import actions as chat_actions
from zichtbaar.helpline.chat.access import conversation_with_token
from zichtbaar.helpline.chat.actions import NewPart
from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import moving
from zichtbaar.helpline.handover.errors import NotFoundError, RefusedError, WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Joining
from zichtbaar.helpline.handover.lifecycle import OPEN, READ, Actor, Move, Route, State
from zichtbaar.helpline.handover.receivers import confirmed_keys
from zichtbaar.helpline.people.models import Staff

MOST_AGREEMENTS = 50
"""To one handover: more than anybody changes her mind, and few enough for the record, where each has a line."""


def handover_of_visitor(identifier: str, token: bytes, reference: str) -> Handover:
    """A handover out of the conversation of the visitor who holds this token.

    Raises NotFoundError, of this room or of the chat.
    """
    conversation = conversation_with_token(identifier, token)
    found = Handover.objects.filter(reference=reference, conversation=conversation).first()
    if found is None:
        raise NotFoundError
    return found


def agree(handover: Handover, agreed_hash: str, *, may_be_counted: bool) -> Handover:
    """Agree to be helped and to what is told. `agreed_hash`: of receiver and lines, in hexadecimal.

    The same said again, because the answer was lost, is said once. Raises WrongStateError, also when the chat is over
    (the words that were agreed to could not reach the counsellor), and after MOST_AGREEMENTS.
    """
    if handover.conversation is None or handover.conversation.state != ChatState.OPEN:
        raise WrongStateError(handover.state)
    said = (handover.state, handover.agreed_hash, handover.may_be_counted)
    if said == (State.AGREED, agreed_hash, may_be_counted):
        return handover
    if handover.steps.filter(move=Move.AGREE).count() >= MOST_AGREEMENTS:
        raise WrongStateError(handover.state)
    return moving.make(handover, Move.AGREE, Actor.VISITOR, agreed_hash=agreed_hash, may_be_counted=may_be_counted)


def refuse(handover: Handover) -> Handover:
    """Say no. Raises WrongStateError."""
    return moving.make(handover, Move.REFUSE, Actor.VISITOR, is_unheard=_is_unheard(handover))


def withdraw(handover: Handover) -> Handover:
    """Take the agreement back; what is over and was never read is so already. Raises WrongStateError once it was read.

    While nobody is in the chat nobody hears of it there: then it stays in the list of what somebody has to think of.
    """
    was_read = handover.steps.filter(state__in=READ[Route(handover.route)]).exists()
    if handover.state not in OPEN and not was_read:
        return handover
    return moving.make(handover, Move.WITHDRAW, Actor.VISITOR, is_unheard=_is_unheard(handover))


@transaction.atomic
def let_in(handover: Handover, new: NewPart) -> Conversation:
    """Let the receiver into a part of the conversation that has a key of its own.

    Raises as `begin_part`; WrongStateError when nobody asked who is at work on it; RefusedError when the key of who
    asked is not confirmed any more.
    """
    current = Handover.objects.select_related("conversation", "organisation", "part").get(pk=handover.pk)
    is_asked = current.joining == Joining.ASKED  # by who is at work on it: any move takes the question back
    is_again = (
        current.part and current.part.identifier == new.identifier and current.state in (State.ACCEPTED, State.MET)
    )
    if current.conversation is None or not (is_asked or is_again):
        raise WrongStateError(current.state)
    guest = who_asked(current)
    part = chat_actions.begin_part(current.conversation, guest, new)
    if current.joining == Joining.ASKED:
        _note_joining(current, Joining.LET_IN, "let_in", part)
    return part


def come_back(handover: Handover, again: NewPart) -> None:
    """Go into the part again, from a page that a return code opened. Raises NotFoundError when there is none."""
    if handover.part is None or handover.part.identifier != again.identifier:
        raise NotFoundError
    chat_actions.renew_part(handover.part, again.token)


@transaction.atomic
def keep_out(handover: Handover) -> None:
    """Say that the receiver may not join. Raises WrongStateError when nobody asked."""
    current = Handover.objects.get(pk=handover.pk)
    if current.joining != Joining.ASKED:
        raise WrongStateError(current.state)
    _note_joining(current, Joining.KEPT_OUT, "keep_out", None)


def who_asked(handover: Handover) -> Staff:
    """The account that asked to join, if its key is confirmed. Raises RefusedError."""
    step = handover.steps.filter(move="ask_in").order_by("-pk").first()
    keys = confirmed_keys(handover.organisation, Route.DOOR)
    key = keys.filter(staff=step.by).first() if step else None
    if key is None or key.staff is None:
        raise RefusedError("no_confirmed_key")
    guest: Staff = key.staff
    return guest


def _is_unheard(handover: Handover) -> bool:
    """Whether nobody is in the conversation to whom her page could tell it: it is over, or a message that waits."""
    return handover.conversation is None or handover.conversation.state != ChatState.OPEN


def _note_joining(handover: Handover, joining: Joining, move: str, part: Conversation | None) -> None:
    handover.joining, handover.part = joining, part
    handover.save(update_fields=["joining", "part"])
    moving.note(handover, move, Actor.VISITOR, None)
