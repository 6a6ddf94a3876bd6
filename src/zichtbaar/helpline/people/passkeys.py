"""Passkeys (WebAuthn): the device proves who signs in, and its PRF extension gives what opens the private key.

The result of the PRF never leaves the browser: the server keeps the private key in a slot closed with it, as with a
password. A passkey asks for the finger, the face or the PIN of its owner, so it is two factors in one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

import webauthn
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people import actions, at_rest, passwords
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.errors import PasskeyRefusedError, SignInRefusedError
from zichtbaar.helpline.people.models import Passkey, Role, Staff
from zichtbaar.helpline.people.origin import Origin, origin_of

NAME = "Zichtbaar"
SECONDS = 300
"""How long a challenge can be answered."""

CHALLENGE_BYTES = 32
SIGN_IN, ADD = "passkey/sign-in", "passkey/add"


class Answered:
    """Challenges that were answered, so that each is answered once. In memory, as long as they could be again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until: dict[str, float] = {}

    def is_first(self, challenge: str) -> bool:
        """Whether this challenge was not answered before."""
        now = time.monotonic()
        with self._lock:
            self._until = {one: until for one, until in self._until.items() if until > now}
            if challenge in self._until:
                return False
            self._until[challenge] = now + SECONDS
            return True


ANSWERED = Answered()
"""Of this process, which is the only one."""


def challenge() -> dict[str, str]:
    """A challenge for who wants to sign in: itself, and closed for the way back."""
    drawn = to_text(webauthn.helpers.generate_challenge()[:CHALLENGE_BYTES])
    return {"challenge": drawn, "closed": at_rest.close(drawn, SIGN_IN)}


def options(staff: Staff, auth: str, origin: Origin) -> dict[str, Any]:
    """What a browser needs to make a passkey, and the slot with the private key, for who gives the password once more.

    Raises SignInRefusedError, TooManyRefusalsError.
    """
    slot = passwords.slot_of(staff, auth)
    known = [PublicKeyCredentialDescriptor(from_text(one.credential)) for one in staff.passkeys.all()]
    made = webauthn.generate_registration_options(
        rp_id=origin.name,
        rp_name=NAME,
        user_name=staff.name,
        user_id=salted_hmac("zichtbaar/passkey-user", str(staff.pk), algorithm="sha256").digest()[:16],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=known,
    )
    closed = at_rest.close(to_text(made.challenge), f"{ADD}/{staff.pk}")
    return {"options": json.loads(webauthn.options_to_json(made)), "closed": closed, "slot": slot}


def add(staff: Staff, credential: Mapping[str, Any], closed: str, slot: bytes, origin: Origin) -> None:
    """Keep a passkey and the slot that it opens (61 bytes). Raises PasskeyRefusedError."""
    try:
        verified = webauthn.verify_registration_response(
            credential=dict(credential),
            expected_challenge=from_text(_open(closed, f"{ADD}/{staff.pk}")),
            expected_rp_id=origin.name,
            expected_origin=origin.address,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefusedError from error
    name = to_text(verified.credential_id)
    with transaction.atomic():
        if Passkey.objects.filter(credential=name).exists():
            raise PasskeyRefusedError
        Passkey.objects.create(
            staff=staff,
            credential=name,
            public_key=to_text(verified.credential_public_key),
            sign_count=verified.sign_count,
            slot=to_text(slot),
        )
        record(Kind.PASSKEY_ADDED, by=staff)


def sign_in(
    request: HttpRequest, credential: Mapping[str, Any], closed: str, *, roles: frozenset[Role]
) -> tuple[Staff, str]:
    """Begin a session for the owner of a passkey; she, and the slot that it opens.

    Raises SignInRefusedError, TooManyRefusalsError.
    """
    name = _name_of(credential)
    actions.check_not_too_many(name)
    passkey = Passkey.objects.select_related("staff").filter(credential=name, staff__is_active=True).first()
    try:
        if passkey is None or passkey.staff.role not in roles:
            raise PasskeyRefusedError
        _verify(passkey, credential, closed, origin_of(request))
    except PasskeyRefusedError as error:
        actions.count_refusal(name)
        raise SignInRefusedError from error
    actions.begin_session(request, passkey.staff)
    return passkey.staff, passkey.slot


@transaction.atomic
def remove(staff: Staff, number: int) -> None:
    """Remove one of a colleague's own passkeys; one that is not there or not hers stays as it is."""
    if Passkey.objects.filter(staff=staff, pk=number).delete()[0]:
        record(Kind.PASSKEY_REMOVED, by=staff)


def _name_of(credential: Mapping[str, Any]) -> str:
    """What a browser calls a passkey, or nothing for what is no name of one."""
    name = credential.get("id")
    try:
        return to_text(from_text(name)) if isinstance(name, str) else ""
    except ValueError:
        return ""


def _verify(passkey: Passkey, credential: Mapping[str, Any], closed: str, origin: Origin) -> None:
    try:
        asked = _open(closed, SIGN_IN)
        verified = webauthn.verify_authentication_response(
            credential=dict(credential),
            expected_challenge=from_text(asked),
            expected_rp_id=origin.name,
            expected_origin=origin.address,
            credential_public_key=from_text(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefusedError from error
    if not ANSWERED.is_first(asked):
        raise PasskeyRefusedError
    passkey.sign_count = verified.new_sign_count
    passkey.save(update_fields=["sign_count"])


def _open(closed: str, purpose: str) -> str:
    return at_rest.open_again(closed, purpose, within=SECONDS)
