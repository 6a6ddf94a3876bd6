"""The directory as values: what the sheets hold, what the forms hold, and what is looked through. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zichtbaar.helpline.handover.directory.vocabulary import OLDEST, Ages, Need, Urgency
from zichtbaar.helpline.handover.regions.structure import is_valid

ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """Somebody who may take people on; the fields are those of the table."""

    identifier: str
    name: str
    receiver: str
    website: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""

    def is_valid(self, day: date) -> bool:
        """Whether the organisation is there on this day."""
        return is_valid(day, self.valid_from, self.valid_until)

    def is_confirmed(self, day: date, within: int) -> bool:
        """Whether somebody made sure of it in so many days before this one."""
        return self.confirmed_on is not None and day - self.confirmed_on <= timedelta(days=within)


@dataclass(frozen=True, slots=True)
class OfferEntry:
    """One thing that an organisation does, for whom, where and when. `regions` are codes of the country's regions."""

    organisation: str
    need: Need
    regions: tuple[str, ...]
    youngest: int = 0
    oldest: int = OLDEST
    forms: tuple[str, ...] = ()
    urgency: Urgency = Urgency.PLANNED
    languages: tuple[str, ...] = ()
    hours: str = ALWAYS
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def ages(self) -> Ages:
        """Whom it is for, by age."""
        return Ages(self.youngest, self.oldest)

    def is_valid(self, day: date) -> bool:
        """Whether it is offered on this day."""
        return is_valid(day, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """Somebody to speak to at an organisation."""

    organisation: str
    name: str
    function: str = ""
    telephone: str = ""
    email: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ALWAYS
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, day: date) -> bool:
        """Whether this is somebody to speak to on this day."""
        return is_valid(day, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class Entries:
    """Organisations with all that belongs to them. Two that hold the same are equal, in whatever order they came."""

    organisations: tuple[OrganisationEntry, ...] = ()
    offers: tuple[OfferEntry, ...] = ()
    contacts: tuple[ContactEntry, ...] = ()

    def __post_init__(self) -> None:
        for name in ("organisations", "offers", "contacts"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=repr)))


def by_organisation(entries: Entries) -> dict[str, Entries]:
    """The same, parted by organisation. Every offer and contact has to belong to one of the organisations."""
    offers: dict[str, list[OfferEntry]] = {one.identifier: [] for one in entries.organisations}
    contacts: dict[str, list[ContactEntry]] = {one.identifier: [] for one in entries.organisations}
    for offer in entries.offers:
        offers[offer.organisation].append(offer)
    for contact in entries.contacts:
        contacts[contact.organisation].append(contact)
    return {
        one.identifier: Entries((one,), tuple(offers[one.identifier]), tuple(contacts[one.identifier]))
        for one in entries.organisations
    }
