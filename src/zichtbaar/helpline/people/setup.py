"""Founding a helpline: the first people, the first team key and the recovery key."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.errors import AlreadyFoundedError
from zichtbaar.helpline.people.models import DESK_ROLES, RecoveryKey, Role, Staff, TeamKey, TeamKeyWrap
from zichtbaar.helpline.sealing.hpke import KeyPair, Purpose, make_key_pair, seal_key
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES, SALT_BYTES, close_slot, split_password
from zichtbaar.helpline.sealing.shares import NEEDED, join_key, split_key

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody who begins to work here."""

    name: str
    role: Role
    password: str


@dataclass(frozen=True, slots=True)
class Founded:
    """A helpline just founded. The shares are of the recovery key's private half: print them, they are kept nowhere."""

    staff: tuple[Staff, ...]
    recovery_shares: tuple[str, ...]

    @property
    def recovery_key(self) -> str:
        """The private half itself (base64url), out of two shares."""
        return to_text(join_key(self.recovery_shares[:NEEDED]))


@transaction.atomic
def found_helpline(newcomers: Sequence[NewStaff]) -> Founded:
    """Make every key and the first people, all or nothing. Raises AlreadyFoundedError."""
    if TeamKey.objects.exists():
        raise AlreadyFoundedError
    record(Kind.HELPLINE_FOUNDED, by=None)
    recovery = make_key_pair()
    RecoveryKey.objects.create(public_key=to_text(recovery.public))
    staff = tuple(_add(newcomer) for newcomer in newcomers)
    _begin_epoch(FIRST_EPOCH, recovery, staff)
    return Founded(staff, tuple(split_key(recovery.private, recovery.public)))


def _add(newcomer: NewStaff) -> Staff:
    salt = secrets.token_bytes(SALT_BYTES)
    split = split_password(newcomer.password, salt, memory=MEMORY_KIB, passes=PASSES)
    own = make_key_pair()
    staff = Staff.objects.create(
        name=newcomer.name,
        role=newcomer.role,
        password=make_password(to_text(split.auth)),
        salt=to_text(salt),
        memory=MEMORY_KIB,
        passes=PASSES,
        public_key=to_text(own.public),
        password_slot=to_text(close_slot(own.private, split.kek)),
    )
    record(Kind.STAFF_ADDED, by=None, subject=f"staff {staff.pk}")
    return staff


def _begin_epoch(epoch: int, recovery: KeyPair, staff: Sequence[Staff]) -> None:
    """Make the team key of an epoch, and seal its private half to everybody at the desk and to recovery."""
    pair = make_key_pair()
    team_key = TeamKey.objects.create(epoch=epoch, public_key=to_text(pair.public))
    for colleague in staff:
        if colleague.role in DESK_ROLES:
            public_key = from_text(colleague.public_key)
            sealed = seal_key(pair.private, public_key, Purpose.TEAM_KEY_FOR_STAFF, epoch=epoch)
            TeamKeyWrap.objects.create(team_key=team_key, staff=colleague, sealed_private=to_text(sealed))
    sealed = seal_key(pair.private, recovery.public, Purpose.TEAM_KEY_FOR_RECOVERY, epoch=epoch)
    TeamKeyWrap.objects.create(team_key=team_key, staff=None, sealed_private=to_text(sealed))
