"""Vera leaves a message, comes back with a code on another phone, is forced to open it, and has all forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import faults, looked_at, tab_to
from journeys.codes import make_code, type_code
from journeys.conftest import OpenDoor
from journeys.helpline_server import PROGRAM_OUTSIDE_HOURS, Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next
from zichtbaar.helpline.languages.reading import language

SECRET = "I sleep above the restaurant, the third window"
ANSWER = "we can meet you at the library on Thursday"


@pytest.fixture
def closed_helpline(tmp_path: Path) -> Iterator[Helpline]:
    helpline = Helpline(tmp_path, PROGRAM_OUTSIDE_HOURS)
    helpline.start()
    yield helpline
    assert helpline.stop() == 0


def phone(helpline: Helpline, open_door: OpenDoor, code: str = "en") -> Page:
    """A small phone at the visitor's door, on which nothing of ours was ever opened."""
    return open_door(f"{helpline.door('visitor')}?language={code}", width=320, height=568)


def at_the_desk(helpline: Helpline, open_door: OpenDoor, role: str) -> Page:
    """The desk of a colleague who has signed in; her password is stretched like a code."""
    page = open_door(helpline.door("desk"))
    sign_in(page, helpline.staff(role))
    expect(page.get_by_role("button", name="Take the next visitor")).to_be_visible()
    return page


def is_open(page: Page) -> None:
    """A code has opened a chat on this page."""
    expect(page.locator("#chat")).to_be_visible()


def opens_nothing(page: Page) -> None:
    """What a page says of a code that opens nothing, whatever is the matter with it."""
    expect(page.get_by_text("No chat opens with this code.")).to_be_visible()


def told_of(page: Page, code: str) -> str:
    """All that stands on a page after a code that opens nothing; the page is a new one afterwards."""
    type_code(page, code)
    opens_nothing(page)
    told = page.locator("body").inner_text()
    page.reload()
    return told


def test_a_message_outside_hours_is_answered_and_read_on_another_phone(
    closed_helpline: Helpline, open_door: OpenDoor
) -> None:
    vera = phone(closed_helpline, open_door)
    expect(vera.get_by_role("button", name="Start the chat")).to_have_count(0)
    looked_at(vera, "closed")
    vera.get_by_role("button", name="Leave a message").click()
    vera.get_by_role("button", name="I understand").click()
    vera.get_by_label("Are you safe now?").select_option(label="No")
    vera.get_by_role("textbox", name="Your message").fill(SECRET)
    vera.get_by_role("button", name="Send").click()
    code, _ = make_code(vera, "Twenty digits")
    expect(vera.get_by_text("A counsellor reads it when we are open.")).to_be_visible()
    expect(vera.get_by_role("button", name="End the chat")).to_be_hidden()
    looked_at(vera, "a message is left")
    vera.close()

    kim = at_the_desk(closed_helpline, open_door, "counsellor")
    expect(kim.get_by_role("heading", name="Waiting 0")).to_be_visible()
    expect(kim.get_by_role("heading", name="Messages 1")).to_be_visible()
    kim.locator("#messages li button").click()
    hears(kim, SECRET)
    expect(kim.get_by_text("Answered before the chat: not safe now")).to_be_visible()
    expect(kim.get_by_text("This is a message: nobody has to be there.")).to_be_visible()
    expect(kim.locator("#messages")).to_be_hidden()
    say(kim, ANSWER)
    kim.get_by_role("button", name="End the chat").click()
    expect(kim.get_by_text("The chat has ended. The text goes")).to_be_visible()

    other = phone(closed_helpline, open_door)
    type_code(other, code)
    is_open(other)
    hears(other, SECRET)
    hears(other, ANSWER)
    looked_at(other, "back, and answered")
    other.get_by_role("button", name="Write a new message").click()
    say(other, "Thursday is good")
    lena = at_the_desk(closed_helpline, open_door, "shift_lead")
    expect(lena.get_by_text("has talked with us before")).to_be_visible()
    lena.locator("#messages li button").click()
    hears(lena, SECRET)
    hears(lena, "Thursday is good")
    expect(lena.get_by_text("The visitor came back with the code")).to_be_visible()
    expect(other.get_by_text("A counsellor is here and reads what you write.")).to_be_visible()
    written = closed_helpline.everything_written().values()
    plain = [SECRET, ANSWER, code, code.replace(" ", "")]
    assert [text for text in plain for content in written if text.encode() in content] == []


