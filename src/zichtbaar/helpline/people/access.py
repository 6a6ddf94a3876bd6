"""The only ways to reach colleagues and keys."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet

from zichtbaar.helpline.people import second_factor
from zichtbaar.helpline.people.models import DESK_ROLES, RecoveryKey, Role, Staff, TeamKey, TeamKeyWrap


class StaffBackend(BaseBackend):
    """Finds who belongs to a session; whoever left the helpline is nobody from that moment."""

    def get_user(self, user_id: int) -> Staff | None:
        """The colleague with this number, if she still works here."""
        return Staff.objects.filter(pk=user_id, is_active=True).first()


def must_set_up(staff: Staff) -> bool:
    """Whether a colleague can do nothing yet but set up a second factor."""
    return bool(settings.SECOND_FACTOR) and not second_factor.has_one(staff)


def team_key_in_use() -> TeamKey | None:
    """The key of the current epoch; None while the helpline has not been founded."""
    return TeamKey.objects.order_by("-epoch").first()


def recovery_key() -> RecoveryKey | None:
    """The recovery key in use; None while the helpline has not been founded."""
    return RecoveryKey.objects.order_by("-pk").first()


def nobody_has_keys() -> bool:
    """Whether the team key is sealed to recovery alone, as after the founding."""
    return not TeamKeyWrap.objects.filter(staff__isnull=False).exists()


def team_keys_of(staff: Staff) -> QuerySet[TeamKeyWrap]:
    """The team keys that a colleague can open, the oldest first."""
    return staff.team_key_wraps.select_related("team_key").order_by("team_key_id")


def desk_staff() -> QuerySet[Staff]:
    """Everybody who works at the desk now."""
    return Staff.objects.filter(is_active=True, role__in=DESK_ROLES).order_by("pk")


def known_staff() -> QuerySet[Staff]:
    """Everybody at the desk whose key somebody compared with her: who holds the team key in use.

    Nobody comes to it in another way, and a new key of hers begins without it. A key that an administrator made with a
    link that she opened herself is not among these, and nothing is sealed to it unseen.
    """
    if (current := team_key_in_use()) is None:
        return Staff.objects.none()
    return desk_staff().filter(team_key_wraps__team_key=current)


def shift_leads() -> QuerySet[Staff]:
    """Everybody who leads shifts now, and whose key is known."""
    return known_staff().filter(role=Role.SHIFT_LEAD)
