"""Vera comes back with her code: what was asked is asked still, and who was let in is there still."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from journeys.bad_network import BadNetwork
from journeys.codes import make_code, type_code
from journeys.conftest import OpenDoor
from journeys.handing import LINES, agree, card_of, partner_named, press, propose, read, send, talking
from journeys.helpline_server import Helpline
from journeys.people import hears, say
from journeys.test_a_bad_network import over


def code_of(vera: Page) -> str:
    """Vera asks for a code while she chats."""
    vera.get_by_role("button", name="Come back later with a code").click()
    return make_code(vera, "Twenty digits")[0]


def goes_dead(vera: Page, bad_network: BadNetwork) -> None:
    """The battery is empty: nothing tells the server that she is gone.

    The whole browser context closes, while the network is cut: a closed page alone leaves its word of farewell behind,
    and the browser would bring it as soon as the network is back.
    """
    bad_network.cut()
    vera.context.close()
    bad_network.mend()


def come_back(door: str, open_door: OpenDoor, code: str) -> Page:
    """On another phone."""
    vera = open_door(f"{door}?language=en", width=360, height=740)
    type_code(vera, code)
    expect(vera.locator("#chat")).to_be_visible()
    return vera


def let_in(vera: Page, kim: Page, piet: Page) -> Locator:
    """Piet takes it, asks to join, and Vera says yes; his room."""
    handover = read(piet)
    press(handover, "It is taken")
    press(handover, "Ask to join the chat")
    card_of(kim, "Demo Care").get_by_role("button", name="Ask the visitor whether they may join").click()
    vera.get_by_role("button", name="Yes, they may join").click()
    room = piet.locator(".room")
    expect(room).to_be_visible()
    expect(kim.get_by_text("From here on Demo Care reads along.")).to_be_visible()
    return room


def test_a_question_that_was_open_is_asked_still(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    door = over(helpline.door("visitor"), bad_network)
    vera, kim = open_door(door), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    code = code_of(vera)
    propose(kim, "Demo Care")
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    goes_dead(vera, bad_network)
    vera = come_back(door, open_door, code)
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    agree(vera, strike=2)
    expect(card_of(kim, "Demo Care").get_by_text("agreed, not sent yet")).to_be_visible()
    goes_dead(vera, bad_network)
    # What was answered is not asked again; it can be taken back from the other phone too.
    vera = come_back(door, open_door, code)
    expect(vera.get_by_role("heading", name="You said yes. This may go to Demo Care:")).to_be_visible()
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_have_count(0)
    expect(vera.locator(".card li")).to_have_text([LINES[0], LINES[2]])
    vera.get_by_role("button", name="I changed my mind").click()
    expect(vera.get_by_text("You took it back.")).to_be_visible()
    heard = kim.get_by_role("log").get_by_text("The visitor took it back. Nothing goes to Demo Care.")
    expect(heard).to_be_visible()
    goes_dead(vera, bad_network)
    vera = come_back(door, open_door, code)
    expect(vera.get_by_text("You took it back.")).to_be_visible()
    expect(vera.get_by_role("button", name="I changed my mind")).to_have_count(0)


def test_who_was_let_in_is_there_still_and_reads_nothing_from_before(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    door = over(helpline.door("visitor"), bad_network)
    vera, kim = open_door(door), open_door(helpline.door("desk"))
    piet = open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    talking(helpline, vera, kim)
    code = code_of(vera)
    propose(kim, "Demo Care")
    agree(vera)
    send(kim, "Demo Care")
    room = let_in(vera, kim, piet)
    say(vera, "hello both of you")
    hears(kim, "hello both of you")
    goes_dead(vera, bad_network)

    vera = come_back(door, open_door, code)
    hears(vera, "only for you")
    hears(vera, "hello both of you")
    expect(vera.get_by_text("From here on Demo Care reads too.")).to_be_visible()
    expect(vera.get_by_role("button", name="Yes, they may join")).to_have_count(0)
    say(kim, "good that you are back")
    hears(vera, "good that you are back")
    say(vera, "I had to go away for a moment")
    hears(kim, "I had to go away for a moment")
    expect(room.get_by_text("I had to go away for a moment", exact=True)).to_be_visible()
    room.get_by_label("Your message").fill("no problem at all")
    room.get_by_role("button", name="Send").click()
    hears(vera, "no problem at all")
    assert "only for you" not in piet.locator("body").inner_text()
    press(card_of(kim, "Demo Care"), "Go on without them")
    expect(vera.get_by_text("Demo Care does not read any more.")).to_be_visible()
    say(vera, "and this is for Kim alone")
    hears(kim, "and this is for Kim alone")
