"""One organisation as it is read by who cannot change it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from zichtbaar.helpline.handover.directory.entries import ContactEntry, Entries, OfferEntry
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.web.shared.directory_words import (
    NEEDS,
    URGENCIES,
    ages_in_words,
    forms,
    hours_in_words,
    language_of_page,
    languages_in_words,
    receivers,
)


@dataclass(frozen=True, slots=True)
class OfferInWords:
    """One offer, every code in words."""

    offer: OfferEntry
    need: str | Promise
    regions: tuple[str, ...]
    ages: str
    forms: tuple[str, ...]
    urgency: str | Promise
    languages: str
    hours: str


@dataclass(frozen=True, slots=True)
class ContactInWords:
    """Somebody to speak to, and when."""

    contact: ContactEntry
    hours: str


def in_words(entries: Entries) -> dict[str, object]:
    """What `office/organisation_read.html` needs."""
    receiver = entries.organisations[0].receiver
    return {
        "receiver": receivers().get(receiver, receiver),  # the codebook may have changed since
        "offers": [_offer(offer) for offer in entries.offers],
        "contacts": [ContactInWords(contact, hours_in_words(contact.hours)) for contact in entries.contacts],
    }


def _offer(offer: OfferEntry) -> OfferInWords:
    country, words = country_in_use(), forms()
    return OfferInWords(
        offer=offer,
        need=NEEDS[offer.need],
        regions=tuple(country.called(region, language_of_page()) for region in offer.regions),
        ages=ages_in_words(offer.ages),
        forms=tuple(words.get(form, form) for form in offer.forms),
        urgency=URGENCIES[offer.urgency],
        languages=languages_in_words(offer.languages),
        hours=hours_in_words(offer.hours),
    )
