"""Vera makes a code, comes back, leaves a message and has all forgotten; who does not know it learns nothing."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from pytest_django import Settings

from helpline.chat.talking import first_envelope
from helpline.web.test_visitors_door import HERSELF, SOMEBODY_ELSE, VERA, post, vera
from zichtbaar.helpline.chat import actions, returning
from zichtbaar.helpline.chat.models import Conversation, Envelope, ReturnCode
from zichtbaar.helpline.languages.reading import language
from zichtbaar.helpline.pacing.gates import CODES, Steps
from zichtbaar.helpline.pacing.proofs import solve
from zichtbaar.helpline.people.encoding import from_text, to_text

pytestmark = pytest.mark.usefixtures("founded")

CODE = {"lookup": to_text(b"l" * 32), "proof": to_text(b"p" * 32), "wrapped_key": to_text(b"w" * 61)}
DECOY = {
    "conversation": "d0" * 16,
    "envelope": to_text(first_envelope("d0" * 16, "")),
    "lookup": to_text(b"m" * 32),
    "proof": to_text(b"q" * 32),
    "wrapped_key": to_text(b"x" * 61),
}
KEEP = {**HERSELF, "code": CODE, "decoy": {}}
TYPED = {"lookup": CODE["lookup"], "proof": CODE["proof"], "token": to_text(b"n" * 32)}
MESSAGE = {**HERSELF, "epoch": 1, "sealed_key": VERA["sealed_key"]}
MALFORMED = (400, {"error": "malformed"})
NOTHING = (404, {"error": "not_found"})


def kept(**changed: Any) -> None:
    """Vera waits, and has a code."""
    assert post("/start", VERA)[0] == 201
    assert post("/keep", {**KEEP, **changed})[0] == 204


def test_what_a_code_needs_comes_when_it_is_wanted_in_the_language_of_the_page(settings: Settings) -> None:
    settings.KEEP_CONVERSATIONS = 14
    told = Client().get("/code?language=nl").json()
    assert len(from_text(told["salt"])) == 16
    assert (told["memory"], told["passes"]) == (65536, 3)
    assert told["list"].endswith("visitor/list.txt")
    assert set(told["text"]) == set(language("nl").coming_back)
    assert "14 dagen" in told["text"]["what"]
    assert Client().get("/code?language=en").json()["salt"] == told["salt"]
    settings.SECRET_KEY = "another" + django_settings.SECRET_KEY
    assert Client().get("/code").json()["salt"] != told["salt"]


def test_vera_comes_back_with_her_code_and_her_older_page_is_shut_out() -> None:
    kept()
    assert post("/return", TYPED) == (
        200,
        {"conversation": VERA["conversation"], "wrapped_key": CODE["wrapped_key"]},
    )
    assert post("/end", HERSELF) == NOTHING
    assert post("/end", {**HERSELF, "token": TYPED["token"]})[0] == 204


def test_codes_that_open_nothing_get_the_same_answer() -> None:
    kept(decoy=DECOY)
    wrong = {**TYPED, "proof": to_text(bytes(32))}
    unknown = {**TYPED, "lookup": to_text(bytes(32))}
    answers = [Client().post("/return", json.dumps(one), "application/json") for one in (wrong, unknown)]
    post("/return", {**TYPED, "lookup": DECOY["lookup"], "proof": DECOY["proof"]})
    answers.append(Client().post("/return", json.dumps(TYPED), "application/json"))  # hidden
    returning.forget_now(VERA["conversation"], b"t" * 32)
    answers.append(Client().post("/return", json.dumps(TYPED), "application/json"))  # forgotten
    alike = {(answer.status_code, answer.content, str(sorted(answer.headers.items()))) for answer in answers}
    assert len(alike) == 1
    assert answers[0].json() == NOTHING[1]


def test_a_duress_word_gets_an_answer_of_the_same_form_and_length_and_so_does_its_chat() -> None:
    kept(decoy=DECOY)
    duress = {**TYPED, "lookup": DECOY["lookup"], "proof": DECOY["proof"]}
    answers = [Client().post("/return", json.dumps(one), "application/json") for one in (TYPED, duress)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (
        len({(len(answer.content), tuple(answer.json()), str(sorted(answer.headers.items()))) for answer in answers})
        == 1
    )
    assert answers[1].json()["conversation"] == DECOY["conversation"]
    real, decoy = Envelope.objects.order_by("pk")
    assert len(real.content) == len(decoy.content)


def test_who_does_not_hold_the_token_keeps_leaves_and_forgets_nothing() -> None:
    post("/start", VERA)
    for address, words in (("/keep", KEEP), ("/message", MESSAGE), ("/forget", HERSELF)):
        assert post(address, {**words, "token": SOMEBODY_ELSE["token"]}) == NOTHING
        assert post(address, {**words, "conversation": "b2" * 16}) == NOTHING
    assert (Conversation.objects.count(), ReturnCode.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/keep", {**KEEP, "code": {}}),
        ("/keep", {**KEEP, "code": "x"}),
        ("/keep", {**KEEP, "code": {**CODE, "lookup": to_text(b"short")}}),
        ("/keep", {**KEEP, "code": {**CODE, "wrapped_key": 1}}),
        ("/keep", {**HERSELF, "code": CODE}),
        ("/keep", {**KEEP, "decoy": {**DECOY, "conversation": None}}),
        ("/keep", {**KEEP, "decoy": {**DECOY, "conversation": "e1" * 16}}),
        ("/keep", {**KEEP, "decoy": {**DECOY, "envelope": ""}}),
        ("/keep", {**KEEP, "decoy": {key: value for key, value in DECOY.items() if key != "envelope"}}),
        ("/return", {}),
        ("/return", {**TYPED, "token": to_text(b"short")}),
        ("/return", {**TYPED, "lookup": "é" * 43}),
        ("/message", HERSELF),
        ("/message", {**MESSAGE, "epoch": "1"}),
        ("/message", {**MESSAGE, "sealed_key": ""}),
        ("/forget", {}),
        ("/start", {**vera("c3" * 16), "message": 1}),
    ],
)
def test_what_is_not_in_its_form_is_malformed_and_changes_nothing(address: str, words: dict[str, Any]) -> None:
    post("/start", VERA)
    assert post(address, words) == MALFORMED
    assert (Conversation.objects.count(), ReturnCode.objects.count()) == (1, 0)


def test_an_empty_chat_takes_nobodys_place() -> None:
    assert post("/start", vera(DECOY["conversation"]))[0] == 201
    assert post("/start", VERA)[0] == 201
    assert post("/keep", {**KEEP, "decoy": DECOY}) == (409, {"error": "taken"})
    assert not ReturnCode.objects.exists()


def test_a_message_is_left_in_one_request_or_instead_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    status, told = post("/start", {**VERA, "message": True})
    assert (status, told["state"], told.get("place")) == (201, "waiting", None)
    assert Conversation.objects.get().message_at
    monkeypatch.setattr(actions, "MOST_MESSAGES", 1)
    assert post("/start", {**vera("c3" * 16), "message": True}) == (503, {"error": "full"})
    for identifier in ("c3" * 16, "d4" * 16):
        assert post("/start", vera(identifier))[0] == 201
    assert post("/message", {**MESSAGE, "conversation": "c3" * 16})[0] == 204  # she waits already
    assert post("/end", {**HERSELF, "conversation": "d4" * 16})[0] == 204
    assert post("/message", {**MESSAGE, "conversation": "d4" * 16}) == (503, {"error": "full"})


def test_a_message_may_come_again_after_the_end() -> None:
    post("/start", VERA)
    post("/end", HERSELF)
    assert post("/message", {**MESSAGE, "epoch": 7}) == (409, {"error": "old_epoch"})
    assert post("/message", MESSAGE)[0] == 204


def test_all_is_forgotten_at_once_and_asking_again_finds_nothing() -> None:
    kept(decoy=DECOY)
    assert post("/forget", HERSELF)[0] == 204
    assert not Conversation.objects.exists()
    assert post("/forget", HERSELF) == NOTHING


def test_on_a_full_disk_it_says_that_nothing_was_stored() -> None:
    kept()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            answers = [post("/keep", KEEP), post("/return", TYPED), post("/message", MESSAGE), post("/forget", HERSELF)]
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert answers == [(503, {"error": "not_stored"})] * 4


def work_on(answer: dict[str, Any]) -> dict[str, Any]:
    return asdict(solve(from_text(answer["challenge"]), answer["bits"]))


def test_after_many_wrong_codes_a_page_works_before_its_code_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CODES, "everywhere", Steps(free=10, a_second=1 / 100, least=4, most=6))
    CODES.begin_anew()
    kept(decoy=DECOY)
    wrong = {**TYPED, "proof": to_text(b"z" * 32)}
    assert [post("/return", wrong) for _ in range(11)] == [NOTHING] * 11  # the count falls while they are tried
    asked = [post("/return", words) for words in (TYPED, wrong, {**TYPED, "lookup": to_text(b"?" * 32)})]
    assert {(status, answer["error"], answer["bits"]) for status, answer in asked} == {(429, "work", 4)}
    assert post("/return", {**wrong, "work": work_on(asked[1][1])}) == NOTHING
    status, again = post("/return", {**TYPED, "work": work_on(asked[0][1])})
    assert (status, again["error"]) == (429, "work")  # that work, for the same lookup, was used
    assert post("/return", {**TYPED, "work": work_on(again)})[0] == 200
    assert post("/start", vera("c3" * 16))[0] == 201  # and nobody else is asked for anything


def test_who_comes_in_with_a_code_makes_it_harder_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CODES, "everywhere", Steps(free=3, a_second=1 / 100, least=4, most=6))
    CODES.begin_anew()
    kept()
    assert [post("/return", TYPED)[0] for _ in range(20)] == [200] * 20
