"""Reading the open conversation of a colleague in need."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zichtbaar.helpline.chat import actions, break_glass
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.models import BreakGlass, Conversation, Need
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier
from zichtbaar.helpline.web.shared.staff import staff_of

NOT_FOUND = {"error": "not_found"}


@require_http_methods(["GET", "POST"])
def others(request: HttpRequest) -> HttpResponse:
    """Which chats of colleagues are open, or the wish to read one of them."""
    staff = staff_of(request)
    if request.method == "GET":
        return JsonResponse({"open": [_open(one) for one in break_glass.others_open(staff)]})
    need = posted(request, "need", str)
    if need not in Need.values:
        raise BadRequest
    try:
        break_glass.ask(staff, posted_identifier(request, "conversation"), Need(need))
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    return HttpResponse(status=204)


@require_POST
def let_in(request: HttpRequest, number: int) -> HttpResponse:
    """Let a colleague read."""
    sealed = posted_bytes(request, "sealed_key", actions.SEALED_KEY_BYTES)
    try:
        break_glass.let_in(staff_of(request), number, posted(request, "public_key", str), sealed)
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    except WrapsRefusedError as error:
        raise BadRequest from error
    return HttpResponse(status=204)


@require_GET
def read(request: HttpRequest, number: int) -> JsonResponse:
    """The conversation as it stands now, for who was let in."""
    try:
        reading = break_glass.read(staff_of(request), number)
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    conversation = reading.glass.conversation
    return JsonResponse(
        {
            "conversation": conversation.identifier,
            "epoch": conversation.epoch,
            "sealed_key": reading.glass.sealed_key,
            "envelopes": [to_text(content) for content in reading.envelopes],
        }
    )


def under_way(staff: Staff) -> list[dict[str, object]]:
    """What the whole desk sees, with the key for who can let somebody in. What is over goes."""
    break_glass.close_expired()
    return [_described(staff, glass) for glass in break_glass.under_way()]


def _described(staff: Staff, glass: BreakGlass) -> dict[str, object]:
    wrap = break_glass.wrap_of(staff, glass)
    described: dict[str, object] = {
        "number": glass.pk,
        "name": glass.staff.name,
        "whose": glass.conversation.counsellor.name if glass.conversation.counsellor else "",
        "since": _since(glass.conversation),
        "need": glass.need,
        "until": actions.milliseconds(glass.expires_at) if glass.expires_at else None,
        "is_mine": glass.staff == staff,
    }
    if wrap is not None:
        described["give"] = {
            "public_key": glass.staff.public_key,
            "conversation": glass.conversation.identifier,
            "epoch": glass.conversation.epoch,
            "sealed_key": wrap.sealed_key,
        }
    return described


def _open(conversation: Conversation) -> dict[str, object]:
    return {
        "conversation": conversation.identifier,
        "name": conversation.counsellor.name if conversation.counsellor else "",
        "since": _since(conversation),
    }


def _since(conversation: Conversation) -> int:
    return actions.milliseconds(conversation.opened_at or conversation.created_at)
