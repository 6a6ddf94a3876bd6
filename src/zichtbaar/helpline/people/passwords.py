"""Passwords and the slots they close. The server sees `auth`, never the password, and slots only closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people import actions
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.errors import SignInRefusedError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.sessions import end_sessions
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES

SLOT_BYTES = 61


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What a browser makes of a new password: salt (16 bytes), `auth` (32) and the private key in its slot (61)."""

    salt: bytes
    auth: bytes
    slot: bytes


def slot_of(staff: Staff, auth: str) -> str:
    """The slot of a colleague who gives the password once more. Raises SignInRefusedError, TooManyRefusalsError."""
    check_again(staff, auth)
    return staff.password_slot


def change(request: HttpRequest, staff: Staff, auth: str, new: NewPassword) -> None:
    """Put a password in the place of another. Every other session ends.

    Raises SignInRefusedError, TooManyRefusalsError.
    """
    check_again(staff, auth)
    with transaction.atomic():
        put(staff, new)
        staff.save()
        before = request.session.session_key or ""
        update_session_auth_hash(request, staff)  # the session goes on under another key
        end_sessions(staff, but=request.session.session_key or "", before=before)
        record(Kind.PASSWORD_CHANGED, by=staff)


def put(staff: Staff, new: NewPassword) -> None:
    """Give a colleague a password; she is not saved yet."""
    staff.password = make_password(to_text(new.auth))
    staff.salt, staff.memory, staff.passes = to_text(new.salt), MEMORY_KIB, PASSES
    staff.password_slot = to_text(new.slot)


def check_again(staff: Staff, auth: str) -> None:
    """Whether this is the password of who is signed in. Raises SignInRefusedError, TooManyRefusalsError.

    Wrong ones count as at signing in, so that a session that somebody left open is no place to guess.
    """
    actions.check_not_too_many(staff.name)
    if not check_password(auth, staff.password):
        actions.count_refusal(staff.name)
        raise SignInRefusedError
