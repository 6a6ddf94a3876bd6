"""Vera begins, ends and leaves; who does not hold her token can do neither."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from helpline.chat.talking import first_envelope
from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation, Envelope, Holder
from zichtbaar.helpline.feedback import actions as feedback
from zichtbaar.helpline.feedback.pool import Pool
from zichtbaar.helpline.pacing.gates import STARTS
from zichtbaar.helpline.pacing.proofs import solve
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import RecoveryKey, Staff, TeamKey
from zichtbaar.helpline.sealing.conversation import Conversation as Side
from zichtbaar.helpline.sealing.envelope import Role

pytestmark = pytest.mark.usefixtures("founded")


def vera(conversation: str = "a1" * 16) -> dict[str, Any]:
    """What Vera's browser sends to begin this conversation."""
    return {
        "conversation": conversation,
        "token": to_text(b"t" * 32),
        "epoch": 1,
        "sealed_key": to_text(b"s" * 114),
        "language": "nl",
        "envelope": to_text(first_envelope(conversation)),
    }


def second_envelope() -> bytes:
    """A visitor's, but not her first."""
    side = Side(bytes.fromhex("a1" * 16), bytes(32), Role.VISITOR)
    side.seal("one", 1)
    return side.seal("two", 2)


def of_a_counsellor() -> bytes:
    """A first envelope, but not a visitor's."""
    return Side(bytes.fromhex("a1" * 16), bytes(32), Role.COUNSELLOR).seal("hello", 1)


VERA = vera()
HERSELF = {"conversation": VERA["conversation"], "token": VERA["token"]}
SOMEBODY_ELSE = {**HERSELF, "token": to_text(b"u" * 32)}
ABSENT = {**HERSELF, "conversation": "b2" * 16}


Answer = tuple[int, dict[str, Any]]


def post(address: str, words: object) -> Answer:
    """What a visitor's script posts. The browser brings no cookie, and no token against forged requests."""
    return post_text(address, json.dumps(words))


def post_text(address: str, body: str, content_type: str = "application/json") -> Answer:
    got = Client(enforce_csrf_checks=True).post(address, body, content_type=content_type)
    return got.status_code, json.loads(got.content or b"{}")


def state() -> str:
    return Conversation.objects.get(identifier=VERA["conversation"]).state


def test_the_page_holds_the_key_to_seal_to_and_where_to_leave_to(settings: Settings) -> None:
    page = Client().get("/").content.decode()
    setup = json.loads(re.findall(r'<script id="setup" type="application/json">(.*?)</script>', page)[0])
    team_key = TeamKey.objects.get()
    assert setup == {"epoch": 1, "team_key": team_key.public_key, "closes": ""}
    assert f'href="/leave" rel="nofollow noreferrer" data-neutral="{settings.NEUTRAL_ADDRESS}"' in page


def test_before_a_helpline_is_founded_the_door_is_closed() -> None:
    TeamKey.objects.all().delete()
    RecoveryKey.objects.all().delete()
    page = Client().get("/?language=en").content.decode()
    assert "The chat is closed now." in page
    assert '"team_key": ""' in page
    assert 'id="start"' not in page
    assert post("/start", VERA) == (503, {"error": "closed"})


def begun(conversation: str = "a1" * 16) -> dict[str, Any]:
    """What Vera is told when she begins."""
    status, told = post("/start", vera(conversation))
    assert status == 201
    return told


def test_vera_waits_and_her_key_is_sealed_to_the_team_only() -> None:
    assert begun()["place"] == 1
    assert begun("c3" * 16)["place"] == 2
    conversation = Conversation.objects.get(identifier=VERA["conversation"])
    assert [wrap.holder for wrap in conversation.wraps.all()] == [Holder.TEAM]
    assert VERA["token"] not in str(Conversation.objects.values())


