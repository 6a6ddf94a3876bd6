"""What was sealed for a handover goes with the conversation it came from, and with its receiver's key."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from zichtbaar.helpline.chat import actions as chat_actions
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.chat.news import blocked, forgetting
from zichtbaar.helpline.handover import moving
from zichtbaar.helpline.handover.handover_models import Handover, Note, Package, ReceiverKey
from zichtbaar.helpline.handover.lifecycle import NOT_OPENED, Actor, Basis, Move, Route, State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.news import key_gone


@receiver(forgetting)
def forget_words(conversations: Collection[int], **_: Any) -> None:
    """Delete all words of the handovers out of these conversations, and end those that nobody has opened yet.

    A danger that nobody has read of yet stays in the list of what somebody has to explain. What went as a file is
    outside.
    """
    of_these = Handover.objects.filter(conversation__in=conversations)
    for handover in _not_opened(of_these):
        moving.make(handover, Move.EXPIRE if handover.basis == Basis.DANGER else Move.CALL_BACK, Actor.CLOCK)
    Package.objects.filter(conversation__in=conversations).delete()
    Note.objects.filter(conversation__in=conversations).delete()
    of_these.update(conversation=None, part=None, agreed_hash="", ground_hash="")


@receiver(blocked)
def take_back(conversation: Conversation, by: Staff, **_: Any) -> None:
    """Take back what a visitor was asked or agreed to, and cannot take back any more; a danger was never hers."""
    for handover in _not_opened(Handover.objects.filter(conversation=conversation, basis=Basis.CONSENT)):
        moving.make(handover, Move.CALL_BACK, Actor.COUNSELLOR, by)


def _not_opened(handovers: QuerySet[Handover]) -> QuerySet[Handover]:
    """Those of which nobody outside can have read anything yet."""
    return handovers.filter(state__in=NOT_OPENED).exclude(state=State.SENT, route=Route.FILE)


@receiver(key_gone)
def forget_key(staff: Staff, **_: Any) -> None:
    """Delete the words that were sealed to somebody whose key opens nothing any more: a colleague, or a partner."""
    Note.objects.filter(to=staff).delete()
    take_away(ReceiverKey.objects.filter(staff=staff))


def take_away(keys: QuerySet[ReceiverKey]) -> None:
    """Delete what was sealed to these keys of receivers, and let nobody go on in a chat who was let in with one.

    What was sent, is not opened and is sealed to nobody else now expires: it stays in the list until another follows.
    """
    packages = Package.objects.filter(key__in=keys)
    without = list(packages.values_list("handover_id", flat=True))
    packages.delete()
    for handover in Handover.objects.filter(pk__in=without, state=State.SENT, packages=None):
        moving.make(handover, Move.EXPIRE, Actor.CLOCK)
    chat_actions.end_parts(Conversation.objects.filter(guest__receiver_keys__in=keys))
    forget_after_commit()
