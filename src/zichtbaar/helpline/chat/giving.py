"""Giving keys: who holds a key seals it to a colleague who needs it and has it not (any more).

That is who has just joined, who made a new key because the password was lost, and who became a shift lead. The server
says who lacks what, and keeps what comes back; opening and sealing is done in the giver's browser, which shows a number
of the receiver's key first, so that the two can compare it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.people.access import desk_staff, team_key_in_use
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Role, Staff, TeamKeyWrap


@dataclass(frozen=True, slots=True)
class Lack:
    """What a colleague needs and one giver can give: the giver's own wraps, of team keys and of conversations."""

    staff: Staff
    teams: tuple[TeamKeyWrap, ...]
    conversations: tuple[KeyWrap, ...]


def lacking(giver: Staff | None) -> list[Lack]:
    """Who lacks what this colleague can give; without a giver: what the recovery key can."""
    return [lack for staff in _receivers(giver) if (lack := _lack(giver, staff)).teams or lack.conversations]


@transaction.atomic
def give(
    by: Staff,
    receiver: int,
    public_key: str,
    teams: Mapping[int, bytes],
    conversations: Mapping[str, bytes],
    *,
    with_recovery: bool = False,
) -> None:
    """Keep keys that `by` sealed to a colleague, of those that she lacks.

    `public_key` is the one they were sealed to; teams are by epoch, conversations by identifier. Raises
    NotFoundError when the colleague is not there or her key is another, WrapsRefusedError.
    """
    giver = None if with_recovery else by
    staff = next((one for one in _receivers(giver) if one.pk == receiver and one.public_key == public_key), None)
    if staff is None:
        raise NotFoundError
    lack = _lack(giver, staff)
    team_keys = {wrap.team_key_id: wrap.team_key for wrap in lack.teams}
    chats = {wrap.conversation.identifier: wrap.conversation for wrap in lack.conversations}
    sealed = [*teams.values(), *conversations.values()]
    if not (teams.keys() <= team_keys.keys() and conversations.keys() <= chats.keys() and _are_keys(sealed)):
        raise WrapsRefusedError
    TeamKeyWrap.objects.bulk_create(
        TeamKeyWrap(team_key=team_keys[epoch], staff=staff, sealed_private=to_text(key)) for epoch, key in teams.items()
    )
    KeyWrap.objects.bulk_create(
        KeyWrap(conversation=chats[one], holder=Holder.STAFF, staff=staff, sealed_key=to_text(key))
        for one, key in conversations.items()
    )
    record(Kind.RECOVERY_USED if with_recovery else Kind.KEYS_GIVEN, by=by, subject=f"staff {staff.pk}")


def needed_epochs() -> set[int]:
    """The epochs whose team key is still needed: the one in use, and those of conversations sealed to the team."""
    current = team_key_in_use()
    sealed_to_team = KeyWrap.objects.filter(holder=Holder.TEAM).values_list("conversation__epoch", flat=True)
    return {*sealed_to_team, *([current.epoch] if current else [])}


def conversations_for(staff: Staff) -> QuerySet[Conversation]:
    """Conversations whose key a colleague is to have: her own while kept, and all open ones of a shift lead."""
    hers = Q(counsellor=staff)
    if staff.role == Role.SHIFT_LEAD:
        hers |= Q(state=State.OPEN)
    taken = Conversation.objects.filter(hers, counsellor__isnull=False)
    return taken.exclude(wraps__holder=Holder.TEAM)


def _receivers(giver: Staff | None) -> Iterable[Staff]:
    joined = desk_staff().exclude(public_key="")
    return joined if giver is None else joined.exclude(pk=giver.pk)


def _lack(giver: Staff | None, staff: Staff) -> Lack:
    has_epochs = staff.team_key_wraps.values("team_key_id")
    teams = TeamKeyWrap.objects.filter(staff=giver, team_key_id__in=needed_epochs()).exclude(team_key_id__in=has_epochs)
    holder = Holder.RECOVERY if giver is None else Holder.STAFF
    keys = KeyWrap.objects.filter(holder=holder, staff=giver, conversation__in=conversations_for(staff))
    has_keys = KeyWrap.objects.filter(staff=staff).values("conversation_id")
    keys = keys.exclude(conversation_id__in=has_keys).select_related("conversation")
    return Lack(staff, tuple(teams.select_related("team_key")), tuple(keys))


def _are_keys(sealed: Iterable[bytes]) -> bool:
    return all(len(one) == SEALED_KEY_BYTES for one in sealed)
