"""The partners' one page: an empty shell. What is secret comes after signing in, and lives in the script only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zichtbaar.helpline.web.partner.words import WORDS
from zichtbaar.helpline.web.shared.handing_words import handing_context
from zichtbaar.helpline.web.shared.headers import with_passkeys


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page with the form for signing in."""
    return with_passkeys(render(request, "partner/partner.html", {"words": WORDS, **handing_context()}))
