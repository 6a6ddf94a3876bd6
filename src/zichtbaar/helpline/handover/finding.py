"""Who can take somebody on now, and why: a list for a counsellor, who decides. Pure; nothing is asked of a database.

Nobody is proposed who is not valid on the day, or whom nobody confirmed for too long. Regions do not nest and
directories have gaps, so every answer names who is asked where nobody is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from zichtbaar.helpline.handover.directory.entries import (
    ContactEntry,
    Entries,
    OfferEntry,
    OrganisationEntry,
    by_organisation,
)
from zichtbaar.helpline.handover.directory.vocabulary import Ages, Danger, Need, Urgency
from zichtbaar.helpline.handover.regions.structure import Country, sum_of_bits
from zichtbaar.helpline.opening import OpeningHours, read_hours

MOST = 20
"""Proposals in one answer; how many more there are is told."""

FAST_ENOUGH: Mapping[Danger | None, frozenset[Urgency]] = {
    Danger.NOW: frozenset({Urgency.NOW}),
    Danger.WITHIN_48_HOURS: frozenset({Urgency.NOW, Urgency.WITHIN_48_HOURS}),
    Danger.NO: frozenset(Urgency),
    None: frozenset(Urgency),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of somebody. `region` is a code, that of the whole country where no place is known.

    An age, a danger, a form of exploitation or a language that is not known excludes nobody.
    """

    region: str
    need: Need
    at: datetime
    ages: Ages | None = None
    danger: Danger | None = None
    form: str = ""
    language: str = ""


class Reason(StrEnum):
    """Why somebody is proposed, and what to ask before relying on it."""

    SERVES_ALL = "serves_all"  # about: the region by which
    SERVES_PART = "serves_part"  # about: the region by which
    REGION_ASSUMED = "region_assumed"  # about: the region of which nobody read what it is made of
    TAKES_THIS_AGE = "takes_this_age"  # about: from-to
    TAKES_SOME_AGES = "takes_some_ages"  # about: from-to
    TAKES_AT_ONCE = "takes_at_once"
    TAKES_WITHIN_48_HOURS = "takes_within_48_hours"
    OPEN_NOW = "open_now"  # about: until when, or nothing where it never closes
    OPENS_LATER = "opens_later"  # about: when
    SPEAKS = "speaks"  # about: the language that was asked for
    OTHER_LANGUAGES = "other_languages"  # about: those it has


@dataclass(frozen=True, slots=True)
class Because:
    """One reason; what `about` holds is said at each."""

    reason: Reason
    about: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who can take this person on, the offer that says so, and the reasons in the order of their weight."""

    organisation: OrganisationEntry
    offer: OfferEntry
    contacts: tuple[ContactEntry, ...]
    reasons: tuple[Because, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class LastResort:
    """Who is asked where the directory has nobody, anywhere in the country, and the number to call in danger."""

    name: str
    number: str
    emergency_number: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The proposals, the best first; they can be none, `last_resort` is always there.

    `more`: how many were left out; `unconfirmed`: how many would fit, but nobody confirmed them in time.
    `call_first`: the emergency number, where there is danger now; empty otherwise.
    """

    proposals: tuple[Proposal, ...]
    more: int
    unconfirmed: int
    last_resort: LastResort
    call_first: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """An offer with all that is needed to compare it. `cover` are its municipalities as bits."""

    organisation: OrganisationEntry
    offer: OfferEntry
    contacts: tuple[ContactEntry, ...]
    cover: int
    hours: OpeningHours
    is_confirmed: bool


