"""Passkeys in a real browser, on a device that can lock a key (PRF) and on one that cannot.

Passkeys belong to a name, so these journeys go to `localhost` and not to its address.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import faults
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, is_at_the_desk, say, sign_in, take_next


def device(page: Page, *, locks_keys: bool) -> None:
    """Plug a device that makes passkeys into this page; its owner always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    able = {"hasResidentKey": True, "hasUserVerification": True, "hasPrf": locks_keys}
    owner = {"isUserVerified": True, "automaticPresenceSimulation": True}
    options = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", **able, **owner}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture
def localhost(helpline: Helpline) -> str:
    return f"http://localhost:{helpline.port}/"


def adds_passkey(page: Page, address: str, helpline: Helpline) -> None:
    kim = helpline.staff("counsellor")
    page.goto(f"{address}account/")
    sign_in(page, kim)
    page.get_by_label("Your password", exact=True).fill(kim["password"])
    assert faults(page) == []
    page.get_by_role("button", name="Add a passkey").click()


def test_a_passkey_opens_the_desk_and_its_chats(helpline: Helpline, open_door: OpenDoor, localhost: str) -> None:
    vera = open_door(helpline.door("visitor"))
    begin_chat(vera)
    kim = open_door("about:blank")
    device(kim, locks_keys=True)
    adds_passkey(kim, localhost, helpline)
    expect(kim.get_by_text("The passkey is added.")).to_be_visible()
    kim.get_by_role("button", name="Sign out").click()
    expect(kim.get_by_role("button", name="Use a passkey")).to_be_visible()

    kim.goto(f"{localhost}desk/")
    kim.get_by_role("button", name="Use a passkey").click()
    take_next(kim)
    say(vera, "opened by a passkey")
    hears(kim, "opened by a passkey")
    kim.reload()
    kim.get_by_role("button", name="Use a passkey").click()
    hears(kim, "opened by a passkey")

    kim.goto(f"{localhost}account/")
    expect(kim.get_by_text("Passkey of")).to_be_visible()
    kim.get_by_role("button", name="Remove").click()
    expect(kim.get_by_text("Passkey of")).to_be_hidden()
    kim.goto(f"{localhost}desk/")
    kim.get_by_role("button", name="Use a passkey").click()
    expect(kim.get_by_role("alert").filter(has_text="is not right")).to_be_visible()


def test_a_device_that_cannot_lock_a_key_leads_back_to_password_and_code(
    helpline: Helpline, open_door: OpenDoor, localhost: str
) -> None:
    kim = open_door("about:blank")
    device(kim, locks_keys=False)
    adds_passkey(kim, localhost, helpline)
    expect(kim.get_by_role("alert").filter(has_text="This passkey cannot lock a key")).to_be_visible()
    kim.goto(f"{localhost}desk/")
    sign_in(kim, helpline.staff("counsellor"))
    is_at_the_desk(kim)


def test_without_a_device_the_form_says_what_else_there_is(open_door: OpenDoor, helpline: Helpline) -> None:
    desk = open_door(helpline.door("desk"))
    desk.get_by_role("button", name="Use a passkey").click()
    expect(desk.get_by_role("alert").filter(has_text="No passkey was used.")).to_be_visible()
