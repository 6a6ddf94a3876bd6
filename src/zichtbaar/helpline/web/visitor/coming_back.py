"""A visitor comes back with a code. Whether a code is wrong, unknown, forgotten or hidden cannot be told apart."""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import returning
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.sealing.return_code import DRAWN_BYTES
from zichtbaar.helpline.web.shared.posted import posted_bytes


@csrf_exempt
@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Which conversation a code opens, and its key, closed under the code."""
    lookup, token = (posted_bytes(request, field, DRAWN_BYTES) for field in ("lookup", "proof"))
    new_token = posted_bytes(request, "token", TOKEN_BYTES)
    if refusal := before_lookup(request):
        return refusal
    try:
        code = returning.come_back(lookup, token, new_token)
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except OperationalError:  # the disk is full, or the database is held by something else
        return JsonResponse({"error": "not_stored"}, status=503)
    return JsonResponse({"conversation": code.conversation.identifier, "wrapped_key": code.wrapped_key})


def before_lookup(request: HttpRequest) -> HttpResponse | None:  # noqa: ARG001 - what it will look at
    """What is asked of a browser before its code is looked up; an answer here is the refusal. Nothing is, so far."""
    return None
