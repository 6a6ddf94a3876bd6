"""The server is killed in the middle of a conversation; nobody notices but for a moment of waiting."""

from __future__ import annotations

from playwright.sync_api import expect

from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next


def test_a_killed_server_loses_and_doubles_nothing(helpline: Helpline, open_door: OpenDoor) -> None:
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    said = [f"before the fall {number}" for number in range(5)]
    for text in said:
        say(vera, text)
    say(kim, "I am here")

    helpline.kill()
    box = vera.get_by_role("textbox", name="Your message")
    box.fill("written while nobody listened")
    vera.get_by_role("button", name="Send").click()
    expect(box).to_have_value("written while nobody listened")
    helpline.start()

    expect(box).to_have_value("")
    expect(kim.get_by_role("log").get_by_text("written while nobody listened")).to_be_visible()
    say(vera, "and after")
    for text in [*said, "written while nobody listened", "and after", "I am here"]:
        hears(kim, text)
        hears(vera, text)
