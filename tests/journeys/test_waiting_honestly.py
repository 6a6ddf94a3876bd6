"""Who waits hears the truth: her place, whether anybody is there, and how long it will probably take."""

from __future__ import annotations

from playwright.sync_api import expect

from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, come_in, hears, say, sign_in, take_next

SECRET = "she lives above the bakery"


def test_vera_hears_whether_anybody_is_there_and_how_many_wait_before_her(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    first = open_door(helpline.door("visitor"), width=360, height=640)
    begin_chat(first)
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    come_in(vera)
    vera.get_by_label("Are you safe now?").select_option(label="I do not know")
    say(vera, SECRET)
    expect(vera.get_by_text("You are number 2.")).to_be_visible()
    expect(vera.get_by_text("There is nobody of our team here now.")).to_be_visible()
    expect(vera.get_by_text("Are you in danger now? Call 112.").locator("visible=true")).to_have_count(1)
    expect(vera.get_by_text("You can write already.")).to_be_visible()

    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    expect(vera.get_by_text("We cannot say yet how long it will take.")).to_be_visible()
    expect(vera.get_by_text("There is nobody of our team here now.")).to_be_hidden()
    first.get_by_role("button", name="End the chat").click()
    first.get_by_role("button", name="Yes, stop").click()
    expect(vera.get_by_text("You are next.")).to_be_visible()
    take_next(kim)
    hears(kim, SECRET)
    expect(kim.get_by_text("Answered before the chat: does not know whether it is safe now")).to_be_visible()
    expect(vera.get_by_text("You can write already.")).to_be_hidden()
    readable = [path.name for path, content in helpline.everything_written().items() if SECRET.encode() in content]
    assert readable == []


def test_how_long_it_takes_is_told_once_enough_chats_have_ended(helpline: Helpline, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    for _ in range(3):
        somebody = open_door(helpline.door("visitor"))
        begin_chat(somebody)
        take_next(kim)
        somebody.get_by_role("button", name="End the chat").click()
        somebody.get_by_role("button", name="Yes, stop").click()
        kim.get_by_role("button", name="Put away").first.click()
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    begin_chat(vera)
    expect(vera.get_by_text("It will probably take less than 5 minutes.")).to_be_visible()


def test_nobody_waits_is_said_only_until_somebody_does(helpline: Helpline, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    kim.get_by_role("button", name="Take the next visitor").click()
    expect(kim.get_by_text("Nobody is waiting.")).to_be_visible()
    begin_chat(open_door(helpline.door("visitor")))
    expect(kim.get_by_text("Waiting 1")).to_be_visible()
    expect(kim.get_by_text("Nobody is waiting.")).to_have_count(0)
