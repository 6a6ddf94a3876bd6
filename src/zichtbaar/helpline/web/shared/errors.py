"""Pages for what went wrong. They say nothing about what was asked for, nor which program this is."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zichtbaar.helpline.web.shared.storing import why_not_stored


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
    if "text/html" in request.headers.get("Accept", ""):
        return render(request, "shared/error.html", {"sentence": sentence}, status=status)
    return JsonResponse({"error": name}, status=status)
