"""The cast at their doors: what Vera, Kim and Noor do, in the words of the pages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from journeys.helpline_server import SignIn


def begin_chat(page: Page) -> None:
    """Vera reads how to leave, and waits without having written anything."""
    come_in(page)
    page.get_by_role("button", name="Wait without writing").click()
    expect(page.get_by_role("log")).to_be_visible()


def come_in(page: Page) -> None:
    """Vera reads how to leave, and comes to the box."""
    page.get_by_role("button", name="Start the chat").click()
    page.get_by_role("button", name="I understand").click()
    expect(page.get_by_role("textbox", name="Your message")).to_be_visible()


def sign_in(page: Page, person: SignIn) -> None:
    """A colleague signs in with name and password."""
    page.get_by_label("Name").fill(person["name"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()


def is_refused(page: Page) -> None:
    """Name, password or code were not right; it takes a while until that is said, on purpose."""
    refused = page.get_by_role("alert").filter(has_text="Name, password or code is not right.")
    expect(refused).to_be_visible()


def is_at_the_desk(page: Page) -> None:
    """The password was right; on a busy machine it takes seconds to be worked on."""
    expect(page.get_by_role("button", name="Take the next visitor")).to_be_visible()


def take_next(page: Page) -> None:
    """Kim takes who waits longest."""
    page.get_by_role("button", name="Take the next visitor").click()
    expect(page.get_by_role("textbox", name="Your message")).to_be_visible()


def say(page: Page, text: str) -> None:
    """Write and send; done when the box is empty, which is when the message is on the server's disk."""
    box = page.get_by_role("textbox", name="Your message")
    box.fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(box).to_have_value("")


def hears(page: Page, text: str, *, times: int = 1) -> None:
    """The conversation on this page shows a text just so often."""
    expect(page.get_by_role("log").get_by_text(text, exact=True)).to_have_count(times)
