"""When nobody at the desk can give keys any more: two of the three printed shares can.

The shares are typed into the page and put together there; the recovery key never comes to the server.
"""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat import giving
from zichtbaar.helpline.people import recovery_proof
from zichtbaar.helpline.people.access import recovery_key
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.web.shared.keys import described, keep
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes
from zichtbaar.helpline.web.shared.staff import staff_of


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The form for two shares."""
    key = recovery_key()
    if key is None:
        raise Http404
    return render(request, "office/recovery.html", {"recovery_key": key.public_key})


@require_GET
def lacking(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Who lacks keys, with these sealed to the recovery key; and something to open with it."""
    question = recovery_proof.ask()
    asked = question and {"sealed": to_text(question.sealed), "closed": question.closed}
    return JsonResponse({"lacking": [described(lack) for lack in giving.lacking(None)], "asked": asked})


@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Keep keys that were opened with the recovery key and sealed to a colleague, from who shows that she holds it."""
    opened = posted_bytes(request, "opened", recovery_proof.DRAWN_BYTES)
    if not recovery_proof.is_proven(opened, posted(request, "closed", str)):
        return JsonResponse({"error": "not_proven"}, status=403)
    return keep(request, number, partial(giving.give, staff_of(request), with_recovery=True))
