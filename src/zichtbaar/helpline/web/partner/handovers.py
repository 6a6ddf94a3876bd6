"""The handovers of a partner: those sealed to her own key, and what she answers."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat.lifecycle import State as ChatState
from zichtbaar.helpline.handover import access, partner_actions, receivers
from zichtbaar.helpline.handover.errors import NotFoundError
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import Actor, Move, Route, State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.handing import basics, part_for, posted_sealed, refusing_by_name
from zichtbaar.helpline.web.shared.posted import posted
from zichtbaar.helpline.web.shared.staff import staff_of


@require_GET
def mine(request: HttpRequest) -> JsonResponse:
    """The handovers of whoever asks, and whether her key was confirmed: before that, nothing can be sent to her."""
    staff = staff_of(request)
    try:
        organisation = receivers.organisation_of(staff)
    except NotFoundError:
        return JsonResponse({"organisation": "", "is_confirmed": False, "handovers": []})
    is_confirmed = receivers.confirmed_keys(organisation, Route.DOOR).filter(staff=staff).exists()
    listed = [described(staff, one) for one in access.of_partner(staff)]
    return JsonResponse({"organisation": organisation.name, "is_confirmed": is_confirmed, "handovers": listed})


@require_POST
@refusing_by_name
def open_one(request: HttpRequest, reference: str) -> JsonResponse:
    """What was sealed for whoever asks. From the first time on, it cannot be taken back."""
    staff = staff_of(request)
    handover = access.one_of_partner(staff, reference)
    sealed = partner_actions.open_package(staff, handover)
    return JsonResponse({"sealed": sealed, **described(staff, access.one_of_partner(staff, reference))})


@require_POST
@refusing_by_name
def answer(request: HttpRequest, reference: str, move: str) -> JsonResponse:
    """Take it or not, ask to join, write, say that contact was made and what came of it."""
    staff = staff_of(request)
    handover = access.one_of_partner(staff, reference)
    match move:
        case "ask_in":
            partner_actions.ask_in(staff, handover)
        case "write":
            partner_actions.write(staff, handover, posted_sealed(request, "sealed"))
        case Move.ACCEPT | Move.DECLINE | Move.MEET | Move.FINISH:
            handover = partner_actions.answer(staff, handover, Move(move), posted(request, "code", str))
        case _:
            raise BadRequest
    handover.refresh_from_db()
    return JsonResponse(described(staff, handover))


def described(staff: Staff, handover: Handover) -> dict[str, object]:
    """A handover as the partner's script knows it. Nothing of the conversation is in it but whether it still runs."""
    conversation = handover.conversation
    part = handover.part if handover.part and handover.part.guest_id == staff.pk else None
    return {
        **basics(handover, Actor.PARTNER),
        "is_running": conversation is not None and conversation.state == ChatState.OPEN,
        "part": part_for(staff, part) if part and part.wraps.exists() else None,
        "write_to": partner_actions.readers_of_answer(handover) if partner_actions.can_write(handover) else {},
        "is_new": handover.state == State.SENT,
        "has_words": partner_actions.package_of(staff, handover) is not None,
    }
