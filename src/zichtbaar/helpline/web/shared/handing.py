"""What every door that handovers pass through has in common: their shape in JSON, and refusals under their names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse

from zichtbaar.helpline.chat.actions import milliseconds, wrap_to
from zichtbaar.helpline.chat.errors import ChatError, ClosedError, IdentifierTakenError
from zichtbaar.helpline.chat.errors import NotFoundError as ChatNotFoundError
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import deadlines
from zichtbaar.helpline.handover.directory.vocabulary import Urgency
from zichtbaar.helpline.handover.errors import HandoverError, NotFoundError, RefusedError
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import Actor, State, possible
from zichtbaar.helpline.handover.moving import standing
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.package import HASH_BYTES
from zichtbaar.helpline.web.shared.posted import posted, posted_bytes

View = Callable[..., HttpResponse]


def refusing_by_name(view: View) -> View:
    """A view whose refusals are JSON: 404 for what is absent or not yours, 409 with a code for the rest."""

    @wraps(view)
    def answer(request: HttpRequest, **words: str) -> HttpResponse:
        try:
            return view(request, **words)
        except (NotFoundError, ChatNotFoundError):
            return JsonResponse({"error": "not_found"}, status=404)
        except (HandoverError, ClosedError, IdentifierTakenError) as error:
            return JsonResponse({"error": _code(error)}, status=409)

    return answer


def _code(error: HandoverError | ChatError) -> str:
    """Why it was refused. A wrong state and somebody else's move are the same to a page: not now."""
    return error.why if isinstance(error, RefusedError) else "not_now"


def posted_sealed(request: HttpRequest, field: str) -> dict[str, str]:
    """What was sealed, by whom it was sealed to. Raises BadRequest when it is absent."""
    sealed = posted(request, field, dict)
    return {to: text for to, text in sealed.items() if isinstance(text, str)}


def posted_hash(request: HttpRequest, field: str) -> str:
    """A hash that a page made of words, in hexadecimal. Raises BadRequest."""
    return posted_bytes(request, field, HASH_BYTES).hex()


def basics(handover: Handover, *actors: Actor) -> dict[str, object]:
    """A handover as every door may know it, and what can be done with it by these."""
    urgency, state = Urgency(handover.urgency), State(handover.state)
    due_at = deadlines.due_at(urgency, state, handover.since)
    return {
        "reference": handover.reference,
        "receiver": handover.organisation.name,
        "state": state,
        "basis": handover.basis,
        "route": handover.route,
        "need": handover.need,
        "urgency": urgency,
        "since": milliseconds(handover.since),
        "due": milliseconds(due_at) if due_at else None,
        "level": handover.level,
        "told_hash": handover.told_hash,
        "joining": handover.joining,
        "may": possible(standing(handover), *actors),
    }


def part_for(staff: Staff, part: Conversation | None) -> dict[str, object] | None:
    """The part of a conversation that the receiver sits in, with its key as this person can open it."""
    if part is None or part.guest is None or part.ended_at is not None:
        return None
    described: dict[str, object] = {
        "conversation": part.identifier,
        "epoch": part.epoch,
        "since": milliseconds(part.created_at),
        "language": part.language,
        "guest": part.guest.name,
    }
    if wrap := part.wraps.filter(staff=staff).first():
        return {**described, "sealed_key": wrap.sealed_key, "sealed_by": "staff"}
    if part.counsellor_id != staff.pk or part.wraps.exists():
        return None
    return {**described, "wrap_to": [{"to": to, "public_key": key} for to, key in wrap_to(part).items()]}
