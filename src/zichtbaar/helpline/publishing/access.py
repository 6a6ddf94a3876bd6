"""The only ways to reach a snapshot (researchers) or a release (researchers, and shift leads who approve)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zichtbaar.helpline.people.models import RELEASING_ROLES, Role, Staff
from zichtbaar.helpline.publishing.errors import NotFoundError
from zichtbaar.helpline.publishing.lifecycle import OUT
from zichtbaar.helpline.publishing.models import Release, Snapshot
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Month:
    """How many registrations of people who first chatted in a month (`yyyy-mm`) are complete, and drafts."""

    month: str
    complete: int
    drafts: int


def require_researcher(staff: Staff) -> None:
    """Refuse everybody else, in the words used for what does not exist. Raises NotFoundError."""
    if staff.role != Role.RESEARCHER:
        raise NotFoundError


def require_releaser(staff: Staff) -> None:
    """Refuse who neither makes nor approves releases, in the same words. Raises NotFoundError."""
    if staff.role not in RELEASING_ROLES:
        raise NotFoundError


def months(staff: Staff) -> tuple[Month, ...]:
    """Registrations by month of the first chat, the latest month first."""
    require_researcher(staff)
    counted = (
        Registration.objects.values_list("started_month")
        .annotate(complete=Count("pk", filter=Q(state=State.COMPLETE)), drafts=Count("pk", filter=Q(state=State.DRAFT)))
        .order_by("-started_month")
    )
    return tuple(Month(*row) for row in counted)


def snapshots_of(staff: Staff) -> QuerySet[Snapshot]:
    """Every snapshot with its releases, the latest first."""
    require_researcher(staff)
    return Snapshot.objects.select_related("frozen_by").prefetch_related("releases").order_by("-pk")


def snapshot_of(staff: Staff, number: int) -> Snapshot:
    """One snapshot. Raises NotFoundError."""
    found = snapshots_of(staff).filter(pk=number).first()
    if found is None:
        raise NotFoundError
    return found


def releases_of(staff: Staff) -> QuerySet[Release]:
    """Every release, the latest year and version first."""
    require_releaser(staff)
    return Release.objects.select_related("made_by", "corrects", "snapshot").order_by("-year", "-version", "-pk")


def release_of(staff: Staff, number: int) -> Release:
    """One release. Raises NotFoundError."""
    found = releases_of(staff).filter(pk=number).first()
    if found is None:
        raise NotFoundError
    return found


def latest_out(year: int) -> Release | None:
    """The last version of a year that left the house, whatever became of it."""
    return Release.objects.filter(year=year, state__in=OUT).order_by("-version").first()
