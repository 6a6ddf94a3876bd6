"""Talking: what arrived and was read, that somebody writes, short answers, pictures, copying, and the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import faults, looked_at
from journeys.bad_network import BadNetwork
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next

Talk = tuple[Page, Page]


@pytest.fixture
def talk(shared_helpline: Helpline, open_door: OpenDoor) -> Iterator[Talk]:
    """Vera on her phone and Kim at the desk, in an open chat; she has left when it is over."""
    vera = open_door(shared_helpline.door("visitor"), width=360, height=640)
    kim = open_door(shared_helpline.door("desk"))
    sign_in(kim, shared_helpline.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    expect(vera.get_by_text("A counsellor is here")).to_be_visible()
    yield vera, kim
    vera.route("https://**", lambda route: route.fulfill(body="weather", content_type="text/html"))
    vera.get_by_role("button", name="Leave now").click()
    vera.wait_for_url("https://**")


def turn(page: Page, *, hidden: bool) -> None:
    """Somebody puts the phone away, or takes it up again."""
    page.evaluate(f"Object.defineProperty(document, 'hidden', {{value: {str(hidden).lower()}, configurable: true}})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def mark_of(page: Page, text: str, mark: str) -> None:
    """The line with this text has this mark."""
    line = page.locator(".said.us").filter(has_text=text)
    expect(line.locator(".about span")).to_have_text(mark)


def test_a_line_is_sent_then_arrived_and_read_only_when_somebody_can_see_it(talk: Talk) -> None:
    vera, kim = talk
    turn(vera, hidden=True)
    say(kim, "can you talk?")
    mark_of(kim, "can you talk?", "arrived")
    turn(vera, hidden=False)
    mark_of(kim, "can you talk?", "read")
    say(vera, "yes now")
    mark_of(vera, "yes now", "read")


def test_what_came_in_behind_another_window_is_new_until_that_window_is_gone(talk: Talk) -> None:
    vera, kim = talk
    turn(kim, hidden=True)
    say(vera, "are you there?")
    mark_of(vera, "are you there?", "arrived")
    expect(kim.get_by_text("1 new")).to_be_visible()
    turn(kim, hidden=False)
    expect(kim.get_by_text("1 new")).to_have_count(0)
    mark_of(vera, "are you there?", "read")


def test_what_cannot_be_seen_is_not_new_and_what_was_pressed_is_new_once(talk: Talk, shared_helpline: Helpline) -> None:
    vera, kim = talk  # who came in without a word
    vera.get_by_role("button", name="I cannot talk now").click()
    hears(vera, "I cannot talk now")
    kim.context.add_init_script("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    kim.reload()
    sign_in(kim, shared_helpline.staff("counsellor"))
    expect(kim.get_by_text("Pressed instead of written: I cannot talk now")).to_be_visible()
    expect(kim.locator("#tabs strong")).to_have_text("1 new")


def test_the_other_side_sees_that_somebody_writes_and_nothing_of_the_text(talk: Talk) -> None:
    vera, kim = talk
    vera.get_by_role("textbox", name="Your message").press_sequentially("he has my pass")
    expect(kim.get_by_text("The visitor is writing…")).to_be_visible()
    assert "he has my pass" not in kim.content()
    expect(kim.get_by_text("The visitor is writing…")).to_have_count(0)
    kim.get_by_role("textbox", name="Your message").press_sequentially("tell me")
    expect(vera.get_by_text("The counsellor is writing…")).to_be_visible()
    kim.keyboard.press("Enter")
    hears(vera, "tell me")
    expect(vera.get_by_text("The counsellor is writing…")).to_have_count(0)


def test_short_answers_go_by_one_touch_and_what_was_being_written_stays(talk: Talk) -> None:
    vera, kim = talk
    box = vera.get_by_role("textbox", name="Your message")
    box.fill("half a sen")
    vera.get_by_role("button", name="I cannot talk now").click()
    hears(vera, "I cannot talk now")
    expect(box).to_have_value("half a sen")
    expect(kim.get_by_text("Pressed instead of written: I cannot talk now")).to_be_visible()
    vera.get_by_role("group", name="Short answers").get_by_role("button", name="Yes").press("Enter")
    hears(kim, "Yes")


def test_with_a_keyboard_on_the_screen_the_last_words_the_box_and_its_button_are_in_sight(talk: Talk) -> None:
    vera, kim = talk
    for line in range(6):
        say(kim, f"line {line}")
    hears(vera, "line 5")
    box = vera.get_by_role("textbox", name="Your message")
    box.blur()
    vera.set_viewport_size({"width": 360, "height": 340})  # what the keyboard of a phone leaves of 640
    box.focus()
    for shown in (vera.get_by_text("line 5"), box, vera.get_by_role("button", name="Send")):
        expect(shown).to_be_in_viewport(ratio=1)
    expect(vera.get_by_role("button", name="Leave now")).to_be_in_viewport()


def test_at_the_end_all_that_was_said_can_be_read_on_the_page(talk: Talk) -> None:
    vera, kim = talk
    for line in range(12):
        say(kim, f"line {line}")
    hears(vera, "line 11")
    end_at_the_desk(kim)
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_focused()
    log = vera.get_by_role("log")
    assert log.evaluate("log => log.scrollHeight <= log.clientHeight")
    vera.get_by_text("line 0").scroll_into_view_if_needed()
    expect(vera.get_by_text("line 0")).to_be_in_viewport()


def test_no_picture_is_taken(talk: Talk) -> None:
    vera, _ = talk
    vera.get_by_role("textbox", name="Your message").evaluate(
        """box => { const data = new DataTransfer(); data.items.add(new File(["x"], "me.jpg", {type: "image/jpeg"}));
        box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    expect(vera.get_by_text("You cannot send pictures or films here.").last).to_be_visible()
    assert vera.locator("input[type=file]").count() == 0


def test_copying_takes_a_second_thought(talk: Talk) -> None:
    vera, _ = talk
    say(vera, "the blue van")
    copied = """() => { getSelection().selectAllChildren(document.querySelector("#log"));
        const data = new DataTransfer(); const event = new ClipboardEvent("copy",
            {clipboardData: data, bubbles: true, cancelable: true});
        return document.querySelector("#log").dispatchEvent(event); }"""
    assert vera.evaluate(copied) is False
    expect(vera.get_by_text("Are you sure? Then copy again.")).to_be_visible()
    looked_at(vera, "asked whether to copy")
    assert vera.evaluate(copied) is True
    expect(vera.get_by_text("Are you sure? Then copy again.")).to_have_count(0)


def end_at_the_desk(kim: Page) -> None:
    kim.get_by_role("button", name="End the chat").first.click()
    expect(kim.get_by_text("The chat has ended").first).to_be_visible()


def test_the_end_says_who_ended_it_and_what_to_do_and_asks_three_questions(
    shared_helpline: Helpline, talk: Talk
) -> None:
    vera, kim = talk
    end_at_the_desk(kim)
    expect(vera.get_by_text("The counsellor has stopped the chat.")).to_be_visible()
    for next_step in ("Start a new chat", "Press “Leave now”", "Call 112"):
        expect(vera.locator("#over").get_by_text(next_step)).to_be_visible()
    expect(vera.get_by_role("group", name="Short answers")).to_be_hidden()
    give = vera.get_by_role("button", name="Give my answers")
    expect(give).to_be_disabled()
    vera.get_by_label("Did this chat help you?").select_option("A little")
    looked_at(vera, "asked how it was")
    give.click()
    expect(vera.get_by_text("Thank you.")).to_be_visible()
    expect(give).to_be_hidden()
    looked_at(vera, "has told how it was")
    with closing(sqlite3.connect(shared_helpline.data / "helpline.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM feedback_answercount").fetchone() == (0,)
    assert "little" not in (shared_helpline.data / "zichtbaar.log").read_text("utf-8")


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        ("UPDATE chat_conversation SET state = 'left'", "You had no connection for too long."),
        ("UPDATE chat_conversation SET token_hash = ''", "This chat is not there any more."),
    ],
)
def test_who_comes_back_too_late_is_told_why_the_chat_is_over(
    shared_helpline: Helpline, open_door: OpenDoor, meanwhile: str, why: str
) -> None:
    network = BadNetwork(shared_helpline.port)
    try:
        vera = open_door(f"http://127.0.0.1:{network.port}/", width=360, height=640)
        begin_chat(vera)
        network.cut()
        expect(vera.get_by_text("The connection is gone")).to_be_visible()
        with closing(sqlite3.connect(shared_helpline.data / "helpline.sqlite3")) as database, database:
            database.execute(f"{meanwhile} WHERE state = 'waiting'")
        network.mend()
        expect(vera.get_by_text(why)).to_be_visible()
        expect(vera.get_by_role("link", name="Start a new chat")).to_be_visible()
    finally:
        network.close()
    with closing(sqlite3.connect(shared_helpline.data / "helpline.sqlite3")) as database, database:
        database.execute("UPDATE chat_conversation SET state = 'left' WHERE state = 'waiting'")


