"""The network goes away in the worst moments, and nobody is left without a word."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from journeys.accessibility import looked_at
from journeys.bad_network import BadNetwork
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, come_in, hears, say, sign_in, take_next


def over(address: str, network: BadNetwork) -> str:
    """The same address, by way of this network."""
    return f"http://127.0.0.1:{network.port}/{address.split('/', 3)[3]}"


def end_as_counsellor(page: Page) -> None:
    page.get_by_role("button", name="End the chat").first.click()
    expect(page.get_by_text("The chat has ended").first).to_be_visible()


def test_who_was_away_at_the_end_reads_the_last_words(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    vera = open_door(over(helpline.door("visitor"), bad_network), width=360, height=640)
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    say(vera, "I have to go soon")
    hears(kim, "I have to go soon")

    expect(vera.get_by_text("A counsellor is here and reads what you write.")).to_be_visible()
    bad_network.cut()
    expect(vera.get_by_text("The connection is gone")).to_be_visible()
    expect(vera.get_by_text("A counsellor is here and reads what you write.")).to_have_count(0)
    looked_at(vera, "without a connection")
    expect(kim.get_by_text("The visitor has had no connection since").first).to_be_visible()
    say(kim, "you can always come back")
    end_as_counsellor(kim)
    box = vera.get_by_role("textbox", name="Your message")
    box.fill("wait, one more thing")
    vera.get_by_role("button", name="Send").click()
    bad_network.mend()

    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()
    hears(vera, "you can always come back")
    # What was not sent is still there to be read, and is not said to be on its way.
    expect(box).to_have_value("wait, one more thing")
    expect(vera.get_by_text("Your message was not sent: the chat is closed.")).to_be_visible()


def test_stopping_without_a_connection_says_so(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    vera = open_door(over(helpline.door("visitor"), bad_network), width=360, height=640)
    begin_chat(vera)
    vera.get_by_role("button", name="End the chat").click()
    bad_network.cut()
    vera.get_by_role("button", name="Yes, stop").click()
    expect(vera.get_by_text("There is no connection. Check your internet, then try again.")).to_be_visible()
    bad_network.mend()
    expect(vera.get_by_text("The connection is back.")).to_be_visible()
    expect(vera.get_by_text("You are next.")).to_be_visible()
    vera.get_by_role("button", name="Yes, stop").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()


def test_leaving_before_the_chat_has_started_leaves_nobody_waiting(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    waiting = kim.locator("#waiting li")
    vera = open_door(over(helpline.door("visitor"), bad_network), width=360, height=640)
    vera.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    come_in(vera)
    bad_network.hold_answers()
    vera.get_by_role("button", name="Wait without writing").click()
    expect(waiting).to_have_count(1)
    vera.get_by_role("button", name="Leave now").click()
    expect(waiting).to_have_count(0)


def test_asking_again_asks_for_the_same_place(helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    vera = open_door(over(helpline.door("visitor"), bad_network), width=360, height=640)
    come_in(vera)
    bad_network.hold_answers()
    box = vera.get_by_role("textbox", name="Your message")
    box.fill("hello again")
    vera.get_by_role("button", name="Send").click()
    expect(kim.locator("#waiting li")).to_have_count(1)
    # It is stored, and she cannot know it: what she may have sent stays as it is until there is an answer.
    expect(box).not_to_be_editable()
    bad_network.cut()
    expect(vera.get_by_text("Your message is not sent yet.")).to_be_visible()
    bad_network.mend()
    expect(box).to_have_value("")
    say(vera, "and once more")
    expect(kim.locator("#waiting li")).to_have_count(1)
    take_next(kim)
    hears(kim, "hello again")
    hears(kim, "and once more")


def test_a_counsellor_is_not_told_that_she_is_signed_out_when_she_is_not(
    helpline: Helpline, bad_network: BadNetwork, open_door: OpenDoor
) -> None:
    kim = open_door(over(helpline.door("desk"), bad_network))
    sign_in(kim, helpline.staff("counsellor"))
    expect(kim.get_by_role("button", name="Take the next visitor")).to_be_visible()
    bad_network.cut()
    kim.get_by_role("button", name="Sign out").click()
    expect(kim.get_by_text("You are not signed out yet.")).to_be_visible()
    bad_network.mend()
    kim.get_by_role("button", name="Sign out").click()
    expect(kim.get_by_label("Password")).to_be_visible()
