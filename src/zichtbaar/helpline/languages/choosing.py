"""Which of the visitors' languages a page speaks. The choice stands in the address, and is kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from zichtbaar.helpline.languages.reading import Language, language

KEY = "language"


def language_for(request: HttpRequest) -> Language:
    """As asked for in the address, or as the browser says, or the helpline's own."""
    asked = request.GET.get(KEY, "")
    if asked in settings.VISITOR_LANGUAGES:
        return language(asked)
    return language(_accepted(request.headers.get("Accept-Language", "")) or settings.LANGUAGE_CODE)


def offered() -> list[Language]:
    """The languages that the visitor can choose from, in the order of the setting."""
    return [language(code) for code in settings.VISITOR_LANGUAGES]


def _accepted(header: str) -> str | None:
    """The first language that a browser accepts and we speak; `pt-BR` is taken for `pt`."""
    wanted = (code.partition("-")[0] for code, _ in parse_accept_lang_header(header.lower()))
    return next((code for code in wanted if code in settings.VISITOR_LANGUAGES), None)
