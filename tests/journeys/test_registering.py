"""Kim fills in the form beside the chat: she misclicks, presses too early, and is told what happens."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from journeys.accessibility import faults
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, sign_in, take_next

TRAFFICKING = "Is the request for help about trafficking"
WHO = "Who is chatting"
JUDGEMENT = "Your judgement"
VICTIM = "Victim: clear indications of act, means and purpose"
FORMS = "Forms of exploitation"

Chat = Callable[[], None]


@pytest.fixture
def vera_chats(helpline: Helpline, open_door: OpenDoor) -> Chat:
    """Somebody new waits at the visitor's door."""
    return lambda: begin_chat(open_door(helpline.door("visitor"), width=360, height=640))


@pytest.fixture
def kim(helpline: Helpline, open_door: OpenDoor, vera_chats: Chat) -> Page:
    """Kim at the desk, with a visitor just taken and an empty form."""
    page = open_door(helpline.door("desk"))
    sign_in(page, helpline.staff("counsellor"))
    vera_chats()
    take_next(page)
    return page


def form_of(page: Page) -> Locator:
    return page.locator("form.registration:visible")


def option(page: Page, question: str, code: str) -> Locator:
    return form_of(page).get_by_role("group", name=question).get_by_label(code, exact=True)


def mark(page: Page, question: str, code: str) -> None:
    option(page, question, code).check()
    expect(form_of(page).get_by_text("Saved", exact=True)).to_be_visible()


def test_a_misclick_that_takes_answers_back_can_be_made_good(kim: Page) -> None:
    mark(kim, TRAFFICKING, "Yes")
    mark(kim, WHO, "The (possible) victim")
    mark(kim, JUDGEMENT, VICTIM)
    mark(kim, FORMS, "Sexual exploitation")
    mark(kim, TRAFFICKING, "No")
    expect(form_of(kim).get_by_text("No longer asked")).to_contain_text(WHO)
    expect(form_of(kim).get_by_role("group", name=WHO)).to_be_hidden()
    mark(kim, TRAFFICKING, "Yes")
    said = form_of(kim).get_by_text("the earlier answer was put back")
    for question in (WHO, JUDGEMENT, FORMS):
        expect(said).to_contain_text(question)
    expect(option(kim, WHO, "The (possible) victim")).to_be_checked()
    expect(option(kim, FORMS, "Sexual exploitation")).to_be_checked()
    stored = kim.locator("form.registration:visible [data-reference]").text_content()
    answers = kim.request.get(f"{kim.url.rstrip('/')}/registrations/{stored}").json()["answers"]
    assert (answers["contact_role"], answers["exploitation_forms__sexual"]) == (1, 1)


def test_the_month_of_the_first_chat_stands_in_words(kim: Page) -> None:
    expect(form_of(kim).locator("[data-column=first_chat_month]")).to_have_text(re.compile(r"^[A-Z][a-z]+ 20\d\d$"))


def test_every_use_of_a_platform_is_in_sight(kim: Page) -> None:
    mark(kim, TRAFFICKING, "Yes")
    mark(kim, WHO, "The (possible) victim")
    mark(kim, JUDGEMENT, VICTIM)
    boxes = form_of(kim).get_by_role("row", name="Instagram").get_by_role("checkbox")
    for width in (1280, 360):
        kim.set_viewport_size({"width": width, "height": 800})
        boxes.first.scroll_into_view_if_needed()
        expect(boxes.last).to_be_in_viewport()
        assert faults(kim, "form.registration") == []


def test_finishing_too_early_tells_how_much_is_open(kim: Page) -> None:
    mark(kim, TRAFFICKING, "No")
    finish = kim.get_by_role("button", name="Finish the registration")
    finish.click()
    expect(form_of(kim).get_by_text("Not finished yet. Questions to answer first: 2")).to_be_visible()
    expect(form_of(kim).get_by_text("Saved", exact=True)).to_have_count(0)
    kim.get_by_role("button", name="The rest was not discussed").click()
    finish.click()
    expect(form_of(kim).get_by_text("Registration finished")).to_be_visible()


def test_nothing_can_be_marked_before_the_registration_is_there(
    helpline: Helpline, open_door: OpenDoor, vera_chats: Chat
) -> None:
    page = open_door(helpline.door("desk"))
    asked: list[Route] = []
    page.route("**/desk/conversations/*/registration", lambda route: asked.append(route))
    sign_in(page, helpline.staff("counsellor"))
    vera_chats()
    take_next(page)
    expect(form_of(page)).to_have_count(0)
    page.unroute_all()
    page.reload()
    sign_in(page, helpline.staff("counsellor"))
    mark(page, TRAFFICKING, "Yes")


