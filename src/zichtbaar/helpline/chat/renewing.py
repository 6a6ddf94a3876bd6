"""Another team key in the place of one that somebody knows who should not: a new epoch.

A shift lead's browser makes it and seals it to everybody who holds the one of now and to recovery; the keys of who
waits are sealed anew. A key that does not open stops nothing: anybody can make one up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.actions import RECOVERY, SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.chat.giving import needed_epochs
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Holder, KeyWrap
from zichtbaar.helpline.people.access import known_staff, recovery_key, shift_leads, team_key_in_use
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff, TeamKey, TeamKeyWrap

MOST = 1000
"""Conversations, the oldest first: what fits into one request, and more than can wait at once."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a browser needs to make the team key of the next epoch.

    `receivers` are public keys by who is to hold it: colleagues by number, and `recovery`. `waiting` are keys of
    conversations that are sealed to the team key of now.
    """

    epoch: int
    is_due: bool
    receivers: dict[str, str]
    waiting: tuple[KeyWrap, ...]


@dataclass(frozen=True, slots=True)
class NewTeamKey:
    """What the browser made of it: sealed private halves by receiver, and keys of conversations by identifier.

    `receivers` are the public keys that the halves were sealed to, by who is to hold it.
    `unopened` are the conversations whose key did not open there: they stay as they are, for who can open them.
    """

    epoch: int
    public_key: bytes
    receivers: Mapping[str, str]
    sealed_privates: Mapping[str, bytes]
    waiting: Mapping[str, bytes]
    unopened: frozenset[str]


def renewal() -> Renewal:
    """What the next team key needs. Raises NotFoundError while there is none to be replaced."""
    current = team_key_in_use()
    recovery = recovery_key()
    if current is None or recovery is None:
        raise NotFoundError
    receivers = {str(one.pk): one.public_key for one in known_staff()}
    receivers[RECOVERY] = recovery.public_key
    return Renewal(current.epoch + 1, current.is_due, receivers, tuple(_waiting()))


@transaction.atomic
def renew(by: Staff, new: NewTeamKey) -> None:
    """Put the new team key in use. Nobody keeps an older one that no conversation needs.

    Raises NotFoundError when `by` leads no shifts or lacks the key of now, and WrapsRefusedError when people, their
    keys, waiting visitors or the epoch are others than a moment ago, or something is no sealed key: ask again what is
    needed.
    """
    if not shift_leads().filter(pk=by.pk).exists():
        raise NotFoundError
    needs = renewal()
    wraps = {wrap.conversation.identifier: wrap for wrap in needs.waiting}
    sealed = [*new.sealed_privates.values(), *new.waiting.values()]
    is_for_all = new.receivers == needs.receivers and new.sealed_privates.keys() == needs.receivers.keys()
    is_complete = sorted([*new.waiting, *new.unopened]) == sorted(wraps)
    if (
        new.epoch != needs.epoch
        or not (is_for_all and is_complete)
        or any(len(one) != SEALED_KEY_BYTES for one in sealed)
    ):
        raise WrapsRefusedError
    _begin_epoch(new)
    for identifier, sealed_key in new.waiting.items():
        wrap = wraps[identifier]
        wrap.sealed_key = to_text(sealed_key)
        wrap.conversation.epoch = new.epoch
        wrap.conversation.save(update_fields=["epoch"])
        wrap.save(update_fields=["sealed_key"])
    TeamKeyWrap.objects.exclude(team_key_id__in=needed_epochs()).delete()
    forget_after_commit()
    record(Kind.TEAM_KEY_RENEWED, by=by, subject=f"epoch {new.epoch}")


def _begin_epoch(new: NewTeamKey) -> None:
    team_key = TeamKey.objects.create(epoch=new.epoch, public_key=to_text(new.public_key))
    TeamKeyWrap.objects.bulk_create(
        TeamKeyWrap(
            team_key=team_key, staff_id=None if to == RECOVERY else int(to), sealed_private=to_text(sealed_private)
        )
        for to, sealed_private in new.sealed_privates.items()
    )


def _waiting() -> list[KeyWrap]:
    """Keys of who waits, and of messages. Of who was just taken the counsellor's browser has the old one in hand."""
    wraps = KeyWrap.objects.filter(holder=Holder.TEAM).exclude(conversation__state=State.OPEN)
    return list(wraps.select_related("conversation").order_by("conversation_id")[:MOST])
