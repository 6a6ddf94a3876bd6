"""Leave now: the page is gone at once, Back does not bring it back, and the device holds nothing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright, expect

from journeys.conftest import QUIET, OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next

SECRET = "the man from the blue van waits at school"


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


def test_the_browser_profile_holds_nothing_that_was_said(
    helpline: Helpline, playwright: Playwright, browser_path: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=browser_path, args=QUIET, locale="en"
    )
    page = context.new_page()
    page.goto(helpline.door("visitor"))
    begin_chat(page)
    say(page, SECRET)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert len(files) > 10
    readable = [p for p in files if any(SECRET.encode(code) in p.read_bytes() for code in ("utf-8", "utf-16-le"))]
    assert readable == []
