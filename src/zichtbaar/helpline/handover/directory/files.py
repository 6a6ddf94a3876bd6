"""The directory as three sheets: read with every fault at once, and written so that reading gives the same again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.forms import LANGUAGE, Form
from zichtbaar.codebook.reading import load
from zichtbaar.helpline.handover.cells import Cells
from zichtbaar.helpline.handover.directory.entries import ContactEntry, Entries, OfferEntry, OrganisationEntry
from zichtbaar.helpline.handover.directory.vocabulary import OLDEST, Need, Urgency
from zichtbaar.helpline.handover.regions.structure import Country
from zichtbaar.helpline.handover.sheets import read_sheet, write_sheet
from zichtbaar.helpline.opening import read_hours

ORGANISATIONS, OFFERS, CONTACTS = "organisations.csv", "offers.csv", "contacts.csv"
Entry = OrganisationEntry | OfferEntry | ContactEntry
SHEETS: Mapping[str, type[Entry]] = {
    ORGANISATIONS: OrganisationEntry,
    OFFERS: OfferEntry,
    CONTACTS: ContactEntry,
}
"""What a row of each sheet is; its columns are the fields."""

IDENTIFIER = Form(re.compile(r"(?=.{2,60}\Z)[a-z0-9]+(-[a-z0-9]+)*"), "small letters and digits with hyphens between")
WEBSITE = Form(re.compile(r"https://[^\s/?#@]+\.[^\s@]+"), "an address that begins with https://")
TELEPHONE = Form(re.compile(r"\+?[0-9][0-9 -]{1,24}"), "a number such as +31 20 123 4567")
EMAIL = Form(re.compile(r"(?=.{3,120}\Z)[^\s@=+-][^\s@]*@[^\s@]+\.[^\s@]+"), "an address such as team@example.nl")

NAME, LONGEST_NOTE, PERSON, WEBSITE_CHARACTERS, HOURS = 120, 500, 80, 200, 200


def columns(sheet: str) -> tuple[str, ...]:
    """The columns of a sheet, in the order in which they are written."""
    return tuple(field.name for field in fields(SHEETS[sheet]))


def read_entries(texts: Mapping[str, str], country: Country, today: date) -> Entries:
    """What three sheets hold, each text by the name of its sheet.

    All three are needed: one that is absent may have been forgotten, and would take away what it says nothing about.
    Raises InvalidInputError with every fault of every sheet, in their order.
    """
    faults: list[Fault] = []
    rows = {
        sheet: [
            Cells(sheet, line.number, line.cells, faults)
            for line in read_sheet(sheet, texts.get(sheet, ""), columns(sheet), faults)
        ]
        for sheet in SHEETS
    }
    entries = entries_of(rows, country, today)
    if faults:
        order = list(SHEETS)
        raise InvalidInputError(sorted(faults, key=lambda fault: (order.index(fault.file), fault.line or 0)))
    return entries


def entries_of(rows: Mapping[str, Iterable[Cells]], country: Country, today: date) -> Entries:
    """What rows of cells hold; their faults are noted where the cells note them."""
    organisations = list(rows.get(ORGANISATIONS, ()))
    offers, contacts = list(rows.get(OFFERS, ())), list(rows.get(CONTACTS, ()))
    _each_once(organisations, "identifier")
    known = {row.cells.get("identifier", "") for row in organisations}
    for row in (*offers, *contacts):
        if row.cells.get("organisation", "") not in known:
            said = row.cells.get("organisation", "")
            row.refuse("organisation", _("there is no organisation {name}").format(name=repr(said)), ORGANISATIONS)
    read = Entries(
        tuple(_organisation(row, today) for row in organisations),
        tuple(_offer(row, country) for row in offers),
        tuple(_contact(row) for row in contacts),
    )
    _each_once(offers, "organisation", *columns(OFFERS))
    _each_once(contacts, "organisation", *columns(CONTACTS))
    return read


def write_entries(entries: Entries) -> Mapping[str, str]:
    """The three sheets as text, by name."""
    rows: Mapping[str, Sequence[Entry]] = {
        ORGANISATIONS: entries.organisations,
        OFFERS: entries.offers,
        CONTACTS: entries.contacts,
    }
    return {
        sheet: write_sheet(columns(sheet), ([cells_of(one)[name] for name in columns(sheet)] for one in rows[sheet]))
        for sheet in SHEETS
    }


def cells_of(one: Entry) -> Mapping[str, str]:
    """One entry as the cells of its row."""
    return {field.name: _cell(getattr(one, field.name)) for field in fields(one)}


@cache
def receivers() -> tuple[str, ...]:
    """The codes that a registration has for whom somebody was handed over to, by name."""
    return tuple(code.name for code in load().by_name["handover_to"].codes)


@cache
def forms() -> tuple[str, ...]:
    """The codes that a registration has for forms of exploitation, by name."""
    return tuple(code.name for code in load().by_name["exploitation_forms"].codes)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _each_once(rows: Iterable[Cells], subject: str, *names: str) -> None:
    """Note every row that says what one before it said already, in these columns or in `subject` alone."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        said = tuple(row.cells.get(name, "") for name in names or (subject,))
        if said in seen:
            row.refuse(subject, _("this row stands there twice: {what}").format(what=row.cells.get(subject, "")))
        seen.add(said)


