"""Behind the edge there is no network address, and a flood from one place locks nobody out."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.asgi import get_asgi_application
from django.utils import timezone
from pytest_django import Settings

from helpline.chat.talking import wish_to_begin
from zichtbaar.helpline.chat.actions import LONGEST_QUEUE
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.pacing.crowd import WAITING
from zichtbaar.helpline.pacing.gates import STARTS, Steps
from zichtbaar.helpline.pacing.places import PLACES, here
from zichtbaar.helpline.pacing.proofs import solve
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.project.edge import place_of, without_addresses

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
NEAR = "127.0.0.1"


def scope(address: str | None, headers: Iterable[tuple[str, str]] = (), kind: str = "http") -> dict[str, Any]:
    """A request as a server hands it over."""
    client = (address, 4711) if address is not None else None
    return {"type": kind, "client": client, "headers": [(name.encode(), value.encode()) for name, value in headers]}


def behind_the_edge(given: dict[str, Any]) -> dict[str, Any]:
    """What an application gets of it."""
    got: dict[str, Any] = {}

    async def application(inner: dict[str, Any], *_: object) -> None:
        got.update(inner, here=here())

    async_to_sync(without_addresses(application))(given, None, None)
    return got


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "name",
    [
        "X-Forwarded-For",
        "x-forwarded-host",
        "Forwarded",
        "X-Real-IP",
        "X-Client-IP",
        "True-Client-IP",
        "CF-Connecting-IP",
    ],
)
def test_no_address_comes_past_the_edge(settings: Settings, name: str, kind: str) -> None:
    settings.ADDRESS_HEADER = "x-forwarded-for"
    got = behind_the_edge(scope(NEAR, [(name, HERE), ("accept", "text/html")], kind))
    assert got["client"] is None
    assert got["headers"] == [(b"accept", b"text/html")]
    assert HERE not in repr(got)
    assert NEAR not in repr(got)
    assert got["here"] == (PLACES.mark(HERE) if name == "X-Forwarded-For" else None)
    assert here() is None


def test_the_servers_own_start_comes_through_as_it_is() -> None:
    assert behind_the_edge({"type": "lifespan"}) == {"type": "lifespan", "here": None}


def test_who_comes_straight_to_us_has_the_place_of_her_address_whatever_she_says(settings: Settings) -> None:
    settings.ADDRESS_HEADER = "x-forwarded-for"
    assert place_of(scope(HERE, [("x-forwarded-for", ELSEWHERE)])) == PLACES.mark(HERE)


@pytest.mark.parametrize("proxy", [NEAR, "10.0.0.2", "::1", "::ffff:10.0.0.2", None, ""])
def test_what_a_proxy_says_is_believed_only_where_the_setting_names_the_header(
    settings: Settings, proxy: str | None
) -> None:
    told = scope(proxy, [("X-Forwarded-For", f"{ELSEWHERE}, {HERE}"), ("X-Real-IP", ELSEWHERE)])
    settings.ADDRESS_HEADER = ""
    assert place_of(told) is None
    settings.ADDRESS_HEADER = "x-forwarded-for"
    assert place_of(told) == PLACES.mark(HERE)  # the last is what the proxy saw; before it stands what it was told
    settings.ADDRESS_HEADER = "x-real-ip"
    assert place_of(told) == PLACES.mark(ELSEWHERE)
    assert place_of(scope(proxy)) is None


class House:
    """The whole application, asked from an address."""

    def __init__(self) -> None:
        self._application = without_addresses(get_asgi_application())

    def start(self, place: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Ask to begin."""
        told: list[dict[str, Any]] = []
        asked = {
            **scope(place, [("host", "localhost"), ("content-type", "application/json")]),
            **{"http_version": "1.1", "method": "POST", "path": "/start", "query_string": b""},
        }

        async def go() -> None:
            sent = [{"type": "http.request", "body": json.dumps(body).encode()}]

            async def receive() -> dict[str, Any]:
                if not sent:
                    await asyncio.Event().wait()  # the browser waits for the answer
                return sent.pop()

            async def hear(message: dict[str, Any]) -> None:
                told.append(message)

            await self._application(asked, receive, hear)

        async_to_sync(go)()
        return told[0]["status"], json.loads(told[1]["body"])

    def come(self, place: str) -> int:
        """What a page does: ask, work when that is asked for, ask again. Gives how many bits it worked for."""
        body, bits = wish_to_begin(), 0
        status, answer = self.start(place, body)
        if answer.get("error") == "work":
            bits = answer["bits"]
            proof = asdict(solve(from_text(answer["challenge"]), bits))
            status, answer = self.start(place, {**body, "work": proof})
        assert (status, answer.get("state")) == (201, "waiting"), answer
        return bits


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, database_file: Path) -> House:  # noqa: ARG001 - its threads need a file
    """With proofs of few bits: a test must not work as hard as a flood. All of it happens at one moment."""
    monkeypatch.setattr(STARTS, "_place", Steps(free=10, a_second=1 / 20, least=4, most=8))
    monkeypatch.setattr(STARTS, "everywhere", Steps(free=60, a_second=1, least=4, most=7))
    monkeypatch.setattr(STARTS, "_clock", lambda: 0.0)  # nothing is forgotten while a slow machine thinks
    STARTS.begin_anew()
    return House()


