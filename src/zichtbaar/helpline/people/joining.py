"""Beginning to work here, and beginning again: a link that opens once, and a key that is made in the browser.

The same link serves who forgot her password. The key that the old password locked is lost then; whoever shares its
conversations gives them again (`chat.giving`), so nothing else is.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people import actions, passwords
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.errors import BadNameError, InvitationGoneError, NameTakenError, NotAllowedError
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.models import HOUSE_ROLES, Invitation, Role, Staff
from zichtbaar.helpline.people.passwords import NewPassword
from zichtbaar.helpline.people.second_factor import has_one, take_away
from zichtbaar.helpline.people.sessions import end_sessions

HOURS_TO_JOIN = 48
TOKEN_BYTES = 32
LONGEST_NAME = 60


@transaction.atomic
def invite(by: Staff, name: str, role: Role) -> tuple[Staff, str]:
    """Let somebody begin to work here. The token of her link is told only now.

    Raises NotAllowedError, also for the role of a partner, BadNameError and NameTakenError.
    """
    if role not in HOUSE_ROLES:
        raise NotAllowedError
    return _invite(by, name, role)


@transaction.atomic
def invite_partner(by: Staff, name: str) -> tuple[Staff, str]:
    """Let somebody begin to work with us for an organisation, which `handover.receivers` binds the account to.

    The token of her link is told only now. Raises NotAllowedError, BadNameError, NameTakenError.
    """
    return _invite(by, name, Role.PARTNER)


@transaction.atomic
def invite_administrator(name: str, *, without_second_factor: bool = False) -> str:
    """Make a link for the first administrator, or for one whom no other administrator can help.

    It is asked for on the server itself, by who could read and change everything there. Who is an administrator
    already gets another link, and keeps the second factor unless it was lost too. Raises BadNameError, and
    NameTakenError when the name is somebody else's.
    """
    staff = Staff.objects.filter(name=name.strip()).first() or _newcomer(name, Role.ADMINISTRATOR)
    if staff.role != Role.ADMINISTRATOR or not staff.is_active:
        raise NameTakenError
    if without_second_factor:
        take_away(None, staff)
    return _make_link(None, staff)


@transaction.atomic
def invite_again(by: Staff, staff: Staff) -> str:
    """Make a link for who lost hers, or her password; an older link opens nothing any more.

    Until she uses it her old password goes on. Raises NotAllowedError.
    """
    _check_administrator(by)
    if by == staff or not staff.is_active:
        raise NotAllowedError
    return _make_link(by, staff)


def invited(token: str) -> Staff:
    """Who was invited by this link. Raises InvitationGoneError."""
    found = Invitation.objects.filter(token_hash=_hash(token), expires_at__gt=timezone.now(), staff__is_active=True)
    invitation = found.select_related("staff").first()
    if invitation is None:
        raise InvitationGoneError
    return invitation.staff


@transaction.atomic
def join(request: HttpRequest, token: str, public_key: bytes, new: NewPassword) -> Staff:
    """Give a colleague the key and the password that her browser made, and sign her in.

    Who has a second factor is not signed in: she does that herself, with its code. Raises InvitationGoneError.
    """
    staff = invited(token)
    Invitation.objects.filter(staff=staff).delete()
    if staff.public_key:
        forget_key_of(staff)
    passwords.put(staff, new)
    staff.public_key = to_text(public_key)
    staff.save()
    end_sessions(staff)
    record(Kind.STAFF_JOINED, by=staff)
    if not has_one(staff):
        actions.begin_session(request, staff)
    return staff


def _invite(by: Staff, name: str, role: Role) -> tuple[Staff, str]:
    _check_administrator(by)
    staff = _newcomer(name, role)
    return staff, _make_link(by, staff)


def _newcomer(name: str, role: Role) -> Staff:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadNameError
    if Staff.objects.filter(name__iexact=name).exists():
        raise NameTakenError
    staff = Staff(name=name, role=role, memory=0, passes=0)
    staff.set_unusable_password()
    staff.save()
    return staff


def _make_link(by: Staff | None, staff: Staff) -> str:
    token = to_text(secrets.token_bytes(TOKEN_BYTES))
    kept = {"token_hash": _hash(token), "expires_at": timezone.now() + timedelta(hours=HOURS_TO_JOIN)}
    Invitation.objects.update_or_create(staff=staff, defaults=kept)
    kind = Kind.STAFF_INVITED if by else Kind.ADMINISTRATOR_INVITED
    record(kind, by=by, subject=f"staff {staff.pk}")
    return token


def _check_administrator(by: Staff) -> None:
    if by.role != Role.ADMINISTRATOR:
        raise NotAllowedError


def _hash(token: str) -> str:
    """A token is 32 random bytes, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
