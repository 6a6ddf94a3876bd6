"""Vera tells it for the first time; Kim answers and registers; Noor's factsheet counts her; Sam approves it."""

from __future__ import annotations

import base64
import json
import urllib.parse
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from journeys.accessibility import scrolls_sideways
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, hears, say, sign_in, take_next
from zichtbaar.helpline.config import Configuration

PLANTED = "my stepfather sells me near the old harbour bridge"
ANSWER = "thank you for trusting me with the harbour bridge"


def answer(page: Page, question: str, code: str) -> None:
    """Kim marks one code, and sees that it is saved."""
    page.get_by_role("group", name=question).get_by_label(code, exact=True).check()
    expect(page.get_by_role("status").get_by_text("Saved", exact=True)).to_be_visible()


def register_a_victim(page: Page) -> None:
    answer(page, "Is the request for help about trafficking", "Yes")
    answer(page, "Who is chatting", "The (possible) victim")
    answer(page, "Your judgement", "Victim: clear indications of act, means and purpose")
    answer(page, "Was the visitor told that anonymous figures", "Told, no objection")
    page.get_by_role("button", name="The rest was not discussed").click()
    page.get_by_role("button", name="Finish the registration").click()
    expect(page.get_by_text("Registration finished")).to_be_visible()


def make_the_factsheet(page: Page) -> int:
    """Noor freezes a snapshot, makes the draft of this year's factsheet and reads how many visitors it counts."""
    page.get_by_role("link", name="Figures", exact=True).click()
    page.get_by_role("button", name="Freeze a snapshot").click()
    page.get_by_label("Year").first.select_option(str(datetime.now(ZoneInfo(Configuration().time_zone)).year))
    page.get_by_role("button", name="Make the factsheet").first.click()
    figures = page.get_by_role("link", name="figures.json").first
    expect(figures).to_be_visible()
    answered = page.request.get(urllib.parse.urljoin(page.url, figures.get_attribute("href") or ""))
    counted: int = next(f["count"] for f in answered.json()["figures"] if f["id"] == "visitors")
    return counted


def publish_with_a_second_person(noor: Page, sam: Page) -> None:
    """Noor has no button to publish her draft before Sam has read it and approved."""
    draft = noor.url
    expect(noor.get_by_text("Ask another researcher or a shift lead")).to_be_visible()
    expect(noor.get_by_role("button", name="Publish")).to_have_count(0)
    expect(sam.get_by_role("heading", name="Releases")).to_be_visible()
    sam.goto(draft)
    sam.get_by_role("button", name="Approve").click()
    expect(sam.get_by_text("A researcher publishes it.")).to_be_visible()
    noor.reload()
    noor.get_by_role("button", name="Publish").click()
    expect(noor.get_by_text("Noor published it")).to_be_visible()
    noor.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(noor)


def spellings(sentence: str) -> list[bytes]:
    """The ways in which a sentence could lie readable in a file."""
    plain = sentence.encode()
    shifted = [base64.b64encode(b"." * shift + plain)[4:-4] for shift in range(3)]
    quoted = [json.dumps(sentence).encode(), urllib.parse.quote(sentence).encode()]
    return [plain, sentence.encode("utf-16-le"), *quoted, *shifted]


def places_where_readable(helpline: Helpline, sentence: str) -> list[Path]:
    written = helpline.everything_written()
    assert len(written) > 3
    return [path for path, content in written.items() if any(way in content for way in spellings(sentence))]


def test_from_the_first_message_to_the_factsheet(demo: Helpline, open_door: OpenDoor) -> None:
    noor = open_door(demo.door("office"))
    sign_in(noor, demo.staff("researcher"))
    before = make_the_factsheet(noor)

    vera = open_door(demo.door("visitor"), width=360, height=640)
    kim = open_door(demo.door("desk"))
    sign_in(kim, demo.staff("counsellor"))
    begin_chat(vera)
    take_next(kim)
    say(vera, PLANTED)
    hears(kim, PLANTED)
    say(kim, ANSWER)
    hears(vera, ANSWER)
    register_a_victim(kim)
    kim.get_by_role("button", name="End the chat").first.click()
    expect(vera.get_by_text("The chat has ended")).to_be_visible()

    assert make_the_factsheet(noor) == before + 1
    sam = open_door(demo.door("office"))
    sign_in(sam, demo.staff("shift_lead"))
    publish_with_a_second_person(noor, sam)
    assert vera.context.cookies() == []
    for sentence in (PLANTED, ANSWER):
        assert places_where_readable(demo, sentence) == []


def test_a_readable_sentence_would_be_found(tmp_path: Path) -> None:
    for number, way in enumerate(spellings(PLANTED)):
        (tmp_path / str(number)).write_bytes(b"\x00row\x00" + way + b"\x00")
    contents = [path.read_bytes() for path in tmp_path.iterdir()]
    assert all(any(way in content for way in spellings(PLANTED)) for content in contents)
