"""Who may see unprotected counts. It knows nothing of the monitor, so that pages without figures need not load it."""

from __future__ import annotations

from django.db import transaction

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.publishing.errors import NotFoundError
from zichtbaar.helpline.publishing.models import ResearchPermission


def may_see_unprotected(staff: Staff) -> bool:
    """Whether somebody is a researcher and was permitted it: being a researcher is not enough."""
    return staff.role == Role.RESEARCHER and ResearchPermission.objects.filter(staff=staff).exists()


def permitted() -> frozenset[int]:
    """The keys of all who may see unprotected counts."""
    return frozenset(ResearchPermission.objects.values_list("staff_id", flat=True))


def permit(administrator: Staff, staff: Staff, *, allowed: bool) -> None:
    """Let a researcher see unprotected counts, or no longer. Raises NotFoundError."""
    if administrator.role != Role.ADMINISTRATOR or staff.role != Role.RESEARCHER:
        raise NotFoundError
    with transaction.atomic():
        if allowed:
            _, changed = ResearchPermission.objects.get_or_create(staff=staff, defaults={"given_by": administrator})
        else:
            changed = bool(ResearchPermission.objects.filter(staff=staff).delete()[0])
        if changed:
            kind = Kind.UNPROTECTED_PERMITTED if allowed else Kind.UNPROTECTED_FORBIDDEN
            record(kind, by=administrator, subject=f"staff {staff.pk}")
