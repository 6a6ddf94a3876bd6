"""The desk's script asks, tells everybody, and reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from helpline.chat.giving_keys import sealed_chat
from helpline.chat.talking import begin, first_envelope
from zichtbaar.helpline.chat.models import BreakGlass, Conversation
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff

SignIn = Callable[[Staff], Client]
SEALED = to_text(bytes(114))


def post(client: Client, address: str, **words: object) -> tuple[int, dict[str, Any]]:
    got = client.post(address, json.dumps(words), content_type="application/json")
    return got.status_code, json.loads(got.content or b"{}")


@pytest.fixture
def chat(kim: Staff, sam: Staff) -> Conversation:
    begun = begin(counsellor=kim)
    content = first_envelope(begun.identifier.hex())
    begun.row.envelopes.create(number=1, session=bytes(16), sequence=1, stored_at=1, content=content)
    sealed_chat(begun.row, [kim, sam])
    return begun.row


def test_from_asking_to_reading(signed_in: SignIn, kim: Staff, lena: Staff, sam: Staff, chat: Conversation) -> None:
    kims, lenas, sams = (signed_in(staff) for staff in (kim, lena, sam))
    (listed,) = lenas.get("/desk/break-glass").json()["open"]
    assert (listed["conversation"], listed["name"]) == (chat.identifier, "Kim")
    assert kims.get("/desk/break-glass").json() == {"open": []}
    assert post(lenas, "/desk/break-glass", conversation=chat.identifier, need="absent")[0] == 204
    seen = [client.get("/desk/keys").json()["break_glass"] for client in (kims, lenas, sams)]
    assert [[(one["name"], one["whose"], one["need"]) for one in under_way] for under_way in seen] == [
        [("Lena", "Kim", "absent")]
    ] * 3
    assert [under_way[0]["since"] for under_way in seen] == [listed["since"]] * 3
    assert [("give" in one[0], one[0]["is_mine"]) for one in seen] == [(True, False), (False, True), (True, False)]

    number = seen[0][0]["number"]
    assert lenas.get(f"/desk/break-glass/{number}/read").status_code == 404
    given = {"public_key": lena.public_key, "sealed_key": SEALED}
    assert post(lenas, f"/desk/break-glass/{number}/let-in", **given)[0] == 404
    assert post(sams, f"/desk/break-glass/{number}/let-in", **given)[0] == 204
    assert post(kims, f"/desk/break-glass/{number}/let-in", **given)[0] == 404
    reading = lenas.get(f"/desk/break-glass/{number}/read").json()
    assert (reading["conversation"], reading["sealed_key"], len(reading["envelopes"])) == (chat.identifier, SEALED, 1)
    assert kims.get(f"/desk/break-glass/{number}/read").status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        {"conversation": "a" * 32, "need": "curious"},
        {"conversation": "a" * 32, "need": 5},
        {"conversation": "short", "need": "danger"},
        {"need": "danger"},
    ],
)
def test_a_reason_is_one_of_three_and_a_conversation_a_conversation(
    signed_in: SignIn, lena: Staff, words: dict[str, object]
) -> None:
    assert post(signed_in(lena), "/desk/break-glass", **words) == (400, {"error": "malformed"})
    assert not BreakGlass.objects.exists()


def test_a_conversation_that_is_not_there_is_answered_like_one_that_is_not_open(
    signed_in: SignIn, lena: Staff, kim: Staff, converse: Callable[..., Conversation]
) -> None:
    for identifier in ("a" * 32, converse(kim).identifier):
        got = post(signed_in(lena), "/desk/break-glass", conversation=identifier, need="danger")
        assert got == (404, {"error": "not_found"})
