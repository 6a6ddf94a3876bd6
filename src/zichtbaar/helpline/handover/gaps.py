"""Noting that nobody in the region could take somebody on, so that the gap is counted where it is."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.forgetting import forget_after_commit
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need
from zichtbaar.helpline.handover.errors import NotFoundError
from zichtbaar.helpline.handover.gap_models import Gap, lay_by_key
from zichtbaar.helpline.handover.regions.structure import Country
from zichtbaar.helpline.people.models import DESK_ROLES, Staff

COUNTED_BY = "police_unit"
"""The kind of region by which handovers are counted: few enough that most of them can be published."""


@transaction.atomic
def note_gap(staff: Staff, *, region: str, need: Need, age: AgeBand | None) -> None:
    """Note it, without the place itself, and in the record without who did. Raises NotFoundError for who does not work
    at the desk."""
    if staff.role not in DESK_ROLES:
        raise NotFoundError
    today = timezone.localdate()
    Gap.objects.create(
        month=f"{today:%Y-%m}",
        need=need,
        region=counted_region(country_in_use(), [region], today),
        age=age or "",
    )
    lay_by_key(Gap.objects)
    forget_after_commit()
    record(Kind.GAP_NOTED, by=None)


def counted_region(country: Country, regions: list[str], day: date) -> str:
    """The code of the region by which is counted that holds all of these; empty where no single one does."""
    wanted = 0
    for region in regions:
        wanted |= country.cover(region, day)
    holding = (
        region.code
        for region in country.regions.values()
        if region.kind == COUNTED_BY and wanted and not wanted & ~country.cover(region.code, day)
    )
    return next(holding, "")
