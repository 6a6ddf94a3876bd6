"""The main ways through the visitor's page, in Firefox."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.codes import make_code
from journeys.conftest import OpenDoor
from journeys.find_firefox import LEFT_OUT, installed
from journeys.firefox import Firefox, files_of, holding, running
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next
from journeys.pictures import KEEP_WHAT_IS_OPENED, PHONE, PLACE, markers, picture

SECRET = "the man from the blue van waits at school"

DRAFT = "if he comes home I will"


KEEPS_THE_ADDRESS = r"(places|favicons|permissions)\.sqlite(-wal)?|(sessionstore|recovery|previous)\.jsonlz4"
"""Files in which Firefox keeps which hosts were visited; every browser that is not private does. Among the permissions
it notes that somebody has touched a page of the host, and that the host asked to be kept apart from other pages."""


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    path = installed()
    if path is None:
        pytest.skip(LEFT_OUT)
    with running(path, tmp_path / "profile") as firefox:
        yield firefox


@pytest.fixture
def kim(shared_helpline: Helpline, open_door: OpenDoor) -> Page:
    """The desk of a counsellor, in Chromium."""
    kim = open_door(shared_helpline.door("desk"))
    sign_in(kim, shared_helpline.staff("counsellor"))
    return kim


@pytest.fixture
def vera(shared_helpline: Helpline, open_door: OpenDoor, kim: Page) -> Page:
    """Vera in a chat with Kim, on a first phone, which has Chromium."""
    vera = open_door(shared_helpline.door("visitor"))
    begin_chat(vera)
    take_next(kim)
    say(vera, SECRET)
    vera.get_by_role("button", name="Come back later with a code").click()
    return vera


def come_in(firefox: Firefox, address: str) -> None:
    """Vera reads what it is and how to leave, and comes to the box."""
    firefox.go_to(address)
    firefox.sees("Talk to somebody, without your name")
    firefox.press("Start the chat")
    firefox.sees("First: how to leave fast")
    firefox.press("I understand")
    firefox.press("Your message")


def type_code(firefox: Firefox, address: str, code: str) -> None:
    """Somebody with a code opens the page, reads how to leave, and types it."""
    firefox.go_to(address)
    firefox.press("I have a code")
    firefox.press("I understand")
    firefox.press("Your code")
    firefox.type(f"{code}\ue007")


def test_talking_and_the_end(shared_helpline: Helpline, kim: Page, firefox: Firefox, tmp_path: Path) -> None:
    come_in(firefox, shared_helpline.door("visitor"))
    firefox.type(f"{SECRET}\ue007")
    firefox.sees("You are next.")
    take_next(kim)
    hears(kim, SECRET)
    say(kim, "good that you are here")
    firefox.sees("good that you are here")
    expect(kim.locator(".said.us .about span")).to_have_text("read")
    firefox.press("I cannot talk now")
    hears(kim, "I cannot talk now")
    firefox.press("End the chat")
    firefox.press("Yes, stop")
    firefox.sees("You have stopped the chat.")
    firefox.sees("Did this chat help you?")
    assert firefox.run("[document.title, document.cookie, localStorage.length + sessionStorage.length]") == [
        "Start",
        "",
        0,
    ]
    firefox.close()
    nothing_of_ours_is_kept(tmp_path / "profile", shared_helpline)


def test_leaving_now(shared_helpline: Helpline, kim: Page, firefox: Firefox, tmp_path: Path) -> None:
    come_in(firefox, shared_helpline.door("visitor"))
    firefox.type(f"{SECRET}\ue007")
    firefox.sees("You are next.")
    take_next(kim)
    hears(kim, SECRET)
    firefox.press("Your message")
    firefox.type(DRAFT)
    firefox.press("Leave now")
    firefox.until("!location.href.includes('127.0.0.1')")
    expect(kim.get_by_text("left fast").first).to_be_visible()
    assert SECRET not in firefox.run("document.documentElement.textContent")
    firefox.close()
    nothing_of_ours_is_kept(tmp_path / "profile", shared_helpline)


def test_coming_back_with_a_code(shared_helpline: Helpline, firefox: Firefox, tmp_path: Path) -> None:
    address = shared_helpline.door("visitor")
    come_in(firefox, address)
    firefox.type(f"{SECRET}\ue007")
    firefox.sees("You are next.")
    firefox.press("Come back later with a code")
    firefox.press("Five Dutch words")
    firefox.sees("This is your code")
    code = str(firefox.run("document.querySelector('.code').textContent"))
    firefox.press("I know it now")
    firefox.press("Type your code")
    firefox.type(f"{code}\ue007")
    firefox.sees("Your code works now.")

    type_code(firefox, address, code)  # whoever reloads has nothing but her code
    firefox.sees(SECRET)
    firefox.press("Delete everything now")
    firefox.press("Yes, delete it")
    firefox.sees("The chat is deleted.")
    assert SECRET not in firefox.run("document.documentElement.textContent")
    firefox.close()
    nothing_of_ours_is_kept(tmp_path / "profile", shared_helpline, code, "Think of a walk")


def test_the_open_chat_goes_on_here_and_it_is_still_her(
    shared_helpline: Helpline, vera: Page, kim: Page, firefox: Firefox, tmp_path: Path
) -> None:
    code, _ = make_code(vera, "Five Dutch words", agreed="Oma Mientje")
    type_code(firefox, shared_helpline.door("visitor"), code)
    firefox.sees("A counsellor is here and reads what you write.")
    firefox.sees(SECRET)
    expect(vera.get_by_role("heading", name="The chat has ended")).to_be_visible()
    kim.get_by_role("button", name="Is it still you?").click()
    firefox.press("Is it still you? Type the word that you chose with your code.")
    firefox.type("oma mientje\ue007")
    expect(kim.get_by_text("The visitor typed the agreed word.")).to_be_visible()
    firefox.until("!document.querySelector('#still-you').getClientRects().length")
    say(kim, "welcome back")
    firefox.sees("welcome back")
    kim.get_by_role("button", name="End the chat").first.click()
    firefox.sees("The chat has ended")
    firefox.close()
    nothing_of_ours_is_kept(tmp_path / "profile", shared_helpline, code, "mientje", "welcome back")


def test_an_alarm_word_opens_an_empty_chat(
    shared_helpline: Helpline, vera: Page, kim: Page, firefox: Firefox, tmp_path: Path
) -> None:
    code, alarm = make_code(vera, "Five Dutch words", alarm=True)
    type_code(firefox, shared_helpline.door("visitor"), alarm)
    firefox.sees("The chat has ended")
    assert firefox.run("document.querySelectorAll('#log .said').length") == 0
    assert SECRET not in firefox.run("document.documentElement.textContent")
    expect(kim.get_by_text("The duress word of this conversation was typed at")).to_be_visible()
    expect(vera.get_by_text("A counsellor is here and reads what you write.")).to_be_visible()
    kim.get_by_role("button", name="We have seen this").click()
    type_code(firefox, shared_helpline.door("visitor"), code)
    firefox.sees("No chat opens with this code.")
    firefox.close()
    nothing_of_ours_is_kept(tmp_path / "profile", shared_helpline, code, alarm)


CHOOSE = """(() => { const bytes = Uint8Array.from(atob("%s"), one => one.charCodeAt(0)), data = new DataTransfer();
    data.items.add(new File([bytes], "me.jpg", {type: "image/jpeg"}));
    const file = document.querySelector("input[type=file]");
    file.files = data.files; file.dispatchEvent(new Event("change")); })()"""


def test_sending_a_photo(with_photos: Helpline, open_door: OpenDoor, firefox: Firefox, tmp_path: Path) -> None:
    kim = open_door(with_photos.door("desk"))
    sign_in(kim, with_photos.staff("counsellor"))
    come_in(firefox, with_photos.door("visitor"))
    firefox.type(f"{SECRET}\ue007")
    firefox.sees("You are next.")
    take_next(kim)
    firefox.press("Send a photo")
    firefox.sees("Never send a naked picture of somebody under 18.")
    firefox.run(CHOOSE % base64.b64encode(picture(kim)).decode())
    kim.evaluate(KEEP_WHAT_IS_OPENED)
    kim.get_by_role("button", name="Look at it").click()
    expect(kim.get_by_role("dialog")).to_be_visible()
    opened = bytes(kim.evaluate("opened"))
    assert markers(opened) & {*range(0xE0, 0xF0), 0xFE} == set()
    assert (PHONE in opened, PLACE in opened) == (False, False)
    assert kim.locator("dialog canvas").evaluate("one => [one.width, one.height]") == [240, 320]  # it stands upright
    firefox.press("Leave now")
    firefox.until("!location.href.includes('127.0.0.1')")
    firefox.close()
    nothing_of_ours_is_kept(tmp_path / "profile", with_photos, "naked picture", "me.jpg", PHONE.decode())


def nothing_of_ours_is_kept(profile: Path, helpline: Helpline, *texts: str) -> None:
    """The profile holds the name of the host where browsers keep what was visited, and nothing else of ours."""
    files = files_of(profile)
    assert len(files) > 10
    ours = [SECRET, DRAFT, "Talk to somebody", "A counsellor will read it all", "conversation-key", *texts]
    assert holding(files, ours) == set()
    assert b'"windows"' in files[profile / "sessionstore.jsonlz4"]
    assert not list((profile / "storage/default").glob("http+++127.0.0.1*"))
    kept = holding(files, [helpline.door("visitor").split("/")[2]])
    assert {path for path in kept if not re.fullmatch(KEEPS_THE_ADDRESS, path.name)} <= doomed(files)


def doomed(files: Mapping[Path, bytes]) -> set[Path]:
    """Notes that an address was asked for, of which Firefox means to be rid at its next start."""
    found = {path for path in files if path.parent.name == "doomed"}
    assert all(len(files[path]) < 500 for path in found)
    return found
