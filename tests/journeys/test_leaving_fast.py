"""Leave now: the page is gone at once, Back does not bring it back, and the device holds nothing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from journeys.codes import make_code
from journeys.conftest import QUIET, OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, come_in, hears, say, sign_in, take_next

SECRET = "the man from the blue van waits at school"
AGREED = "a green umbrella"


def test_leaving_tells_the_counsellor_and_closes_the_box(helpline: Helpline, open_door: OpenDoor) -> None:
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    say(vera, SECRET)
    hears(kim, SECRET)

    vera.route(
        "**/*",
        lambda route: route.fulfill(body="weather") if "127.0.0.1" not in route.request.url else route.continue_(),
    )
    vera.get_by_role("button", name="Leave now").click()
    vera.wait_for_url(lambda address: "127.0.0.1" not in address)
    expect(kim.get_by_text("left fast").first).to_be_visible()
    expect(kim.get_by_role("textbox", name="Your message")).not_to_be_editable()
    vera.go_back()
    expect(vera.get_by_text(SECRET)).to_have_count(0)


def weather(page: Page) -> None:
    """Stand in for the neutral page, which is not ours to ask."""
    page.route("https://**", lambda route: route.fulfill(body="weather", content_type="text/html"))


def press_shift(page: Page, times: int) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def tap_the_bar(page: Page, times: int) -> None:
    """In one go: between two of these taps there must be little time, however busy the machine is."""
    page.locator("#top").click(position={"x": 20, "y": 20}, click_count=times)


@pytest.mark.parametrize("leave", [press_shift, tap_the_bar])
def test_three_times_leaves_from_every_page_and_state(
    shared_helpline: Helpline, open_door: OpenDoor, leave: Callable[[Page, int], None]
) -> None:
    def before(page: Page) -> None:
        expect(page.get_by_role("button", name="Start the chat")).to_be_visible()

    def how_to_leave(page: Page) -> None:
        page.get_by_role("button", name="Start the chat").click()

    def error(page: Page) -> None:
        page.goto(shared_helpline.door("visitor") + "nothing")
        expect(page.get_by_role("heading", name="There is nothing here.")).to_be_visible()

    def ended(page: Page) -> None:
        begin_chat(page)
        page.get_by_role("button", name="End the chat").click()
        page.get_by_role("button", name="Yes, stop").click()
        expect(page.get_by_role("heading", name="The chat has ended")).to_be_visible()

    vera = open_door("about:blank", width=360, height=640)
    weather(vera)
    for state in (before, how_to_leave, come_in, begin_chat, ended, error):
        vera.goto(shared_helpline.door("visitor"))
        steps = vera.evaluate("history.length")
        state(vera)
        leave(vera, 3)
        vera.wait_for_url("https://**")
        # The step of our page has become that of the neutral one. (A page that went wrong is a second step.)
        assert vera.evaluate("history.length") - steps == (state is error)
        assert vera.title() == ""


@pytest.mark.parametrize("leave", [press_shift, tap_the_bar])
def test_twice_is_not_enough(
    shared_helpline: Helpline, open_door: OpenDoor, leave: Callable[[Page, int], None]
) -> None:
    vera = open_door(shared_helpline.door("visitor"), width=360, height=640)
    leave(vera, 2)
    vera.get_by_role("button", name="Start the chat").click()
    expect(vera.get_by_role("heading", name="First: how to leave fast")).to_be_visible()
    assert "127.0.0.1" in vera.url


def test_a_screen_reader_hears_how_often_shift_is_still_to_be_pressed(
    shared_helpline: Helpline, open_door: OpenDoor
) -> None:
    vera = open_door("about:blank")
    vera.clock.install(time=0)
    vera.goto(shared_helpline.door("visitor"))
    vera.clock.pause_at(60_000)  # from here on time passes only where it says so
    expect(vera.get_by_role("button", name="Start the chat")).to_be_visible()
    told = vera.locator("#shifts")
    expect(told).to_have_attribute("role", "status")
    press_shift(vera, 1)
    expect(told).to_have_text("Shift. Press it 2 more times to leave.")
    press_shift(vera, 1)
    expect(told).to_have_text("Shift. Press it 1 more time to leave.")
    vera.clock.run_for(6_000)
    expect(told).to_have_text("You have not left. To leave, press Shift three times.")
    vera.clock.run_for(6_000)
    expect(told).to_have_text("")


@pytest.mark.parametrize("way", ["leave", "close"])
def test_the_counsellor_hears_it_though_the_request_never_arrives(
    helpline: Helpline, open_door: OpenDoor, way: str
) -> None:
    vera = open_door(helpline.door("visitor"), width=360, height=640)
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    weather(vera)
    vera.route("**/leave", lambda route: route.abort())
    box = kim.get_by_role("textbox", name="Your message")
    box.fill("I was about to say")
    if way == "leave":
        vera.get_by_role("button", name="Leave now").click()
    else:
        vera.close()
    expect(kim.get_by_text("The visitor left fast")).to_be_visible()
    expect(box).not_to_be_editable()


def test_the_page_is_empty_at_once_and_says_so_while_the_next_one_does_not_come(
    shared_helpline: Helpline, open_door: OpenDoor
) -> None:
    vera = open_door(shared_helpline.door("visitor"), width=360, height=640)
    begin_chat(vera)
    say(vera, SECRET)
    vera.route("https://**", lambda _: None)  # an answer that never comes
    # Looked at in the same breath: a page that is on its way elsewhere answers no questions from outside.
    shown = vera.evaluate(
        """() => { document.querySelector("#leave").click();
        const told = document.querySelector("[role=alert]").textContent;
        return [document.body.innerText.trim(), told, document.title]; }"""
    )
    assert shown == ["Loading.", "Loading.", "Start"]


def test_what_the_switcher_of_apps_shows_is_empty_while_the_page_is_hidden(
    shared_helpline: Helpline, open_door: OpenDoor
) -> None:
    vera = open_door(shared_helpline.door("visitor"), width=360, height=640)
    begin_chat(vera)
    say(vera, SECRET)

    def turn(hidden: str) -> None:
        vera.evaluate(f"Object.defineProperty(document, 'hidden', {{value: {hidden}, configurable: true}})")
        vera.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    turn("true")
    for shown in (vera.get_by_text(SECRET), vera.get_by_role("button", name="Leave now"), vera.locator("main")):
        expect(shown).not_to_be_visible()
    turn("false")
    expect(vera.get_by_text(SECRET)).to_be_visible()


KEEPS_THE_ADDRESS = r"(History|Favicons|Preferences|QuotaManager|ukm_db)(-journal|-wal)?|(Session|Tabs)_\d+"
"""Files in which Chromium keeps which hosts were visited, and how; every browser that is not private does."""


@pytest.mark.parametrize("way", ["closed", "left"])
def test_the_profile_of_the_browser_holds_the_name_of_the_host_and_nothing_else_of_ours(
    shared_helpline: Helpline, playwright: Playwright, browser_path: Path, tmp_path: Path, way: str
) -> None:
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=browser_path, args=QUIET, locale="en"
    )
    page = context.new_page()
    weather(page)
    page.goto(shared_helpline.door("visitor"))
    begin_chat(page)
    say(page, SECRET)
    page.get_by_role("button", name="Come back later with a code").click()
    code, _ = make_code(page, "Five Dutch words", agreed=AGREED)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert page.evaluate("caches.keys().then(found => found.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
    if way == "left":
        page.get_by_role("button", name="Leave now").click()
        page.wait_for_url("https://**")
    context.close()
    files = {path: path.read_bytes() for path in profile.rglob("*") if path.is_file()}
    assert len(files) > 10
    for text in (
        SECRET,
        "Talk to somebody",
        "A counsellor will read it all",
        "conversation-key",
        "talking",
        code,
        AGREED,
        "Think of a walk",
    ):
        assert [path for path, content in files.items() if is_in(text, content)] == [], text
    visited = addresses(profile / "Default/History")
    assert {address for address in visited if "127.0.0.1" in address} == {shared_helpline.door("visitor")}
    assert {title for address, title in visited.items() if "127.0.0.1" in address} == {"Start"}
    host = shared_helpline.door("visitor").split("/")[2]
    kept = {path for path, content in files.items() if is_in(host, content)}
    assert {path for path in kept if not re.fullmatch(KEEPS_THE_ADDRESS, path.name)} <= scripts_named_in(files)


def scripts_named_in(files: Mapping[Path, bytes]) -> set[Path]:
    """The notes that Chromium makes of a script it has run: its address and a hash, in less than half a kilobyte."""
    named = {path for path, content in files.items() if is_in("/static/visitor/built/", content)}
    assert all("Code Cache" in path.parts and len(files[path]) < 500 for path in named)
    return named


def is_in(text: str, content: bytes) -> bool:
    return any(text.encode(code) in content for code in ("utf-8", "utf-16-le"))


def addresses(history: Path) -> dict[str, str]:
    """Address and title of every page that the browser remembers."""
    with closing(sqlite3.connect(history)) as database:
        return dict(database.execute("SELECT url, title FROM urls"))
