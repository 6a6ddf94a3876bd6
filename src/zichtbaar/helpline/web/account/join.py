"""Coming in by the link of an invitation. Its token stands behind the `#`, which browsers send to nobody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.people import joining
from zichtbaar.helpline.people.errors import InvitationGoneError
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.people.second_factor import has_one
from zichtbaar.helpline.sealing.hpke import PUBLIC_KEY_BYTES
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES
from zichtbaar.helpline.web.account.home import SHORTEST_PASSWORD
from zichtbaar.helpline.web.account.password import read_new_password
from zichtbaar.helpline.web.shared.language import remember
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes

GONE = {"error": "gone"}


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page, the same for everybody: whose it is comes with the token."""
    context = {"memory": MEMORY_KIB, "passes": PASSES, "shortest": SHORTEST_PASSWORD}
    return render(request, "account/join.html", context)


@require_POST
def who(request: HttpRequest) -> JsonResponse:
    """Who was invited."""
    try:
        staff = joining.invited(posted(request, "token", str))
    except InvitationGoneError:
        return JsonResponse(GONE, status=404)
    told = {"name": staff.name, "role": staff.get_role_display(), "is_new": not staff.public_key}
    return JsonResponse({**told, "is_partner": staff.role == Role.PARTNER})


@require_POST
def keys(request: HttpRequest) -> JsonResponse:
    """Keep the key and the password that the browser made, and say where to go on."""
    public_key, new = posted_bytes(request, "public_key", PUBLIC_KEY_BYTES), read_new_password(request)
    try:
        staff = joining.join(request, posted(request, "token", str), public_key, new)
    except InvitationGoneError:
        return JsonResponse(GONE, status=404)
    if request.user.is_authenticated:
        remember(request)
    return JsonResponse({"next": reverse(_next(staff)), "csrf": get_token(request)})


def _next(staff: Staff) -> str:
    return "account" if has_one(staff) else "account-second-factor"
