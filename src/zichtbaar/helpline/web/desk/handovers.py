"""The handovers of the desk: JSON in, JSON out, and every refusal under its own name."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zichtbaar.helpline.chat.access import conversation_of
from zichtbaar.helpline.chat.actions import milliseconds
from zichtbaar.helpline.chat.errors import NotFoundError as ChatNotFoundError
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.handover import access, actions
from zichtbaar.helpline.handover.actions import Proposal
from zichtbaar.helpline.handover.codes import Ground, Guardian
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need, Urgency
from zichtbaar.helpline.handover.errors import RefusedError
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import Move, Route
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.desk.conversations import described as conversation_described
from zichtbaar.helpline.web.shared.handing import basics, part_for, posted_hash, posted_sealed, refusing_by_name
from zichtbaar.helpline.web.shared.posted import posted
from zichtbaar.helpline.web.shared.staff import staff_of

ByMove = dict[str, Callable[[HttpRequest, Staff, Handover], Handover]]


@require_GET
def unfinished(request: HttpRequest) -> JsonResponse:
    """Everything that this colleague still has to think of: her own, or all of them for a shift lead."""
    staff = staff_of(request)
    seen = access.of_helpline(staff).values("pk")
    listed = access.unfinished().filter(pk__in=seen).select_related("organisation", "made_by", "conversation", "part")
    return JsonResponse({"handovers": [described(staff, one) for one in listed]})


@require_POST
@refusing_by_name
def propose(request: HttpRequest, conversation: str) -> JsonResponse:
    """Begin a handover out of a conversation. In acute danger the words of its ground follow."""
    staff = staff_of(request)
    handover = actions.propose(staff, conversation_of(staff, conversation), _proposal(request, staff))
    return JsonResponse(described(staff, handover), status=201)


@require_POST
@refusing_by_name
def ground(request: HttpRequest, reference: str) -> JsonResponse:
    """Keep the words of a ground, sealed to who may read them."""
    staff = staff_of(request)
    handover = access.one_of_helpline(staff, reference)
    actions.store_ground(staff, handover, posted_sealed(request, "sealed"), posted_hash(request, "ground_hash"))
    return JsonResponse(described(staff, access.one_of_helpline(staff, reference)))


@require_POST
@refusing_by_name
def move(request: HttpRequest, reference: str, move: str) -> JsonResponse:
    """Do something with a handover; what stands in the address. What is no move of ours is what a receiver told."""
    staff = staff_of(request)
    handover = access.one_of_helpline(staff, reference)
    if act := MOVES.get(move):
        return JsonResponse(described(staff, act(request, staff, handover)))
    if move not in set(Move):
        raise BadRequest
    done = actions.report(staff, handover, Move(move), posted(request, "code", str))
    return JsonResponse(described(staff, done))


def _authorise(request: HttpRequest, staff: Staff, handover: Handover) -> Handover:
    return actions.authorise(staff, handover, posted_hash(request, "read_hash"))


def _forbid(_: HttpRequest, staff: Staff, handover: Handover) -> Handover:
    return actions.forbid(staff, handover)


def _send(request: HttpRequest, staff: Staff, handover: Handover) -> Handover:
    return actions.send(staff, handover, posted_sealed(request, "packages"), posted_hash(request, "told_hash"))


def _call_back(_: HttpRequest, staff: Staff, handover: Handover) -> Handover:
    return actions.call_back(staff, handover)


def _lose(request: HttpRequest, staff: Staff, handover: Handover) -> Handover:
    return actions.lose(staff, handover, posted(request, "code", str))


def _explain(request: HttpRequest, staff: Staff, handover: Handover) -> Handover:
    return actions.explain(staff, handover, posted(request, "code", str))


MOVES: ByMove = {
    "authorise": _authorise,
    "forbid": _forbid,
    "send": _send,
    "call_back": _call_back,
    "lose": _lose,
    "explain": _explain,
}


def described(staff: Staff, handover: Handover) -> dict[str, object]:
    """A handover as the desk's script knows it."""
    conversation, is_mine = handover.conversation, handover.made_by_id == staff.pk
    notes = handover.notes.filter(to=staff).order_by("pk")
    return {
        **basics(handover, *access.actors_of(staff, handover)),
        "organisation": handover.organisation.identifier,
        "age": handover.age,
        "guardian": handover.guardian,
        "ground": handover.ground,
        "made_by": handover.made_by.get_username(),
        "is_mine": is_mine,
        "readers": actions.ground_awaited_by(handover) if is_mine else {},
        "may_be_counted": handover.may_be_counted,
        "reason": handover.reason,
        "is_unheard": handover.is_unheard,
        "is_explained": access.is_explained(handover, timezone.now()),
        "chat": conversation.identifier if conversation else "",
        "conversation": _openable(staff, conversation) if conversation else None,
        "part": part_for(staff, handover.part),
        "notes": [{"is_ground": one.is_ground, "sealed": one.sealed, "at": milliseconds(one.at)} for one in notes],
    }


def _openable(staff: Staff, conversation: Conversation) -> dict[str, object] | None:
    """The conversation with its key; nothing for who has none, such as a shift lead who began after it was taken."""
    try:
        return conversation_described(staff, conversation)
    except ChatNotFoundError:
        return None


def _proposal(request: HttpRequest, staff: Staff) -> Proposal:
    """What the counsellor proposes. Raises BadRequest, RefusedError."""
    organisation = Organisation.objects.filter(identifier=posted(request, "organisation", str)).first()
    if organisation is None:
        raise RefusedError("no_confirmed_key")
    ground, follows = posted(request, "ground", str), posted(request, "follows", str)
    try:
        return Proposal(
            organisation=organisation,
            route=Route(posted(request, "route", str)),
            need=Need(posted(request, "need", str)),
            urgency=Urgency(posted(request, "urgency", str)),
            age=AgeBand(posted(request, "age", str)),
            guardian=Guardian(posted(request, "guardian", str)),
            ground=Ground(ground) if ground else None,
            follows=access.one_of_helpline(staff, follows) if follows else None,
        )
    except ValueError as error:
        raise BadRequest from error
