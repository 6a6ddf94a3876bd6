"""A photo, where the helpline takes them: nothing is told with it, nobody sees it unasked, and it can be made gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from journeys.accessibility import faults, looked_at
from journeys.bad_network import BadNetwork
from journeys.conftest import QUIET, OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next
from journeys.photo_demo import AGREED_WITH
from journeys.pictures import COMMENT, KEEP_WHAT_IS_OPENED, PHONE, PLACE, markers, picture
from zichtbaar.helpline.languages.reading import language

NAME = "my-street-and-my-name.jpg"
LINE = re.compile(r"^The visitor sent a photo \(\d+ KB\)\.$")
CORNERS = """canvas => { const brush = canvas.getContext("2d"), {width, height} = canvas;
    return [width, height, ...[[4, 4], [width - 4, 4], [4, height - 4], [width - 4, height - 4]]
        .map(([x, y]) => Array.from(brush.getImageData(x, y, 1, 1).data.slice(0, 3), part => part > 100 ? 1 : 0))]; }"""
RED, GREEN, BLUE, YELLOW = [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0]


@pytest.fixture
def kim(with_photos: Helpline, open_door: OpenDoor) -> Page:
    """Kim at her desk."""
    kim = open_door(with_photos.door("desk"))
    sign_in(kim, with_photos.staff("counsellor"))
    return kim


def talking(vera: Page, kim: Page) -> None:
    begin_chat(vera)
    take_next(kim)
    expect(vera.get_by_text("A counsellor is here")).to_be_visible()


@pytest.fixture
def vera(with_photos: Helpline, open_door: OpenDoor, kim: Page) -> Iterator[Page]:
    """Vera on her phone, in an open chat with Kim; she has left when it is over."""
    vera = open_door(with_photos.door("visitor"), width=360, height=640)
    talking(vera, kim)
    yield vera
    leave(vera)


def leave(vera: Page) -> None:
    vera.route("https://**", lambda route: route.fulfill(body="weather", content_type="text/html"))
    vera.get_by_role("button", name="Leave now").click()
    vera.wait_for_url("https://**")


def choose(vera: Page, jpeg: bytes, name: str = NAME) -> None:
    """Vera presses the button, and chooses a file."""
    vera.get_by_role("button", name="Send a photo").click()
    expect(vera.get_by_role("heading", name="Send a photo")).to_be_focused()
    send(vera, jpeg, name)


def send(vera: Page, jpeg: bytes, name: str = NAME) -> None:
    """Vera chooses this file."""
    with vera.expect_file_chooser() as chooser:
        vera.get_by_role("button", name="Choose a photo").click()
    chooser.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": jpeg})


def is_sent(vera: Page) -> None:
    """The photo stands in the log, and the place where it was chosen is gone."""
    expect(vera.locator(".said.us").filter(has_text="Photo (")).to_have_count(1)
    expect(vera.get_by_role("heading", name="Send a photo")).not_to_be_visible()


def photo_at(kim: Page) -> None:
    expect(kim.get_by_role("log").get_by_text(LINE)).to_have_count(1)


def test_only_the_picture_comes_to_the_counsellor_and_only_when_she_asks_for_it(
    with_photos: Helpline, vera: Page, kim: Page
) -> None:
    asked: list[str] = []
    vera.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    kim.on("request", lambda request: asked.append(request.url))
    kim.evaluate(KEEP_WHAT_IS_OPENED)
    jpeg = picture(vera)
    assert {0xE1, 0xFE} <= markers(jpeg)  # it is as telling as a phone makes it
    choose(vera, jpeg)
    is_sent(vera)
    expect(vera.locator(".said.us").filter(has_text="Photo (").locator(".about span")).to_have_text("read")
    photo_at(kim)
    assert kim.locator("img, canvas").count() == 0
    assert [address for address in asked if "/photos/" in address] == []
    assert [one for one in asked if NAME in one] == []

    kim.get_by_role("button", name="Look at it").click()
    dialog = kim.get_by_role("dialog", name="A photo from the visitor")
    expect(dialog.get_by_text(f"It is reported to: {AGREED_WITH}.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()  # and not the one that shows it
    assert "blur" in dialog.locator("canvas").evaluate("one => getComputedStyle(one).filter")
    opened = bytes(kim.evaluate("opened"))
    assert markers(opened) & {*range(0xE0, 0xF0), 0xFE} == set()
    assert [told for told in (PHONE, PLACE, COMMENT, b"Exif", b"JFIF", NAME.encode()) if told in opened] == []
    # The phone lay on its side, and the picture stands upright: width and height are exchanged.
    assert dialog.locator("canvas").evaluate(CORNERS) == [240, 320, BLUE, RED, YELLOW, GREEN]
    written = with_photos.everything_written()
    pieces = [opened[place : place + 24] for place in range(0, len(opened) - 24, 500)]
    told = [*pieces, PHONE, PLACE, COMMENT, NAME.encode()]
    assert [path for path, content in written.items() for one in told if one in content] == []

    dialog.get_by_role("button", name="Show it clearly").click()
    assert dialog.locator("canvas").evaluate("one => getComputedStyle(one).filter") == "none"
    kim.keyboard.press("Escape")
    expect(kim.get_by_role("dialog")).to_have_count(0)
    expect(kim.locator("img, canvas")).to_have_count(0)  # a closed dialog hears a moment later that it is
    kim.get_by_role("button", name="Look at it").click()
    expect(dialog).to_be_visible()
    kim.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # another window comes to the front
    expect(kim.get_by_role("dialog")).to_have_count(0)


def test_a_photo_of_a_camera_is_made_small_enough_and_a_file_that_is_none_is_refused(vera: Page, kim: Page) -> None:
    choose(vera, b"no picture at all")
    expect(vera.get_by_text("This cannot be sent. Choose a photo.")).to_be_visible()
    hears(kim, "Photo", times=0)
    large = picture(vera, 2400, 1800, 0.95)
    assert len(large) > 1024 * 1024
    send(vera, large)
    is_sent(vera)
    photo_at(kim)
    said = kim.get_by_role("log").get_by_text(LINE).text_content() or ""
    assert int(re.findall(r"\d+", said)[0]) <= 184


def test_it_is_deleted_for_everybody_and_the_chat_goes_on(vera: Page, kim: Page) -> None:
    choose(vera, picture(vera))
    kim.get_by_role("button", name="Look at it").click()
    dialog = kim.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete it for everybody").click()
    expect(dialog.get_by_role("button", name="No, keep it")).to_be_focused()
    dialog.get_by_role("button", name="Yes, delete it").click()
    expect(kim.get_by_role("log").get_by_text("The photo is deleted, for everybody.")).to_be_visible()
    expect(kim.get_by_role("dialog")).to_have_count(0)
    say(vera, "do you still hear me?")
    hears(kim, "do you still hear me?")


@pytest.fixture
def network(with_photos: Helpline) -> Iterator[BadNetwork]:
    """Between Vera and the helpline."""
    network = BadNetwork(with_photos.port)
    yield network
    network.close()


@pytest.mark.parametrize("what", ["cut", "held"])
def test_on_a_bad_network_it_comes_once_or_is_visibly_not_sent(
    network: BadNetwork, open_door: OpenDoor, kim: Page, what: str
) -> None:
    vera = open_door(f"http://127.0.0.1:{network.port}/", width=360, height=640)
    talking(vera, kim)
    jpeg = picture(vera)
    vera.get_by_role("button", name="Send a photo").click()
    expect(vera.get_by_role("button", name="Choose a photo")).to_be_visible()
    if what == "held":
        network.hold_answers()  # the photo arrives, and nobody can say so
    else:
        network.cut()
    send(vera, jpeg)
    if what == "held":
        expect(vera.get_by_text("The photo is on its way. Keep this page open.")).to_be_visible()
        network.cut()
    expect(vera.get_by_text("The photo is not sent.")).to_be_visible()
    expect(kim.get_by_role("log").get_by_text(LINE)).to_have_count(0)
    network.mend()
    vera.get_by_role("button", name="Try again").click()
    is_sent(vera)
    say(vera, "did you get it?")
    hears(kim, "did you get it?")
    photo_at(kim)
    kim.get_by_role("button", name="Look at it").click()
    expect(kim.get_by_role("dialog").locator("canvas")).to_be_visible()
    vera.close()


def test_an_old_browser_is_told_and_is_offered_no_file(vera: Page) -> None:
    vera.evaluate("delete window.createImageBitmap")
    vera.get_by_role("button", name="Send a photo").click()
    expect(vera.get_by_text("This browser cannot send photos.")).to_be_visible()
    assert vera.locator("input[type=file]").count() == 0
    vera.get_by_role("button", name="Back", exact=True).click()
    expect(vera.get_by_role("button", name="Send a photo")).to_be_focused()


def test_a_browser_that_hands_out_noise_for_what_was_drawn_sends_none(vera: Page) -> None:
    vera.evaluate(
        """() => { const read = CanvasRenderingContext2D.prototype.getImageData;
        CanvasRenderingContext2D.prototype.getImageData = function (...place) {
            const picture = read.apply(this, place); crypto.getRandomValues(picture.data); return picture; }; }"""
    )
    vera.get_by_role("button", name="Send a photo").click()
    expect(vera.get_by_text("This browser cannot send photos.")).to_be_visible()


def talking_in(code: str, helpline: Helpline, open_door: OpenDoor, kim: Page) -> Page:
    """Vera, on the smallest screen and in this language, whom Kim has taken."""
    vera = open_door(f"{helpline.door('visitor')}?language={code}", width=320, height=568)
    for name in ("start", "go_on", "wait_without"):
        vera.get_by_role("button", name=language(code).page[name], exact=True).click()
    expect(vera.get_by_role("log")).to_be_visible()
    take_next(kim)
    return vera


@pytest.mark.parametrize("code", ["en", "ar"])
def test_axe_and_a_walk_by_keys_find_nothing_in_the_states_of_a_photo(
    with_photos: Helpline, open_door: OpenDoor, kim: Page, code: str
) -> None:
    page, text = language(code).page, language(code).photo
    vera = talking_in(code, with_photos, open_door, kim)

    def press(name: str) -> None:
        vera.get_by_role("button", name=name, exact=True).click()

    def choose_file(content: bytes) -> None:
        with vera.expect_file_chooser() as chooser:
            press(text["choose"])
        chooser.value.set_files({"name": NAME, "mimeType": "image/jpeg", "buffer": content})

    press(page["photo"])
    expect(vera.get_by_role("heading", name=text["title"])).to_be_focused()
    assert vera.evaluate("document.documentElement.dir") == language(code).direction
    looked_at(vera, "before a photo is chosen")
    choose_file(b"no picture at all")
    expect(vera.get_by_text(text["not_a_photo"])).to_be_visible()
    looked_at(vera, "what was chosen is none")
    held: list[Route] = []
    vera.route("**/photo", lambda route: held.append(route))
    choose_file(picture(vera))
    expect(vera.get_by_text(text["sending"])).to_be_visible()
    looked_at(vera, "on its way")
    held.pop().abort()
    expect(vera.get_by_role("button", name=text["again"])).to_be_visible()
    looked_at(vera, "not sent")
    vera.unroute("**/photo")
    press(text["again"])
    photo_at(kim)
    looked_at(vera, "a photo was sent")
    assert faults(kim) == []
    kim.get_by_role("button", name="Look at it").click()
    kim.get_by_role("button", name="Delete it for everybody").click()
    assert faults(kim) == []
    kim.get_by_role("button", name="No, keep it").click()
    kim.get_by_role("dialog").get_by_role("button", name="Close").click()
    vera.close()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_axe_and_a_walk_by_keys_find_nothing_where_a_browser_is_too_old_for_photos(
    with_photos: Helpline, open_door: OpenDoor, kim: Page, code: str
) -> None:
    page, text = language(code).page, language(code).photo
    vera = talking_in(code, with_photos, open_door, kim)
    vera.evaluate("delete window.createImageBitmap")
    vera.get_by_role("button", name=page["photo"], exact=True).click()
    expect(vera.get_by_text(text["old_browser"])).to_be_visible()
    looked_at(vera, "a browser that is too old")
    vera.close()


def test_when_the_chat_is_over_no_photo_can_be_sent(vera: Page, kim: Page) -> None:
    vera.get_by_role("button", name="Send a photo").click()
    expect(vera.get_by_role("button", name="Choose a photo")).to_be_visible()
    kim.get_by_role("button", name="End the chat").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()
    expect(vera.get_by_role("button", name="Choose a photo")).not_to_be_visible()
    expect(vera.get_by_role("button", name="Send a photo")).not_to_be_visible()


def test_who_was_let_in_to_read_looks_at_it_and_cannot_delete_it(
    with_photos: Helpline, open_door: OpenDoor, vera: Page, kim: Page
) -> None:
    _, lena_signs_in = [one for one in with_photos.description["staff"] if one["role"] == "counsellor"]
    lena = open_door(with_photos.door("desk"))
    sign_in(lena, lena_signs_in)
    choose(vera, picture(vera))
    photo_at(kim)
    lena.get_by_text("Read a colleague's chat in need").click()
    expect(lena.locator("#others-chat option")).not_to_have_count(0)
    lena.locator("#others-chat").select_option(index=lena.locator("#others-chat option").count() - 1)
    lena.get_by_label("Why").select_option(label="somebody is in danger")
    lena.get_by_role("button", name="Ask", exact=True).click()
    kim.get_by_role("button", name="Let Lena read it for an hour").click()
    lena.get_by_role("button", name="Read it").click()
    photo_at(lena)
    lena.get_by_role("button", name="Look at it").click()
    expect(lena.get_by_role("dialog").locator("canvas")).to_be_visible()
    expect(lena.get_by_role("button", name="Delete it for everybody")).not_to_be_visible()


def test_a_photo_that_was_on_its_way_when_the_chat_ended_is_said_not_to_be_sent(vera: Page, kim: Page) -> None:
    vera.get_by_role("button", name="Send a photo").click()
    expect(vera.get_by_role("button", name="Choose a photo")).to_be_visible()
    held: list[Route] = []
    vera.route("**/photo", lambda route: held.append(route))
    send(vera, picture(vera))
    expect(vera.get_by_text("The photo is on its way. Keep this page open.")).to_be_visible()
    expect(vera.get_by_role("button", name="Back", exact=True)).not_to_be_visible()
    kim.get_by_role("button", name="End the chat").click()
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()
    held[0].continue_()
    expect(vera.get_by_role("log").get_by_text("The photo is not sent.")).to_be_visible()
    expect(kim.get_by_role("log").get_by_text(LINE)).to_have_count(0)


def test_the_profile_of_the_browser_holds_nothing_of_a_photo(
    with_photos: Helpline, kim: Page, playwright: Playwright, browser_path: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=browser_path, args=QUIET, locale="en"
    )
    vera = context.new_page()
    vera.goto(with_photos.door("visitor"))
    talking(vera, kim)
    kim.evaluate(KEEP_WHAT_IS_OPENED)
    choose(vera, picture(vera))
    photo_at(kim)
    kim.get_by_role("button", name="Look at it").click()
    expect(kim.get_by_role("dialog")).to_be_visible()
    opened = bytes(kim.evaluate("opened"))
    leave(vera)
    context.close()
    files = {path: path.read_bytes() for path in profile.rglob("*") if path.is_file()}
    assert len(files) > 10
    ours = [opened[100:124], opened[-400:-376], PHONE, PLACE, NAME.encode(), b"Choose a photo", b"naked picture"]
    assert [(path, one) for path, content in files.items() for one in ours if one in content] == []


def test_where_photos_are_off_no_script_for_them_is_fetched(shared_helpline: Helpline, open_door: OpenDoor) -> None:
    vera = open_door("about:blank", width=360, height=640)
    asked: list[str] = []
    vera.on("request", lambda request: asked.append(request.url))
    vera.goto(shared_helpline.door("visitor"))
    begin_chat(vera)
    assert any("second" in address for address in asked)
    assert [address for address in asked if "sixth" in address or address.endswith("/photo")] == []
    assert vera.get_by_role("button", name="Send a photo").count() == 0
    leave(vera)
