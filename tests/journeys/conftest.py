"""What every journey needs: a helpline of its own and browsers that share nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from journeys.bad_network import BadNetwork
from journeys.find_browser import find
from journeys.helpline_server import Helpline

# Without these a browser asks the outside world for updates at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
QUIET += ["--disable-component-update", "--disable-sync"]

OpenDoor = Callable[..., Page]


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


@pytest.fixture
def helpline(tmp_path: Path) -> Iterator[Helpline]:
    helpline = Helpline(tmp_path)
    helpline.start()
    yield helpline
    assert helpline.stop() == 0


@pytest.fixture(scope="module")
def shared_helpline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Helpline]:
    """One for all journeys of a file that leave nobody waiting: it takes longer to start than a chat lasts."""
    helpline = Helpline(tmp_path_factory.mktemp("shared"))
    helpline.start()
    yield helpline
    assert helpline.stop() == 0


@pytest.fixture
def bad_network(helpline: Helpline) -> Iterator[BadNetwork]:
    network = BadNetwork(helpline.port)
    yield network
    network.close()


@pytest.fixture
def open_door(playwright: Playwright, browser_path: Path) -> Iterator[OpenDoor]:
    """Open an address in a browser process of its own, as another person on another machine would."""
    browsers: list[Browser] = []

    def open_address(address: str, *, language: str = "en", width: int = 1280, height: int = 800) -> Page:
        browser = playwright.chromium.launch(executable_path=browser_path, args=QUIET)
        browsers.append(browser)
        context: BrowserContext = browser.new_context(locale=language, viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(address)
        return page

    yield open_address
    for browser in browsers:
        browser.close()
