"""A visitor's browser sealed the key to nobody: her counsellor sees it, and can end the chat."""

from __future__ import annotations

import secrets

from playwright.sync_api import Page, expect

from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import sign_in
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import Role

SEALED_KEY_BYTES = 114


def begin_with_a_key_for_nobody(helpline: Helpline, page: Page) -> None:
    """Ask for a place in the queue as a page does, with chance in place of a sealed key."""
    conversation = secrets.token_bytes(16)
    asked = {
        "conversation": conversation.hex(),
        "token": to_text(secrets.token_bytes(32)),
        "epoch": 1,
        "sealed_key": to_text(secrets.token_bytes(SEALED_KEY_BYTES)),
        "language": "en",
        "envelope": to_text(Conversation(conversation, secrets.token_bytes(32), Role.VISITOR).seal("hello", 1)),
    }
    answer = page.request.post(f"{helpline.description['url'].rstrip('/')}/start", data=asked)
    assert answer.status == 201


def test_a_chat_whose_key_does_not_open_can_be_ended(helpline: Helpline, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    begin_with_a_key_for_nobody(helpline, kim)
    kim.get_by_role("button", name="Take the next visitor").click()
    expect(kim.get_by_text("The key of this conversation does not open here")).to_be_visible()
    expect(kim.get_by_role("textbox", name="Your message")).not_to_be_editable()
    expect(kim.get_by_role("group", name="Is the request for help about trafficking")).to_be_visible()
    kim.get_by_role("button", name="End the chat").first.click()
    expect(kim.get_by_text("The chat has ended").first).to_be_visible()
    kim.get_by_role("button", name="Put away").click()
    expect(kim.get_by_text("Nothing is open.")).to_be_visible()