@dataclass(frozen=True, eq=False)
class Directory:
    """What is offered on one day, by need, of organisations that are there on that day."""

    country: Country
    day: date
    last_resort: LastResort
    offers: Mapping[Need, tuple[Ready, ...]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a helpline decided: who is asked last, its time zone, and for how many days a confirmation holds."""

    last_resort: LastResort
    zone: ZoneInfo
    confirmed_within: int


def prepare(entries: Entries, country: Country, day: date, terms: Terms) -> Directory:
    """The directory of one day."""
    offers: dict[Need, list[Ready]] = {need: [] for need in Need}
    for one in by_organisation(entries).values():
        organisation = one.organisations[0]
        if not organisation.is_valid(day):
            continue
        contacts = tuple(contact for contact in one.contacts if contact.is_valid(day))
        is_confirmed = organisation.is_confirmed(day, terms.confirmed_within)
        for offer in one.offers:
            if offer.is_valid(day):
                cover = sum_of_bits(*(country.cover(region, day) for region in offer.regions))
                hours = read_hours(offer.hours, terms.zone)
                offers[offer.need].append(Ready(organisation, offer, contacts, cover, hours, is_confirmed))
    return Directory(country, day, terms.last_resort, {need: tuple(ready) for need, ready in offers.items()})


def propose(directory: Directory, question: Question) -> Answer:
    """Who can take this person on, the best first: a counsellor decides."""
    asked = directory.country.cover(question.region, directory.day)
    fits = [ready for ready in directory.offers[question.need] if _fits(ready, question, asked, directory.country)]
    confirmed = [ready for ready in fits if ready.is_confirmed]
    hours = {ready.offer.hours: ready.hours for ready in confirmed}
    opening = {text: _opening(one, question.at) for text, one in hours.items()}
    confirmed.sort(key=lambda ready: _rank(ready, question, asked, opening[ready.offer.hours]))
    return Answer(
        proposals=tuple(
            _proposal(ready, question, asked, opening[ready.offer.hours], directory) for ready in confirmed[:MOST]
        ),
        more=max(0, len(confirmed) - MOST),
        unconfirmed=len(fits) - len(confirmed),
        last_resort=directory.last_resort,
        call_first=directory.last_resort.emergency_number if question.danger is Danger.NOW else "",
    )


def _proposal(ready: Ready, question: Question, asked: int, opening: Because, directory: Directory) -> Proposal:
    reasons = tuple(_reasons(ready, question, asked, opening, directory))
    return Proposal(ready.organisation, ready.offer, ready.contacts, reasons, opening.reason is Reason.OPEN_NOW)


def _fits(ready: Ready, question: Question, asked: int, country: Country) -> bool:
    """Whether it may be this one. Where no place is known, only who serves the whole country can be meant."""
    offer = ready.offer
    if question.region == country.everywhere and asked & ~ready.cover:
        return False
    return (
        bool(ready.cover & asked)
        and offer.urgency in FAST_ENOUGH[question.danger]
        and (question.ages is None or offer.ages.touches(question.ages))
        and (not question.form or not offer.forms or question.form in offer.forms)
    )


def _rank(ready: Ready, question: Question, asked: int, opening: Because) -> tuple[object, ...]:
    """Certain before uncertain, now before later, near before far; equals by name."""
    offer = ready.offer
    return (
        bool(asked & ~ready.cover),
        question.ages is not None and not offer.ages.holds(question.ages),
        opening.reason is not Reason.OPEN_NOW,
        list(Urgency).index(offer.urgency) if question.danger in (Danger.NOW, Danger.WITHIN_48_HOURS) else 0,
        bool(question.language) and question.language not in offer.languages,
        ready.cover.bit_count(),
        ready.organisation.name.casefold(),
        ready.organisation.identifier,
    )


def _reasons(ready: Ready, question: Question, asked: int, opening: Because, directory: Directory) -> Iterator[Because]:
    region = _served_by(ready.offer, asked, directory)
    yield Because(Reason.SERVES_PART if asked & ~ready.cover else Reason.SERVES_ALL, region)
    if directory.country.is_assumed(region):
        yield Because(Reason.REGION_ASSUMED, region)
    yield from _of_age(ready.offer, question.ages)
    if ready.offer.urgency is Urgency.NOW:
        yield Because(Reason.TAKES_AT_ONCE)
    elif ready.offer.urgency is Urgency.WITHIN_48_HOURS:
        yield Because(Reason.TAKES_WITHIN_48_HOURS)
    yield opening
    if question.language in ready.offer.languages:
        yield Because(Reason.SPEAKS, question.language)
    elif question.language:
        yield Because(Reason.OTHER_LANGUAGES, " ".join(ready.offer.languages))


def _of_age(offer: OfferEntry, ages: Ages | None) -> Iterator[Because]:
    """Nothing about somebody of unknown age whom everybody of any age is welcome with."""
    about = f"{offer.youngest}-{offer.oldest}"
    if ages is not None and offer.ages.holds(ages):
        yield Because(Reason.TAKES_THIS_AGE, about)
    elif offer.ages != Ages():
        yield Because(Reason.TAKES_SOME_AGES, about)


def _served_by(offer: OfferEntry, asked: int, directory: Directory) -> str:
    """The region of an offer that says most about what was asked: the one that holds most of it, and the smallest."""

    def says(region: str) -> tuple[int, int]:
        cover = directory.country.cover(region, directory.day)
        return (cover & asked).bit_count(), -cover.bit_count()

    return max(offer.regions, key=says)


def _opening(hours: OpeningHours, at: datetime) -> Because:
    if hours.is_open(at):
        closes = hours.closes_at(at)
        return Because(Reason.OPEN_NOW, closes.isoformat(timespec="minutes") if closes else "")
    opens = hours.opens_at(at)
    return Because(Reason.OPENS_LATER, opens.isoformat(timespec="minutes") if opens else "")
