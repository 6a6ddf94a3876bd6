"""The chat is over while a question is open or answered: nothing goes, and Vera can change her mind."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import faults, looked_at
from journeys.codes import make_code, type_code
from journeys.conftest import OpenDoor
from journeys.handing import agree, card_of, press, propose, talking
from journeys.helpline_server import Helpline

UNANSWERED = "You did not answer. Nothing goes to Demo Care."


def asked(helpline: Helpline, open_door: OpenDoor) -> tuple[Page, Page, str]:
    """Vera, who has a code, is asked by Kim whether something may go to Demo Care."""
    vera, kim = open_door(helpline.door("visitor"), width=360, height=740), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    vera.get_by_role("button", name="Come back later with a code").click()
    code, _ = make_code(vera, "Twenty digits")
    propose(kim, "Demo Care")
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    return vera, kim, code


def come_back(helpline: Helpline, open_door: OpenDoor, code: str) -> Page:
    vera = open_door(helpline.door("visitor"), width=360, height=740)
    type_code(vera, code)
    expect(vera.get_by_role("log").get_by_text("only for you")).to_be_visible()
    return vera


def is_unanswered(vera: Page) -> None:
    """Nothing is asked any more, and nothing is left to be pressed."""
    card = vera.locator(".card")
    expect(card).to_have_text(UNANSWERED)
    expect(card.get_by_role("button")).to_have_count(0)


def listed(kim: Page) -> Locator:
    return kim.locator("#handovers").get_by_role("button")


def test_a_question_that_was_open_at_the_end_is_none_until_the_chat_goes_on(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera, kim, code = asked(helpline, open_door)
    kim.get_by_role("button", name="End the chat").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_focused()
    is_unanswered(vera)
    looked_at(vera, "asked, and the chat ended")

    vera = come_back(helpline, open_door, code)
    is_unanswered(vera)
    vera.get_by_role("button", name="Write a new message").click()
    expect(vera.get_by_text("A counsellor reads it when we are open.")).to_be_visible()
    is_unanswered(vera)
    kim.locator("#messages li button").click()
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    agree(vera)
    expect(card_of(kim, "Demo Care").get_by_text("agreed, not sent yet")).to_be_visible()


def test_who_left_and_comes_back_can_change_her_mind_and_the_desk_hears_of_it(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera, kim, code = asked(helpline, open_door)
    agree(vera)
    vera.route("https://**", lambda route: route.fulfill(body="weather", content_type="text/html"))
    vera.get_by_role("button", name="Leave now").click()
    expect(kim.get_by_text("left fast").first).to_be_visible()
    expect(listed(kim)).to_contain_text("Demo Care agreed, not sent yet")

    vera = come_back(helpline, open_door, code)
    expect(vera.get_by_role("heading", name="You said yes. This may go to Demo Care:")).to_be_visible()
    vera.get_by_role("button", name="I changed my mind").click()
    expect(vera.get_by_role("heading", name="You took it back. Demo Care cannot read it.")).to_be_focused()
    looked_at(vera, "taken back when the chat was over")
    expect(listed(kim)).to_contain_text("Demo Care taken back The visitor decided this when the chat was over.")
    listed(kim).click()
    shown = kim.locator(".view.alone .handover")
    expect(shown).to_contain_text("The visitor decided this when the chat was over.")
    expect(shown.get_by_role("button", name="Send it to them")).to_have_count(0)
    assert faults(kim) == []
    press(shown, "Note this", Why_it_stands_as_it_does="The visitor does not want another organisation")
    expect(kim.locator("#handover-count")).to_have_text("0")


def test_what_kim_took_back_is_no_question_any_more(shared_helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim, _ = asked(shared_helpline, open_door)
    press(card_of(kim, "Demo Care"), "Take it back")
    expect(kim.locator("#handover-count")).to_have_text("0")
    vera.get_by_role("button", name="No, rather not").click()
    card = vera.locator(".card")
    expect(card.get_by_role("heading", name="This question is over. You do not have to do anything.")).to_be_focused()
    expect(card.get_by_role("button")).to_have_count(0)
    vera.get_by_role("button", name="End the chat").click()
    vera.get_by_role("button", name="Yes, stop").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_focused()
