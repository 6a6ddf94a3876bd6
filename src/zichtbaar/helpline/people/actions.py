"""Signing in and out. An unknown name, a wrong password and a wrong door cannot be told apart."""

from __future__ import annotations

import secrets
from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from django.contrib.auth import login, logout
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.errors import SignInRefusedError, TooManyRefusalsError
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.people.refusals import REFUSALS
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES, SALT_BYTES

BACKEND = "zichtbaar.helpline.people.access.StaffBackend"


@dataclass(frozen=True, slots=True)
class Stretching:
    """What a browser needs to stretch a password: the salt (base64url), memory (KiB) and passes."""

    salt: str
    memory: int
    passes: int


def stretching_for(name: str) -> Stretching:
    """How to stretch the password of somebody; an unknown name gets an answer that is always the same."""
    staff = Staff.objects.filter(name=name).first()
    if staff is not None:
        return Stretching(staff.salt, staff.memory, staff.passes)
    made_up = salted_hmac("zichtbaar/salt-of-unknown-name", name, algorithm="sha256").digest()
    return Stretching(to_text(made_up[:SALT_BYTES]), MEMORY_KIB, PASSES)


def sign_in(request: HttpRequest, name: str, auth: str, *, roles: Set[Role]) -> Staff:
    """Begin a session for a colleague with one of these roles. Raises SignInRefusedError, TooManyRefusalsError.

    `auth` is the base64url of the half of the password split. The record keeps no name of who was refused:
    people type passwords into the wrong box.
    """
    if REFUSALS.are_too_many(name):
        raise TooManyRefusalsError
    staff = Staff.objects.filter(name=name, is_active=True).first()
    fits = check_password(auth, staff.password if staff else _hash_of_nobody())
    if staff is None or not fits or staff.role not in roles:
        if count := REFUSALS.count(name):
            record(Kind.SIGN_IN_REFUSED, by=None, subject=f"{count}×" if count > 1 else "")
        raise SignInRefusedError
    with transaction.atomic():
        logout(request)  # an older session in this browser ends, and every connection opened with it
        login(request, staff, backend=BACKEND)
        record(Kind.SIGNED_IN, by=staff)
    return staff


def sign_out(request: HttpRequest) -> None:
    """End the session, here and on every connection that was opened with it."""
    with transaction.atomic():
        if isinstance(request.user, Staff):
            record(Kind.SIGNED_OUT, by=request.user)
        logout(request)


@cache
def _hash_of_nobody() -> str:
    """A hash that no password fits, so that an unknown name costs the same work as a known one."""
    return make_password(secrets.token_urlsafe(32))
