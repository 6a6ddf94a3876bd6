"""A few random networks in a real browser: at every moment it can be seen what is sent and what is not.

`tests/helpline/network` tries many more, with the pages' scripts and without the page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from helpline.network.unruly import Networks, UnrulyNetwork
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, sign_in, take_next

RUNS = int(os.environ.get("NETWORK_BROWSER_RUNS", "1"))
SEED = int(os.environ.get("NETWORK_SEED", "1"))
LINES = 4
MISDEEDS = 12

# Looks at each frame that the browser draws.
WATCH = """() => { window.wrong = new Set(); window.looks = 0; const look = () => {
    const [box, told] = ["#text", "#box [role=status]"].map(place => document.querySelector(place));
    const shown = Array.from(document.querySelectorAll("#log .text"), one => one.textContent);
    const isGone = document.querySelector("#line").textContent.startsWith("The connection is gone");
    if (box.readOnly && !told.textContent) wrong.add("unsent, and the page does not say so");
    if (box.readOnly && isGone && !told.textContent.startsWith("Your message is not sent yet"))
        wrong.add("cannot be sent, and the page says " + told.textContent);
    if (box.readOnly && shown.includes(box.value)) wrong.add("unsent, and stands among what was said");
    if (new Set(shown).size !== shown.length) wrong.add("said twice");
    window.looks += 1; requestAnimationFrame(look); }; look(); }"""


@pytest.fixture
def networks(helpline: Helpline) -> Iterator[Networks]:
    networks = Networks(helpline.port)
    yield networks
    networks.close()


def say(page: Page, text: str) -> None:
    """Write and send, however long it takes."""
    box = page.get_by_role("textbox", name="Your message")
    box.fill(text)
    box.press("Enter")
    expect(box).to_have_value("")


def log_of(page: Page, name: str) -> list[str]:
    """What stands on a page as said by this person."""
    said: list[str] = page.locator("[role=log] .text").all_text_contents()
    return [text for text in said if text.startswith(name)]


@pytest.mark.parametrize("seed", range(SEED, SEED + RUNS))
def test_what_is_not_sent_is_seen_to_be_unsent(
    helpline: Helpline, networks: Networks, open_door: OpenDoor, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def over(network: UnrulyNetwork, door: str) -> str:
        return f"http://127.0.0.1:{network.port}/{helpline.door(door).split('/', 3)[3]}"

    both = [networks.one(2 * seed + side, MISDEEDS) for side in (0, 1)]
    vera = open_door(over(both[0], "visitor"), width=360, height=640)
    kim = open_door(over(both[1], "desk"))
    sign_in(kim, helpline.staff("counsellor"))
    begin_chat(vera)
    vera.evaluate(WATCH)
    take_next(kim)
    for line in range(LINES):
        say(vera, f"vera {line}")
        say(kim, f"kim {line}")
    for name in ("vera", "kim"):
        for page in (vera, kim):
            expect(page.get_by_role("log").get_by_text(f"{name} {LINES - 1}")).to_be_visible()
            assert log_of(page, name) == [f"{name} {line}" for line in range(LINES)]
    assert vera.evaluate("[...window.wrong]") == []
    assert vera.evaluate("window.looks") > 10
    misdeeds = both[0].misdeeds + both[1].misdeeds
    with capsys.disabled():
        print(f"\nseed {seed}: {', '.join(f'{count} {what}' for what, count in sorted(misdeeds.items()))}")
    assert misdeeds.total() > 0
