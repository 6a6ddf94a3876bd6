"""A visitor begins to wait."""

from __future__ import annotations

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zichtbaar.helpline.chat import actions, door, errors
from zichtbaar.helpline.chat.access import TOKEN_BYTES
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES, NewConversation
from zichtbaar.helpline.chat.models import Conversation, Envelope
from zichtbaar.helpline.languages.choosing import language_for
from zichtbaar.helpline.pacing.gates import STARTS
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes, posted_identifier
from zichtbaar.helpline.web.visitor.envelopes import posted_first_envelope
from zichtbaar.helpline.web.visitor.proof import still_asked

REFUSALS: dict[type[Exception], tuple[str, int]] = {
    errors.IdentifierTakenError: ("taken", 409),
    errors.OldEpochError: ("old_epoch", 409),
    errors.NoTeamKeyError: ("closed", 503),
    errors.ClosedHoursError: ("closed", 503),
    errors.ClosingError: ("closing", 503),
    errors.NoMessagesError: ("closed", 503),
    errors.QueueFullError: ("full", 503),
    OperationalError: ("not_stored", 503),  # the disk is full, or the database is held by something else
}


@csrf_exempt
@require_POST
def start(request: HttpRequest) -> JsonResponse:
    """Begin a conversation with a first message, or leave one, in one request.

    There is no cookie here that a foreign page could make use of.
    """
    identifier = posted_identifier(request, "conversation")
    new = NewConversation(
        identifier=identifier,
        token=posted_bytes(request, "token", TOKEN_BYTES),
        epoch=posted(request, "epoch", int),
        sealed_key=posted_bytes(request, "sealed_key", SEALED_KEY_BYTES),
        language=_language(request, posted(request, "language", str)),
        envelope=posted_first_envelope(request, "envelope", identifier),
        is_message=posted(request, "message", bool, otherwise=False),
    )
    if (asked := _asked_first(request, new)) and not actions.is_known(new):
        return asked
    try:
        conversation, envelope = actions.start(new)
    except tuple(REFUSALS) as error:
        name, status = REFUSALS[type(error)]
        return JsonResponse({"error": name}, status=status)
    return JsonResponse(_started(conversation, envelope), status=201)


def _asked_first(request: HttpRequest, new: NewConversation) -> JsonResponse | None:
    """The work that is asked of this page before it can begin, if any is."""
    at_least = STARTS.everywhere.most if door.is_crowded() else 0
    return still_asked(request, STARTS, new.identifier, at_least)


def _started(conversation: Conversation, envelope: Envelope | None) -> dict[str, object]:
    """What the page learns: how long it will take, and under which number its envelope is stored (0: it is not)."""
    place = actions.place_of(conversation)
    outlook = door.outlook(place).told() if place else {}
    stored = {"number": envelope.number, "stored_at": envelope.stored_at} if envelope else {"number": 0}
    return {"state": conversation.state, **outlook, **stored}


def _language(request: HttpRequest, asked: str) -> str:
    """The language of the chat; one we do not speak becomes that of the page."""
    return asked if asked in settings.VISITOR_LANGUAGES else language_for(request).code
