"""A small directory that every test of a page can use: three organisations, of which one is not confirmed in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zichtbaar.helpline.handover.directory import actions
from zichtbaar.helpline.handover.directory.files import CONTACTS, OFFERS, ORGANISATIONS
from zichtbaar.helpline.handover.directory.storing import stored_entries
from zichtbaar.helpline.people.models import Staff


def example_sheets(today: date) -> Mapping[str, str]:
    """Its three sheets, confirmed by the day of the test."""
    stale = today - timedelta(days=400)
    return {
        ORGANISATIONS: (
            "identifier,name,receiver,website,note,valid_from,valid_until,confirmed_on,confirmed_by\n"
            f"police-east,Politie Oost-Nederland,police_unit,,Ask for the AVIM,,,{today},Ada\n"
            f"old-house,Old House,other_shelter,,,,,{stale},Ada\n"
            f"young-house,Young House,other_shelter,https://young.example.nl,,,,{today},Ada\n"
        ),
        OFFERS: (
            "organisation,need,regions,youngest,oldest,forms,urgency,languages,hours,valid_from,valid_until\n"
            "police-east,police,PE02,0,120,,now,en nl,always,,\n"
            "old-house,shelter,PV23,18,120,,within_48_hours,nl,always,,\n"
            "young-house,shelter,PV23 PV25,12,17,,planned,ar nl,mon-fri 09:00-17:00,,\n"
        ),
        CONTACTS: (
            "organisation,name,function,telephone,email,languages,hours,valid_from,valid_until\n"
            "police-east,Robin de Boer,detective,+31 20 123 4567,,nl,always,,\n"
        ),
    }


def confirm(ada: Staff, identifier: str) -> None:
    """Ada asked them, and nothing was otherwise."""
    entries = stored_entries(identifier)
    actions.keep(ada, entries, seen=actions.mark(entries), confirmed=True)
