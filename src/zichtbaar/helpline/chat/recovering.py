"""Another recovery key in the place of one whose printed shares are lost, or known to who should not know them.

A shift lead's browser makes it, prints the shares, and seals to it what recovery could open and she can open too. What
she cannot open, recovery cannot open any more either: who is in those conversations still can, while they are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, RecoveryReplacedError, WrapsRefusedError
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.models import Holder, KeyWrap
from zichtbaar.helpline.people.access import recovery_key
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import RecoveryKey, Role, Staff, TeamKeyWrap

MOST = 1200
"""Conversations, the latest first: what fits into one request, and so into one transaction."""


@dataclass(frozen=True, slots=True)
class Within:
    """What a shift lead can seal to another recovery key: her own wraps. `beyond` is of how many she cannot.

    `public_key` is the one in use.
    """

    public_key: str
    teams: tuple[TeamKeyWrap, ...]
    conversations: tuple[KeyWrap, ...]
    beyond: int


@dataclass(frozen=True, slots=True)
class NewRecoveryKey:
    """What the browser made: the public half, team keys by epoch and keys of conversations by identifier, sealed.

    `instead_of` is the public key that was in use when the shares were made.
    """

    public_key: bytes
    instead_of: bytes
    teams: Mapping[int, bytes]
    conversations: Mapping[str, bytes]


def within_reach(lead: Staff) -> Within:
    """What another recovery key needs. Raises NotFoundError for who leads no shifts, or lacks a team key."""
    epochs = set(TeamKeyWrap.objects.filter(staff=None).values_list("team_key_id", flat=True))
    teams = tuple(lead.team_key_wraps.filter(team_key_id__in=epochs).select_related("team_key"))
    current = recovery_key()
    if current is None or lead.role != Role.SHIFT_LEAD or not epochs or {wrap.team_key_id for wrap in teams} != epochs:
        raise NotFoundError
    recoverable = KeyWrap.objects.filter(holder=Holder.RECOVERY).values("conversation_id")
    hers = KeyWrap.objects.filter(staff=lead, conversation_id__in=recoverable).select_related("conversation")
    conversations = tuple(hers.order_by("-conversation_id")[:MOST])
    return Within(current.public_key, teams, conversations, recoverable.count() - len(conversations))


@transaction.atomic
def replace(by: Staff, new: NewRecoveryKey) -> None:
    """Put another recovery key in use; from then on the shares of the old one open nothing here.

    Raises NotFoundError when `by` may not; RecoveryReplacedError when somebody else did so meanwhile, for her sheets
    would open nothing and she would not know; and WrapsRefusedError when team keys or conversations are others than a
    moment ago, or something is no sealed key: ask again what is needed.
    """
    within = within_reach(by)
    if within.public_key != to_text(new.instead_of):
        raise RecoveryReplacedError
    chats = {wrap.conversation.identifier: wrap.conversation for wrap in within.conversations}
    is_complete = new.teams.keys() == {wrap.team_key_id for wrap in within.teams}
    sealed = [*new.teams.values(), *new.conversations.values()]
    if not is_complete or not new.conversations.keys() <= chats.keys() or any(map(_is_no_key, sealed)):
        raise WrapsRefusedError
    RecoveryKey.objects.all().delete()
    RecoveryKey.objects.create(public_key=to_text(new.public_key))
    TeamKeyWrap.objects.filter(staff=None).delete()
    TeamKeyWrap.objects.bulk_create(
        TeamKeyWrap(team_key_id=epoch, staff=None, sealed_private=to_text(key)) for epoch, key in new.teams.items()
    )
    KeyWrap.objects.filter(holder=Holder.RECOVERY).delete()
    KeyWrap.objects.bulk_create(
        KeyWrap(conversation=chats[one], holder=Holder.RECOVERY, sealed_key=to_text(key))
        for one, key in new.conversations.items()
    )
    forget_after_commit()
    record(Kind.RECOVERY_KEY_REPLACED, by=by)


def _is_no_key(sealed: bytes) -> bool:
    return len(sealed) != SEALED_KEY_BYTES
