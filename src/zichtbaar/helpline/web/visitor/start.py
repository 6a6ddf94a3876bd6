"""A visitor begins to wait."""

from __future__ import annotations

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import actions, errors
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES, NewConversation
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier

REFUSALS: dict[type[Exception], tuple[str, int]] = {
    errors.IdentifierTakenError: ("taken", 409),
    errors.OldEpochError: ("old_epoch", 409),
    errors.NoTeamKeyError: ("closed", 503),
    errors.QueueFullError: ("full", 503),
    OperationalError: ("not_stored", 503),  # the disk is full, or the database is held by something else
}


@csrf_exempt
@require_POST
def start(request: HttpRequest) -> JsonResponse:
    """Begin a conversation. There is no cookie here that a foreign page could make use of."""
    new = NewConversation(
        identifier=posted_identifier(request, "conversation"),
        token=posted_bytes(request, "token", TOKEN_BYTES),
        epoch=posted(request, "epoch", int),
        sealed_key=posted_bytes(request, "sealed_key", SEALED_KEY_BYTES),
        language=_language(posted(request, "language", str)),
    )
    try:
        conversation = actions.start(new)
    except tuple(REFUSALS) as error:
        name, status = REFUSALS[type(error)]
        return JsonResponse({"error": name}, status=status)
    place = actions.place_of(conversation)
    return JsonResponse({"state": conversation.state, "place": place}, status=201)


def _language(asked: str) -> str:
    """The language of the chat; one we do not speak becomes that of the page."""
    return asked if asked in dict(settings.LANGUAGES) else get_language()
