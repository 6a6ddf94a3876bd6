"""Another team key in the place of the one in use."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from zichtbaar.helpline.chat import renewing
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.renewing import NewTeamKey
from zichtbaar.helpline.sealing.hpke import PUBLIC_KEY_BYTES
from zichtbaar.helpline.web.shared.posted import is_identifier, posted, posted_bytes, read_bytes
from zichtbaar.helpline.web.shared.staff import staff_of


@require_http_methods(["GET", "POST"])
def team_key(request: HttpRequest) -> HttpResponse:
    """What a new team key needs, or the new team key itself."""
    try:
        return _needs() if request.method == "GET" else _renew(request)
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except WrapsRefusedError:
        return JsonResponse({"error": "changed"}, status=409)


def _needs() -> JsonResponse:
    needs = renewing.renewal()
    return JsonResponse(
        {
            "epoch": needs.epoch,
            "receivers": [{"to": to, "public_key": key} for to, key in needs.receivers.items()],
            "waiting": [
                {
                    "conversation": wrap.conversation.identifier,
                    "epoch": wrap.conversation.epoch,
                    "sealed_key": wrap.sealed_key,
                }
                for wrap in needs.waiting
            ],
        }
    )


def _renew(request: HttpRequest) -> HttpResponse:
    new = NewTeamKey(
        epoch=posted(request, "epoch", int),
        public_key=posted_bytes(request, "public_key", PUBLIC_KEY_BYTES),
        receivers=_texts(posted(request, "receivers", dict)),
        sealed_privates=_sealed(posted(request, "sealed_privates", dict)),
        waiting=_sealed(posted(request, "waiting", dict)),
        unopened=_names(posted(request, "unopened", list)),
    )
    renewing.renew(staff_of(request), new)
    return HttpResponse(status=204)


def _names(conversations: list[Any]) -> frozenset[str]:
    if not all(map(is_identifier, conversations)):
        raise BadRequest
    return frozenset(conversations)


def _sealed(by_name: dict[str, Any]) -> dict[str, bytes]:
    return {name: read_bytes(text, SEALED_KEY_BYTES) for name, text in _texts(by_name).items()}


def _texts(by_name: dict[str, Any]) -> dict[str, str]:
    if not all(isinstance(text, str) for text in by_name.values()):
        raise BadRequest
    return by_name
