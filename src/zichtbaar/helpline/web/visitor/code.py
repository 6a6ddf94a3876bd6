"""A return code: what the browser needs to make one or to use one, and keeping what was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from zichtbaar.helpline.chat import returning
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.errors import IdentifierTakenError, NotFoundError
from zichtbaar.helpline.chat.returning import Decoy, NewCode
from zichtbaar.helpline.languages.choosing import language_for
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES
from zichtbaar.helpline.sealing.return_code import DRAWN_BYTES, WRAP_BYTES
from zichtbaar.helpline.web.shared.posted import is_identifier, posted, posted_bytes, posted_identifier, read_bytes
from zichtbaar.helpline.web.visitor.envelopes import read_first_envelope
from zichtbaar.helpline.web.visitor.page import filled


@gzip_page  # nothing here is secret, and nothing that was sent comes back
@require_safe
def code(request: HttpRequest) -> JsonResponse:
    """What the page needs once somebody wants a code: fetched then and not before."""
    texts = filled(
        language_for(request).coming_back, days=str(settings.KEEP_CONVERSATIONS), number=settings.EMERGENCY_NUMBER
    )
    stretching = {"salt": to_text(returning.site_salt()), "memory": MEMORY_KIB, "passes": PASSES}
    return JsonResponse({**stretching, "list": static("visitor/list.txt"), "text": texts})


@csrf_exempt
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was drawn from a code, and from a duress word if there is one, in place of what was kept before."""
    identifier, token = posted_identifier(request, "conversation"), posted_bytes(request, "token", TOKEN_BYTES)
    try:
        returning.keep(identifier, token, _code(posted(request, "code", dict)), _decoy(request))
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except IdentifierTakenError:
        return JsonResponse({"error": "taken"}, status=409)
    except OperationalError:  # the disk is full, or the database is held by something else
        return JsonResponse({"error": "not_stored"}, status=503)
    return HttpResponse(status=204)


def _code(fields: Mapping[str, Any]) -> NewCode:
    return NewCode(
        lookup=read_bytes(fields.get("lookup"), DRAWN_BYTES),
        token=read_bytes(fields.get("proof"), DRAWN_BYTES),
        wrapped_key=read_bytes(fields.get("wrapped_key"), WRAP_BYTES),
    )


def _decoy(request: HttpRequest) -> Decoy | None:
    """The empty chat of a duress word; an empty object where there is none."""
    fields = posted(request, "decoy", dict)
    if not fields:
        return None
    identifier = fields.get("conversation")
    if not is_identifier(identifier):
        raise BadRequest
    return Decoy(identifier, read_first_envelope(fields, "envelope", identifier), _code(fields))
