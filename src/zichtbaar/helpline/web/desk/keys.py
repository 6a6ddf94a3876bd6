"""Keys that a colleague at the desk has, and that she can give to who lacks them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat import giving, photos
from zichtbaar.helpline.people.access import team_key_in_use
from zichtbaar.helpline.people.models import Role
from zichtbaar.helpline.web.desk.break_glass import under_way
from zichtbaar.helpline.web.desk.colleagues import left_open
from zichtbaar.helpline.web.shared.keys import described, keep
from zichtbaar.helpline.web.shared.sign_in import team_keys_of
from zichtbaar.helpline.web.shared.staff import staff_of


@require_GET
def keys(request: HttpRequest) -> JsonResponse:
    """Her team keys, who lacks what she can give, what a shift lead has to see to, how many photos can be deleted."""
    staff = staff_of(request)
    leads = staff.role == Role.SHIFT_LEAD
    current = team_key_in_use()
    return JsonResponse(
        {
            "teams": team_keys_of(staff),
            "lacking": [described(lack) for lack in giving.lacking(staff)],
            "is_due": leads and current is not None and current.is_due,
            "break_glass": under_way(staff),
            "left_open": left_open() if leads else [],
            "photos": photos.count_for(staff),
        }
    )


@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Keep keys that were sealed to a colleague who lacked them."""
    staff = staff_of(request)
    return keep(request, number, lambda *given: giving.give(staff, *given))