def test_her_first_message_is_on_the_disk_when_she_hears_that_she_waits() -> None:
    told = begun()
    (envelope,) = Envelope.objects.all()
    assert (told["number"], told["stored_at"]) == (envelope.number, envelope.stored_at) == (1, envelope.stored_at)
    assert bytes(envelope.content) == first_envelope(VERA["conversation"])


def test_asking_again_after_a_lost_answer_gives_the_same_conversation() -> None:
    assert begun() == begun()
    assert (Conversation.objects.count(), Envelope.objects.count()) == (1, 1)


def test_another_message_in_the_place_of_the_first_is_not_said_to_be_stored() -> None:
    begun()
    other = {**VERA, "envelope": to_text(first_envelope(VERA["conversation"], "something else"))}
    status, told = post("/start", other)
    assert (status, told["number"], Envelope.objects.count()) == (201, 0, 1)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"envelope": to_text(first_envelope("b2" * 16))}, (400, {"error": "malformed"})),
        ({"envelope": to_text(first_envelope("a1" * 16)[:-1])}, (400, {"error": "malformed"})),
        ({"envelope": ""}, (400, {"error": "malformed"})),
        ({"envelope": to_text(second_envelope())}, (400, {"error": "malformed"})),
        ({"envelope": to_text(of_a_counsellor())}, (400, {"error": "malformed"})),
        ({"token": SOMEBODY_ELSE["token"]}, (409, {"error": "taken"})),
        ({**vera("d4" * 16), "epoch": 7}, (409, {"error": "old_epoch"})),
        ({"conversation": "A1" * 16}, (400, {"error": "malformed"})),
        ({"conversation": "a1"}, (400, {"error": "malformed"})),
        ({"conversation": 1}, (400, {"error": "malformed"})),
        ({"token": to_text(b"short")}, (400, {"error": "malformed"})),
        ({"token": "é" * 43}, (400, {"error": "malformed"})),
        ({"epoch": True}, (400, {"error": "malformed"})),
        ({"epoch": "1"}, (400, {"error": "malformed"})),
        ({"sealed_key": VERA["sealed_key"] + "AA"}, (400, {"error": "malformed"})),
        ({"language": None}, (400, {"error": "malformed"})),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], expected: tuple[int, dict[str, str]]) -> None:
    post("/start", VERA)
    assert post("/start", VERA | changed) == expected
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '"text"', "[" * 5000])
def test_a_body_that_is_no_object_is_malformed(body: str) -> None:
    assert post_text("/start", body) == (400, {"error": "malformed"})


def test_a_form_of_another_page_is_not_read() -> None:
    assert Client().post("/start", VERA).status_code == 400
    assert post_text("/start", json.dumps(VERA), "text/plain")[0] == 400


def test_a_queue_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "LONGEST_QUEUE", 1)
    post("/start", VERA)
    assert post("/start", vera("e5" * 16)) == (503, {"error": "full"})
    assert post("/start", VERA)[0] == 201


def test_a_language_that_we_do_not_speak_becomes_that_of_the_page() -> None:
    post("/start?language=en", {**VERA, "language": "tlh"})
    assert Conversation.objects.get().language == "en"


@pytest.mark.parametrize(("address", "after"), [("/end", State.ENDED), ("/leave", State.LEFT)])
def test_vera_closes_her_conversation_and_once_is_enough(address: str, after: State) -> None:
    post("/start", VERA)
    assert post(address, HERSELF)[0] == 204
    assert state() == after
    for later in ("/end", "/leave"):
        assert post(later, HERSELF)[0] == 204
        assert state() == after


def test_who_holds_no_token_ends_nothing_and_learns_nothing() -> None:
    post("/start", VERA)
    assert post("/end", SOMEBODY_ELSE) == post("/end", ABSENT) == (404, {"error": "not_found"})
    assert state() == State.WAITING


