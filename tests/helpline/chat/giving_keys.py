"""What browsers do with keys, in Python: sealing conversations, and opening what is given."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import TypedDict

from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import RecoveryKey, Staff, TeamKey, TeamKeyWrap
from zichtbaar.helpline.sealing.hpke import Purpose, open_key, seal_key
from zichtbaar.helpline.sealing.password import open_slot, split_password


class Bound(TypedDict):
    """What a sealed key of a conversation is bound to."""

    conversation: bytes
    epoch: int


def bound_to(conversation: Conversation) -> Bound:
    """The conversation, and the epoch in which its key is sealed."""
    return Bound(conversation=bytes.fromhex(conversation.identifier), epoch=conversation.epoch)


def private_key(staff: Staff, password: str = "") -> bytes:
    """The private half of a colleague's key, as her password opens it."""
    staff.refresh_from_db()
    given = password or f"{staff.name.lower()}-password"
    split = split_password(given, from_text(staff.salt), memory=staff.memory, passes=staff.passes)
    return open_slot(from_text(staff.password_slot), split.kek)


def sealed_chat(
    conversation: Conversation, holders: Iterable[Staff] = (), *, to_team: bool = False, recovery: bool = False
) -> bytes:
    """Give a conversation a key, sealed to these colleagues, to the team, or to recovery. Returns the key."""
    key = secrets.token_bytes(32)
    bound = bound_to(conversation)
    for staff in holders:
        sealed = seal_key(key, from_text(staff.public_key), Purpose.CONVERSATION_KEY_FOR_STAFF, **bound)
        KeyWrap.objects.create(conversation=conversation, holder=Holder.STAFF, staff=staff, sealed_key=to_text(sealed))
    if to_team:
        public = from_text(TeamKey.objects.get(pk=conversation.epoch).public_key)
        sealed = seal_key(key, public, Purpose.CONVERSATION_KEY_FOR_TEAM, **bound)
        KeyWrap.objects.create(conversation=conversation, holder=Holder.TEAM, sealed_key=to_text(sealed))
    if recovery:
        sealed = seal_key(
            key, from_text(RecoveryKey.objects.get().public_key), Purpose.CONVERSATION_KEY_FOR_RECOVERY, **bound
        )
        KeyWrap.objects.create(conversation=conversation, holder=Holder.RECOVERY, sealed_key=to_text(sealed))
    return key


def opened_chat(conversation: Conversation, private: bytes, staff: Staff) -> bytes:
    """The key of a conversation as a colleague opens it. Raises ForgedError, or DoesNotExist without a wrap."""
    conversation.refresh_from_db()
    sealed = from_text(conversation.wraps.get(staff=staff).sealed_key)
    bound = bound_to(conversation)
    return open_key(sealed, private, Purpose.CONVERSATION_KEY_FOR_STAFF, **bound)


def opened_team(private: bytes, staff: Staff, epoch: int) -> bytes:
    """The private half of a team key as a colleague opens it."""
    sealed = from_text(TeamKeyWrap.objects.get(staff=staff, team_key=epoch).sealed_private)
    return open_key(sealed, private, Purpose.TEAM_KEY_FOR_STAFF, epoch=epoch)


def reopened(conversation: Conversation) -> Conversation:
    """The same conversation, still going on."""
    conversation.state, conversation.ended_at = State.OPEN, None
    conversation.save()
    return conversation
