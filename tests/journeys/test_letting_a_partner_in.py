"""Ada invites Paula of the clinic, and two colleagues hear her digits. Everybody has a second factor, as is usual."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import faults, scrolls_sideways, tab_to
from journeys.authenticator import AuthenticatorApp
from journeys.conftest import OpenDoor
from journeys.handing import confirm_key
from journeys.helpline_server import PROGRAM_WITH_SECOND_FACTORS, Helpline, SignIn
from journeys.people import is_refused, sign_in

PASSWORD = "five words that nobody knows"


@pytest.fixture
def careful_helpline(tmp_path: Path) -> Iterator[Helpline]:
    helpline = Helpline(tmp_path, PROGRAM_WITH_SECOND_FACTORS)
    helpline.start()
    yield helpline
    assert helpline.stop() == 0


def set_up_app(page: Page) -> AuthenticatorApp:
    """Whoever is on the page for it sets up a second factor."""
    app = AuthenticatorApp.of(page)
    page.get_by_label("Code of the new app").fill(app.code())
    page.get_by_role("button", name="It is set up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return app


def at_the_partners(helpline: Helpline, open_door: OpenDoor, role: str) -> Page:
    """A colleague of the office signs in, sets up a second factor because she must, and goes to the partners."""
    page = open_door(helpline.door("office"))
    sign_in(page, helpline.staff(role))
    set_up_app(page)
    page.get_by_role("link", name="Office").click()
    page.get_by_role("link", name="Partners").click()
    return page


def join(page: Page) -> AuthenticatorApp:
    """Paula makes her key, and must set up a second factor before anything else."""
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password again").fill(PASSWORD)
    page.get_by_role("button", name="Make my key").click()
    app = set_up_app(page)
    page.get_by_role("link", name="Handed over to you").click()
    return app


def test_a_partner_is_invited_and_two_people_hear_her_digits(careful_helpline: Helpline, open_door: OpenDoor) -> None:
    ada = at_the_partners(careful_helpline, open_door, "administrator")
    assert faults(ada) == []
    invite = ada.get_by_role("region", name="Invite a partner")
    invite.get_by_label("Name").fill("Paula")
    invite.get_by_label("Organisation").select_option(label="Demo Clinic")
    tab_to(ada, "Make a link")
    ada.keyboard.press("Enter")
    link = ada.locator("#link").inner_text()

    paula = open_door(link)
    app = join(paula)
    # Before she has proved herself with a code, her password alone opens nothing.
    without_code: SignIn = {"name": "Paula", "role": "partner", "password": PASSWORD}
    sign_in(paula, without_code)
    is_refused(paula)
    paula.get_by_label("Code from your app").fill(app.code())
    sign_in(paula, without_code)
    expect(paula.get_by_text("Your key is not confirmed by two people yet")).to_be_visible()
    digits = paula.locator("#digits").inner_text().partition(": ")[2].partition(".")[0]
    assert len(digits.replace(" ", "")) == 30
    assert faults(paula) == []

    ada.get_by_role("link", name="Partners").first.click()
    ada.get_by_role("button", name="Note the key of Paula").click()
    confirm_key(ada, "1" * 30)
    expect(ada.get_by_role("alert")).to_contain_text("These are not the digits of this key.")
    confirm_key(ada, digits)
    expect(ada.get_by_text("You have called. A second person calls too.")).to_be_visible()
    assert faults(ada) == []
    ada.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(ada)
    expect(paula.get_by_text("Your key is not confirmed by two people yet")).to_be_visible()

    sam = at_the_partners(careful_helpline, open_door, "shift_lead")
    expect(sam.get_by_role("heading", name="Invite a partner")).to_have_count(0)
    assert faults(sam) == []
    confirm_key(sam, digits)
    expect(paula.get_by_text("Your key is confirmed.")).to_be_visible()
    expect(paula.get_by_role("heading", name="Demo Clinic")).to_be_visible()
    paula.get_by_role("button", name="Sign out").click()
    expect(paula.get_by_role("button", name="Sign in")).to_be_visible()
