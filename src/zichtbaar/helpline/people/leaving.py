"""Leaving: access ends at once, and nothing on the server opens with this colleague's key any more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.access import shift_leads
from zichtbaar.helpline.people.errors import LastOneError, NotAllowedError
from zichtbaar.helpline.people.keys_gone import forget_key_of
from zichtbaar.helpline.people.models import Invitation, RecoveryCode, Role, SecondFactor, Staff, TeamKey
from zichtbaar.helpline.people.sessions import end_sessions

WHO_MAY = frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD})


@transaction.atomic
def leave(by: Staff, staff: Staff) -> None:
    """End a colleague's access, sessions and connections, and delete all that her key opens.

    Her name stays in the record of what was done. Raises NotAllowedError, LastOneError; who left already stays so.
    """
    if by.role not in WHO_MAY or by == staff:
        raise NotAllowedError
    if not staff.is_active:
        return
    if _is_last_one(staff):
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


def _is_last_one(staff: Staff) -> bool:
    """Whether without her nobody could invite, or nobody could give and renew keys."""
    if staff.role == Role.SHIFT_LEAD:
        others = shift_leads().exclude(pk=staff.pk)
        return shift_leads().filter(pk=staff.pk).exists() and not others.exists()
    others = Staff.objects.filter(is_active=True, role=Role.ADMINISTRATOR).exclude(pk=staff.pk)
    return staff.role == Role.ADMINISTRATOR and not others.exclude(public_key="").exists()