@pytest.mark.parametrize("body", ["", "{", json.dumps(SOMEBODY_ELSE), json.dumps(ABSENT), json.dumps(HERSELF)])
def test_leaving_looks_the_same_whatever_is_sent(body: str) -> None:
    post("/start", VERA)
    left = Client(enforce_csrf_checks=True).post("/leave", body, content_type="application/json")
    assert (left.status_code, left.headers["Clear-Site-Data"], left.content) == (204, '"cache", "storage"', b"")
    assert state() == (State.LEFT if body == json.dumps(HERSELF) else State.WAITING)


def test_leaving_works_without_a_script(settings: Settings) -> None:
    left = Client().get("/leave")
    assert (left.status_code, left.headers["Location"]) == (303, settings.NEUTRAL_ADDRESS)
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_leaving_on_a_full_disk_looks_the_same_and_ending_says_so(caplog: pytest.LogCaptureFixture) -> None:
    post("/start", VERA)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            left = Client().post("/leave", json.dumps(HERSELF), content_type="application/json")
            ended = post("/end", HERSELF)
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert (left.status_code, left.headers["Clear-Site-Data"]) == (204, '"cache", "storage"')
    assert ended == (503, {"error": "not_stored"})
    assert "OperationalError" in caplog.text
    assert VERA["conversation"] not in caplog.text


ANSWERED = {**HERSELF, "answers": {"helped": "yes"}}


def had_a_chat(kim: Staff, *, ended: timedelta = timedelta()) -> None:
    """Vera began, Kim took her, and so long ago the chat ended."""
    begun()
    actions.take(kim)
    actions.end_as_visitor(HERSELF["conversation"], b"t" * 32)
    Conversation.objects.update(ended_at=timezone.now() - ended)


def test_afterwards_vera_says_what_the_chat_was_worth_once(kim: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool()
    monkeypatch.setattr(feedback, "POOL", pool)
    had_a_chat(kim)
    before = dict(Conversation.objects.values().get())
    assert post("/after", ANSWERED) == post("/after", ANSWERED) == (204, {})
    assert pool._sums == {("helped", "yes"): 1}
    assert dict(Conversation.objects.values().get()) == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({**ANSWERED, **SOMEBODY_ELSE}, (404, {"error": "not_found"})),
        ({**ANSWERED, **ABSENT}, (404, {"error": "not_found"})),
        ({**ANSWERED, "answers": {}}, (400, {"error": "malformed"})),
        ({**ANSWERED, "answers": {"helped": "a story"}}, (400, {"error": "malformed"})),
        ({**ANSWERED, "answers": "yes"}, (400, {"error": "malformed"})),
        (HERSELF, (400, {"error": "malformed"})),
    ],
)
def test_only_who_had_the_chat_can_say_so_and_only_in_codes(kim: Staff, words: object, expected: Answer) -> None:
    had_a_chat(kim)
    assert post("/after", words) == expected


def test_nobody_can_say_it_during_the_chat_without_one_or_an_hour_later(kim: Staff) -> None:
    begun()
    assert post("/after", ANSWERED)[0] == 404
    actions.end_as_visitor(HERSELF["conversation"], b"t" * 32)
    assert post("/after", ANSWERED)[0] == 404  # nobody had taken it
    Conversation.objects.all().delete()
    had_a_chat(kim, ended=timedelta(hours=1, seconds=1))
    assert post("/after", ANSWERED)[0] == 404


def test_the_work_for_one_chat_is_not_good_for_the_next_also_when_the_first_is_forgotten() -> None:
    for _ in range(2 * STARTS.everywhere.free):
        STARTS.passed(None)
    asked = post("/start", VERA)[1]
    proof = asdict(solve(from_text(asked["challenge"]), asked["bits"]))
    words = {**VERA, "work": proof}
    assert post("/start", words)[0] == 201
    assert post("/start", words)[0] == 201  # the answer was lost: the same chat
    assert post("/forget", HERSELF)[0] == 204
    status, again = post("/start", words)
    assert (status, again["error"]) == (429, "work")
    assert again["challenge"] != asked["challenge"]
