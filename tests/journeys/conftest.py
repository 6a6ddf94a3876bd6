"""What every journey needs: a helpline of its own and browsers that share nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from journeys.bad_network import BadNetwork
from journeys.find_browser import find
from journeys.founded_helpline import FoundedHelpline
from journeys.helpline_server import PROGRAM_THAT_HARDLY_STRETCHES, PROGRAM_WITH_PHOTOS, Helpline
from journeys.slow_pages import SLOW

# Without these a browser asks the outside world for updates at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
QUIET += ["--disable-component-update", "--disable-sync"]

WITHIN_MS = 90_000
"""How long a journey waits for anything. It costs nothing when it comes; a busy machine fails no test."""

expect.set_options(timeout=WITHIN_MS)

# Pages that look for news every five seconds or more look ten times as often.
LOOK_MORE_OFTEN = """const wait = window.setInterval;
window.setInterval = (act, every, ...given) => wait(act, every < 5000 ? every : every / 10, ...given);"""

# A page whose phone is dead gives no word of farewell to the browser. A window's first listener is heard first.
SAY_NOTHING_WITHOUT_BATTERY = """window.batteryIsEmpty = false;
addEventListener("pagehide", (event) => batteryIsEmpty && event.stopImmediatePropagation());"""

OpenDoor = Callable[..., Page]

OneHelpline = TypeVar("OneHelpline", Helpline, FoundedHelpline)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser_path() -> Path:
    return find()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, browser_path: Path) -> Iterator[Browser]:
    """One process for all journeys of a worker."""
    with playwright.chromium.launch(executable_path=browser_path, args=QUIET) as chromium:
        yield chromium


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """A browser in which nothing is open; what a journey opens is closed after it."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Helpline:
    """A helpline that was founded and stopped, to be copied: founding takes longer than most journeys."""
    helpline = Helpline(tmp_path_factory.mktemp("founded"), PROGRAM_THAT_HARDLY_STRETCHES)
    helpline.start()
    assert helpline.stop() == 0
    return helpline


@pytest.fixture
def helpline(founded: Helpline, tmp_path: Path) -> Iterator[Helpline]:
    """A helpline of one's own, in which passwords and codes take no time to stretch."""
    yield from running(founded.copy(tmp_path))


@pytest.fixture(scope="module")
def shared_helpline(founded: Helpline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Helpline]:
    """One for all journeys of a file that leave nobody waiting."""
    yield from running(founded.copy(tmp_path_factory.mktemp("shared")))


@pytest.fixture(scope="module")
def with_photos(founded: Helpline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Helpline]:
    """The same of a helpline that has agreed with its police, and takes photos."""
    helpline = founded.copy(tmp_path_factory.mktemp("with_photos"))
    helpline.program = PROGRAM_WITH_PHOTOS
    yield from running(helpline)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Helpline]:
    """A helpline just as `make demo` makes it: passwords and codes are stretched as they really are."""
    yield from running(Helpline(tmp_path))


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[FoundedHelpline]:
    """A helpline of a single administrator, as `zichtbaar found` leaves it."""
    yield from running(FoundedHelpline(tmp_path))


def running(helpline: OneHelpline) -> Iterator[OneHelpline]:
    """Start it; at the end it has to stop as it should."""
    helpline.start()
    yield helpline
    assert helpline.stop() == 0


@pytest.fixture
def bad_network(helpline: Helpline) -> Iterator[BadNetwork]:
    network = BadNetwork(helpline.port)
    yield network
    network.close()


@pytest.fixture
def open_door(browser: Browser) -> OpenDoor:
    """Open an address as another person on another machine would: nothing that a page keeps is seen by another."""

    def open_address(address: str, *, language: str = "en", width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(locale=language, viewport={"width": width, "height": height})
        context.set_default_timeout(WITHIN_MS)
        context.add_init_script(LOOK_MORE_OFTEN)
        context.add_init_script(SAY_NOTHING_WITHOUT_BATTERY)
        if "SLOW_PAGES" in os.environ:
            context.add_init_script(SLOW)
        page = context.new_page()
        page.goto(address)
        return page

    return open_address
