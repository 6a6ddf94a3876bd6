"""What the demo's invented organisations offer, so that the desk has somebody to propose."""

from __future__ import annotations

from zichtbaar.helpline.handover.directory.entries import Entries, OfferEntry
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.directory.storing import store, stored_entries
from zichtbaar.helpline.handover.directory.vocabulary import OLDEST, Need, Urgency

OFFERS = (
    ("demo-care", Need.CARE, Urgency.WITHIN_48_HOURS, 12, 17),
    ("demo-care", Need.PROTECTION, Urgency.NOW, 12, 17),
    ("demo-shelter", Need.SHELTER, Urgency.NOW, 16, OLDEST),
    ("demo-clinic", Need.CARE, Urgency.PLANNED, 18, OLDEST),
)
"""Who takes on whom for what, and how fast; everywhere, and day and night."""


def invent_offers() -> None:
    """Let the organisations that are there offer something. They stay what they are otherwise."""
    everywhere = (country_in_use().everywhere,)
    there = stored_entries()
    store(
        Entries(
            there.organisations,
            tuple(
                OfferEntry(name, need, everywhere, youngest, oldest, urgency=urgency, languages=("en", "nl"))
                for name, need, urgency, youngest, oldest in OFFERS
            ),
            there.contacts,
        )
    )
