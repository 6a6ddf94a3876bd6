"""Kim takes Vera, gets the keys that are hers, and ends; colleagues do not come between."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from helpline.chat.talking import Chat, begin
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.models import Conversation, Holder, KeyWrap
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff, TeamKey, TeamKeyWrap

SignIn = Callable[[Staff], Client]
SEALED = to_text(b"w" * 114)


def post(client: Client, address: str, words: object = None) -> tuple[int, dict[str, Any]]:
    got = client.post(address, json.dumps(words or {}), content_type="application/json")
    return got.status_code, json.loads(got.content or b"{}")


def address(chat: Chat, what: str) -> str:
    return f"/desk/conversations/{chat.identifier.hex()}/{what}"


@pytest.fixture
def kims(kim: Staff, signed_in: SignIn) -> Client:
    return signed_in(kim)


@pytest.fixture
def lenas(lena: Staff, signed_in: SignIn) -> Client:
    return signed_in(lena)


@pytest.fixture
def vera(founded: object) -> Chat:  # noqa: ARG001
    chat = begin()
    chat.row.wraps.create(holder=Holder.TEAM, sealed_key="sealed to the team")
    return chat


def wraps_for(taken: dict[str, Any]) -> dict[str, Any]:
    return {"wraps": [{**one, "sealed_key": SEALED} for one in taken["wrap_to"]]}


def test_kim_takes_who_waits_longest(kims: Client, vera: Chat) -> None:
    begin()
    status, taken = post(kims, "/desk/take")
    assert status == 200
    assert taken["conversation"] == vera.identifier.hex()
    assert (taken["state"], taken["sealed_by"], taken["sealed_key"]) == ("open", "team", "sealed to the team")


def test_the_key_is_to_be_sealed_to_kim_the_shift_lead_and_recovery(
    kims: Client, kim: Staff, sam: Staff, vera: Chat
) -> None:
    assert vera
    _, taken = post(kims, "/desk/take")
    assert {one["to"] for one in taken["wrap_to"]} == {str(kim.pk), str(sam.pk), "recovery"}
    assert {"to": str(kim.pk), "public_key": kim.public_key} in taken["wrap_to"]


def test_nobody_waits(kims: Client) -> None:
    assert post(kims, "/desk/take") == (409, {"error": "nobody_waiting"})


def test_two_who_take_get_two_visitors_and_no_third_time(kims: Client, lenas: Client, vera: Chat) -> None:
    other = begin()
    other.row.wraps.create(holder=Holder.TEAM, sealed_key="sealed")
    taken = [post(client, "/desk/take")[1]["conversation"] for client in (kims, lenas)]
    assert taken == [vera.identifier.hex(), other.identifier.hex()]
    assert post(kims, "/desk/take")[0] == 409


def test_handing_over_the_keys_takes_them_from_the_team(kims: Client, kim: Staff, vera: Chat) -> None:
    _, taken = post(kims, "/desk/take")
    assert post(kims, address(vera, "wraps"), wraps_for(taken))[0] == 204
    assert {(wrap.holder, wrap.staff_id == kim.pk) for wrap in KeyWrap.objects.all()} == {
        (Holder.STAFF, True),
        (Holder.STAFF, False),
        (Holder.RECOVERY, False),
    }
    mine = kims.get("/desk/conversations").json()["open"]
    assert [(one["sealed_by"], one["sealed_key"], "wrap_to" in one) for one in mine] == [("staff", SEALED, False)]
    assert post(kims, address(vera, "wraps"), wraps_for(taken))[0] == 404


@pytest.mark.parametrize("spoil", ["one missing", "one too many", "another key", "no key", "too short", "no list"])
def test_keys_that_are_not_for_exactly_these_people_are_refused(kims: Client, vera: Chat, spoil: str) -> None:
    _, taken = post(kims, "/desk/take")
    words = wraps_for(taken)
    if spoil == "one missing":
        words["wraps"].pop()
    elif spoil == "one too many":
        words["wraps"].append({"to": "999", "public_key": "a key", "sealed_key": SEALED})
    elif spoil == "another key":
        words["wraps"][0]["public_key"] = words["wraps"][1]["public_key"]
    elif spoil == "no key":
        del words["wraps"][0]["public_key"]
    elif spoil == "too short":
        words["wraps"][0]["sealed_key"] = to_text(b"short")
    else:
        words["wraps"] = "all"
    is_malformed = spoil in ("no key", "too short", "no list")
    refused = (400, {"error": "malformed"}) if is_malformed else (409, {"error": "other_holders"})
    assert post(kims, address(vera, "wraps"), words) == refused
    assert [wrap.holder for wrap in vera.row.wraps.all()] == [Holder.TEAM]


def test_who_joins_between_taking_and_sealing_gets_the_key_at_the_second_try(
    kims: Client, vera: Chat, sam: Staff
) -> None:
    _, taken = post(kims, "/desk/take")
    sam.pk, sam.name = None, "Sarah"  # another shift lead, who has just got her keys
    sam.save(force_insert=True)
    TeamKeyWrap.objects.create(team_key=TeamKey.objects.get(), staff=sam, sealed_private="sealed to her")
    assert post(kims, address(vera, "wraps"), wraps_for(taken)) == (409, {"error": "other_holders"})
    (again,) = kims.get("/desk/conversations").json()["open"]
    assert post(kims, address(vera, "wraps"), wraps_for(again))[0] == 204
    assert vera.row.wraps.filter(staff__name="Sarah").count() == 1


def test_what_is_kims_and_what_is_absent_look_the_same_to_lena(kims: Client, lenas: Client, vera: Chat) -> None:
    _, taken = post(kims, "/desk/take")
    for what, words in (("wraps", wraps_for(taken)), ("end", {})):
        refusals = [post(lenas, address(chat, what), words) for chat in (vera, Chat())]
        assert refusals == [(404, {"error": "not_found"})] * 2
    assert lenas.get("/desk/conversations").json() == {"open": []}
    assert vera.row.state == "open"


def test_nobody_hands_over_or_ends_for_a_colleague_not_even_the_shift_lead(
    kims: Client, sam: Staff, signed_in: SignIn, vera: Chat
) -> None:
    _, taken = post(kims, "/desk/take")
    sams = signed_in(sam)
    assert post(sams, address(vera, "wraps"), wraps_for(taken))[0] == 404
    assert post(sams, address(vera, "end"))[0] == 404


def test_kim_ends_and_it_is_recorded_without_a_word(kims: Client, vera: Chat) -> None:
    post(kims, "/desk/take")
    assert post(kims, address(vera, "end"))[0] == 204
    assert post(kims, address(vera, "end"))[0] == 204
    assert vera.row.state == "ended"
    assert kims.get("/desk/conversations").json() == {"open": []}
    lines = [(line.kind, line.by, line.subject) for line in latest(2)]
    subject = vera.identifier.hex()
    assert lines == [(Kind.CONVERSATION_ENDED, "Kim", subject), (Kind.CONVERSATION_TAKEN, "Kim", subject)]


def test_the_shell_holds_nothing_secret(kims: Client, founded: object) -> None:  # noqa: ARG001
    assert Client().get("/desk/").status_code == 200
    page = kims.get("/desk/").content.decode()
    assert all(staff.public_key not in page and staff.password_slot not in page for staff in Staff.objects.all())


def test_a_post_without_the_token_against_forgery_is_refused(kim: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(kim)
    assert post(client, "/desk/take") == (403, {"error": "csrf"})


def test_kim_takes_a_message_once_and_says_to_have_seen_a_duress_word(kims: Client, lenas: Client, vera: Chat) -> None:
    named = {"conversation": vera.identifier.hex()}
    assert post(kims, "/desk/take-message", named) == (409, {"error": "nobody_waiting"})
    assert post(kims, "/desk/see-duress", named) == (404, {"error": "not_found"})
    Conversation.objects.update(message_at=timezone.now(), duress_at=timezone.now())
    assert post(kims, "/desk/take") == (409, {"error": "nobody_waiting"})
    status, taken = post(kims, "/desk/take-message", named)
    assert (status, taken["state"], taken["is_message"], taken["sealed_by"]) == (200, "open", True, "team")
    assert post(lenas, "/desk/take-message", named) == (409, {"error": "nobody_waiting"})
    assert post(lenas, "/desk/see-duress", named)[0] == 204
    assert (latest(1)[0].kind, latest(1)[0].by) == (Kind.DURESS_SEEN, "Lena")
    assert post(lenas, "/desk/take-message", {"conversation": "x"}) == (400, {"error": "malformed"})
