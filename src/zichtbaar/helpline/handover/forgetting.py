"""What was sealed for a handover goes with the conversation it came from, and with the key that it was sealed to."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from zichtbaar.helpline.chat.news import forgetting
from zichtbaar.helpline.handover import moving
from zichtbaar.helpline.handover.handover_models import Handover, Note, Package
from zichtbaar.helpline.handover.lifecycle import NOT_OPENED, Actor, Basis, Move, Route, State


@receiver(forgetting)
def forget_words(conversations: Collection[int], **_: Any) -> None:
    """Delete all words of the handovers out of these conversations, and end those that nobody has opened yet.

    A danger that nobody has read of yet stays in the list of what somebody has to explain. What went as a file is
    outside.
    """
    of_these = Handover.objects.filter(conversation__in=conversations)
    is_in_a_file = Q(state=State.SENT, route=Route.FILE)
    for handover in of_these.filter(state__in=NOT_OPENED).exclude(is_in_a_file):
        moving.make(handover, Move.EXPIRE if handover.basis == Basis.DANGER else Move.CALL_BACK, Actor.CLOCK)
    Package.objects.filter(conversation__in=conversations).delete()
    Note.objects.filter(conversation__in=conversations).delete()
    of_these.update(conversation=None, part=None, agreed_hash="")