def flood(count: int) -> list[str]:
    """So many who wait, all of whom came from one address a moment ago; the identifiers, the longest first."""
    waiting = [secrets.token_hex(16) for _ in range(count)]
    Conversation.objects.bulk_create(
        Conversation(identifier=one, state=State.WAITING, epoch=1, token_hash="0" * 64, created_at=timezone.now())
        for one in waiting
    )
    for one in waiting:
        STARTS.passed(PLACES.mark(HERE))
        WAITING.came(one, PLACES.mark(HERE), waiting)
    return waiting


def still_wait() -> set[str]:
    return set(Conversation.objects.filter(state=State.WAITING).values_list("identifier", flat=True))


def test_fifty_visitors_behind_one_address_come_in_while_one_of_them_floods(house: House) -> None:
    first = flood(LONGEST_QUEUE - 20)
    asked = []
    for _ in range(50):
        assert house.start(HERE, wish_to_begin())[1]["error"] == "work"  # the flood, without proof
        house.come(HERE)  # the flood, as fast as a page can work
        asked.append(house.come(HERE))
    assert max(asked) <= 8
    waiting = still_wait()
    assert len(waiting) == LONGEST_QUEUE  # it was full nearly all the time, and nobody was sent away
    assert set(first[:90]) <= waiting  # who came first keeps her turn


def test_who_comes_from_elsewhere_pays_less_for_a_flood_and_is_let_in_too(house: House) -> None:
    early = wish_to_begin()
    assert house.start(ELSEWHERE, early)[0] == 201
    flood(LONGEST_QUEUE - 1)
    assert house.come(ELSEWHERE) == 7
    assert house.start(HERE, wish_to_begin())[1]["bits"] == 8
    assert early["conversation"] in still_wait()
    assert len(still_wait()) == LONGEST_QUEUE


def test_at_rest_one_request_begins_the_chat(house: House) -> None:
    assert [house.come(HERE) for _ in range(10)] == [0] * 10


def test_a_wish_without_proof_makes_it_harder_for_nobody(house: House) -> None:
    for _ in range(12):
        house.come(HERE)
    asked = {house.start(HERE, wish_to_begin())[1]["bits"] for _ in range(100)}
    assert asked == {4}
    assert Conversation.objects.count() == 12


def test_who_began_and_lost_the_answer_is_asked_for_nothing_more(house: House) -> None:
    body = wish_to_begin()
    assert house.start(HERE, body)[0] == 201
    for _ in range(30):
        house.come(HERE)
    assert house.start(HERE, body)[0] == 201
    somebody_else = {**body, "token": to_text(secrets.token_bytes(32))}
    assert house.start(HERE, somebody_else)[1]["error"] == "work"


@pytest.mark.parametrize("proof", [1, [], {}, {"bits": 4}, {"bits": 4, "counters": 1}, {"bits": 4, "counters": ["1"]}])
def test_a_proof_in_another_form_is_malformed(house: House, proof: object) -> None:
    for _ in range(12):
        house.come(HERE)
    status, answer = house.start(HERE, {**wish_to_begin(), "work": proof})
    assert (status, answer) == (400, {"error": "malformed"})


def test_a_proof_of_too_little_work_is_none(house: House) -> None:
    for _ in range(40):
        house.come(HERE)
    body = wish_to_begin()
    asked = house.start(HERE, body)[1]
    bits = asked["bits"]
    assert bits >= 5
    proof = asdict(solve(from_text(asked["challenge"]), bits))
    assert house.start(HERE, {**wish_to_begin(), "work": {"bits": 0, "counters": [*range(8)]}})[0] == 429
    assert house.start(HERE, {**body, "work": proof})[0] == 201
