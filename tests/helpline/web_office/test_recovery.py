"""Who gives keys with the printed shares shows that she has them: she opens what the server sealed to that key."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from helpline.chat.test_giving import makes_new_key
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff, TeamKeyWrap
from zichtbaar.helpline.people.recovery_proof import SECONDS_TO_ANSWER
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.sealing.hpke import Purpose, open_key
from zichtbaar.helpline.sealing.shares import join_key

GARBAGE = {"epoch": 1, "sealed_private": to_text(bytes(114))}


def asked(client: Client) -> dict[str, str]:
    got: dict[str, str] = client.get("/office/recovery/lacking").json()["asked"]
    return got


def give(client: Client, kim: Staff, opened: bytes, closed: str) -> int:
    posted = {"public_key": kim.public_key, "teams": [GARBAGE], "conversations": []}
    proof = {"opened": to_text(opened), "closed": closed}
    return client.post(f"/office/recovery/{kim.pk}", posted | proof, content_type="application/json").status_code


def opened_by(founded: Founded, sealed: str) -> bytes:
    return open_key(from_text(sealed), join_key(founded.recovery_shares[:2]), Purpose.PROOF_OF_RECOVERY)


def test_who_has_no_shares_makes_nobody_known(adas: Client, kim: Staff) -> None:
    makes_new_key(kim)
    assert give(adas, kim, bytes(32), asked(adas)["closed"]) == 403
    assert give(adas, kim, bytes(32), "made up") == 403
    assert not TeamKeyWrap.objects.filter(staff=kim).exists()


def test_who_has_them_gives_keys(adas: Client, kim: Staff, founded: Founded) -> None:
    makes_new_key(kim)
    question = asked(adas)
    assert give(adas, kim, opened_by(founded, question["sealed"]), question["closed"]) == 204
    assert TeamKeyWrap.objects.filter(staff=kim).count() == 1


def test_an_answer_of_yesterday_is_none(
    adas: Client, kim: Staff, founded: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    makes_new_key(kim)
    question = asked(adas)
    opened, later = opened_by(founded, question["sealed"]), time.time() + SECONDS_TO_ANSWER + 1
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: later)
    assert give(adas, kim, opened, question["closed"]) == 403
