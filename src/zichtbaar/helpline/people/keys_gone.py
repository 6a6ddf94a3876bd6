"""When a colleague's key opens nothing any more: what was sealed to it goes, here and in the other rooms."""

from __future__ import annotations

from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.news import key_gone


def forget_key_of(staff: Staff) -> None:
    """Delete what was sealed to a colleague's key."""
    staff.team_key_wraps.all().delete()
    staff.passkeys.all().delete()
    key_gone.send(Staff, staff=staff)
