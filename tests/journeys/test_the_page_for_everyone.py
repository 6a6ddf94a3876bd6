"""The visitor's page for everyone: by keys, by ear, right to left, in large letters, on small and old browsers."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from journeys import accessibility
from journeys.accessibility import faults, scrolls_sideways, tab_to
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, come_in, hears, say, sign_in, take_next
from zichtbaar.helpline.config import VISITOR_LANGUAGES
from zichtbaar.helpline.languages.reading import Language, language

# What browsers have got since Chrome 80 and Safari 14, and a script could use by mistake.
TAKE_AWAY_WHAT_IS_NEW = """
for (const [owner, names] of [
    [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]],
    [String.prototype, ["at", "replaceAll", "isWellFormed"]],
    [Element.prototype, ["replaceChildren", "checkVisibility", "setHTML"]],
    [Document.prototype, ["replaceChildren", "startViewTransition"]],
    [Promise, ["any", "withResolvers", "try"]],
    [Object, ["hasOwn", "groupBy"]],
    [AbortSignal, ["timeout", "any", "abort"]],
    [Crypto.prototype, ["randomUUID"]],
    [Uint8Array.prototype, ["toHex", "toBase64", "setFromHex"]],
    [Uint8Array, ["fromHex", "fromBase64"]],
    [window, ["structuredClone", "scheduler", "reportError", "WeakRef", "FinalizationRegistry", "navigation"]],
    [Intl, ["Segmenter", "DurationFormat", "ListFormat"]],
]) for (const name of names) delete owner[name];
"""


def looked_at(page: Page, seen: list[str], state: str) -> None:
    """Look at the page as it is now, and note that this state was seen."""
    accessibility.looked_at(page, state)
    seen.append(state)


def test_axe_and_a_walk_by_keys_find_nothing_on_any_page_and_state(helpline: Helpline, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    for code in ("ar", "en"):
        seen: list[str] = []
        text = language(code).page
        vera = open_door(f"{helpline.door('visitor')}?language={code}", width=320, height=568)
        expect(vera.get_by_role("button", name=text["start"])).to_be_visible()
        looked_at(vera, seen, "before")
        vera.get_by_role("button", name=text["start"]).click()
        expect(vera.get_by_role("button", name=text["go_on"])).to_be_visible()
        looked_at(vera, seen, "how to leave")
        vera.get_by_role("button", name=text["go_on"]).click()
        expect(vera.get_by_label(text["message"])).to_be_visible()
        looked_at(vera, seen, "writing")
        vera.get_by_label(text["message"]).fill("12345 hello")
        vera.get_by_role("button", name=text["send"]).click()
        expect(vera.locator("#waiting")).to_be_visible()
        looked_at(vera, seen, "waiting")
        take_next(kim)
        expect(vera.locator("#state")).to_have_text(language(code).script["talking"])
        say(kim, "good that you are here")
        hears(vera, "good that you are here")
        looked_at(vera, seen, "talking")
        vera.get_by_role("button", name=text["end"]).click()
        expect(vera.get_by_role("button", name=text["no"], exact=True)).to_be_focused()
        looked_at(vera, seen, "asked whether to stop")
        vera.get_by_role("button", name=text["yes"]).click()
        expect(vera.get_by_role("heading", name=text["over_title"])).to_be_focused()
        looked_at(vera, seen, "ended")
        vera.goto(f"{helpline.door('visitor')}nothing?language={code}")
        looked_at(vera, seen, "error")
        assert vera.evaluate("document.documentElement.dir") == language(code).direction
        assert len(seen) == 8
        kim.get_by_role("button", name="Put away").first.click()


def test_the_whole_way_by_keys_alone(helpline: Helpline, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    expect(vera.get_by_role("button", name="Start the chat")).to_be_visible()
    tab_to(vera, "Leave now", most=1)
    tab_to(vera, "Start the chat", most=1)
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("heading", name="First: how to leave fast")).to_be_focused()
    tab_to(vera, "I understand", most=1)
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("heading", name="Three questions. You may skip them.")).to_be_focused()
    for question, answer in (
        ("Who is it about?", "M"),
        ("How old is the person it is about?", "1"),
        ("Are you safe now?", "N"),
    ):
        tab_to(vera, question, most=1)
        vera.keyboard.press(answer)
    tab_to(vera, "Your message", most=1)
    vera.keyboard.type("I am Vera")
    vera.keyboard.press("Enter")
    hears(vera, "I am Vera")
    take_next(kim)
    hears(kim, "I am Vera")
    expect(
        kim.get_by_text("Answered before the chat: it is about the visitor, 12 to 15 years old, not safe now")
    ).to_be_visible()
    expect(vera.get_by_role("textbox", name="Your message")).to_be_focused()
    vera.keyboard.type("Goodbye")
    vera.keyboard.press("Enter")
    hears(kim, "Goodbye")
    expect(vera.get_by_role("textbox", name="Your message")).to_have_value("")
    tab_to(vera, "End the chat", most=8)
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("button", name="No, go on")).to_be_focused()
    vera.keyboard.press("Shift+Tab")
    vera.keyboard.press("Enter")
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_focused()
    tab_to(vera, "Start a new chat")


def test_the_button_is_in_sight_and_nothing_is_cut_off_in_every_language(helpline: Helpline, browser: Browser) -> None:
    for code in VISITOR_LANGUAGES:
        page = browser.new_page()
        for width, height in ((360, 640), (320, 568)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{helpline.door('visitor')}?language={code}")
            start = page.get_by_role("button", name=language(code).page["start"])
            expect(start).to_be_visible()
            box = start.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= height, f"{code} at {width}x{height}: {box}"
            assert not scrolls_sideways(page), code
        large_letters(page, language(code))
        page.close()


def large_letters(page: Page, words: Language) -> None:
    """Letters twice as large on the smallest screen: all can be reached, and leaving stays in sight."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for button in ("start", "go_on", "wait_without"):
        assert not scrolls_sideways(page), f"{words.code} before {button}"
        expect(page.get_by_role("button", name=words.page["leave"])).to_be_in_viewport()
        page.get_by_role("button", name=words.page[button]).click()
    expect(page.locator("#waiting")).to_be_visible()
    page.get_by_label(words.page["message"]).scroll_into_view_if_needed()
    expect(page.get_by_label(words.page["message"])).to_be_in_viewport()
    expect(page.get_by_role("button", name=words.page["leave"])).to_be_in_viewport()
    assert not scrolls_sideways(page), words.code


