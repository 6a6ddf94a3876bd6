"""Who can take somebody on: asked by the desk's script without naming a conversation, and answered in words.

The place, the age and the danger of somebody come in here. Nothing of it is stored, and no log line holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zichtbaar.helpline.handover import gaps
from zichtbaar.helpline.handover.directory.entries import ContactEntry
from zichtbaar.helpline.handover.directory.loading import country_in_use, directory_today
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Danger, Need
from zichtbaar.helpline.handover.finding import Answer, Directory, Proposal, Question, propose
from zichtbaar.helpline.handover.regions.naming import find_region
from zichtbaar.helpline.handover.regions.structure import Country
from zichtbaar.helpline.web.desk.reasons import in_words, is_warning
from zichtbaar.helpline.web.shared.directory_words import forms, hours_in_words, language_of_page, receivers
from zichtbaar.helpline.web.shared.posted import posted
from zichtbaar.helpline.web.shared.staff import staff_of

OneOf = TypeVar("OneOf", bound=StrEnum)

LONGEST_PLACE = 80


@require_POST
def proposals(request: HttpRequest) -> JsonResponse:
    """The proposals for a place and a need; for the whole country where the place is not known, or not certain."""
    directory = directory_today()
    country, language = directory.country, language_of_page()
    region, places, is_certain = _region(request, directory)
    now = timezone.now()
    age = _choice(request, "age", AgeBand)
    question = Question(
        region=region,
        need=_need(request),
        at=now,
        ages=age.ages if age else None,
        danger=_choice(request, "danger", Danger),
        form=_form(request),
        language=_language(request),
    )
    return JsonResponse(
        {
            "region": _place(country, region, language),
            "is_certain": is_certain,
            "places": [_place(country, code, language) for code in places],
            **_answer(propose(directory, question), country, now),
        }
    )


@require_POST
def note_gap(request: HttpRequest) -> HttpResponse:
    """Note that nobody could be found for a need in a region that was looked in."""
    region = posted(request, "region", str)
    if region not in country_in_use().regions:
        raise BadRequest
    gaps.note_gap(staff_of(request), region=region, need=_need(request), age=_choice(request, "age", AgeBand))
    return HttpResponse(status=204)


def _region(request: HttpRequest, directory: Directory) -> tuple[str, tuple[str, ...], bool]:
    """The region to look in, others that may have been meant, and whether the first is certain.

    A code that was chosen goes before what was typed.
    """
    country = directory.country
    code, said = posted(request, "region", str), posted(request, "place", str)
    if len(said) > LONGEST_PLACE or (code and code not in country.regions):
        raise BadRequest
    if code or not said.strip():
        return code or country.everywhere, (), True
    found = find_region(country, said, directory.day)
    if found.exactly:
        return found.codes[0], found.codes[1:], True
    return country.everywhere, found.codes, False


def _need(request: HttpRequest) -> Need:
    need = _choice(request, "need", Need)
    if need is None:
        raise BadRequest
    return need


def _choice(request: HttpRequest, field: str, choices: type[OneOf]) -> OneOf | None:
    """One of the names of an enumeration, None where the field is empty. Raises BadRequest."""
    value = posted(request, field, str)
    if value and value not in set(choices):
        raise BadRequest
    return choices(value) if value else None


def _form(request: HttpRequest) -> str:
    form = posted(request, "form", str)
    if form and form not in forms():
        raise BadRequest
    return form


def _language(request: HttpRequest) -> str:
    language = posted(request, "language", str)
    if language and not (language.isascii() and language.isalpha() and len(language) <= 3):
        raise BadRequest
    return language


def _place(country: Country, code: str, language: str) -> Mapping[str, str]:
    return {"code": code, "name": country.called(code, language)}


def _answer(answer: Answer, country: Country, now: datetime) -> Mapping[str, object]:
    return {
        "proposals": [_proposal(proposal, country, now) for proposal in answer.proposals],
        "more": answer.more,
        "unconfirmed": answer.unconfirmed,
        "last_resort": {"name": answer.last_resort.name, "number": answer.last_resort.number},
        "call_first": answer.call_first,
    }


def _proposal(proposal: Proposal, country: Country, now: datetime) -> Mapping[str, object]:
    organisation = proposal.organisation
    return {
        "organisation": organisation.identifier,
        "name": organisation.name,
        "receiver": organisation.receiver,
        "kind": receivers().get(organisation.receiver, organisation.receiver),
        "need": proposal.offer.need.value,
        "is_open": proposal.is_open,
        "reasons": [
            {"words": in_words(because, country, now), "warns": is_warning(because)} for because in proposal.reasons
        ],
        "contacts": [_contact(contact) for contact in proposal.contacts],
        "note": organisation.note,
        "website": organisation.website,
    }


def _contact(contact: ContactEntry) -> Mapping[str, str]:
    return {
        "name": contact.name,
        "function": contact.function,
        "telephone": contact.telephone,
        "email": contact.email,
        "hours": hours_in_words(contact.hours),
    }
