"""The one page that a visitor sees. Without a script it is still a page that tells what this is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from zichtbaar.helpline.chat import door
from zichtbaar.helpline.languages.choosing import language_for, offered
from zichtbaar.helpline.languages.reading import Language
from zichtbaar.helpline.people.access import team_key_in_use

CLOCK = "%H:%M"
"""Digits as on a keypad, in every language: the same as in the numbers to call."""


@gzip_page  # nothing here is secret, and nothing that was sent comes back
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page, with the key that the browser seals to; without a key nobody can write, not even a message."""
    language, hours, team_key = language_for(request), door.hours(), team_key_in_use()
    is_open = team_key is not None and hours.is_open and not hours.is_closing
    setup = {
        "epoch": team_key.epoch if team_key else 0,
        "team_key": team_key.public_key if team_key else "",
        "closes": _clock(hours.closes_at),
    }
    text = filled(
        language.page,
        organisation=settings.ORGANISATION,
        number=settings.EMERGENCY_NUMBER,
        days=str(settings.KEEP_CONVERSATIONS),
        images=settings.IMAGES_HELP,
        other=settings.OTHER_HELP,
    )
    context = {
        "language": language,
        "languages": [one for one in offered() if one is not language],
        "text": text,
        "script": _script(language),
        "takes_photos": settings.PHOTOS,
        "hours": _in_words(language, hours, is_founded=team_key is not None),
        "is_open": is_open,
        "is_founded": team_key is not None,
        "takes_messages": settings.MESSAGES,
        "neutral": settings.NEUTRAL_ADDRESS,
        "organisation": settings.ORGANISATION,
        "other": settings.OTHER_HELP,
        "phone": settings.PHONE_NUMBER,
        "setup": setup,
    }
    response = render(request, "visitor/page.html", context)
    response.headers["Content-Language"] = language.code
    return response


def filled(texts: Mapping[str, str], **slots: str) -> dict[str, str]:
    """Texts with these slots filled; other slots stay as they are."""
    return {key: fill(text, **slots) for key, text in texts.items()}


def fill(text: str, **slots: str) -> str:
    """A text with these slots filled."""
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _script(language: Language) -> dict[str, str]:
    """What the scripts show. A picture in the box is refused anywhere; where photos are taken it is said how."""
    by_button = {"no_pictures": language.page["pictures_by_button"]} if settings.PHOTOS else {}
    return {**language.script, **by_button}


def _in_words(language: Language, hours: door.Hours, *, is_founded: bool) -> list[str]:
    """Whether the chat is open, and when it closes or opens again."""
    text = language.page
    if not is_founded:
        return [text["closed"]]
    if not hours.is_open:
        return [text["closed"], *_opens(language, hours.opens_at)]
    if hours.closes_at is None:
        return [text["open"]]
    key = "closing" if hours.is_closing else "open_until"
    return [fill(text[key], time=_clock(hours.closes_at))]


def _opens(language: Language, opens_at: datetime | None) -> list[str]:
    if opens_at is None:
        return []
    return [fill(language.page["opens"], day=language.days[opens_at.weekday()], time=_clock(opens_at))]


def _clock(moment: datetime | None) -> str:
    return moment.strftime(CLOCK) if moment else ""
