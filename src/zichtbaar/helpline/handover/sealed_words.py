"""What was sealed in a browser for a handover: taken only if it is for exactly those who may read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils import timezone

from zichtbaar.helpline.handover import moving
from zichtbaar.helpline.handover.errors import RefusedError
from zichtbaar.helpline.handover.handover_models import Handover, Note

MOST_CHARACTERS_SEALED = 12_000
"""Base64url of the longest package (8,187 bytes) has 10,916 characters."""


def check(sealed: Mapping[str, str], readers: Collection[str]) -> None:
    """See that something is sealed for each of these readers (numbers), and for nobody else. Raises RefusedError."""
    fits = all(0 < len(text) <= MOST_CHARACTERS_SEALED for text in sealed.values())
    if sealed.keys() != set(readers) or not fits:
        raise RefusedError("sealed")


def keep(handover: Handover, sealed: Mapping[str, str], readers: Collection[str], *, is_ground: bool) -> None:
    """Keep the words of a ground or of an answer, in the place of what was kept of the same.

    Raises RefusedError, also where nobody could read them; WrongStateError once the conversation is forgotten.
    """
    conversation = moving.conversation_of(handover)
    if not sealed:
        raise RefusedError("sealed")
    check(sealed, readers)
    Note.objects.filter(handover=handover, is_ground=is_ground).delete()
    now = timezone.now()
    Note.objects.bulk_create(
        Note(handover=handover, conversation=conversation, to_id=int(to), is_ground=is_ground, sealed=text, at=now)
        for to, text in sealed.items()
    )
