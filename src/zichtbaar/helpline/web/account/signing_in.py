"""Signing in to one's own account, and out; the signing in itself is the same at every staff door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.people import actions
from zichtbaar.helpline.web.shared.headers import with_passkeys


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The page with the form."""
    return with_passkeys(render(request, "account/sign_in.html"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    actions.sign_out(request)
    return redirect("account-sign-in")
