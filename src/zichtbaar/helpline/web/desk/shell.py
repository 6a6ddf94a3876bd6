"""The desk's one page: an empty shell. What is secret comes after signing in, and lives in the script only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zichtbaar.helpline.web.desk.handing_form import handing_form_context
from zichtbaar.helpline.web.desk.registration_form import form_context
from zichtbaar.helpline.web.desk.words import WORDS
from zichtbaar.helpline.web.shared.directory_words import AGES, DANGERS, NEEDS, forms, languages, pairs
from zichtbaar.helpline.web.shared.handing_words import handing_context
from zichtbaar.helpline.web.shared.headers import with_passkeys


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page with the form for signing in and the empty registration form."""
    context = {
        "words": WORDS,
        "images_help": settings.IMAGES_HELP,
        "images_report": settings.IMAGES_REPORT,
        **form_context(get_language()),
        **choices(),
        **handing_form_context(),
        **handing_context(),
    }
    return with_passkeys(render(request, "desk/desk.html", context))


def choices() -> dict[str, object]:
    """What can be chosen in the form that finds who can take somebody on."""
    return {
        "needs": pairs(NEEDS),
        "ages": pairs(AGES),
        "dangers": pairs(DANGERS),
        "forms": list(forms().items()),
        "languages": languages(),
    }
