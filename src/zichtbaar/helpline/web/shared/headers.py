"""Headers that every answer has, and the cookie that no visitor gets."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from zichtbaar.helpline.web.access import Door
from zichtbaar.helpline.web.shared.doors import rule_of

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

REFUSED_FEATURES = (
    "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), encrypted-media=(), "
    "fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), "
    "screen-wake-lock=(), serial=(), storage-access=(), usb=(), xr-spatial-tracking=()"
)

WITH_PASSKEYS = REFUSED_FEATURES.replace("publickey-credentials-get=(), ", "")
"""For pages on which somebody signs in with a passkey."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": REFUSED_FEATURES,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def with_passkeys(response: HttpResponse) -> HttpResponse:
    """The page, on which a passkey may be asked for."""
    response.headers["Permissions-Policy"] = WITH_PASSKEYS
    return response


ONLY_HTTPS = "max-age=31536000; includeSubDomains"

Answer = Callable[[HttpRequest], HttpResponseBase]


def safe_headers(get_response: Answer) -> Answer:
    """Middleware that adds the headers. A page may bring a policy of its own; nothing else can be changed."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.HTTPS:
            response.headers["Strict-Transport-Security"] = ONLY_HTTPS
        if "immutable" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        rule = rule_of(request)
        if rule is None or rule.door is Door.VISITOR:
            response.cookies.clear()
        return response

    return answer