@pytest.mark.parametrize(("scheme", "contrast"), [("dark", "no-preference"), ("light", "more"), ("dark", "more")])
def test_in_the_dark_and_with_more_contrast_axe_finds_nothing(
    shared_helpline: Helpline,
    browser: Browser,
    scheme: Literal["dark", "light"],
    contrast: Literal["no-preference", "more"],
) -> None:
    size: ViewportSize = {"width": 360, "height": 640}
    page = browser.new_context(locale="en", viewport=size, color_scheme=scheme, contrast=contrast).new_page()
    page.goto(shared_helpline.door("visitor"))
    accessibility.looked_at(page, "before")
    page.get_by_role("button", name="Start the chat").click()
    expect(page.get_by_role("button", name="I understand")).to_be_visible()
    accessibility.looked_at(page, "how to leave")
    page.get_by_role("button", name="I understand").click()
    expect(page.get_by_label("Your message")).to_be_visible()
    accessibility.looked_at(page, "writing")
    soft, ink = (page.locator(place).first.evaluate("one => getComputedStyle(one).color") for place in (".about", "h2"))
    assert (soft == ink) is (contrast == "more")


def test_in_colours_of_ones_own_and_without_motion_every_button_has_an_edge(
    shared_helpline: Helpline, browser: Browser
) -> None:
    context = browser.new_context(forced_colors="active", reduced_motion="reduce", locale="en")
    page = context.new_page()
    page.goto(shared_helpline.door("visitor"))
    for name in ("Leave now", "Start the chat"):
        expect(page.get_by_role("button", name=name)).to_have_css("border-top-style", "solid")
    assert faults(page) == []
    come_in(page)
    assert faults(page) == []
    assert page.evaluate("document.getAnimations().length") == 0


