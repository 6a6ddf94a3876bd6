"""Pages for what went wrong. They say nothing about what was asked for, nor which program this is.

A visitor can leave fast from them as from any page, and reads them in her language; who works here is led back to her
own door. An address that does not exist behind none of those doors is taken for a visitor's.
"""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zichtbaar.helpline.languages.choosing import language_for
from zichtbaar.helpline.languages.reading import language
from zichtbaar.helpline.web.shared.storing import why_not_stored

STAFF_DOORS = frozenset({"desk", "partner", "office", "account"})
"""Where the addresses begin that are not for visitors; each is the address of a first page, too."""


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400: the request is not in the form that this address takes."""
    return _answer(request, 400, "malformed", _("This could not be read. Go back and try again."))


def not_from_this_page(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: the request did not come from a page of ours that is still valid."""
    return _answer(request, 403, "csrf", _("This page is too old. Open it again."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: there is nothing here, or nothing for you."""
    return _answer(request, 404, "not_found", _("There is nothing here."))


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500: our fault. Or 503 when what was asked could not be stored, wherever that came out."""
    if why_not_stored(sys.exception()):
        sentence = _("This could not be stored. Try again in a moment; if it stays so, tell the administrator.")
        return _answer(request, 503, "not_stored", sentence)
    return _answer(request, 500, "failed", _("Something went wrong on our side. Try again in a moment."))


def _answer(request: HttpRequest, status: int, name: str, sentence: str) -> HttpResponse:
    """JSON for a script, a page for a person. A visitor has a sentence of her own."""
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({"error": name}, status=status)
    door = request.path_info.strip("/").partition("/")[0]
    is_visitors = door not in STAFF_DOORS
    words = language_for(request) if is_visitors else language(get_language())
    context = {
        "language": words,
        "text": words.page,
        "sentence": words.errors[name] if is_visitors else sentence,
        "is_visitors": is_visitors,
        "door": door,
        "neutral": settings.NEUTRAL_ADDRESS,
    }
    response = render(request, "shared/error.html", context, status=status)
    response.headers["Content-Language"] = words.code
    return response