def _organisation(row: Cells, today: date) -> OrganisationEntry:
    first, last = row.days("valid_from", "valid_until")
    confirmed_on, confirmed_by = row.day("confirmed_on"), row.text("confirmed_by", PERSON)
    if confirmed_on and confirmed_on > today:
        row.refuse("confirmed_on", _("{day} has not come yet").format(day=confirmed_on), _("today or an earlier day"))
    if bool(confirmed_on) is not bool(confirmed_by):
        row.refuse("confirmed_by", _("a day and who it was belong together"), _("both, or neither"))
    return OrganisationEntry(
        identifier=row.formed(
            "identifier", IDENTIFIER, _("small letters and digits, such as police-east"), required=True
        ),
        name=row.text("name", NAME, required=True),
        receiver=row.one_of("receiver", receivers()),
        website=row.formed("website", WEBSITE, _("an address that begins with https://")),
        note=row.text("note", LONGEST_NOTE),
        valid_from=first,
        valid_until=last,
        confirmed_on=confirmed_on,
        confirmed_by=confirmed_by,
    )


def _offer(row: Cells, country: Country) -> OfferEntry:
    first, last = row.days("valid_from", "valid_until")
    youngest, oldest = row.number("youngest", 0, OLDEST), row.number("oldest", OLDEST, OLDEST)
    if oldest < youngest:
        problem = _("{oldest} is less than {youngest}").format(oldest=oldest, youngest=youngest)
        row.refuse("oldest", problem, _("the same age or a higher one"))
    regions = row.some_of("regions", country.regions)
    if not regions:
        row.refuse("regions", _("the cell is empty"), country.everywhere)
    return OfferEntry(
        organisation=row.cells.get("organisation", ""),
        need=row.choice("need", Need),
        regions=tuple(sorted(regions)),
        youngest=youngest,
        oldest=oldest,
        forms=tuple(sorted(row.some_of("forms", forms()))),
        urgency=row.choice("urgency", Urgency),
        languages=_languages(row),
        hours=_hours(row),
        valid_from=first,
        valid_until=last,
    )


def _contact(row: Cells) -> ContactEntry:
    first, last = row.days("valid_from", "valid_until")
    return ContactEntry(
        organisation=row.cells.get("organisation", ""),
        name=row.text("name", PERSON, required=True),
        function=row.text("function", PERSON),
        telephone=row.formed("telephone", TELEPHONE, _("a number such as +31 20 123 4567")),
        email=row.formed("email", EMAIL, _("an address such as team@example.nl")),
        languages=_languages(row),
        hours=_hours(row),
        valid_from=first,
        valid_until=last,
    )


def _languages(row: Cells) -> tuple[str, ...]:
    return tuple(sorted(row.each_formed("languages", LANGUAGE, _("languages such as nl en ar"))))


def _hours(row: Cells) -> str:
    """Hours as `helpline.opening` reads them."""
    text = row.text("hours", HOURS, required=True)
    try:
        read_hours(text, ZoneInfo("UTC"))
    except ValueError:
        expected = _("always, or hours such as mon-fri 09:00-17:00, sat 10:00-14:00")
        row.refuse("hours", _("it is {value}").format(value=repr(text)), expected)
    return text
