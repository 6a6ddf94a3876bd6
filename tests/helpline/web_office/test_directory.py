"""The directory in the office: Ada keeps it, Sam reads it, and what is wrong stands at its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from babel import Locale
from django.test import Client
from django.utils import timezone, translation

from helpline.handover.example_directory import example_sheets
from zichtbaar.codebook.forms import LANGUAGE
from zichtbaar.helpline.handover.directory import actions
from zichtbaar.helpline.handover.directory.entries import Entries, OrganisationEntry
from zichtbaar.helpline.handover.directory.files import OFFERS, ORGANISATIONS
from zichtbaar.helpline.handover.directory.storing import store, stored_entries
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.web.shared.directory_words import language_codes, languages_in_words


@pytest.fixture
def brought_in(ada: Staff) -> None:
    actions.import_sheets(ada, example_sheets(timezone.localdate()))


@pytest.fixture
def sams(signed_in: Callable[[Staff], Client], sam: Staff) -> Client:
    """Sam's browser, signed in."""
    return signed_in(sam)


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == status
    return response.content.decode()


OLD_HOUSE = "/office/directory/of/old-house/"


def filled_in(client: Client, address: str) -> dict[str, object]:
    """What a browser would send of an organisation's form as it stands."""
    shown = client.get(address, headers={"accept-language": "en"}).context
    rows = [row.boxes for row in (*shown["offers"], *shown["contacts"])]
    boxes = [box for of_row in (shown["boxes"], *rows) for box in of_row]
    cells = {box.name: sorted(box.chosen) if box.kind == "choices" else box.value for box in boxes}
    return {**cells, "seen": shown["seen"]}


def test_an_empty_directory_says_what_to_do_next(adas: Client, sams: Client) -> None:
    assert "Add the first one, or bring a list from sheets" in page(adas, "/office/directory/")
    told = page(sams, "/office/directory/")
    assert "An administrator adds them" in told
    assert "/office/directory/new/" not in told


@pytest.mark.usefixtures("brought_in")
def test_the_list_tells_what_has_to_be_confirmed(adas: Client) -> None:
    told = page(adas, "/office/directory/")
    assert "One organisation has to be confirmed" in told
    assert "Politie Oost-Nederland" in told
    stale = page(adas, "/office/directory/?standing=unconfirmed")
    assert "Old House" in stale
    assert "Young House" not in stale
    assert "None of the organisations is like this" in page(adas, "/office/directory/?name=nobody")


@pytest.mark.usefixtures("brought_in")
def test_a_shift_lead_reads_and_cannot_change(sams: Client) -> None:
    told = page(sams, "/office/directory/of/police-east/")
    assert "police unit Oost-Nederland" in told
    assert "Robin de Boer" in told
    assert "<button>Store" not in told
    assert sams.post("/office/directory/of/police-east/", {"name": "Mine"}).status_code == 404
    assert stored_entries("police-east").organisations[0].name == "Politie Oost-Nederland"


@pytest.mark.usefixtures("brought_in")
def test_languages_are_read_by_name_in_the_language_of_the_page(sams: Client) -> None:
    address = "/office/directory/of/young-house/"
    assert "<dd>Arabic, Dutch</dd>" in page(sams, address)
    assert "<dd>Arabisch, Nederlands</dd>" in sams.get(address, headers={"accept-language": "nl"}).content.decode()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_language_can_be_typed_by_the_name_that_is_shown(language: str) -> None:
    every = [code for code in map(str, Locale(language).languages) if LANGUAGE.fits(code)]
    assert len(every) > 500
    with translation.override(language):
        shown = languages_in_words(every)
    assert language_codes(shown) == " ".join(every)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Dutch, haitian creole", "nl ht"),
        ("Nederlands, Arabisch", "nl ar"),
        ("nl en ar", "nl en ar"),
        ("Dutch English", "nl en"),
        ("ga, Ga", "ga gaa"),
        (" Dutch ,, ar ", "nl ar"),
        ("Elvish, nl", "Elvish nl"),
        ("", ""),
    ],
)
def test_languages_are_typed_by_name_or_as_codes(typed: str, codes: str) -> None:
    assert language_codes(typed) == codes


