"""Who reads the record reads names and words, and a reference only where lines belong together by it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from zichtbaar.helpline.audit.reading import Line
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.models import Need
from zichtbaar.helpline.handover import receivers
from zichtbaar.helpline.handover.codes import Explanation, Ground, KeyConfirmed
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.lifecycle import State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.office.about_in_words import About, about_in_words

REFERENCE = "0123456789abcdef" * 2
NAMED = {"staff 3": "Sam", "organisation 5": "Zorg", "zorg": "Zorg", "danger": "An organisation that is called so"}


def about(kind: Kind, subject: str) -> About:
    return about_in_words(Line(datetime(2026, 1, 1, tzinfo=UTC), kind, "Kim", subject), NAMED)


@pytest.mark.parametrize(
    ("kind", "subject", "words", "reference"),
    [
        (Kind.SESSIONS_ENDED, "staff 3", "Sam", ""),
        (Kind.SESSIONS_ENDED, "staff 4", "", "staff 4"),
        (Kind.ORGANISATION_KEPT, "organisation 5", "Zorg", ""),
        (Kind.PARTNER_BOUND, "staff 3, zorg", "Sam, Zorg", ""),
        (Kind.PARTNER_BOUND, "staff 4, other", "staff 4, other", ""),
        (Kind.RECEIVER_KEY_DISTRUSTED, "zorg", "Zorg", ""),
        (Kind.BREAK_GLASS_OPENED, f"{REFERENCE} staff 3", "Sam", REFERENCE),
        (Kind.BREAK_GLASS_ASKED, f"{REFERENCE} danger", "somebody is in danger", REFERENCE),
        (Kind.CONVERSATION_TAKEN, REFERENCE, "", REFERENCE),
        (Kind.HANDOVER_MOVED, f"{REFERENCE} expired", "no answer in time", REFERENCE),
        (Kind.RELEASE_DRAFTED, "2026-v1", "", "2026-v1"),
        (Kind.SIGNED_IN, "", "", ""),
    ],
)
def test_a_subject_is_said_in_names_and_words(kind: Kind, subject: str, words: str, reference: str) -> None:
    with translation.override("en"):
        assert about(kind, subject) == About(words, reference)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (Kind.BREAK_GLASS_ASKED, [*Need]),
        (Kind.HANDOVER_WITHOUT_CONSENT, [*Ground]),
        (Kind.HANDOVER_EXPLAINED, [*Explanation]),
        (Kind.HANDOVER_MOVED, [*State, "ask_in", "answer"]),
        (Kind.HANDOVER_ESCALATED, [*State]),
    ],
)
def test_every_code_has_its_words(kind: Kind, codes: list[str]) -> None:
    with translation.override("nl"):
        assert [code for code in codes if about(kind, f"{REFERENCE} {code}").words in {code, ""}] == []


@pytest.mark.parametrize("how", KeyConfirmed)
def test_how_a_key_was_confirmed_is_said_with_whose_it_is(how: KeyConfirmed) -> None:
    assert about(Kind.RECEIVER_KEY_CONFIRMED, f"zorg, {how.value}").words == f"Zorg, {how.label}"
    assert str(how.label) != how.value


def test_the_page_shows_them(adas: Client, ada: Staff, kim: Staff, piet: Staff) -> None:
    receivers.bind(ada, piet, Organisation.objects.create(identifier="zorg", name="Zorg & Co", receiver="youth_care"))
    record(Kind.BREAK_GLASS_OPENED, by=ada, subject=f"{REFERENCE} staff {kim.pk}")
    text = adas.get("/office/people/", headers={"accept-language": "en"}).content.decode()
    assert f"works for ({piet.name}, Zorg &amp; Co)" in text
    assert f"read a chat for an hour ({kim.name}) <code>{REFERENCE}</code>" in text
