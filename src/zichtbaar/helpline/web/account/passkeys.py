"""Adding and removing one's own passkeys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zichtbaar.helpline.people import passkeys
from zichtbaar.helpline.people.errors import PasskeyRefusedError, SignInRefusedError, TooManyRefusalsError
from zichtbaar.helpline.people.origin import origin_of
from zichtbaar.helpline.people.passwords import SLOT_BYTES
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes
from zichtbaar.helpline.web.shared.sign_in import refused
from zichtbaar.helpline.web.shared.staff import staff_of


@require_POST
def options(request: HttpRequest) -> JsonResponse:
    """What the browser needs to make a passkey."""
    origin = origin_of(request)
    try:
        return JsonResponse(passkeys.options(staff_of(request), posted(request, "auth", str), origin))
    except (SignInRefusedError, TooManyRefusalsError) as error:
        return refused(error)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Keep a passkey that the browser made."""
    credential, closed = posted(request, "credential", dict), posted(request, "closed", str)
    slot = posted_bytes(request, "slot", SLOT_BYTES)
    try:
        passkeys.add(staff_of(request), credential, closed, slot, origin_of(request))
    except PasskeyRefusedError:
        return JsonResponse({"error": "refused"}, status=403)
    return HttpResponse(status=204)


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a passkey."""
    passkeys.remove(staff_of(request), number)
    return redirect("account")


@require_POST
def challenge(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """A challenge for who wants to sign in with a passkey, at whichever door."""
    return JsonResponse(passkeys.challenge())
