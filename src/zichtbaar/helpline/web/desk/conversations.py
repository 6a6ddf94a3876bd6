"""The conversations that a counsellor is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat import access, actions, blocking
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.posted import posted, read_bytes
from zichtbaar.helpline.web.shared.staff import staff_of

NOT_FOUND = {"error": "not_found"}
OTHER_HOLDERS = {"error": "other_holders"}


@require_GET
def mine(request: HttpRequest) -> JsonResponse:
    """The open conversations of whoever asks, with the keys as she can open them."""
    staff = staff_of(request)
    conversations = access.open_conversations_of(staff).select_related("counsellor")
    return JsonResponse({"open": [described(staff, conversation) for conversation in conversations]})


@require_POST
def store_wraps(request: HttpRequest, conversation: str) -> HttpResponse:
    """Keep a conversation's key sealed to the people in it, and to nobody else any more."""
    staff = staff_of(request)
    wraps = [_wrap(wrap) for wrap in posted(request, "wraps", list)]
    receivers = {to: public_key for to, public_key, _ in wraps}
    sealed_keys = {to: sealed_key for to, _, sealed_key in wraps}
    try:
        actions.store_wraps(staff, access.conversation_of(staff, conversation), receivers, sealed_keys)
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    except WrapsRefusedError:
        return JsonResponse(OTHER_HOLDERS, status=409)
    return HttpResponse(status=204)


@require_POST
def end(request: HttpRequest, conversation: str) -> HttpResponse:
    """End a conversation."""
    return _ended(request, conversation, actions.end)


@require_POST
def block(request: HttpRequest, conversation: str) -> HttpResponse:
    """End a conversation for good: nothing that its visitor holds opens it any more."""
    return _ended(request, conversation, blocking.block)


def _ended(request: HttpRequest, conversation: str, act: Callable[[Staff, Conversation], None]) -> HttpResponse:
    staff = staff_of(request)
    try:
        act(staff, access.conversation_of(staff, conversation))
    except NotFoundError:
        return JsonResponse(NOT_FOUND, status=404)
    return HttpResponse(status=204)


def described(staff: Staff, conversation: Conversation) -> dict[str, object]:
    """A conversation as the desk's script knows it."""
    try:
        wrap = access.wrap_for(staff, conversation)
    except NotFoundError:  # her key was replaced, and nobody has given her this one yet
        wrap = KeyWrap(holder=Holder.STAFF)
    described: dict[str, object] = {
        "conversation": conversation.identifier,
        "since": actions.milliseconds(conversation.created_at),
        "language": conversation.language,
        "state": conversation.state,
        "is_message": conversation.message_at is not None,
        "is_decoy": access.is_decoy(conversation),
        "epoch": conversation.epoch,
        "sealed_key": wrap.sealed_key,
        "sealed_by": wrap.holder,
    }
    if wrap.holder == Holder.TEAM:
        holders = actions.wrap_to(conversation)
        described["wrap_to"] = [{"to": to, "public_key": key} for to, key in holders.items()]
    return described


def _wrap(wrap: Any) -> tuple[str, str, bytes]:
    if not isinstance(wrap, Mapping) or not all(isinstance(wrap.get(name), str) for name in ("to", "public_key")):
        raise BadRequest
    return wrap["to"], wrap["public_key"], read_bytes(wrap.get("sealed_key"), actions.SEALED_KEY_BYTES)
