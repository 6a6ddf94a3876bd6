"""An administrator lets herself in and looks after colleagues with the keyboard alone, on pages without a fault."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from journeys.accessibility import faults, tab_to
from journeys.authenticator import AuthenticatorApp
from journeys.conftest import OpenDoor
from journeys.founded_helpline import WITHIN_MS, FoundedHelpline, Member
from journeys.test_passkeys import device

FIRST, SECOND = "Ada picks five words", "Ada picks other words"


def types(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def presses(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def is_at(page: Page, heading: str) -> None:
    """A page came, which axe-core finds no fault with."""
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible(timeout=WITHIN_MS)
    assert faults(page) == []


def test_every_page_of_an_account(begun: FoundedHelpline, open_door: OpenDoor) -> None:
    page = open_door(begun.address("account/"))
    device(page, locks_keys=True)
    is_at(page, "Sign in")
    types(page, "Password", "wrong")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="is not right")).to_be_visible(timeout=WITHIN_MS)
    assert faults(page) == []

    comes_in(page, begun)
    looks_after_her_own_account(page)
    presses(page, "Office")
    looks_after_a_colleague(page, begun, open_door)


def comes_in(page: Page, begun: FoundedHelpline) -> None:
    """By her link: a password, and a second factor."""
    page.goto(begun.link_in(begun.printed))
    is_at(page, "Welcome")
    expect(page.get_by_label("New password", exact=True)).to_be_focused()
    page.keyboard.type(FIRST)
    types(page, "New password again", FIRST)
    presses(page, "Make my key")

    is_at(page, "Set up a second factor")
    ada = Member(page, "Ada", FIRST, AuthenticatorApp.of(page))
    types(page, "Code of the new app", ada.code())
    presses(page, "It is set up")
    is_at(page, "Recovery codes")
    presses(page, "Back to your account")


def looks_after_her_own_account(page: Page) -> None:
    """A passkey, another password, out and in again by the passkey, and another phone."""
    is_at(page, "Your account")
    types(page, "Your password", FIRST)
    presses(page, "Add a passkey")
    expect(page.get_by_text("The passkey is added.")).to_be_visible(timeout=WITHIN_MS)
    for label, text in (("Password you have now", FIRST), ("New password", SECOND), ("New password again", SECOND)):
        types(page, label, text)
    presses(page, "Change the password")
    expect(page.get_by_text("Your password is changed.")).to_be_visible(timeout=WITHIN_MS)
    assert faults(page) == []
    presses(page, "Sign out")
    is_at(page, "Sign in")
    presses(page, "Use a passkey")
    is_at(page, "Your account")
    presses(page, "Use another phone or app")
    is_at(page, "Use another phone or app")


def looks_after_a_colleague(page: Page, begun: FoundedHelpline, open_door: OpenDoor) -> None:
    """Invited, recovered, given another link, and not let go while nobody else leads shifts."""
    is_at(page, "People")
    types(page, "Name", "Sam")
    tab_to(page, "Role")
    page.keyboard.type("Shift")
    presses(page, "Make a link")
    is_at(page, "Link for Sam")
    expect(page.get_by_text("Nobody at the desk has keys yet.")).to_be_visible()
    sam = open_door(begun.link_in(page.locator("#link").inner_text()))
    is_at(sam, "Welcome")

    presses(page, "Recovery with printed shares")
    is_at(page, "Recovery with printed shares")
    types(page, "First share", begun.shares[0])
    types(page, "Second share", begun.shares[1])
    presses(page, "Put the shares together")
    expect(page.get_by_text("The shares are right.")).to_be_visible()
    expect(page.get_by_label("First share")).to_have_value("")
    presses(page, "People")
    is_at(page, "People")
    presses(page, "Sam")
    is_at(page, "Sam")
    presses(page, "Make a new link")
    is_at(page, "Link for Sam")
    presses(page, "People")
    is_at(page, "People")
    presses(page, "Sam")
    is_at(page, "Sam")
    tab_to(page, "Yes, for good")
    page.keyboard.press("Space")
    presses(page, "Sam has left")
    expect(page.get_by_role("alert")).to_have_text(re.compile("Nobody else can do this work yet"))
    assert faults(page) == []
