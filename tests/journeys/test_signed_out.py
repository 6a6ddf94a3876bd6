"""Kim's session is over while she works: the page says what is not saved and not sent, and promises nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from journeys.accessibility import faults
from journeys.conftest import OpenDoor
from journeys.handing import card_of, partner_named, press, read, sent_to_piet
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, is_at_the_desk, sign_in, take_next

WRITTEN = "we can meet you at the library"
NOT_SENT = "You are signed out, so this is not sent. Copy it before you load this page again."
WHO, PARENT = "Who is chatting", "Parent or carer"


@pytest.fixture
def kim(shared_helpline: Helpline, open_door: OpenDoor) -> Page:
    """Kim at the desk, with a visitor just taken and one answer saved."""
    page = open_door(shared_helpline.door("desk"))
    sign_in(page, shared_helpline.staff("counsellor"))
    begin_chat(open_door(shared_helpline.door("visitor"), width=360, height=640))
    take_next(page)
    option = page.get_by_role("group", name="Is the request for help about trafficking").get_by_label("Yes", exact=True)
    option.check()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    return page


def only_what_is_posted(route: Route) -> None:
    """What a page asks for arrives only when it is to change something."""
    if route.request.method == "POST":
        route.continue_()
    else:
        route.abort()


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken"])
def test_an_answer_that_is_not_saved_is_named_and_stays_in_sight(kim: Page, cookie: str) -> None:
    kim.route("**/desk/**", only_what_is_posted)  # or a page that looks for news may hear of it first
    kim.context.clear_cookies(name=cookie)  # the answer is 401 without the one, and 403 without the other
    option = kim.get_by_role("group", name=WHO).get_by_label(PARENT, exact=True)
    option.check()
    told = kim.locator("form.registration [data-status]")
    expect(told).to_contain_text(f"You are signed out, so this is not saved: {WHO}")
    expect(told).to_contain_text("Note what you marked, load this page again, and mark it there.")
    expect(option).to_be_checked()
    expect(option).to_be_disabled()
    expect(kim.get_by_role("button", name="Finish the registration")).to_be_disabled()
    assert faults(kim, "form.registration") == []


def test_who_is_signed_out_is_not_told_to_try_again(kim: Page) -> None:
    kim.context.clear_cookies(name="sessionid")
    kim.get_by_role("button", name="Take the next visitor").click()
    expect(kim.get_by_text("You are signed out. Load this page again to sign in.")).to_be_visible()
    expect(kim.get_by_role("button", name="Take the next visitor")).to_be_enabled()
    expect(kim.locator("#take-problem")).to_have_text("")


def test_what_is_in_the_box_is_not_promised_to_go_by_itself(kim: Page, shared_helpline: Helpline) -> None:
    box = kim.get_by_role("textbox", name="Your message")
    box.fill(WRITTEN)
    other = kim.context.new_page()
    other.goto(shared_helpline.door("desk"))
    sign_in(other, shared_helpline.staff("counsellor"))
    is_at_the_desk(other)
    kim.bring_to_front()
    expect(kim.get_by_text("You are signed out. Load this page again to sign in.")).to_be_visible()
    expect(kim.get_by_text(NOT_SENT)).to_be_visible()
    expect(kim.locator("#line")).to_have_text("")
    expect(kim.get_by_text("by itself when the connection is back")).to_have_count(0)
    expect(box).to_have_value(WRITTEN)
    box.press("Control+a")
    assert kim.evaluate("getSelection().toString()") == WRITTEN
    box.press("Enter")
    expect(kim.get_by_text(NOT_SENT)).to_be_visible()
    expect(kim.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    expect(kim.locator("form.registration [data-status]")).to_contain_text("You are signed out.")


def test_a_partner_in_the_chat_is_told_the_same(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim, piet = sent_to_piet(helpline, open_door)
    handover = read(piet)
    press(handover, "It is taken")
    press(handover, "Ask to join the chat")
    card_of(kim, "Demo Care").get_by_role("button", name="Ask the visitor whether they may join").click()
    vera.get_by_role("button", name="Yes, they may join").click()
    box = piet.locator(".room").get_by_label("Your message")
    box.fill(WRITTEN)
    other = piet.context.new_page()
    other.goto(helpline.door("partner"))
    partner_named(helpline, other, "Piet")
    piet.bring_to_front()
    expect(piet.get_by_text("You are signed out. Load this page again to sign in.")).to_be_visible()
    expect(piet.locator(".room").get_by_text(NOT_SENT)).to_be_visible()
    expect(piet.locator("#line")).to_have_text("")
    expect(box).to_have_value(WRITTEN)
    expect(box).not_to_be_editable()
