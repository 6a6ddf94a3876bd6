"""Signing in and out at the office's door; the signing in itself is the same at every staff door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.people import actions
from zichtbaar.helpline.web.shared.headers import with_passkeys


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page with the form; the browser works with the password, so that the server never sees it."""
    return with_passkeys(render(request, "office/sign_in.html"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    actions.sign_out(request)
    return redirect("office-sign-in")