def test_who_abuses_the_chat_comes_back_to_nothing_and_is_not_told_why(helpline: Helpline, open_door: OpenDoor) -> None:
    somebody = phone(helpline, open_door)
    begin_chat(somebody)
    somebody.get_by_role("button", name="Come back later with a code").click()
    code, _ = make_code(somebody, "Twenty digits")
    kim = at_the_desk(helpline, open_door, "counsellor")
    take_next(kim)
    say(somebody, "the same as every night")
    hears(kim, "the same as every night")
    kim.get_by_text("Somebody abuses the chat").click()
    assert faults(kim, ".blocking") == []
    kim.get_by_role("button", name="End it for good").click()
    expect(kim.get_by_text("The chat has ended. The text goes")).to_be_visible()
    expect(somebody.get_by_role("heading", name="The chat has ended")).to_be_visible()

    somebody.get_by_role("button", name="Write a new message").click()
    expect(somebody.locator("#line")).to_have_text(language("en").script["failed"])
    other = phone(helpline, open_door)
    never_made = code.translate(str.maketrans("0123456789", "1234567890"))
    told = [told_of(other, one) for one in (code, never_made)]
    assert told[0] == told[1]
    begin_chat(other)
    take_next(kim)


def test_a_code_that_was_shown_is_not_in_the_page_any_more(shared_helpline: Helpline, open_door: OpenDoor) -> None:
    vera = phone(shared_helpline, open_door)
    begin_chat(vera)
    for kind in ("Twenty digits", "Five Dutch words"):
        vera.get_by_role("button", name="Come back later with a code").click()
        vera.get_by_role("button", name=kind).click()
        code = vera.locator(".code").inner_text()
        vera.get_by_role("button", name="Back to the chat").click()
        expect(vera.get_by_role("log")).to_be_visible()
        assert code not in vera.content()


def can_delete_nothing(vera: Page) -> None:
    """A page that was asking whether to delete, of a chat that it has no more: it says so, and does not ask again."""
    vera.get_by_role("button", name="Yes, delete it").click()
    expect(vera.get_by_text("This chat is not there any more.").locator("visible=true")).to_have_count(1)
    vera.get_by_role("button", name="No, keep it").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()
    expect(vera.get_by_role("button", name="Delete everything now")).to_be_hidden()


