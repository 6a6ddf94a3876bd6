"""Keys that somebody gives, as scripts know them: what a colleague lacks, and what was sealed to her."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, WrapsRefusedError
from zichtbaar.helpline.chat.giving import Lack
from zichtbaar.helpline.web.shared.posted import posted, read_bytes

Give = Callable[[int, str, Mapping[int, bytes], Mapping[str, bytes]], None]


def described(lack: Lack) -> dict[str, object]:
    """What a colleague lacks, with the giver's own wraps, as a script knows it."""
    return {
        "id": lack.staff.pk,
        "name": lack.staff.name,
        "public_key": lack.staff.public_key,
        "teams": [{"epoch": wrap.team_key_id, "sealed_private": wrap.sealed_private} for wrap in lack.teams],
        "conversations": [
            {
                "conversation": wrap.conversation.identifier,
                "epoch": wrap.conversation.epoch,
                "sealed_key": wrap.sealed_key,
            }
            for wrap in lack.conversations
        ],
    }


def keep(request: HttpRequest, number: int, give_keys: Give) -> HttpResponse:
    """Read the keys that a script posted and give them on. Raises BadRequest."""
    teams = {_field(one, "epoch", int): _sealed(one, "sealed_private") for one in posted(request, "teams", list)}
    conversations = {
        _field(one, "conversation", str): _sealed(one, "sealed_key") for one in posted(request, "conversations", list)
    }
    try:
        give_keys(number, posted(request, "public_key", str), teams, conversations)
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except WrapsRefusedError:
        return JsonResponse({"error": "changed"}, status=409)
    return HttpResponse(status=204)


def _sealed(one: Any, name: str) -> bytes:
    return read_bytes(_field(one, name, str), SEALED_KEY_BYTES)


def _field(one: Any, name: str, form: type) -> Any:
    if not isinstance(one, Mapping) or type(one.get(name)) is not form:
        raise BadRequest
    return one[name]
