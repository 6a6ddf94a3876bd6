"""Vera is handed over warmly: what is told is what she let stand, and who joins reads nothing from before."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from journeys import accessibility
from journeys.codes import make_code
from journeys.conftest import OpenDoor
from journeys.find_age import MISSING, has_age
from journeys.handing import (
    LINES,
    agree,
    card_of,
    partner_named,
    press,
    propose,
    read,
    second_person_confirms,
    send,
    sent_to_piet,
    talking,
)
from journeys.helpline_server import Helpline
from journeys.people import hears, say, sign_in

STRUCK = LINES[1]


def said_on(page: Page) -> str:
    return page.locator("body").inner_text()


def three_see_each_other(vera: Page, kim: Page, room: Locator) -> None:
    """What Piet said was read; when he writes both others see it, and he sees when Vera does."""
    expect(room.locator(".us").get_by_text("read", exact=True)).to_be_visible()
    room.get_by_label("Your message").press_sequentially("and")
    for page in (vera, kim):
        expect(page.get_by_text("Demo Care is writing…")).to_be_visible()
    vera.get_by_role("textbox", name="Your message").press_sequentially("I")
    expect(room.get_by_text("The visitor is writing…")).to_be_visible()


def test_consent_with_a_struck_line_then_three_in_one_conversation_then_in_contact(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera, kim = open_door(helpline.door("visitor"), width=360, height=740), open_door(helpline.door("desk"))
    piet = open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    talking(helpline, vera, kim)
    propose(kim, "Demo Care")
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    accessibility.looked_at(vera, "asked to agree")
    agree(vera, strike=2)
    send(kim, "Demo Care")

    handover = read(piet)
    expect(piet.get_by_text("These are exactly the words that the visitor agreed to.")).to_be_visible()
    expect(handover.locator(".lines li")).to_have_text([LINES[0], LINES[2]])
    assert STRUCK not in said_on(piet)
    press(handover, "It is taken")
    handover.get_by_label("To the counsellor").fill("At four, at the back door of the library")
    press(handover, "Send this to the counsellor")
    expect(handover.get_by_text("The counsellor and the shift leads can read it now.")).to_be_visible()
    press(handover, "Ask to join the chat")
    kim.locator("#handovers").get_by_text("There is an answer in words.").click()
    answered = kim.locator(".view.alone").get_by_text("At four, at the back door of the library")
    expect(answered).to_be_visible()
    kim.get_by_role("button", name="Visitor 1").click()
    card_of(kim, "Demo Care").get_by_role("button", name="Ask the visitor whether they may join").click()
    vera.get_by_role("button", name="Yes, they may join").click()

    expect(piet.get_by_role("heading", name="The chat, from when you were let in")).to_be_visible()
    expect(kim.get_by_text("From here on Demo Care reads along.")).to_be_visible()
    say(vera, "hello both of you")
    hears(kim, "hello both of you")
    room = piet.locator(".room")
    expect(room.get_by_text("hello both of you", exact=True)).to_be_visible()
    room.get_by_label("Your message").fill("I am Piet, I can be there at four")
    room.get_by_role("button", name="Send").click()
    hears(vera, "I am Piet, I can be there at four")
    hears(kim, "I am Piet, I can be there at four")
    three_see_each_other(vera, kim, room)
    expect(vera.get_by_role("log").get_by_text("Demo Care").first).to_be_visible()
    say(kim, "I stay with you")
    expect(room.get_by_text("I stay with you", exact=True)).to_be_visible()
    assert "only for you" not in said_on(piet)
    assert accessibility.faults(piet) == []
    press(card_of(kim, "Demo Care"), "Go on without them")
    expect(vera.get_by_text("Demo Care does not read any more.")).to_be_visible()
    expect(room.get_by_text("The chat is over, or you were let out of it.")).to_be_visible()
    say(vera, "and this is for Kim alone")
    hears(kim, "and this is for Kim alone")
    assert "for Kim alone" not in said_on(piet)

    press(handover, "There was contact", How_contact_was_made="In the chat, with the counsellor")
    press(handover, "It is finished", What_came_of_it="Has a safe place to stay")
    expect(piet.get_by_text("There is nothing for you now.")).to_be_visible()
    expect(kim.locator("#handover-count")).to_have_text("0")
    told = [content for _, content in helpline.everything_written().items()]
    for sentence in (*LINES, "only for you", "hello both of you", "At four, at the back door of the library"):
        assert not any(sentence.encode() in content for content in told)


HIDDEN = """boxes => boxes.filter(box => box.scrollHeight > box.clientHeight).map(box => box.value)"""


def test_on_a_phone_all_that_would_be_told_is_in_sight(helpline: Helpline, open_door: OpenDoor) -> None:
    """Nobody agrees to lines of which she sees the first two rows."""
    vera, kim = open_door(helpline.door("visitor"), width=320, height=568), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    propose(kim, "Demo Care", [LINES[0], "Since the summer a man of thirty " + "drives me to other men. " * 14])
    boxes = vera.locator(".card textarea")
    expect(boxes).to_have_count(2)
    assert boxes.evaluate_all(HIDDEN) == []
    boxes.first.fill("I sleep elsewhere. " * 12)
    assert boxes.evaluate_all(HIDDEN) == []
    agree(vera)


def test_a_chat_that_its_visitor_deleted_is_told_at_the_desk_and_not_asked_for_again(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera, kim, _ = sent_to_piet(helpline, open_door)
    vera.get_by_role("button", name="Come back later with a code").click()
    make_code(vera, "Twenty digits")
    kim.get_by_role("button", name="End the chat").first.click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()
    asked: list[int] = []

    def note(answer: Response) -> None:
        if answer.url.endswith("/suggestion"):
            asked.append(answer.status)

    kim.on("response", note)
    vera.get_by_role("button", name="Delete everything now").click()
    vera.get_by_role("button", name="Yes, delete it").click()
    expect(vera.get_by_role("heading", name="The chat is deleted.")).to_be_visible()
    expect(kim.get_by_text("This chat is not here any more: the visitor deleted it")).to_be_visible()
    expect(kim.locator("#tabs .note")).to_have_text("not here any more")
    for _look in range(8):  # longer than after a failure it would ask again
        kim.wait_for_event("response", lambda answer: answer.url.endswith("/desk/handovers"))
    assert asked == [404]
    kim.get_by_role("button", name="Put away").click()
    expect(kim.locator("#tabs li")).to_have_count(0)


def test_declined_and_offered_to_the_next(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim, piet = sent_to_piet(helpline, open_door)
    petra = open_door(helpline.door("partner"))
    partner_named(helpline, petra, "Petra")
    press(read(piet), "It cannot be taken", Why_it_cannot_be_taken="No place free in time")
    expect(piet.get_by_text("There is nothing for you now.")).to_be_visible()

    kim.get_by_role("button", name="Sign out").click()
    expect(kim.get_by_text("Handovers without explanation: 1.")).to_be_visible()
    card_of(kim, "Demo Care").get_by_role("button", name="Offer it to another receiver").click()
    form = kim.locator(".handing:visible form").last
    form.locator("select[name=organisation]").select_option(label="Demo Shelter")
    assert [form.get_by_label(f"Line {number}", exact=True).input_value() for number in (1, 2, 3)] == list(LINES)
    form.get_by_role("button", name="Show it to the visitor").click()
    expect(vera.get_by_role("heading", name="May this go to Demo Shelter?")).to_be_visible()
    agree(vera)
    send(kim, "Demo Shelter")
    press(read(petra), "It is taken")
    expect(kim.locator("#handovers").get_by_role("button")).to_have_text(re.compile("Demo Shelter taken"))
    expect(kim.locator("#handover-count")).to_have_text("1")
    assert "Demo Shelter" not in said_on(piet)


def test_taken_back_before_it_was_opened(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim, piet = sent_to_piet(helpline, open_door)
    waiting = piet.get_by_role("button", name="Open it")
    expect(waiting).to_be_visible()
    reference = piet.evaluate("fetch('/partner/handovers').then(one => one.json())")["handovers"][0]["reference"]
    vera.get_by_role("button", name="I changed my mind").click()
    expect(vera.get_by_text("You took it back.")).to_be_visible()
    heard = kim.get_by_role("log").get_by_text("The visitor took it back. Nothing goes to Demo Care.")
    expect(heard).to_be_visible()
    # Piet's session is as it was: nothing that he asks for, or had on his screen, brings it.
    token = next(one["value"] for one in piet.context.cookies() if one["name"] == "csrftoken")
    post = "([to, token]) => fetch(to, {method: 'POST', headers: {'X-CSRFToken': token}}).then(one => one.status)"
    assert piet.evaluate(post, [f"/partner/handovers/{reference}/open", token]) == 404
    expect(waiting).to_have_count(0)
    expect(piet.get_by_text("There is nothing for you now.")).to_be_visible()


def test_vera_agreed_and_left_and_kim_sends_it_after_signing_in_again(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim = open_door(helpline.door("visitor")), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    propose(kim, "Demo Care")
    agree(vera, strike=1)
    expect(card_of(kim, "Demo Care").get_by_text("agreed, not sent yet")).to_be_visible()
    vera.get_by_role("button", name="Leave now").click()
    kim.reload()
    sign_in(kim, helpline.staff("counsellor"))
    kim.locator("#handovers").get_by_role("button").click()
    kim.get_by_role("button", name="Open the conversation").click()
    send(kim, "Demo Care")
    piet = open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    expect(read(piet).locator(".lines li")).to_have_text([*LINES[1:]])
    expect(piet.get_by_text("These are exactly the words that the visitor agreed to.")).to_be_visible()


def test_acute_danger_without_consent(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim = open_door(helpline.door("visitor")), open_door(helpline.door("desk"))
    sam, piet = open_door(helpline.door("desk")), open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    talking(helpline, vera, kim)
    propose(kim, "Demo Care", LINES[:1], danger="She wrote that he is at the door with a knife.")
    expect(card_of(kim, "Demo Care").get_by_text("Without consent: acute danger.")).to_be_visible()
    expect(card_of(kim, "Demo Care").get_by_text("waits for a second person")).to_be_visible()
    expect(card_of(kim, "Demo Care").get_by_role("button", name="Confirm")).to_have_count(0)

    sign_in(sam, helpline.staff("shift_lead"))
    sam.locator("#handovers").get_by_role("button").click()
    expect(sam.get_by_text("She wrote that he is at the door with a knife.")).to_be_visible()
    sam.get_by_role("button", name="Confirm: without consent, because of the danger").click()
    # Kim, who is still in the chat, need not look for it: what Sam read stands beside it, and goes from there.
    card = card_of(kim, "Demo Care")
    expect(card.get_by_text("confirmed by a second person, not sent yet")).to_be_visible()
    expect(card.locator(".notes .text")).to_have_text("She wrote that he is at the door with a knife.")
    expect(card.locator(".notes li")).to_have_text(LINES[:1])
    kim.locator("#handovers").get_by_role("button").click()
    expect(kim.locator(".view.alone").get_by_role("button", name="Send it to them")).to_be_visible()
    kim.get_by_role("button", name="Visitor 1").click()
    send(kim, "Demo Care")
    handover = read(piet)
    expect(handover.get_by_text("She wrote that he is at the door with a knife.")).to_be_visible()
    expect(handover.locator(".lines li")).to_have_text([LINES[0]])
    expect(vera.locator(".card")).to_have_count(0)
    ada = open_door(helpline.door("office"))
    sign_in(ada, helpline.staff("administrator"))
    expect(ada.get_by_text("Kim asked for a handover without consent, in acute danger")).to_be_visible()
    expect(ada.get_by_text("Sam confirmed a handover without consent")).to_be_visible()


@pytest.mark.skipif(not has_age(), reason=MISSING)
def test_the_age_route_opened_on_the_command_line(helpline: Helpline, open_door: OpenDoor, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    recipient = re.search(r"age1\w+", key.read_text("utf-8"))
    assert recipient is not None
    clinic = open_door(helpline.door("partner"))
    clinic.get_by_text("You have no account, but an age key?").click()
    clinic.get_by_label("Your recipient (age1…)").fill(recipient[0])
    clinic.get_by_role("button", name="Show its digits").click()
    shown = clinic.get_by_text(re.compile(r"(\d{5} ){5}\d{5}"))
    digits = re.search(r"(\d{5} ){5}\d{5}", shown.inner_text())
    assert digits is not None

    ada = open_door(helpline.door("office"))
    sign_in(ada, helpline.staff("administrator"))
    ada.get_by_role("link", name="Partners").click()
    add = ada.get_by_role("region", name="An organisation that has only e-mail and age")
    add.get_by_label("Organisation").select_option(label="Demo Clinic")
    add.get_by_label("Recipient (age1…)").fill(recipient[0])
    add.get_by_role("button", name="Add the recipient").click()
    ada.get_by_label("Digits that were read out").fill("1" * 30)
    ada.get_by_role("button", name="Confirm this key").click()
    expect(ada.get_by_text("These are not the digits of this key.")).to_be_visible()
    ada.get_by_label("Digits that were read out").fill(digits[0])
    ada.get_by_role("button", name="Confirm this key").click()
    expect(ada.get_by_text("You have called. A second person calls too.")).to_be_visible()
    assert accessibility.faults(ada) == []
    second_person_confirms(helpline, open_door, digits[0])

    vera, kim = open_door(helpline.door("visitor")), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    propose(kim, "Demo Clinic", [*LINES, "Ik ben é"])
    agree(vera, strike=2)
    with kim.expect_download() as downloading:
        send(kim, "Demo Clinic")
    file = tmp_path / "handover.age"
    downloading.value.save_as(file)
    opened = subprocess.run(["age", "-d", "-i", key, file], check=True, capture_output=True)
    assert opened.stdout.decode().splitlines() == [LINES[0], LINES[2], "Ik ben é"]
    expect(card_of(kim, "Demo Clinic").get_by_text("sent, not opened yet")).to_be_visible()
    assert json.dumps(LINES[0]).encode() not in file.read_bytes()


def test_consent_and_the_partners_door_by_keyboard(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim = open_door(helpline.door("visitor")), open_door(helpline.door("desk"))
    talking(helpline, vera, kim)
    propose(kim, "Demo Care", LINES[:2])
    expect(vera.get_by_role("heading", name="May this go to Demo Care?")).to_be_visible()
    accessibility.tab_to(vera, "Take out (Line 1)")
    vera.keyboard.press("Enter")
    for name in ("I want them to help me.", "They may read this."):
        accessibility.tab_to(vera, name)
        vera.keyboard.press("Space")
    accessibility.tab_to(vera, "Yes, they may")
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("heading", name="You said yes. This may go to Demo Care:")).to_be_focused()
    send(kim, "Demo Care")
    piet = open_door(helpline.door("partner"))
    partner_named(helpline, piet, "Piet")
    for name in ("Open it", "It is taken", "Ask to join the chat"):
        accessibility.tab_to(piet, name)
        piet.keyboard.press("Enter")
        expect(piet.get_by_role("button", name=name)).to_have_count(0)
    assert accessibility.faults(piet) == []
    assert accessibility.faults(kim, ".handing") == []
    assert accessibility.faults(kim, "#handovers") == []
