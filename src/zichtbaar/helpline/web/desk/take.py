"""A counsellor takes the next visitor."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.errors import KeyMissingError, NobodyWaitingError
from zichtbaar.helpline.web.desk.conversations import described
from zichtbaar.helpline.web.shared.staff import staff_of


@require_POST
def take(request: HttpRequest) -> JsonResponse:
    """Take who waits longest, and learn to whom the conversation's key must be sealed."""
    staff = staff_of(request)
    try:
        return JsonResponse(described(staff, actions.take(staff)))
    except NobodyWaitingError:
        return JsonResponse({"error": "nobody_waiting"}, status=409)
    except KeyMissingError:
        return JsonResponse({"error": "key_missing"}, status=409)
