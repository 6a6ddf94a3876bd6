"""What a shift lead does when a colleague has left: end her access, and go on with her conversations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat import access, actions
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.people import leaving
from zichtbaar.helpline.people.access import desk_staff
from zichtbaar.helpline.people.errors import LastOneError, NotAllowedError
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.staff import staff_of


@require_GET
def colleagues(request: HttpRequest) -> JsonResponse:
    """Everybody else who works at the desk."""
    others = desk_staff().exclude(pk=staff_of(request).pk)
    return JsonResponse({"colleagues": [{"id": one.pk, "name": one.name} for one in others]})


@require_POST
def left(request: HttpRequest, number: int) -> HttpResponse:
    """A colleague has left."""
    staff = get_object_or_404(desk_staff(), pk=number)
    try:
        leaving.leave(staff_of(request), staff)
    except LastOneError:
        return JsonResponse({"error": "last_one"}, status=409)
    except NotAllowedError:
        return JsonResponse({"error": "not_found"}, status=404)
    return HttpResponse(status=204)


@require_POST
def take_over(request: HttpRequest, conversation: str) -> HttpResponse:
    """Go on with the open conversation of a colleague who has left."""
    staff = staff_of(request)
    try:
        actions.take_over(staff, access.conversation_of(staff, conversation))
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    return HttpResponse(status=204)


def left_open() -> list[dict[str, str]]:
    """The open conversations of colleagues who have left, the longest first, and whose each was."""
    gone = Staff.objects.filter(is_active=False)
    return [
        {"conversation": one.identifier, "name": one.counsellor.name}
        for staff in gone
        for one in access.open_conversations_of(staff).select_related("counsellor")
        if one.counsellor
    ]
