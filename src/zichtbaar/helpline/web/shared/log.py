"""One line for each request: method, the name of the address, status and time. No path: it holds identifiers."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

from zichtbaar.helpline.web.shared.storing import why_not_stored

LOG = logging.getLogger("zichtbaar.requests")
SERVER_FAULT = 500
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Answer = Callable[[HttpRequest], HttpResponseBase]


def log_requests(get_response: Answer) -> Answer:
    """Middleware that writes the line."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = get_response(request)
        milliseconds = 1000 * (perf_counter() - began)
        level = logging.ERROR if response.status_code >= SERVER_FAULT else logging.INFO
        LOG.log(level, "%s %s %d %.0f ms", _method(request), _name(request), response.status_code, milliseconds)
        return response

    return answer


@receiver(got_request_exception)
def log_failure(request: HttpRequest | None = None, **_: Any) -> None:
    """What went wrong in a page: the type of the error and the places it came through. Of a full disk only that."""
    name = _name(request) if request else "a request"
    if reason := why_not_stored(sys.exception()):
        LOG.error("%s not stored: %s", name, reason)
    else:
        LOG.error("%s failed", name, exc_info=True)


def _method(request: HttpRequest) -> str:
    """The method; anybody can send any word as one, so only known ones are written down."""
    return request.method if request.method in METHODS else "OTHER"


def _name(request: HttpRequest) -> str:
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    match = request.resolver_match
    return (match.url_name if match else None) or "no-address"
