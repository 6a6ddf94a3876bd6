"""What a visitor decides about handing over. What she read stays in her page: only that she decided comes here."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.actions import NewPart
from zichtbaar.helpline.handover import visitor_actions
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.languages.choosing import language_for
from zichtbaar.helpline.web.shared.handing import posted_hash, refusing_by_name
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier


@require_safe
def words(request: HttpRequest) -> JsonResponse:
    """The texts for it, in the page's language: fetched when somebody is asked, so that nobody else waits for them."""
    return JsonResponse(dict(language_for(request).consent))


@csrf_exempt
@require_POST
@refusing_by_name
def decide(request: HttpRequest) -> HttpResponse:
    """Agree, refuse, take it back, let the receiver in or keep him out, and come back to where he sits."""
    token, reference = posted_bytes(request, "token", TOKEN_BYTES), posted_identifier(request, "handover")
    identifier = posted_identifier(request, "conversation")
    handover = visitor_actions.handover_of_visitor(identifier, token, reference)
    try:
        _decide(request, handover, posted(request, "decision", str))
    except OperationalError:  # the disk is full, or the database is held by something else
        return JsonResponse({"error": "not_stored"}, status=503)
    return HttpResponse(status=204)


def _decide(request: HttpRequest, handover: Handover, decision: str) -> None:
    match decision:
        case "agree":
            agreed_hash = posted_hash(request, "agreed_hash")
            visitor_actions.agree(handover, agreed_hash, may_be_counted=posted(request, "may_be_counted", bool))
        case "refuse":
            visitor_actions.refuse(handover)
        case "withdraw":
            visitor_actions.withdraw(handover)
        case "let_in":
            token = posted_bytes(request, "part_token", TOKEN_BYTES)
            visitor_actions.let_in(handover, NewPart(posted_identifier(request, "part"), token))
        case "come_back":
            token = posted_bytes(request, "part_token", TOKEN_BYTES)
            visitor_actions.come_back(handover, NewPart(posted_identifier(request, "part"), token))
        case "keep_out":
            visitor_actions.keep_out(handover)
        case _:
            raise BadRequest
