"""Which language a page speaks: as asked for in the address, as the session remembers, or as the browser says."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

KEY = "language"

Answer = Callable[[HttpRequest], HttpResponseBase]


def choose_language(get_response: Answer) -> Answer:
    """Middleware that answers in the language of whoever asks. A visitor's choice is kept nowhere."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        language = asked_for(request) or remembered(request)
        with translation.override(language or translation.get_language_from_request(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    return answer


def asked_for(request: HttpRequest) -> str | None:
    """The language in `?language=`, if we speak it."""
    language = request.GET.get(KEY)
    return language if language in dict(settings.LANGUAGES) else None


def remembered(request: HttpRequest) -> str | None:
    """The language that somebody signed in with. Without a session's cookie no session is looked at."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    language: str | None = request.session.get(KEY)
    return language


def remember(request: HttpRequest) -> None:
    """Keep the language of this page for the session that has just begun."""
    request.session[KEY] = translation.get_language()
