"""Signing in, the same at every staff door. The password itself never comes here."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_POST

from zichtbaar.helpline.people import access, actions, passkeys
from zichtbaar.helpline.people.errors import SignInRefusedError, TooManyRefusalsError
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.web.shared.doors import SET_UP_PAGE
from zichtbaar.helpline.web.shared.language import remember
from zichtbaar.helpline.web.shared.posted import posted, posted_fields, posted_or_empty


@require_POST
def stretching(request: HttpRequest) -> JsonResponse:
    """How the browser is to stretch the password that goes with a name, whether we know the name or not."""
    return JsonResponse(asdict(actions.stretching_for(posted(request, "name", str))))


@require_POST
def sign_in(request: HttpRequest, roles: Set[Role], team_keys: bool) -> JsonResponse:
    """Begin a session, and hand over what only this colleague's password opens; team keys only where they are used."""
    if "passkey" in posted_fields(request):
        return _with_passkey(request, roles, team_keys)
    try:
        name, auth = (posted(request, field, str) for field in ("name", "auth"))
        staff = actions.sign_in(request, name, auth, posted_or_empty(request, "code"), roles=roles)
    except (SignInRefusedError, TooManyRefusalsError) as error:
        return refused(error)
    return signed_in(request, staff, team_keys, staff.password_slot)


def _with_passkey(request: HttpRequest, roles: Set[Role], team_keys: bool) -> JsonResponse:
    credential, closed = posted(request, "passkey", dict), posted(request, "closed", str)
    try:
        staff, slot = passkeys.sign_in(request, credential, closed, roles=frozenset(roles))
    except (SignInRefusedError, TooManyRefusalsError) as error:
        return refused(error)
    return signed_in(request, staff, team_keys, slot)


def refused(error: Exception) -> JsonResponse:
    """What somebody hears who is refused; why is not told."""
    busy = isinstance(error, TooManyRefusalsError)
    return JsonResponse({"error": "busy" if busy else "refused"}, status=429 if busy else 403)


def signed_in(request: HttpRequest, staff: Staff, team_keys: bool, slot: str) -> JsonResponse:
    """What a browser learns that has just signed in. Who still has to set up a second factor learns only where."""
    remember(request)
    token = {"csrf": get_token(request)}
    if access.must_set_up(staff):
        return JsonResponse({"set_up": reverse(SET_UP_PAGE), **token})
    return JsonResponse({**_keys_of(staff, team_keys), "slot": slot, **token})


def _keys_of(staff: Staff, team_keys: bool) -> dict[str, object]:
    recovery = access.recovery_key()
    return {
        "name": staff.name,
        "id": str(staff.pk),
        "role": staff.role,
        "public_key": staff.public_key,
        "teams": team_keys_of(staff) if team_keys else [],
        "recovery_key": recovery.public_key if recovery else "",
    }


def team_keys_of(staff: Staff) -> list[dict[str, object]]:
    """The team keys that a colleague can open, as a script knows them."""
    return [
        {
            "epoch": wrap.team_key.epoch,
            "public_key": wrap.team_key.public_key,
            "sealed_private": wrap.sealed_private,
        }
        for wrap in access.team_keys_of(staff)
    ]
