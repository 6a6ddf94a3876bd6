"""A visitor ends the chat."""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.web.shared.posted import posted_bytes, posted_identifier


@csrf_exempt
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the conversation for both sides."""
    identifier = posted_identifier(request, "conversation")
    try:
        actions.end_as_visitor(identifier, posted_bytes(request, "token", TOKEN_BYTES))
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except OperationalError:  # the disk is full, or the database is held by something else
        return JsonResponse({"error": "not_stored"}, status=503)
    return HttpResponse(status=204)
