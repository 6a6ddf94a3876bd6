"""The one page that a visitor sees."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from zichtbaar.helpline.people.access import team_key_in_use
from zichtbaar.helpline.web.visitor.words import WORDS


@gzip_page  # nothing here is secret, and nothing that was sent comes back
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page, with the key that the browser seals to; without a key the chat is closed."""
    team_key = team_key_in_use()
    setup = {
        "epoch": team_key.epoch if team_key else 0,
        "team_key": team_key.public_key if team_key else "",
        "neutral": settings.NEUTRAL_ADDRESS,
    }
    return render(request, "visitor/chat.html", {"setup": setup, "words": WORDS})
