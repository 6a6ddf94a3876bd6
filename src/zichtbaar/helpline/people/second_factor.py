"""The second factor: codes from an app (TOTP, RFC 6238), and recovery codes for when the phone is gone."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from functools import cache
from threading import Lock

import pyotp
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from pyotp.exceptions import OTPVerificationError

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.pacing.buckets import Bucket
from zichtbaar.helpline.people import at_rest
from zichtbaar.helpline.people.errors import WrongCodeError
from zichtbaar.helpline.people.models import RecoveryCode, SecondFactor, Staff

ISSUER = "Zichtbaar"
STEPS_OF_DRIFT = 1
"""A phone's clock may be half a minute off, either way."""

RECOVERY_CODES = 8
RECOVERY_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 12
"""Twelve of 31 signs are 59 bits."""

SECONDS_TO_SET_UP = 1800
WRONG_CODES = 10, 1 / 60
"""Wrong codes at once after a right password, and how many a second after that. With one a minute a stranger who knows
the password needs five months for an even chance."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A secret that an app is to be given: itself, as an address that an app reads, and closed for the way back."""

    secret: str
    address: str
    closed: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A code that fits: that of a step of the clock, or a recovery code."""

    step: int | None = None
    recovery_hash: str = ""


class WrongCodes:
    """Wrong codes that followed a right password, by colleague. Only who knows the password can fill a bucket."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._buckets: dict[int, Bucket] = {}

    def are_too_many(self, staff: Staff) -> bool:
        """Whether so many were wrong just now that this colleague's codes are not looked at."""
        with self._lock:
            bucket = self._buckets.get(staff.pk)
            return bucket is not None and bucket.is_full(time.monotonic())

    def count(self, staff: Staff) -> None:
        """Count one."""
        with self._lock:
            self._buckets.setdefault(staff.pk, Bucket(*WRONG_CODES)).add(time.monotonic())


WRONG = WrongCodes()
"""Of this process, which is the only one."""


def has_one(staff: Staff) -> bool:
    """Whether a colleague has a second factor.

    One closed with a secret that the server has no more is one, and no code fits it: else a new secret would take the
    second factor from everybody at once. An administrator takes it away, and she sets up another.
    """
    return SecondFactor.objects.filter(staff=staff).exists()


def draw(staff: Staff) -> Draft:
    """A new secret for a colleague's app. Nothing is stored until a code of it comes back."""
    return _draft(staff, pyotp.random_base32())


def drawn_before(staff: Staff, closed: str) -> Draft:
    """The secret that was drawn a moment ago. Raises WrongCodeError when it is too old or was not drawn for her."""
    try:
        return _draft(staff, at_rest.open_again(closed, _purpose(staff.pk), within=SECONDS_TO_SET_UP))
    except at_rest.NotOursError as error:
        raise WrongCodeError from error


def set_up(staff: Staff, draft: Draft, code: str, *, current: str = "") -> list[str]:
    """Begin to ask for codes of this secret, and draw recovery codes, which are told only now.

    Who has a second factor already gives a `current` code of it too. Raises WrongCodeError.
    """
    step = _step_of(draft.secret, _normal(code))
    if step is None or not accept(staff, proof(staff, current)):
        raise WrongCodeError
    kept = {"closed_secret": at_rest.close(draft.secret, _purpose(staff.pk)), "used_step": step}
    with transaction.atomic():
        SecondFactor.objects.update_or_create(staff=staff, defaults=kept)
        record(Kind.SECOND_FACTOR_SET_UP, by=staff)
        return _draw_recovery_codes(staff)


def renew_recovery_codes(staff: Staff, code: str) -> list[str]:
    """Draw recovery codes in the place of those of before. Raises WrongCodeError."""
    if not has_one(staff) or not accept(staff, proof(staff, code)):
        raise WrongCodeError
    with transaction.atomic():
        record(Kind.RECOVERY_CODES_RENEWED, by=staff)
        return _draw_recovery_codes(staff)