@pytest.mark.usefixtures("brought_in")
def test_languages_stand_in_the_form_by_name_and_one_that_there_is_not_stays_where_it_was_typed(adas: Client) -> None:
    address = "/office/directory/of/young-house/"
    form = filled_in(adas, address)
    assert form["offers-0-languages"] == "Arabic, Dutch"
    wrong = {**form, "offers-0-languages": "Tigrinya, Elvish"}
    told = adas.post(address, wrong, headers={"accept-language": "en"})
    assert told.status_code == 422
    assert 'value="Tigrinya, Elvish"' in told.content.decode()
    adas.post(address, {**form, "offers-0-languages": "Tigrinya, dutch"}, headers={"accept-language": "en"})
    assert stored_entries("young-house").offers[0].languages == ("nl", "ti")


def test_hours_are_read_in_the_language_of_the_page(sams: Client, ada: Staff) -> None:
    sheets = dict(example_sheets(timezone.localdate()))
    sheets[OFFERS] = sheets[OFFERS].replace("always", "mon-fri 09:00-17:00")
    actions.import_sheets(ada, sheets)
    address = "/office/directory/of/police-east/"
    dutch = sams.get(address, headers={"accept-language": "nl"}).content.decode()
    assert "ma-vr 09:00-17:00" in dutch
    assert "Mon-Fri 09:00-17:00" in page(sams, address)


NEW = {
    "seen": actions.mark(Entries()),
    "identifier": "new-house",
    "name": "New House",
    "receiver": "other_shelter",
    "offers-0-need": "shelter",
    "offers-0-regions": ["PV23", "GM0363"],
    "offers-0-urgency": "planned",
    "offers-0-languages": "nl en",
    "offers-0-hours": "always",
    "confirmed": "yes",
}


def test_an_organisation_is_added_with_its_first_offer(adas: Client) -> None:
    response = adas.post("/office/directory/new/", NEW)
    assert response.headers["Location"] == "/office/directory/of/new-house/"
    entries = stored_entries("new-house")
    assert entries.organisations[0].confirmed_by == "Ada"
    assert entries.offers[0].regions == ("GM0363", "PV23")
    assert (entries.offers[0].youngest, entries.offers[0].oldest) == (0, 120)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(adas: Client) -> None:
    wrong = {**NEW, "website": "http://x", "offers-0-hours": "nine to five", "contacts-0-telephone": "call"}
    response = adas.post("/office/directory/new/", wrong, headers={"accept-language": "en"})
    told = response.content.decode()
    assert response.status_code == 422
    wrong_fields = ["website", "offers-0-hours", "contacts-0-name", "contacts-0-telephone", "contacts-0-hours"]
    assert [name for name in wrong_fields if f'id="{name}-about"><strong' in told] == wrong_fields
    assert told.count("aria-invalid") == len(wrong_fields)
    assert 'value="nine to five"' in told
    assert not stored_entries().organisations


def test_what_is_missing_is_not_told_in_the_words_of_a_file(adas: Client) -> None:
    lacking = {**NEW, "receiver": "", "name": ""}
    told = adas.post("/office/directory/new/", lacking, headers={"accept-language": "en"}).content.decode()
    assert told.count("This is not filled in yet.") == 2
    assert "care_coordinator," not in told


@pytest.mark.usefixtures("brought_in")
def test_an_offer_is_changed_and_a_contact_taken_away(adas: Client) -> None:
    seen = actions.mark(stored_entries("police-east"))
    changed = {
        "seen": seen,
        "name": "Police East",
        "receiver": "police_unit",
        "offers-0-need": "police",
        "offers-0-regions": ["PE02", "PE01"],
        "offers-0-urgency": "now",
        "offers-0-hours": "always",
        "contacts-0-name": "Robin de Boer",
        "contacts-0-hours": "always",
        "contacts-0-remove": "yes",
    }
    assert adas.post("/office/directory/of/police-east/", changed).status_code == 302
    entries = stored_entries("police-east")
    assert entries.organisations[0].name == "Police East"
    assert entries.organisations[0].confirmed_by == "Ada"
    assert entries.offers[0].regions == ("PE01", "PE02")
    assert not entries.contacts
    assert adas.post("/office/directory/of/police-east/", changed).status_code == 409


@pytest.mark.usefixtures("brought_in")
def test_what_stands_in_the_form_is_stored_and_confirmed_in_one_press(adas: Client) -> None:
    """A button of its own above the form once stamped what was stored, and dropped what had just been mended."""
    assert page(adas, OLD_HOUSE).split("<main")[1].count("<form") == 1
    mended = {**filled_in(adas, OLD_HOUSE), "note": "Ask for Ruth", "confirmed": "yes"}
    assert adas.post(OLD_HOUSE, mended).headers["Location"] == OLD_HOUSE
    stored = stored_entries("old-house").organisations[0]
    assert (stored.note, stored.confirmed_on, stored.confirmed_by) == ("Ask for Ruth", timezone.localdate(), "Ada")
    assert adas.post(OLD_HOUSE, mended).status_code == 409  # it is another one by now


