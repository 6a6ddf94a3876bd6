"""A visitor leaves a message, or has everything forgotten."""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import errors, returning
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier

REFUSALS: dict[type[Exception], tuple[str, int]] = {
    errors.NotFoundError: ("not_found", 404),
    errors.OldEpochError: ("old_epoch", 409),
    errors.NoTeamKeyError: ("closed", 503),
    errors.NoMessagesError: ("closed", 503),
    errors.QueueFullError: ("full", 503),
    OperationalError: ("not_stored", 503),  # the disk is full, or the database is held by something else
}


@csrf_exempt
@require_POST
def leave_message(request: HttpRequest) -> HttpResponse:
    """From now on the conversation is a message: it waits for a colleague, and the visitor may go."""
    identifier, token = posted_identifier(request, "conversation"), posted_bytes(request, "token", TOKEN_BYTES)
    epoch, sealed_key = posted(request, "epoch", int), posted_bytes(request, "sealed_key", SEALED_KEY_BYTES)
    try:
        returning.leave_message(identifier, token, epoch, sealed_key)
    except tuple(REFUSALS) as error:
        return _refused(error)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget the conversation at once, with everything that belongs to it."""
    identifier, token = posted_identifier(request, "conversation"), posted_bytes(request, "token", TOKEN_BYTES)
    try:
        returning.forget_now(identifier, token)
    except tuple(REFUSALS) as error:
        return _refused(error)
    return HttpResponse(status=204)


def _refused(error: Exception) -> JsonResponse:
    name, status = REFUSALS[type(error)]
    return JsonResponse({"error": name}, status=status)