def test_the_researcher_sees_sums_on_a_page_without_a_fault(shared_helpline: Helpline, open_door: OpenDoor) -> None:
    with closing(sqlite3.connect(shared_helpline.data / "helpline.sqlite3")) as database, database:
        count = "INSERT INTO feedback_answercount (year, month, question, answer, count)"
        database.execute(f"{count} VALUES (2026, 3, 'helped', 'yes', 21)")
    noor = open_door(shared_helpline.door("office"))
    sign_in(noor, shared_helpline.staff("researcher"))
    noor.get_by_role("link", name="Afterwards").click()
    expect(noor.get_by_role("table", name="Did this chat help you?").get_by_role("cell").first).to_have_text("20")
    assert faults(noor) == []


def test_who_stops_is_told_that_she_stopped_and_who_never_talked_is_asked_nothing(
    shared_helpline: Helpline, open_door: OpenDoor
) -> None:
    vera = open_door(shared_helpline.door("visitor"), width=360, height=640)
    begin_chat(vera)
    vera.get_by_role("button", name="End the chat").click()
    vera.get_by_role("button", name="Yes, stop").click()
    expect(vera.get_by_text("You have stopped the chat.")).to_be_visible()
    expect(vera.get_by_label("Did this chat help you?")).to_be_hidden()
