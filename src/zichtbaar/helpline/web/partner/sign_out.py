"""A partner signs out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from zichtbaar.helpline.people import actions


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and its open connections."""
    actions.sign_out(request)
    return HttpResponse(status=204)
