"""A visitor says afterwards what the chat was worth. It is counted apart from the chat."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat.access import TOKEN_BYTES, check_ended_lately
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.feedback import actions
from zichtbaar.helpline.feedback.errors import NotAnAnswerError
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier


@csrf_exempt
@require_POST
def after(request: HttpRequest) -> HttpResponse:
    """Count the answers of who had a chat that has just ended. Answering again changes nothing, and is not told."""
    identifier = posted_identifier(request, "conversation")
    try:
        check_ended_lately(identifier, posted_bytes(request, "token", TOKEN_BYTES))
        actions.answer(identifier, posted(request, "answers", dict))
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except NotAnAnswerError as error:
        raise BadRequest from error
    return HttpResponse(status=204)
