"""Signing in and out. An unknown name, a wrong password, a wrong code and a wrong door cannot be told apart."""

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
from zichtbaar.helpline.people import second_factor
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
    if staff is not None and staff.salt:
        return Stretching(staff.salt, staff.memory, staff.passes)
    made_up = salted_hmac("zichtbaar/salt-of-unknown-name", name, algorithm="sha256").digest()
    return Stretching(to_text(made_up[:SALT_BYTES]), MEMORY_KIB, PASSES)


def sign_in(request: HttpRequest, name: str, auth: str, code: str = "", *, roles: Set[Role]) -> Staff:
    """Begin a session for a colleague with one of these roles. Raises SignInRefusedError, TooManyRefusalsError.

    `auth` is the base64url of the half of the password split; `code` is of the second factor, of who has one. The
    record keeps no name of who was refused: people type passwords into the wrong box.
    """
    check_not_too_many(name)
    staff = Staff.objects.filter(name=name, is_active=True).first()
    fits = check_password(auth, staff.password if staff else _hash_of_nobody())
    proof = second_factor.proof(staff, code)
    is_hers = staff is not None and fits and staff.role in roles
    if staff is None or not is_hers or not second_factor.accept(staff, proof):
        count_refusal(name)
        raise SignInRefusedError
    begin_session(request, staff)
    return staff


def check_not_too_many(name: str) -> None:
    """Raises TooManyRefusalsError when so many were refused just now that nobody's password is looked at."""
    if REFUSALS.are_too_many(name):
        raise TooManyRefusalsError


def count_refusal(name: str) -> None:
    """Count that somebody with this name was refused, and tell the record now and then."""
    if count := REFUSALS.count(name):
        record(Kind.SIGN_IN_REFUSED, by=None, subject=f"{count}×" if count > 1 else "")


@transaction.atomic
def begin_session(request: HttpRequest, staff: Staff) -> None:
    """Sign somebody in who has proved who she is."""
    logout(request)  # an older session in this browser ends, and every connection opened with it
    login(request, staff, backend=BACKEND)
    record(Kind.SIGNED_IN, by=staff)


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
