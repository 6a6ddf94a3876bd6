"""Another recovery key in the place of the one in use."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from zichtbaar.helpline.chat import recovering
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.errors import NotFoundError, RecoveryReplacedError, WrapsRefusedError
from zichtbaar.helpline.chat.recovering import NewRecoveryKey
from zichtbaar.helpline.sealing.hpke import PUBLIC_KEY_BYTES
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, read_bytes
from zichtbaar.helpline.web.shared.staff import staff_of


@require_http_methods(["GET", "POST"])
def recovery_key(request: HttpRequest) -> HttpResponse:
    """What a new recovery key needs, or the new recovery key itself."""
    try:
        return _needs(request) if request.method == "GET" else _replace(request)
    except NotFoundError:
        return JsonResponse({"error": "not_found"}, status=404)
    except RecoveryReplacedError:
        return JsonResponse({"error": "replaced"}, status=409)
    except WrapsRefusedError:
        return JsonResponse({"error": "changed"}, status=409)


def _needs(request: HttpRequest) -> JsonResponse:
    within = recovering.within_reach(staff_of(request))
    return JsonResponse(
        {
            "public_key": within.public_key,
            "teams": [{"epoch": wrap.team_key_id, "sealed_private": wrap.sealed_private} for wrap in within.teams],
            "conversations": [
                {
                    "conversation": wrap.conversation.identifier,
                    "epoch": wrap.conversation.epoch,
                    "sealed_key": wrap.sealed_key,
                }
                for wrap in within.conversations
            ],
            "beyond": within.beyond,
        }
    )


def _replace(request: HttpRequest) -> HttpResponse:
    teams, conversations = posted(request, "teams", dict), posted(request, "conversations", dict)
    if not all(isinstance(epoch, str) and epoch.isascii() and epoch.isdecimal() for epoch in teams):
        raise BadRequest
    new = NewRecoveryKey(
        public_key=posted_bytes(request, "public_key", PUBLIC_KEY_BYTES),
        instead_of=posted_bytes(request, "instead_of", PUBLIC_KEY_BYTES),
        teams={int(epoch): read_bytes(text, SEALED_KEY_BYTES) for epoch, text in teams.items()},
        conversations={one: read_bytes(text, SEALED_KEY_BYTES) for one, text in conversations.items()},
    )
    recovering.replace(staff_of(request), new)
    return HttpResponse(status=204)
