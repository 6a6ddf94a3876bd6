"""The only ways to reach a handover: "absent" and "not yours" give the same refusal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from zichtbaar.helpline.handover.errors import NotFoundError
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import LEFT_HANGING, OPEN, SHARED, Actor, Route
from zichtbaar.helpline.handover.receivers import usable_keys
from zichtbaar.helpline.people.models import Role, Staff

SHIFT = timedelta(hours=12)
"""How long an explanation holds for a handover that is still open: until the next shift has to give one."""


def of_helpline(staff: Staff) -> QuerySet[Handover]:
    """The handovers that a colleague may see: a counsellor those that she made, a shift lead all."""
    related = Handover.objects.select_related("organisation", "made_by", "conversation", "part")
    if staff.role == Role.SHIFT_LEAD:
        return related
    return related.filter(made_by=staff) if staff.role == Role.COUNSELLOR else related.none()


def one_of_helpline(staff: Staff, reference: str) -> Handover:
    """One handover of a colleague. Raises NotFoundError."""
    return _found(of_helpline(staff).filter(reference=reference))


def actors_of(staff: Staff, handover: Handover) -> tuple[Actor, ...]:
    """What a colleague may be in a handover that she may see. Nobody is the second person of her own."""
    if staff.role != Role.SHIFT_LEAD or handover.made_by_id == staff.pk:
        return (Actor.COUNSELLOR,)
    return Actor.COUNSELLOR, Actor.SECOND


def of_partner(staff: Staff) -> QuerySet[Handover]:
    """The handovers that somebody at the partners' door may see: those with something sealed to her own key.

    Before it is sent, and once it is over, there is nothing; nor while her key is not confirmed. Of what is forgotten,
    she sees the codes of what she opened, and can say what came of it.
    """
    keys = usable_keys().filter(staff=staff, organisation__accounts__staff=staff)
    if staff.role != Role.PARTNER or not keys.exists():
        return Handover.objects.none()
    mine = Q(packages__key__in=keys) | Q(steps__by=staff, organisation__receiver_keys__in=keys)
    found = Handover.objects.filter(mine, route=Route.DOOR, state__in=SHARED & OPEN)
    return found.select_related("organisation", "conversation", "part").distinct().order_by("since")


def one_of_partner(staff: Staff, reference: str) -> Handover:
    """One handover of somebody at the partners' door. Raises NotFoundError."""
    return _found(of_partner(staff).filter(reference=reference))


def unfinished() -> QuerySet[Handover]:
    """Everything that somebody still has to think of: what is open, what failed and was not followed by another, and
    what its visitor took back when nobody could hear it.

    Nothing leaves this list because nobody thought of it.
    """
    is_open = Q(state__in=OPEN)
    is_hanging = Q(Q(state__in=LEFT_HANGING) | Q(is_unheard=True), explanation="", followed_by=None)
    return Handover.objects.filter(is_open | is_hanging).order_by("-level", "since").distinct()


def is_explained(handover: Handover, now: datetime) -> bool:
    """Whether it may stand in that list at the end of this shift."""
    return handover.explained_at is not None and now - handover.explained_at < SHIFT


def _found(handovers: QuerySet[Handover]) -> Handover:
    found = handovers.first()
    if found is None:
        raise NotFoundError
    return found
