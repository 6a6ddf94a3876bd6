"""The desk's one page: an empty shell. What is secret comes after signing in, and lives in the script only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zichtbaar.helpline.web.desk.registration_form import form_context
from zichtbaar.helpline.web.desk.words import WORDS
from zichtbaar.helpline.web.shared.headers import with_passkeys


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page with the form for signing in and the empty registration form."""
    return with_passkeys(render(request, "desk/desk.html", {"words": WORDS, **form_context(get_language())}))
