"""No line of the record can be about words of a visitor: what is in form no number and no reference is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.audit.subjects import OF_ORGANISATIONS, NoSubjectError, check
from zichtbaar.helpline.chat.models import Need
from zichtbaar.helpline.handover.codes import Explanation, Ground, KeyConfirmed
from zichtbaar.helpline.handover.lifecycle import State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing.on_screen import FIGURE_SETS
from zichtbaar.helpline.registration.reference import new_reference

HOW = tuple(KeyConfirmed)
RANDOM = "0123456789abcdef" * 2
PLANTED = (
    "he keeps my passport in the bakery",
    "Little Sparrow",
    "vera",
    "203.0.113.77",
    "2001:db8::77",
    "+31 6 1234 5678",
    "vera@example.org",
    f"{RANDOM} he keeps my passport",
    f"staff 1\n{RANDOM}",
    "ik woon in Utrecht",
)


@pytest.mark.parametrize("kind", Kind)
def test_a_planted_sentence_a_name_and_an_address_are_refused_for_every_kind(kim: Staff, kind: Kind) -> None:
    before = Entry.objects.count()
    for words in PLANTED:
        if kind in OF_ORGANISATIONS and words == "vera":
            continue  # could be what an organisation is called in the directory
        with pytest.raises(NoSubjectError) as refused:
            record(kind, by=kim, subject=words)
        assert words not in str(refused.value)
    assert Entry.objects.count() == before


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1), min_size=2, max_size=8))
def test_no_two_words_are_a_subject(words: list[str]) -> None:
    if words[0] in ("staff", "epoch", "organisation"):
        words[0] = "x"
    for kind in ("signed_in", *OF_ORGANISATIONS):
        with pytest.raises(NoSubjectError):
            check(kind, " ".join(words))


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "staff 3",
        "epoch 12",
        "5×",
        "3/0",
        "2 organisations",
        "organisation 4",
        "2020-v1",
        pytest.param(RANDOM, id="an identifier"),
        f"{RANDOM} staff 3",
        *(f"{RANDOM} {code}" for codes in (Need, Explanation, Ground, State) for code in codes),
        *(f"snapshot-2026-01-31-0123abcd.parquet {name} 2020" for name in FIGURE_SETS),
    ],
)
def test_what_the_rooms_write_is_accepted(subject: str) -> None:
    check(Kind.SIGNED_IN, subject)


def test_no_line_is_about_a_registration() -> None:
    """The conversation was taken a moment before: both lines together would be the link that is to be severed."""
    with pytest.raises(NoSubjectError):
        check(Kind.REGISTRATION_OPENED, new_reference())


@pytest.mark.parametrize(
    "subject", ["police-east", "staff 3, police-east", *(f"police, {how}" for how in KeyConfirmed)]
)
def test_only_lines_about_organisations_name_one(subject: str) -> None:
    check(Kind.PARTNER_BOUND, subject)
    with pytest.raises(NoSubjectError):
        check(Kind.SIGNED_IN, subject)
