"""A visitor ends the chat."""

from __future__ import annotations

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
    return HttpResponse(status=204)
