"""The directory goes out as three sheets and comes back as it was; what is wrong in them is told all at once."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from chance import tries
from helpline.handover.entries_to_draw import NETHERLANDS, TODAY, directories
from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.helpline.handover.directory.entries import Entries
from zichtbaar.helpline.handover.directory.files import CONTACTS, OFFERS, ORGANISATIONS, read_entries, write_entries
from zichtbaar.helpline.handover.directory.storing import store, stored_entries
from zichtbaar.helpline.handover.models import Contact, Offer, Organisation, Serves

ONE = {
    ORGANISATIONS: (
        "identifier,name,receiver,website,note,valid_from,valid_until,confirmed_on,confirmed_by\n"
        "police-east,Politie Oost-Nederland,police_unit,,,2024-01-01,,2026-11-01,Ada\n"
    ),
    OFFERS: (
        "organisation,need,regions,youngest,oldest,forms,urgency,languages,hours,valid_from,valid_until\n"
        "police-east,police,PE02,0,120,,now,nl,always,,\n"
    ),
    CONTACTS: (
        "organisation,name,function,telephone,email,languages,hours,valid_from,valid_until\n"
        "police-east,Robin,detective,,robin@example.nl,en nl,mon-fri 09:00-17:00,,\n"
    ),
}


def faults_of(texts: dict[str, str]) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InvalidInputError) as refused:
        read_entries(texts, NETHERLANDS, TODAY)
    return [(fault.file, fault.line, fault.subject) for fault in refused.value.faults]


@given(directories())
def test_what_is_written_is_read_back(entries: Entries) -> None:
    texts = write_entries(entries)
    read = read_entries(texts, NETHERLANDS, TODAY)
    assert read == entries
    assert write_entries(read) == texts


@pytest.mark.django_db
@settings(max_examples=tries(15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=directories(), after=directories())
def test_what_is_stored_is_what_was_said_and_others_stay(before: Entries, after: Entries) -> None:
    Organisation.objects.all().delete()
    store(before)
    keys = dict(Organisation.objects.values_list("identifier", "pk"))
    said = {one.identifier for one in after.organisations}
    stored = store(after)
    untouched = [one.identifier for one in before.organisations if one.identifier not in said]
    for identifier in said:
        assert stored_entries(identifier) == Entries(
            tuple(one for one in after.organisations if one.identifier == identifier),
            tuple(one for one in after.offers if one.organisation == identifier),
            tuple(one for one in after.contacts if one.organisation == identifier),
        )
    assert stored.untouched == len(untouched)
    assert stored.added + stored.changed + stored.unchanged == len(said)
    kept = dict(Organisation.objects.values_list("identifier", "pk"))
    assert {identifier: kept[identifier] for identifier in keys} == keys
    assert store(stored_entries()).unchanged == len(kept)


@pytest.mark.django_db
def test_nothing_of_an_offer_is_left_when_it_is_replaced() -> None:
    entries = read_entries(ONE, NETHERLANDS, TODAY)
    store(entries)
    store(Entries(entries.organisations))
    assert Organisation.objects.count() == 1
    assert not Offer.objects.exists()
    assert not Serves.objects.exists()
    assert not Contact.objects.exists()


def test_sheets_of_a_dutch_spreadsheet_are_read_too() -> None:
    semicolons = {name: "\ufeff" + text.replace(",", ";") for name, text in ONE.items()}
    semicolons[ORGANISATIONS] = semicolons[ORGANISATIONS].replace("\n", "\r\n") + ";;;;;;;;\r\n"
    pasted = {name: text.replace(",", "\t") for name, text in ONE.items()}
    plain = read_entries(ONE, NETHERLANDS, TODAY)
    assert read_entries(semicolons, NETHERLANDS, TODAY) == plain
    assert read_entries(pasted, NETHERLANDS, TODAY) == plain


def test_every_fault_of_every_sheet_is_told_with_its_line() -> None:
    organisations = (
        ONE[ORGANISATIONS]
        + "Police East,,detectives,http://x.nl,=1+1,2024-02-30,,2026-12-01,\n"
        + "police-east,Twice,police_unit,,,2024-01-02,2024-01-01,,\n"
    )
    offers = ONE[OFFERS] + "police-west,help,PE99,20,10,sexual sexual,soon,nederlands,9-5,,\n"
    contacts = ONE[CONTACTS] + "police-east,,,06-call,team at example,nl,always,,\n"
    assert faults_of({ORGANISATIONS: organisations, OFFERS: offers, CONTACTS: contacts}) == [
        (ORGANISATIONS, 3, "valid_from"),
        (ORGANISATIONS, 3, "confirmed_on"),
        (ORGANISATIONS, 3, "confirmed_by"),
        (ORGANISATIONS, 3, "identifier"),
        (ORGANISATIONS, 3, "name"),
        (ORGANISATIONS, 3, "receiver"),
        (ORGANISATIONS, 3, "website"),
        (ORGANISATIONS, 3, "note"),
        (ORGANISATIONS, 4, "identifier"),
        (ORGANISATIONS, 4, "valid_until"),
        (OFFERS, 3, "organisation"),
        (OFFERS, 3, "oldest"),
        (OFFERS, 3, "regions"),
        (OFFERS, 3, "need"),
        (OFFERS, 3, "forms"),
        (OFFERS, 3, "urgency"),
        (OFFERS, 3, "languages"),
        (OFFERS, 3, "hours"),
        (CONTACTS, 3, "name"),
        (CONTACTS, 3, "telephone"),
        (CONTACTS, 3, "email"),
    ]


def test_a_line_that_is_broken_is_told_where_it_begins() -> None:
    first, second = ONE[ORGANISATIONS].splitlines()
    torn = first + "\n" + second.replace("Politie", '"Politie')
    assert faults_of({**ONE, ORGANISATIONS: torn})[0] == (ORGANISATIONS, 2, "")
    short = f"{first}\n{second},one too many\n"
    assert faults_of({**ONE, ORGANISATIONS: short})[0] == (ORGANISATIONS, 2, "")


def test_a_sheet_that_is_absent_or_has_other_columns_is_told() -> None:
    assert faults_of({ORGANISATIONS: ONE[ORGANISATIONS], OFFERS: ONE[OFFERS]}) == [(CONTACTS, 1, "")]
    without = ONE[CONTACTS].replace("function", "fonction")
    assert faults_of({**ONE, CONTACTS: without}) == [(CONTACTS, 1, ""), (CONTACTS, 1, "")]


def test_a_cell_that_a_spreadsheet_would_run_is_refused() -> None:
    for sign in "=+-@":
        texts = {**ONE, CONTACTS: ONE[CONTACTS].replace("Robin", f"{sign}cmd")}
        assert faults_of(texts) == [(CONTACTS, 2, "name")]