def test_a_finished_registration_is_opened_again_by_its_number(kim: Page) -> None:
    reference = form_of(kim).locator("[data-reference]").text_content() or ""
    number = kim.get_by_label("Open a registration by its number")
    number.fill(reference.lower())
    number.press("Enter")
    expect(number).to_have_value("")  # it lies on the desk already: no second tab
    expect(kim.locator("#tabs li")).to_have_count(1)
    mark(kim, TRAFFICKING, "No")
    kim.get_by_role("button", name="The rest was not discussed").click()
    kim.get_by_role("button", name="Finish the registration").click()
    expect(form_of(kim).get_by_text("Registration finished")).to_be_visible()
    kim.get_by_role("button", name="End the chat").click()
    kim.get_by_role("button", name="Put away").click()
    number.fill("2222-2222-2222")
    kim.get_by_role("button", name="Open it", exact=True).click()
    expect(kim.get_by_text("There is no registration with this number")).to_be_visible()
    number.fill("something she said")
    number.press("Enter")
    expect(kim.get_by_text("A number has twelve signs")).to_be_visible()
    number.fill(reference.replace("-", " "))
    number.press("Enter")
    expect(form_of(kim).locator("[data-reference]")).to_have_text(reference)
    kim.get_by_role("button", name="Open the registration again").click()
    expect(option(kim, TRAFFICKING, "Yes")).to_be_enabled()


def test_two_conversations_are_joined_only_after_a_question(kim: Page, vera_chats: Chat) -> None:
    earlier = form_of(kim).locator("[data-reference]").text_content() or ""
    vera_chats()
    kim.get_by_role("button", name="Take the next visitor").click()
    expect(kim.locator("#tabs li")).to_have_count(2)
    shown = form_of(kim).locator("[data-reference]")
    expect(shown).not_to_have_text(earlier)
    own = shown.text_content() or ""
    form_of(kim).get_by_text("Did this visitor chat before?").click()
    kim.get_by_label("Reference of the earlier registration").locator("visible=true").fill(earlier.lower())
    same = kim.get_by_role("button", name="This is the same person")
    same.click()
    expect(form_of(kim).get_by_text(f"Join this chat to registration {earlier}?")).to_be_visible()
    expect(kim.get_by_role("button", name="No, leave it")).to_be_focused()
    kim.keyboard.press("Enter")
    expect(same).to_be_focused()
    expect(shown).to_have_text(own)
    same.click()
    kim.get_by_role("button", name="Yes, join them").click()
    expect(form_of(kim).get_by_text("This conversation now belongs to the earlier visitor.")).to_be_visible()
    expect(shown).to_have_text(earlier)


def test_a_colleagues_change_is_shown_and_told(kim: Page, helpline: Helpline, open_door: OpenDoor) -> None:
    mark(kim, TRAFFICKING, "Yes")
    reference = form_of(kim).locator("[data-reference]").text_content() or ""
    sam = open_door(helpline.door("desk"))
    sign_in(sam, helpline.staff("shift_lead"))
    draft = sam.locator("#unfinished li").filter(has_text=reference)
    expect(draft).to_contain_text(f"draft of {helpline.staff('counsellor')['name']}")
    draft.get_by_role("button").click()
    mark(sam, WHO, "Parent or carer")
    expect(sam.get_by_text("A colleague changed")).to_be_hidden()
    option(kim, JUDGEMENT, VICTIM).check()
    told = form_of(kim).get_by_text("A colleague changed this registration meanwhile.")
    expect(told).to_contain_text(WHO)
    expect(told).not_to_contain_text(JUDGEMENT)
    expect(option(kim, WHO, "Parent or carer")).to_be_checked()
    kim.get_by_role("button", name="The rest was not discussed").click()
    expect(form_of(kim).get_by_text("No questions open")).to_be_visible()
    expect(told).to_be_hidden()


BEYOND_THE_EDGE = """() => [...document.querySelectorAll("input, button, textarea, legend")]
    .filter((element) => element.checkVisibility())
    .filter((element) => element.getBoundingClientRect().right > innerWidth || element.getBoundingClientRect().left < 0)
    .map((element) => element.outerHTML)"""


def test_on_a_narrow_screen_nothing_is_cut_off(kim: Page) -> None:
    for question, code in ((TRAFFICKING, "Yes"), (JUDGEMENT, VICTIM), (FORMS, "Sexual exploitation")):
        mark(kim, question, code)
    for width in (960, 800, 600):
        kim.set_viewport_size({"width": width, "height": 700})
        assert (width, kim.evaluate(BEYOND_THE_EDGE)) == (width, [])
        assert kim.evaluate("document.documentElement.scrollWidth") <= width
