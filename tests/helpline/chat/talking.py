"""Vera's and Kim's sides of a conversation, without a browser."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from zichtbaar.helpline.chat.access import hash_of_token
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing import conversation as sealing
from zichtbaar.helpline.sealing.envelope import Role


def first_envelope(conversation: str, text: str = "hello") -> bytes:
    """What a visitor sends with her wish to begin this conversation: the same bytes each time."""
    return sealing.Conversation(bytes.fromhex(conversation), bytes(32), Role.VISITOR, bytes(16)).seal(text, 1)


def wish_to_begin() -> dict[str, Any]:
    """What a page sends to begin a conversation, with a first message and without a proof of work."""
    conversation = secrets.token_hex(16)
    return {
        "conversation": conversation,
        "token": to_text(secrets.token_bytes(32)),
        "epoch": 1,
        "sealed_key": to_text(bytes(114)),
        "language": "nl",
        "envelope": to_text(first_envelope(conversation)),
    }


@dataclass
class Chat:
    """A conversation in the database, and what the two browsers know of it."""

    identifier: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    token: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def side(self, role: Role) -> sealing.Conversation:
        """A fresh page load of one of the two."""
        return sealing.Conversation(self.identifier, self.key, role)

    @property
    def row(self) -> Conversation:
        """The conversation as it stands in the database now."""
        return Conversation.objects.get(identifier=self.identifier.hex())

    def stored(self) -> list[tuple[int, bytes]]:
        """Number and content of every envelope in the database, in order."""
        return [(one.number, bytes(one.content)) for one in self.row.envelopes.order_by("number")]


def begin(*, counsellor: Staff | None = None, state: State | None = None) -> Chat:
    """A conversation that waits, or that a counsellor has taken."""
    chat = Chat()
    Conversation.objects.create(
        identifier=chat.identifier.hex(),
        state=state or (State.OPEN if counsellor else State.WAITING),
        language="nl",
        epoch=1,
        token_hash=hash_of_token(chat.token),
        created_at=timezone.now(),
        counsellor=counsellor,
    )
    return chat
