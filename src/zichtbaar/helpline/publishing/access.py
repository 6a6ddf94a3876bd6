"""The only ways to reach a snapshot or a factsheet: researchers, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.publishing.errors import NotFoundError
from zichtbaar.helpline.publishing.models import Factsheet, Snapshot
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
    """Every snapshot with its factsheets, the latest first."""
    require_researcher(staff)
    return Snapshot.objects.select_related("frozen_by").prefetch_related("factsheets").order_by("-pk")


def snapshot_of(staff: Staff, number: int) -> Snapshot:
    """One snapshot. Raises NotFoundError."""
    found = snapshots_of(staff).filter(pk=number).first()
    if found is None:
        raise NotFoundError
    return found


def factsheet_of(staff: Staff, number: int) -> Factsheet:
    """One factsheet. Raises NotFoundError."""
    require_researcher(staff)
    found = Factsheet.objects.filter(pk=number).first()
    if found is None:
        raise NotFoundError
    return found
