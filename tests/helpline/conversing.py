"""Conversations that were had, without anybody having to have them."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from zichtbaar.helpline.chat.access import hash_of_token
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff


def make_conversation(counsellor: Staff | None, *, language: str = "nl", began: datetime | None = None) -> Conversation:
    """A conversation that this counsellor had, or one that still waits when there is none."""
    began = began or timezone.now()
    return Conversation.objects.create(
        identifier=secrets.token_hex(16),
        state=State.ENDED if counsellor else State.WAITING,
        language=language,
        epoch=1,
        token_hash=hash_of_token(secrets.token_bytes(32)),
        counsellor=counsellor,
        created_at=began,
        opened_at=began if counsellor else None,
        ended_at=began if counsellor else None,
    )
