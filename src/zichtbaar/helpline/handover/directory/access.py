"""The only ways to reach the directory: administrators keep it, the desk and shift leads read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from zichtbaar.helpline.handover.directory.entries import Entries, OrganisationEntry, by_organisation
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.directory.storing import stored_entries
from zichtbaar.helpline.handover.errors import NotFoundError
from zichtbaar.helpline.handover.regions.structure import Country
from zichtbaar.helpline.people.models import Role, Staff

READING_ROLES = frozenset({Role.ADMINISTRATOR, Role.SHIFT_LEAD, Role.COUNSELLOR})


class Standing(StrEnum):
    """How it is with an organisation today; only who is `CURRENT` is proposed."""

    CURRENT = "current"
    UNCONFIRMED = "unconfirmed"  # nobody made sure of it for too long, or ever
    WITHOUT_OFFER = "without_offer"  # nothing that it offers is valid today, or only in regions that do not exist
    NOT_YET = "not_yet"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation in the list, with how it is with it today."""

    organisation: OrganisationEntry
    standing: Standing
    needs: tuple[str, ...]


def may_keep(staff: Staff) -> bool:
    """Whether somebody may change the directory."""
    return staff.role == Role.ADMINISTRATOR


def require_keeper(staff: Staff) -> None:
    """Refuse whoever may not change the directory. Raises NotFoundError."""
    if not may_keep(staff):
        raise NotFoundError


def entries_for(staff: Staff, identifier: str | None = None) -> Entries:
    """The whole directory, or one organisation with what belongs to it. Raises NotFoundError."""
    if staff.role not in READING_ROLES:
        raise NotFoundError
    entries = stored_entries(identifier)
    if identifier is not None and not entries.organisations:
        raise NotFoundError
    return entries


def listed(staff: Staff) -> list[Listed]:
    """Every organisation by name, with how it is with it today. Raises NotFoundError."""
    today, country = timezone.localdate(), country_in_use()
    found = [_listed(one, today, country) for one in by_organisation(entries_for(staff)).values()]
    return sorted(found, key=lambda one: one.organisation.name.casefold())


def standing_of(one: Entries, day: date, country: Country) -> Standing:
    """How it is with one organisation on a day."""
    organisation = one.organisations[0]
    if organisation.valid_until is not None and organisation.valid_until < day:
        return Standing.ENDED
    if not organisation.is_valid(day):
        return Standing.NOT_YET
    if not organisation.is_confirmed(day, settings.CONFIRM_DIRECTORY):
        return Standing.UNCONFIRMED
    is_offered = any(
        offer.is_valid(day) and any(country.cover(region, day) for region in offer.regions) for offer in one.offers
    )
    return Standing.CURRENT if is_offered else Standing.WITHOUT_OFFER


def _listed(one: Entries, day: date, country: Country) -> Listed:
    return Listed(one.organisations[0], standing_of(one, day, country), tuple(_each_once(one, day)))


def _each_once(one: Entries, day: date) -> Iterable[str]:
    return dict.fromkeys(offer.need.value for offer in one.offers if offer.is_valid(day))
