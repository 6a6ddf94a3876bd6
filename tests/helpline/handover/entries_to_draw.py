"""Invented organisations, offers and contacts, drawn by hypothesis: whatever a person could write in a sheet."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from zichtbaar.helpline.config import REGIONS
from zichtbaar.helpline.handover.directory.entries import ContactEntry, Entries, OfferEntry, OrganisationEntry
from zichtbaar.helpline.handover.directory.files import forms, receivers
from zichtbaar.helpline.handover.directory.vocabulary import OLDEST, Need, Urgency
from zichtbaar.helpline.handover.regions.reading import read_country

NETHERLANDS = read_country(REGIONS / "netherlands")
TODAY = date(2026, 11, 25)

identifiers = st.from_regex(r"[a-z0-9]{2,8}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
_line = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=60)
lines = _line.map(str.strip).filter(lambda text: text.isprintable() and not text.startswith(("=", "+", "-", "@")))
names = lines.filter(bool)
languages = st.lists(st.sampled_from(["nl", "en", "ar", "ti", "uk"]), unique=True).map(sorted).map(tuple)
hours = st.sampled_from(["always", "mon-fri 09:00-17:00", "sat 22:00-06:00, sun 00:00-24:00"])
spans = st.tuples(st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.none() | st.integers(0, 4000)).map(
    lambda span: (span[0], _later(span[0], span[1]))
)
regions = st.lists(st.sampled_from(sorted(NETHERLANDS.regions)), min_size=1, max_size=4, unique=True)


def _later(first: date | None, days: int | None) -> date | None:
    return None if days is None else date.fromordinal((first or TODAY).toordinal() + days)


@st.composite
def organisations(draw: st.DrawFn, identifier: str) -> OrganisationEntry:
    first, last = draw(spans)
    confirmed_on = draw(st.none() | st.dates(date(2020, 1, 1), TODAY))
    return OrganisationEntry(
        identifier=identifier,
        name=draw(names),
        receiver=draw(st.sampled_from(receivers())),
        website=draw(st.sampled_from(["", "https://example.nl", "https://example.nl/a?b=c#d"])),
        note=draw(lines),
        valid_from=first,
        valid_until=last,
        confirmed_on=confirmed_on,
        confirmed_by=draw(names) if confirmed_on else "",
    )


@st.composite
def offers(draw: st.DrawFn, identifier: str) -> OfferEntry:
    first, last = draw(spans)
    youngest, oldest = sorted(draw(st.tuples(st.integers(0, OLDEST), st.integers(0, OLDEST))))
    return OfferEntry(
        organisation=identifier,
        need=draw(st.sampled_from(Need)),
        regions=tuple(sorted(draw(regions))),
        youngest=youngest,
        oldest=oldest,
        forms=tuple(sorted(draw(st.lists(st.sampled_from(forms()), unique=True)))),
        urgency=draw(st.sampled_from(Urgency)),
        languages=draw(languages),
        hours=draw(hours),
        valid_from=first,
        valid_until=last,
    )


@st.composite
def contacts(draw: st.DrawFn, identifier: str) -> ContactEntry:
    first, last = draw(spans)
    return ContactEntry(
        organisation=identifier,
        name=draw(names),
        function=draw(lines),
        telephone=draw(st.sampled_from(["", "112", "+31 20 123-4567"])),
        email=draw(st.sampled_from(["", "team@example.nl"])),
        languages=draw(languages),
        hours=draw(hours),
        valid_from=first,
        valid_until=last,
    )


@st.composite
def directories(draw: st.DrawFn) -> Entries:
    """A whole directory of a few organisations."""
    called = draw(st.lists(identifiers, max_size=4, unique=True))
    return Entries(
        tuple(draw(organisations(one)) for one in called),
        tuple(offer for one in called for offer in draw(st.lists(offers(one), max_size=3, unique=True))),
        tuple(contact for one in called for contact in draw(st.lists(contacts(one), max_size=2, unique=True))),
    )
