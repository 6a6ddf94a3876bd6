"""Leaving: access ends at once, and nothing on the server opens with this colleague's key any more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.access import shift_leads
from zichtbaar.helpline.people.errors import LastOneError, NotAllowedError
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.models import Invitation, RecoveryCode, Role, SecondFactor, Staff, TeamKey
from zichtbaar.helpline.people.sessions import end_sessions

WHO_MAY = frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD})
INDISPENSABLE = frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD})
"""Without one of each nobody could invite, or give and renew keys."""


@transaction.atomic
def leave(by: Staff, staff: Staff) -> None:
    """End a colleague's access, sessions and connections, and delete all that her key opens.

    Her name stays in the record of what was done. Raises NotAllowedError, LastOneError; who left already stays so.
    """
    if by.role not in WHO_MAY or by == staff:
        raise NotAllowedError
    if not staff.is_active:
        return
    if staff.role in INDISPENSABLE and not _others_like(staff).exists():
        raise LastOneError
    staff.is_active, staff.left_at = False, timezone.now()
    staff.password_slot = ""
    staff.set_unusable_password()
    staff.save()
    for table in (Invitation, SecondFactor, RecoveryCode):
        table.objects.filter(staff=staff).delete()
    TeamKey.objects.filter(wraps__staff=staff).update(is_due=True)
    forget_key_of(staff)
    end_sessions(staff)
    record(Kind.STAFF_LEFT, by=by, subject=f"staff {staff.pk}")


def _others_like(staff: Staff) -> QuerySet[Staff]:
    """Who else has this role and has joined; of a shift lead who has keys, who else has them."""
    others = shift_leads() if shift_leads().filter(pk=staff.pk).exists() else Staff.objects.filter(is_active=True)
    return others.filter(role=staff.role).exclude(pk=staff.pk).exclude(public_key="")
