"""Making a move: whoever makes it, the row is read again, checked, changed and recorded in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat import actions as chat_actions
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import lifecycle
from zichtbaar.helpline.handover.errors import WrongStateError
from zichtbaar.helpline.handover.handover_models import Handover, Joining, Note, Package
from zichtbaar.helpline.handover.lifecycle import OPEN, Actor, Basis, Move, Route, Standing, State
from zichtbaar.helpline.people.models import Staff

KINDS = {Move.AUTHORISE: Kind.HANDOVER_AUTHORISED}
"""Moves with a line of their own in the record; the others share one."""


def standing(handover: Handover) -> Standing:
    """What decides about the moves that can be made."""
    return Standing(State(handover.state), Basis(handover.basis), Route(handover.route))


def conversation_of(handover: Handover) -> Conversation:
    """The conversation that it came from. Raises WrongStateError once that is forgotten: no words are kept then."""
    if handover.conversation is None:
        raise WrongStateError(handover.state)
    return handover.conversation


@transaction.atomic
def make(handover: Handover, move: Move, actor: Actor, by: Staff | None = None, **changes: object) -> Handover:
    """Move a handover, and note these fields with it. Raises WrongStateError, NotTheirMoveError.

    When it is over, what was sealed for it is deleted, and its receiver is in the chat no longer.
    """
    current = Handover.objects.select_related("organisation", "conversation", "part").get(pk=handover.pk)
    current.state = lifecycle.after(move, standing(current), actor)
    current.since, current.level, current.explanation = timezone.now(), 0, ""
    current.explained_at = current.explained_by = None
    if current.joining == Joining.ASKED:
        current.joining = Joining.NO
    for field, value in changes.items():
        setattr(current, field, value)
    current.save()
    note(current, move, actor, by)
    record(KINDS.get(move, Kind.HANDOVER_MOVED), by=by, subject=f"{current.reference} {current.state}")
    if current.state not in OPEN:
        chat_actions.end_parts(Conversation.objects.filter(handover_in=current))
        Package.objects.filter(handover=current).delete()
        Note.objects.filter(handover=current).delete()
        forget_after_commit()
    return current


def note(handover: Handover, move: str, actor: Actor, by: Staff | None) -> None:
    """Write a step into the life of a handover."""
    handover.steps.create(move=move, state=handover.state, actor=actor, by=by, at=timezone.now())
