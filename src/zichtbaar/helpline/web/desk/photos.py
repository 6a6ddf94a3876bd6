"""Photos of visitors at the desk: each is asked for by itself, and can be deleted for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat import photos
from zichtbaar.helpline.chat.actions import milliseconds
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.chat.photos import KeptPhoto
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.web.shared.staff import staff_of

NOT_FOUND = {"error": "not_found"}


@require_GET
def kept(request: HttpRequest) -> JsonResponse:
    """The photos that this colleague can delete, each with what opens it."""
    return JsonResponse({"photos": [_described(one) for one in photos.kept_for(staff_of(request))]})


def _described(kept: KeptPhoto) -> dict[str, object]:
    conversation = kept.conversation
    return {
        "photo": kept.photo,
        "conversation": conversation.identifier,
        "name": conversation.counsellor.name if conversation.counsellor else "",
        "since": milliseconds(conversation.opened_at or conversation.created_at),
        "epoch": conversation.epoch,
        "sealed_key": kept.sealed_key,
    }


@require_GET
def look_at(request: HttpRequest, conversation: str, photo: str) -> JsonResponse:
    """A photo, sealed as it came."""
    try:
        content = photos.look_at(staff_of(request), conversation, photo)
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    return JsonResponse({"content": to_text(content)})


@require_POST
def delete(request: HttpRequest, conversation: str, photo: str) -> HttpResponse:
    """Delete it for everybody."""
    try:
        photos.delete(staff_of(request), conversation, photo)
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    return HttpResponse(status=204)