def test_on_another_phone_the_open_chat_goes_on_and_the_first_page_is_shut_out(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera, kim = phone(helpline, open_door), at_the_desk(helpline, open_door, "counsellor")
    begin_chat(vera)
    take_next(kim)
    say(vera, SECRET)
    vera.get_by_role("button", name="Come back later with a code").click()
    code, _ = make_code(vera, "Five Dutch words", agreed="Oma Mientje")
    hears(vera, SECRET)
    expect(kim.get_by_text("chose a word by which you can know each other")).to_be_visible()
    vera.get_by_role("button", name="Delete everything now").click()

    other = phone(helpline, open_door)
    words = code.split()
    type_code(other, " ".join([f"{words[0]}x", *words[1:]]))
    expect(other.get_by_text(f"“{words[0]}x” is not on our list. Is it one of these:")).to_contain_text(words[0])
    other.get_by_label("Your code", exact=True).fill("-".join(words).title())
    other.get_by_role("button", name="Open it").click()
    is_open(other)
    hears(other, SECRET)
    expect(other.get_by_text("A counsellor is here and reads what you write.")).to_be_visible()
    can_delete_nothing(vera)
    looked_at(vera, "opened elsewhere")
    kim.get_by_role("button", name="Is it still you?").click()
    other.get_by_label("Is it still you? Type the word").fill("oma mientje")
    other.get_by_role("button", name="Answer").click()
    expect(kim.get_by_text("The visitor typed the agreed word.")).to_be_visible()
    expect(kim.get_by_text("The visitor came back with the code, perhaps on another phone.")).to_be_visible()
    say(other, "it is me")
    say(kim, "welcome back")
    hears(kim, "it is me")
    hears(other, "welcome back")
    kim.get_by_role("button", name="Is it still you?").click()
    expect(other.get_by_label("Is it still you? Type the word")).to_be_visible()
    expect(other.get_by_role("log").get_by_text("Is it still you?").last).to_be_in_viewport(ratio=1)
    looked_at(other, "asked whether it is still her")
    kim.get_by_role("button", name="End the chat").first.click()
    expect(other.get_by_role("heading", name="The chat has ended")).to_be_visible()
    expect(other.get_by_label("Is it still you? Type the word")).to_be_hidden()  # nothing can be answered any more


def test_an_alarm_word_opens_an_empty_chat_and_warns_the_counsellor(helpline: Helpline, open_door: OpenDoor) -> None:
    vera, kim = phone(helpline, open_door), at_the_desk(helpline, open_door, "counsellor")
    begin_chat(vera)
    take_next(kim)
    say(vera, SECRET)
    vera.get_by_role("button", name="Come back later with a code").click()
    code, alarm = make_code(vera, "Five Dutch words", alarm=True)

    forced = phone(helpline, open_door)
    type_code(forced, alarm)
    is_open(forced)
    expect(forced.get_by_role("heading", name="The chat has ended")).to_be_visible()
    expect(forced.locator("#log .said")).to_have_count(0)
    expect(forced.locator("#why")).to_have_text("")
    expect(forced.get_by_role("button", name="Delete everything now")).to_be_visible()
    looked_at(forced, "after an alarm word")
    expect(kim.get_by_text("The duress word of this conversation was typed at")).to_be_visible()
    forced.get_by_role("button", name="Write a new message").click()
    say(forced, "who is there")
    expect(kim.get_by_text("left after a duress word: perhaps not the visitor")).to_be_visible()
    kim.locator("#messages li button").click()
    expect(kim.get_by_text("This chat was opened with a duress word.")).to_be_visible()

    again = phone(helpline, open_door)
    type_code(again, code)
    opens_nothing(again)
    expect(vera.get_by_text("A counsellor is here and reads what you write.")).to_be_visible()
    kim.get_by_role("button", name="We have seen this").click()
    expect(kim.locator("#duress")).to_be_hidden()


def test_who_waits_too_long_leaves_a_message_and_may_have_it_all_forgotten(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    vera = phone(helpline, open_door)
    begin_chat(vera)
    say(vera, SECRET)
    vera.get_by_role("button", name="Do not wait: leave a message").click()
    code, _ = make_code(vera, "Twenty digits")
    expect(vera.get_by_text("A counsellor reads it when we are open.")).to_be_visible()
    kim = at_the_desk(helpline, open_door, "counsellor")
    expect(kim.get_by_role("heading", name="Messages 1")).to_be_visible()

    vera.get_by_role("button", name="Delete everything now").click()
    expect(vera.get_by_role("button", name="No, keep it")).to_be_visible()
    looked_at(vera, "asked whether to delete")
    vera.get_by_role("button", name="No, keep it").click()
    hears(vera, SECRET)
    vera.get_by_role("button", name="Delete everything now").click()
    vera.get_by_role("button", name="Yes, delete it").click()
    expect(vera.get_by_role("heading", name="The chat is deleted.")).to_be_visible()
    for gone in (SECRET, "A counsellor reads it when we are open."):
        expect(vera.get_by_text(gone)).to_have_count(0)
    expect(kim.locator("#messages")).to_be_hidden()
    other = phone(helpline, open_door)
    type_code(other, "1234")
    expect(other.get_by_text("A code has five words or twenty digits. Here are 4.")).to_be_visible()
    other.get_by_label("Your code", exact=True).fill(code)
    other.get_by_role("button", name="Open it").click()
    opens_nothing(other)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_axe_and_a_walk_by_keys_find_nothing_in_the_steps_of_a_code(
    shared_helpline: Helpline, open_door: OpenDoor, code: str
) -> None:
    text, page = language(code).coming_back, language(code).page
    vera = phone(shared_helpline, open_door, code)

    def button(name: str) -> Locator:
        return vera.get_by_role("button", name=name, exact=True)

    def heading(name: str) -> Locator:
        return vera.get_by_role("heading", name=name)

    def press(name: str, then: Locator) -> None:
        button(name).click()
        expect(then).to_be_visible()
        expect(vera.locator("h1:visible")).to_have_count(1)
        looked_at(vera, name)

    press(page["have_code"], button(page["go_on"]))
    press(page["go_on"], heading(text["enter_title"]))
    vera.get_by_label(text["enter"], exact=True).fill("boot1 lamp")
    press(text["open"], vera.get_by_text(text["not_whole"].replace("{count}", "2")))
    press(language(code).script["go_back"], button(page["start"]))
    press(page["start"], button(page["go_on"]))
    press(page["go_on"], button(page["wait_without"]))
    press(page["wait_without"], vera.get_by_role("log"))
    press(page["keep"], heading(text["title"]))
    press(text["words"], vera.locator(".code"))
    vera.get_by_label(text["ask_alarm"]).check()
    press(text["known"], vera.get_by_label(text["type_back"]))
    vera.get_by_label(text["type_back"]).fill("x")
    press(text["check"], vera.get_by_text(text["not_same"]))
    press(text["show_again"], vera.locator(".code"))
    press(text["back"], vera.get_by_role("log"))


def test_a_code_can_be_made_and_used_with_keys_alone(shared_helpline: Helpline, open_door: OpenDoor) -> None:
    vera = phone(shared_helpline, open_door)
    begin_chat(vera)
    press(vera, "Come back later with a code")
    press(vera, "Twenty digits")
    code = vera.locator(".code").inner_text()
    press(vera, "I know it now")
    expect(vera.get_by_label("Type your code")).to_be_focused()
    vera.keyboard.type(code)
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("heading", name="Your code works now.")).to_be_focused()
    press(vera, "Back to the chat")
    expect(vera.get_by_role("log")).to_be_visible()

    other = phone(shared_helpline, open_door)
    press(other, "I have a code")
    press(other, "I understand")
    expect(other.get_by_label("Your code", exact=True)).to_be_focused()
    other.keyboard.type(code)
    other.keyboard.press("Enter")
    is_open(other)
    press(other, "Delete everything now")
    press(other, "Yes, delete it")
    expect(other.get_by_role("heading", name="The chat is deleted.")).to_be_focused()


def press(page: Page, name: str) -> None:
    """Go to a button with Tab, and press it with Enter."""
    tab_to(page, name)
    page.keyboard.press("Enter")