@transaction.atomic
def take_away(by: Staff | None, staff: Staff) -> None:
    """Take the second factor from who lost phone and recovery codes. She sets up another when she signs in next.

    By nobody: on the server itself.
    """
    if SecondFactor.objects.filter(staff=staff).delete()[0]:
        kind = Kind.SECOND_FACTOR_TAKEN_AWAY if by else Kind.SECOND_FACTOR_RESET
        record(kind, by=by, subject=f"staff {staff.pk}")
    RecoveryCode.objects.filter(staff=staff).delete()


def proof(staff: Staff | None, code: str) -> Proof | None:
    """What a code proves; nothing is used up yet. For an unknown name the same work is done in vain."""
    number = staff.pk if staff else 0
    normal = _normal(code)
    step = _step_of(_secret_of(number) or _secret_of_nobody(), normal)
    hashed = _hash(number, normal)
    recovers = RecoveryCode.objects.filter(staff=number, hash=hashed).exists()
    if step is not None:
        return Proof(step=step)
    return Proof(recovery_hash=hashed) if recovers else None


@transaction.atomic
def accept(staff: Staff, proved: Proof | None) -> bool:
    """Whether a colleague whose password was right may come in, and use the code up: each opens once.

    Who has no second factor yet may; where she can go then is another question.
    """
    if not has_one(staff):
        return True
    if WRONG.are_too_many(staff):
        return False
    if proved is None or not _use_up(staff, proved):
        WRONG.count(staff)
        record(Kind.SECOND_FACTOR_REFUSED, by=None, subject=f"staff {staff.pk}")
        return False
    return True


def _use_up(staff: Staff, proved: Proof) -> bool:
    if proved.step is not None:
        unused = SecondFactor.objects.filter(staff=staff, used_step__lt=proved.step)
        return unused.update(used_step=proved.step) == 1
    gone, _ = RecoveryCode.objects.filter(staff=staff, hash=proved.recovery_hash).delete()
    if gone:
        record(Kind.RECOVERY_CODE_USED, by=staff)
    return gone == 1


def recovery_codes_left(staff: Staff) -> int:
    """How many recovery codes a colleague has not used."""
    return RecoveryCode.objects.filter(staff=staff).count()


def _draft(staff: Staff, secret: str) -> Draft:
    address = pyotp.TOTP(secret, name=staff.name, issuer=ISSUER).provisioning_uri()
    return Draft(secret, address, at_rest.close(secret, _purpose(staff.pk)))


def _draw_recovery_codes(staff: Staff) -> list[str]:
    codes = ["".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(staff=staff).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(staff=staff, hash=_hash(staff.pk, code)) for code in codes)
    return [re.sub("(....)(?=.)", r"\1-", code) for code in codes]


def _step_of(secret: str, code: str) -> int | None:
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=timezone.now(), valid_window=STEPS_OF_DRIFT)
    except OTPVerificationError:
        return None


def _secret_of(number: int) -> str | None:
    """The secret of a colleague's app; None when there is none, or none that this server can open."""
    factor = SecondFactor.objects.filter(staff=number).first()
    try:
        return at_rest.open_again(factor.closed_secret, _purpose(number)) if factor else None
    except at_rest.NotOursError:
        return None


def _secret_of_nobody() -> str:
    """A secret that no app has, at the same cost."""
    return at_rest.open_again(_closed_for_nobody(), _purpose(0))


@cache
def _closed_for_nobody() -> str:
    return at_rest.close(pyotp.random_base32(), _purpose(0))


def _purpose(number: int) -> str:
    return f"second-factor/{number}"


def _normal(code: str) -> str:
    """A code as it is compared: without the spaces and hyphens that people put in, in small letters."""
    return re.sub(r"[\s-]", "", code).lower()


def _hash(number: int, code: str) -> str:
    return salted_hmac("zichtbaar/recovery-code", f"{number}/{code}", algorithm="sha256").hexdigest()
