"""The desk asks who can take somebody on; it never says about which conversation, and nothing of the question stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from helpline.handover.example_directory import confirm, example_sheets
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.handover.directory import actions
from zichtbaar.helpline.handover.models import Gap
from zichtbaar.helpline.people.models import Staff

NOTHING_KNOWN = {"place": "", "region": "", "need": "police", "age": "", "danger": "", "form": "", "language": ""}


@pytest.fixture
def kims(signed_in: Callable[[Staff], Client], kim: Staff, ada: Staff) -> Client:
    """Kim's browser, with a directory."""
    actions.import_sheets(ada, example_sheets(timezone.localdate()))
    return signed_in(kim)


def ask(client: Client, status: int = 200, **known: str) -> Mapping[str, Any]:
    body = json.dumps({**NOTHING_KNOWN, **known})
    response = client.post("/desk/proposals", body, content_type="application/json", headers={"accept-language": "en"})
    assert response.status_code == status
    return dict(response.json())


def test_a_place_and_a_need_lead_to_who_can_take_her(kims: Client) -> None:
    answer = ask(kims, place="enschede", danger="now")
    assert answer["region"] == {"code": "GM0153", "name": "municipality Enschede"}
    assert answer["call_first"] == "112"
    (police,) = answer["proposals"]
    assert police["organisation"] == "police-east"
    assert police["kind"] == "Police trafficking unit or detectives"
    assert police["is_open"]
    assert [reason["words"] for reason in police["reasons"]] == [
        "Serves police unit Oost-Nederland",
        "Ask whether this place is theirs: the borders of police unit Oost-Nederland are assumed",
        "Can act at once",
        "Open day and night",
    ]
    assert [reason["warns"] for reason in police["reasons"]] == [False, True, False, False]
    assert police["contacts"][0]["name"] == "Robin de Boer"


def test_who_was_not_confirmed_is_counted_and_the_fallback_is_always_named(kims: Client, settings: Settings) -> None:
    settings.FALLBACK, settings.FALLBACK_NUMBER = "The helpdesk", "+31 20 765 4321"
    answer = ask(kims, place="Zwolle", need="shelter", age="18_plus")
    assert answer["proposals"] == []
    assert answer["unconfirmed"] == 1
    assert answer["last_resort"] == {"name": "The helpdesk", "number": "+31 20 765 4321"}


def test_a_name_with_several_meanings_offers_the_others(kims: Client) -> None:
    answer = ask(kims, place="Utrecht")
    assert answer["is_certain"]
    assert answer["region"]["name"] == "municipality Utrecht"
    assert answer["places"] == [{"code": "PV26", "name": "province Utrecht"}]
    chosen = ask(kims, place="Utrecht", region="PV26")
    assert chosen["region"]["name"] == "province Utrecht"


def test_a_place_that_is_not_certain_is_offered_and_not_taken(kims: Client) -> None:
    answer = ask(kims, place="Enschde")
    assert not answer["is_certain"]
    assert answer["region"]["code"] == "NL"
    assert answer["places"][0]["name"] == "municipality Enschede"
    assert answer["proposals"] == []


def test_a_province_is_enough(kims: Client) -> None:
    answer = ask(kims, place="overijssel", need="shelter", age="12_15", language="ar")
    (shelter,) = answer["proposals"]
    assert shelter["name"] == "Young House"
    assert "Speaks Arabic" in [reason["words"] for reason in shelter["reasons"]]
    (shelter,) = ask(kims, place="overijssel", need="shelter", age="12_15", language="ti")["proposals"]
    assert "Ask for an interpreter: speaks Arabic, Dutch" in [reason["words"] for reason in shelter["reasons"]]


def test_a_language_is_chosen_by_its_name(kims: Client) -> None:
    page = kims.get("/desk/", headers={"accept-language": "nl"}).content.decode()
    names = re.findall(r'<option value="(\w+)">([^<]*)</option>', page.partition('<datalist id="languages">')[2])
    assert ("ti", "Tigrinya") in names
    assert ("uk", "Oekraïens") in names
    assert names.index(("fr", "Frans")) < names.index(("es", "Spaans"))  # by name, not by code
    assert 'list="languages"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"need": ""},
        {"need": "money"},
        {"age": "old"},
        {"danger": "maybe"},
        {"form": "unknown"},
        {"language": "nederlands"},
        {"region": "XX99"},
        {"place": "x" * 81},
    ],
)
def test_what_the_form_cannot_send_is_refused(kims: Client, wrong: dict[str, str]) -> None:
    assert ask(kims, status=400, **wrong)["error"] == "malformed"


def test_nothing_of_the_question_is_kept(kims: Client, caplog: pytest.LogCaptureFixture) -> None:
    place = "Ootmarsum"
    assert ask(kims, place=place)["region"]["name"] == "municipality Dinkelland"
    assert place.casefold() not in caplog.text.casefold()
    stored = "\n".join(connection.connection.iterdump())
    assert "Robin de Boer" in stored
    assert place not in stored
    assert "GM1774" not in stored


def test_a_change_of_the_directory_is_seen_at_once(kims: Client, ada: Staff) -> None:
    assert ask(kims, place="Zwolle", need="shelter", age="18_plus")["proposals"] == []
    confirm(ada, "old-house")
    assert ask(kims, place="Zwolle", need="shelter", age="18_plus")["proposals"][0]["name"] == "Old House"


def note_gap(client: Client, **known: str) -> int:
    body = json.dumps({"region": "GM0153", "need": "shelter", "age": "16_17", **known})
    return client.post("/desk/gaps", body, content_type="application/json").status_code


def test_a_gap_is_noted_by_police_unit_and_leads_to_nobody(kims: Client) -> None:
    assert note_gap(kims) == 204
    assert note_gap(kims, region="NL", age="") == 204
    assert note_gap(kims, region="PV23") == 204
    rows = sorted(Gap.objects.values_list("need", "region", "age"))
    assert rows == [("shelter", "", ""), ("shelter", "PE02", "16_17"), ("shelter", "PE02", "16_17")]
    assert {field.name for field in Gap._meta.get_fields()} == {"id", "month", "need", "region", "age"}
    assert [(line.subject, line.by) for line in latest(3)] == [("", "")] * 3


def test_a_gap_without_a_need_or_with_a_place_in_words_is_refused(kims: Client) -> None:
    assert note_gap(kims, need="") == 400
    assert note_gap(kims, region="Enschede") == 400
    assert not Gap.objects.exists()