@pytest.mark.usefixtures("brought_in")
def test_what_is_wrong_is_neither_stored_nor_confirmed_and_stays_on_the_page(adas: Client) -> None:
    before = stored_entries("old-house")
    wrong = {**filled_in(adas, OLD_HOUSE), "note": "Ask for Ruth", "website": "http://x", "confirmed": "yes"}
    response = adas.post(OLD_HOUSE, wrong, headers={"accept-language": "en"})
    told = response.content.decode()
    assert response.status_code == 422
    assert 'id="website-about"><strong' in told
    assert "Ask for Ruth" in told
    assert stored_entries("old-house") == before


@pytest.mark.usefixtures("brought_in")
def test_storing_alone_confirms_nothing(adas: Client) -> None:
    before = stored_entries("old-house").organisations[0]
    assert adas.post(OLD_HOUSE, {**filled_in(adas, OLD_HOUSE), "note": "Ask for Ruth"}).status_code == 302
    assert stored_entries("old-house").organisations[0] == replace(before, note="Ask for Ruth")


@pytest.mark.usefixtures("brought_in")
def test_enter_in_a_field_stores_and_does_not_confirm(adas: Client) -> None:
    """Enter presses the first button of a form, wherever that stands on the page."""
    for address in (OLD_HOUSE, "/office/directory/new/"):
        buttons = re.findall(r"<button([^>]*)>([^<]+)", page(adas, address).split("<main")[1])
        assert buttons[0][1] == "Store"
        assert "name=" not in buttons[0][0]
        assert {name for _, name in buttons} == {"Store", "Store and confirm"}


@pytest.mark.usefixtures("brought_in")
def test_a_short_name_that_is_taken_is_refused(adas: Client) -> None:
    response = adas.post("/office/directory/new/", {**NEW, "identifier": "old-house"})
    assert response.status_code == 409
    assert stored_entries("old-house").organisations[0].name == "Old House"


def test_sheets_go_in_and_come_out_on_a_page(adas: Client) -> None:
    sheets = example_sheets(timezone.localdate())
    told = adas.post("/office/directory/sheets/", sheets, headers={"accept-language": "en"})
    assert "Stored: 3 added, 0 changed, 0 the same already" in told.content.decode()
    out = adas.get("/office/directory/sheets/offers.csv")
    assert sorted(out.content.decode().splitlines()) == sorted(sheets[OFFERS].splitlines())
    assert 'filename="offers.csv"' in out.headers["Content-Disposition"]
    assert adas.get("/office/directory/sheets/people.csv").status_code == 404


def test_a_fault_in_a_sheet_is_told_with_its_line_and_what_was_pasted_stays(adas: Client) -> None:
    sheets = dict(example_sheets(timezone.localdate()))
    sheets[ORGANISATIONS] += "bad one,,police_unit,,,,,,\n"
    response = adas.post("/office/directory/sheets/", sheets, headers={"accept-language": "en"})
    told = response.content.decode()
    assert response.status_code == 422
    assert "organisations.csv, line 5, identifier" in told
    assert "bad one" in told
    assert not stored_entries().organisations


def test_an_organisation_with_many_offers_loses_none(adas: Client) -> None:
    offer = {name.split("-")[2]: value for name, value in NEW.items() if name.startswith("offers-")}
    many = {f"offers-{number}-{name}": value for number in range(70) for name, value in offer.items()}
    ages = {f"offers-{number}-youngest": str(number) for number in range(70)}
    own = {name: value for name, value in NEW.items() if not name.startswith("offers-")}
    assert adas.post("/office/directory/new/", {**own, **many, **ages}).status_code == 302
    assert len(stored_entries("new-house").offers) == 70


def test_a_long_list_is_cut_and_says_so(adas: Client) -> None:
    names = [f"house-{number}" for number in range(203)]
    store(Entries(tuple(OrganisationEntry(name, name.title(), "other_shelter") for name in names)))
    told = page(adas, "/office/directory/")
    assert "3 more are not shown" in told
    assert told.count("/office/directory/of/") == 200
