"""One's own account at a glance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zichtbaar.helpline.people import second_factor
from zichtbaar.helpline.people.access import must_set_up
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES
from zichtbaar.helpline.web.shared.headers import with_passkeys
from zichtbaar.helpline.web.shared.staff import staff_of

FEWEST_CODES = 3
"""With fewer recovery codes left the page says to make new ones."""

SHORTEST_PASSWORD = 15
"""Signs of a new password: what NIST SP 800-63B-4 asks where a password stands alone, as it does on a stolen disk."""


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Second factor, password, and the way back to work."""
    staff = staff_of(request)
    codes = second_factor.recovery_codes_left(staff)
    context = {
        "has_second_factor": second_factor.has_one(staff),
        "must_set_up": must_set_up(staff),
        "codes_left": codes,
        "few_codes": codes < FEWEST_CODES,
        "passkeys": staff.passkeys.order_by("added_at"),
        "memory": MEMORY_KIB,
        "passes": PASSES,
        "shortest": SHORTEST_PASSWORD,
    }
    return with_passkeys(render(request, "account/home.html", context))
