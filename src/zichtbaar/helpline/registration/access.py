"""The only ways to reach a registration: "absent" and "not yours" give the same refusal."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.registration.errors import NotFoundError
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import ConversationOfPerson, Registration
from zichtbaar.helpline.registration.reference import read_reference


def registrations_of(staff: Staff) -> QuerySet[Registration]:
    """The registrations this colleague may open: her own, those of her conversations; a shift lead all."""
    registrations = Registration.objects.select_related("person")
    if staff.role == Role.SHIFT_LEAD:
        return registrations
    if staff.role != Role.COUNSELLOR:
        return registrations.none()
    held = ConversationOfPerson.objects.filter(conversation__counsellor=staff).values("person")
    return registrations.filter(Q(counsellor=staff) | Q(person__in=held))


def registration_of(staff: Staff, reference: str) -> Registration:
    """One registration by the reference of its person. Raises NotFoundError."""
    found = registrations_of(staff).filter(person__reference=read_reference(reference)).first()
    if found is None:
        raise NotFoundError
    return found


def unfinished(staff: Staff) -> QuerySet[Registration]:
    """The drafts that wait for this colleague, the oldest first."""
    drafts = registrations_of(staff).filter(state=State.DRAFT)
    return drafts.select_related("person", "counsellor").order_by("started_month", "pk")


def may_register(staff: Staff, conversation: Conversation) -> bool:
    """Whether this colleague may register a conversation: who holds it, or a shift lead once it is taken."""
    if staff.role == Role.SHIFT_LEAD:
        return conversation.counsellor_id is not None
    return staff.role == Role.COUNSELLOR and conversation.counsellor_id == staff.pk
