"""The directory's values in the tables and back. Nothing is checked here and nothing is recorded: see `actions`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import transaction

from zichtbaar.helpline.handover.directory.entries import (
    ContactEntry,
    Entries,
    OfferEntry,
    OrganisationEntry,
    by_organisation,
)
from zichtbaar.helpline.handover.directory.models import Contact, Offer, Organisation, Revision, Serves
from zichtbaar.helpline.handover.directory.vocabulary import Need, Urgency

ONLY = 1
"""The key of the one row of `Revision`."""


@dataclass(frozen=True, slots=True)
class Stored:
    """How many organisations were added, changed, the same already, and not spoken of."""

    added: int
    changed: int
    unchanged: int
    untouched: int


def stored_entries(identifier: str | None = None) -> Entries:
    """What the tables hold: of one organisation, or of all."""
    found, offers, contacts = Organisation.objects.all(), Offer.objects.all(), Contact.objects.all()
    if identifier is not None:
        found = found.filter(identifier=identifier)
        offers, contacts = offers.filter(organisation__in=found), contacts.filter(organisation__in=found)
    names = dict(found.values_list("pk", "identifier"))
    regions: dict[int, list[str]] = {}
    for offer, region in Serves.objects.filter(offer__in=offers).order_by("region").values_list("offer", "region"):
        regions.setdefault(offer, []).append(region)
    return Entries(
        tuple(_organisation(row) for row in found),
        tuple(_offer(row, names[row.organisation_id], regions.get(row.pk, ())) for row in offers),
        tuple(_contact(row, names[row.organisation_id]) for row in contacts),
    )


@transaction.atomic
def store(entries: Entries) -> Stored:
    """Make every organisation of the entries what they say, with its offers and contacts; others stay as they are."""
    before = by_organisation(stored_entries())
    wanted = by_organisation(entries)
    changed = [one for name, one in wanted.items() if before.get(name) != one]
    if changed:
        _replace(_store_organisations([one.organisations[0] for one in changed]), changed)
        Revision.objects.update_or_create(pk=ONLY, defaults={"number": secrets.randbits(62)})
    added = len(wanted.keys() - before.keys())
    return Stored(added, len(changed) - added, len(wanted) - len(changed), len(before.keys() - wanted.keys()))


def revision() -> int:
    """Another number after every change; 0 before the first."""
    return Revision.objects.filter(pk=ONLY).values_list("number", flat=True).first() or 0


def _store_organisations(organisations: Sequence[OrganisationEntry]) -> Mapping[str, int]:
    """Add or change these rows; gives the key of each by identifier. A row that is there keeps its key."""
    Organisation.objects.bulk_create(
        [Organisation(**asdict(one)) for one in organisations],
        update_conflicts=True,
        unique_fields=["identifier"],
        update_fields=[field.name for field in fields(OrganisationEntry) if field.name != "identifier"],
    )
    names = [one.identifier for one in organisations]
    return dict(Organisation.objects.filter(identifier__in=names).values_list("identifier", "pk"))


def _replace(keys: Mapping[str, int], entries: Sequence[Entries]) -> None:
    """Put these offers and contacts in the place of all that these organisations had."""
    Offer.objects.filter(organisation__in=keys.values()).delete()
    Contact.objects.filter(organisation__in=keys.values()).delete()
    offers = [one for each in entries for one in each.offers]
    rows = Offer.objects.bulk_create(
        Offer(organisation_id=keys[one.organisation], **_without(one, "organisation", "regions")) for one in offers
    )
    Serves.objects.bulk_create(
        Serves(offer=row, region=region) for row, one in zip(rows, offers, strict=True) for region in one.regions
    )
    Contact.objects.bulk_create(
        Contact(organisation_id=keys[one.organisation], **_without(one, "organisation"))
        for each in entries
        for one in each.contacts
    )


def _without(one: OfferEntry | ContactEntry, *names: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name not in names}


def _organisation(row: Organisation) -> OrganisationEntry:
    return OrganisationEntry(**{field.name: getattr(row, field.name) for field in fields(OrganisationEntry)})


def _offer(row: Offer, organisation: str, regions: Iterable[str]) -> OfferEntry:
    return OfferEntry(
        organisation=organisation,
        need=Need(row.need),
        regions=tuple(regions),
        youngest=row.youngest,
        oldest=row.oldest,
        forms=tuple(row.forms),
        urgency=Urgency(row.urgency),
        languages=tuple(row.languages),
        hours=row.hours,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _contact(row: Contact, organisation: str) -> ContactEntry:
    return ContactEntry(
        organisation=organisation,
        name=row.name,
        function=row.function,
        telephone=row.telephone,
        email=row.email,
        languages=tuple(row.languages),
        hours=row.hours,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
