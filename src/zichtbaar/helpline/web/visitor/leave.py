"""A visitor leaves fast. Whatever comes in, the answer is the same: go, and keep nothing."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.web.shared.posted import posted_bytes, posted_identifier

LOG = logging.getLogger("zichtbaar.leave")

KEEP_NOTHING = {"Clear-Site-Data": '"cache", "storage"'}


@csrf_exempt
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Close the conversation if it is named; without a script, go on to the neutral page."""
    if request.method == "GET":
        return HttpResponse(status=303, headers={"Location": settings.NEUTRAL_ADDRESS, **KEEP_NOTHING})
    # Nobody waits for this answer, and who has not begun a chat has nothing to name.
    try:
        identifier = posted_identifier(request, "conversation")
        actions.leave(identifier, posted_bytes(request, "token", TOKEN_BYTES))
    except (BadRequest, NotFoundError):
        pass  # the same answer
    except DatabaseError as error:
        LOG.error("leaving not stored: %s", type(error).__name__)
    return HttpResponse(status=204, headers=KEEP_NOTHING)