def test_without_a_script_it_is_still_a_page_that_tells_and_that_one_can_leave(
    shared_helpline: Helpline, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="en").new_page()
    page.route("https://**", lambda route: route.fulfill(body="weather"))
    page.goto(shared_helpline.door("visitor"))
    for sentence in ("Is there still no button?", "Only our team can read it.", "Are you in danger now? Call 112."):
        expect(page.get_by_text(sentence).first).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name="Polski").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(language("pl").page["heading"])
    page.get_by_role("link", name=language("pl").page["leave"]).click()
    page.wait_for_url("https://**")


def test_on_an_older_browser_all_of_it_works(helpline: Helpline, browser: Browser, open_door: OpenDoor) -> None:
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    vera = browser.new_context(locale="en").new_page()
    vera.add_init_script(TAKE_AWAY_WHAT_IS_NEW)
    vera.goto(helpline.door("visitor"))
    begin_chat(vera)
    say(vera, "on an old phone")
    take_next(kim)
    say(kim, "I can read you")
    hears(vera, "I can read you")
    vera.get_by_role("button", name="End the chat").click()
    vera.get_by_role("button", name="Yes, stop").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()


@pytest.mark.parametrize("missing", ["Crypto.prototype.subtle", "window.WebSocket", "window.TextEncoder"])
def test_on_a_browser_that_cannot_a_sentence_says_so(shared_helpline: Helpline, browser: Browser, missing: str) -> None:
    page = browser.new_context(locale="en", viewport={"width": 320, "height": 568}).new_page()
    page.add_init_script(f"delete {missing}")
    page.goto(shared_helpline.door("visitor"))
    expect(page.get_by_text("You cannot chat with this browser: it is too old")).to_be_visible()
    for name in ("Start the chat", "I have a code"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    expect(page.get_by_text("Are you in danger now?").first).to_be_visible()
    accessibility.looked_at(page, f"without {missing}")


@pytest.mark.parametrize("answer", ["abort", "syntax"])
def test_a_browser_that_does_not_know_such_scripts_shows_the_page_and_a_sentence(
    shared_helpline: Helpline, browser: Browser, answer: str
) -> None:
    page = browser.new_context(locale="en").new_page()
    # A browser without modules fetches nothing; one that does not know the syntax stops at its first line.
    page.route(
        "**/first.*.js",
        lambda route: route.abort() if answer == "abort" else route.fulfill(content_type="text/javascript", body="}"),
    )
    page.goto(shared_helpline.door("visitor"))
    expect(page.get_by_text("Then you cannot chat with this browser.")).to_be_visible()
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()


def test_when_the_second_script_is_lost_it_is_asked_for_again(shared_helpline: Helpline, browser: Browser) -> None:
    page = browser.new_context(locale="en").new_page()
    page.route("**/second.*.js", lambda route: route.abort())
    page.goto(shared_helpline.door("visitor"))
    page.get_by_role("button", name="Start the chat").click()
    page.get_by_role("button", name="I understand").click()
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    page.unroute("**/second.*.js")
    page.get_by_role("button", name="I understand").click()
    expect(page.get_by_role("textbox", name="Your message")).to_be_visible()


def test_choosing_a_language_leaves_no_step_to_go_back_to(shared_helpline: Helpline, browser: Browser) -> None:
    page = browser.new_context(locale="en").new_page()
    page.goto(shared_helpline.door("visitor"))
    before = page.evaluate("history.length")
    page.get_by_role("link", name="العربية").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(language("ar").page["heading"])
    assert page.evaluate("[document.dir, document.documentElement.lang]") == ["rtl", "ar"]
    assert page.evaluate("history.length") == before
    assert page.context.cookies() == []
