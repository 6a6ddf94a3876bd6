"""A counsellor takes the next visitor or a message, and says to have seen that a duress word was used."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import actions, returning
from zichtbaar.helpline.chat.errors import KeyMissingError, NobodyWaitingError, NotFoundError
from zichtbaar.helpline.web.desk.conversations import NOT_FOUND, described
from zichtbaar.helpline.web.shared.posted import posted_identifier
from zichtbaar.helpline.web.shared.staff import staff_of

NOBODY_WAITING = {"error": "nobody_waiting"}
KEY_MISSING = {"error": "key_missing"}


@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """Take who waits longest, and learn to whom the conversation's key must be sealed."""
    staff = staff_of(request)
    try:
        return JsonResponse(described(staff, actions.take(staff)))
    except NobodyWaitingError:
        return JsonResponse(NOBODY_WAITING, status=409)
    except KeyMissingError:
        return JsonResponse(KEY_MISSING, status=409)


@require_POST
def take_message(request: HttpRequest) -> JsonResponse:
    """Take a message, and learn to whom the conversation's key must be sealed."""
    staff, identifier = staff_of(request), posted_identifier(request, "conversation")
    try:
        return JsonResponse(described(staff, actions.take_message(staff, identifier)))
    except NobodyWaitingError:
        return JsonResponse(NOBODY_WAITING, status=409)
    except KeyMissingError:
        return JsonResponse(KEY_MISSING, status=409)


@require_POST
def see_duress(request: HttpRequest) -> HttpResponse:
    """Take the warning away from the desk of everybody."""
    try:
        returning.see_duress(staff_of(request), posted_identifier(request, "conversation"))
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    return HttpResponse(status=204)
