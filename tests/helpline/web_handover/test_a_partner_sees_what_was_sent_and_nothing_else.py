"""A partner reaches nothing but what was sealed to her key: no page, no conversation, no queue, no struck line."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from helpline.web_handover.conftest import LINES, Wire, post
from zichtbaar.helpline.chat import access as chat_access
from zichtbaar.helpline.chat.errors import NotFoundError
from zichtbaar.helpline.handover.models import Handover, Note, Package, Step
from zichtbaar.helpline.people.models import ALL_ROLES, PARTNER_ROLES, Role, Staff
from zichtbaar.helpline.web.access import RULES

SEEN = {
    *(
        "reference",
        "receiver",
        "state",
        "basis",
        "route",
        "need",
        "urgency",
        "since",
        "due",
        "level",
    ),
    *("told_hash", "joining", "may", "is_running", "part", "write_to", "is_new", "has_words"),
}
"""All that the server tells a partner about a handover. No conversation, no counsellor, no registration, and no age:
of the visitor there is nothing but the lines that she agreed to."""


def test_only_addresses_of_the_partners_own_door_let_a_partner_in() -> None:
    own_account = {name for name, rule in RULES.items() if rule.roles == ALL_ROLES}
    assert all(name.startswith("account") for name in own_account)
    for_partners = {name for name, rule in RULES.items() if Role.PARTNER in rule.roles} - own_account
    assert for_partners == {"partner-sign-out", "partner-handovers", "partner-open", "partner-answer"}
    assert all(RULES[name].roles == PARTNER_ROLES for name in for_partners)


def test_the_partners_door_leads_to_ones_own_account(wire: Wire) -> None:
    assert '<a href="/account/" target="_blank">' in wire.piet.get("/partner/").content.decode()
    account = wire.piet.get("/account/", headers={"accept-language": "en"}).content.decode()
    assert "Change your password" in account
    assert '<a href="/partner/">' in account


def test_what_a_partner_is_told_names_nobody_and_no_conversation(wire: Wire) -> None:
    reference = wire.propose()[1]["reference"]
    assert wire.piet.get("/partner/handovers").json()["handovers"] == []
    wire.agree(reference)
    assert wire.piet.get("/partner/handovers").json()["handovers"] == []
    wire.send(reference, b"sealed for Piet")
    told = wire.piet.get("/partner/handovers")
    (seen,) = told.json()["handovers"]
    assert set(seen) == SEEN
    text = told.content.decode()
    assert wire.chat.conversation.identifier not in text
    assert "Kim" not in text


def test_a_partner_is_in_no_conversation_and_in_no_queue(wire: Wire, piet: Staff) -> None:
    assert chat_access.open_conversations_of(piet).count() == 0
    with pytest.raises(NotFoundError):
        chat_access.conversation_of(piet, wire.chat.conversation.identifier)
    for address in (
        "/desk/conversations",
        "/desk/handovers",
        "/desk/handovers/receivers",
        "/office/",
        "/desk/registrations",
    ):
        assert wire.piet.get(address).status_code == 404
    assert post(wire.piet, "/desk/take")[0] == 404


def test_a_line_that_was_struck_is_nowhere_on_the_server(wire: Wire) -> None:
    """The server is told a hash with a salt that it never sees; of the lines themselves it gets nothing at all."""
    reference = wire.propose()[1]["reference"]
    wire.agree(reference)
    wire.send(reference, json.dumps({"lines": LINES}).encode())
    rows = [*Handover.objects.values(), *Package.objects.values(), *Note.objects.values(), *Step.objects.values()]
    stored = json.dumps(rows, default=str)
    assert not any(line in stored for line in [*LINES, "what was struck"])


def test_the_ticks_and_the_choices_are_codes(wire: Wire) -> None:
    """Whatever somebody posts in their place is refused, so that no words can slip in."""
    reference = wire.propose()[1]["reference"]
    wire.agree(reference)
    wire.send(reference, b"sealed")
    post(wire.piet, f"/partner/handovers/{reference}/open")
    said = {"code": "she lives in the old mill"}
    assert post(wire.piet, f"/partner/handovers/{reference}/decline", said) == (409, {"error": "code"})
    assert post(wire.kim, f"/desk/handovers/{reference}/explain", said) == (409, {"error": "code"})


def test_without_signing_in_there_is_nothing(founded: object) -> None:  # noqa: ARG001
    assert Client().get("/partner/handovers").status_code == 401
