"""Kim looks after her own account in a real browser: a second factor, and another password."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from journeys.accessibility import faults, scrolls_sideways
from journeys.authenticator import AuthenticatorApp
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline, SignIn
from journeys.people import is_at_the_desk, is_refused, sign_in

NEW_PASSWORD = "five words that nobody knows"


def sign_in_with_code(page: Page, kim: SignIn, code: str) -> None:
    page.get_by_label("Code from your app").fill(code)
    sign_in(page, kim)


def test_a_second_factor_and_another_password(helpline: Helpline, open_door: OpenDoor) -> None:
    kim = helpline.staff("counsellor")
    account = open_door(f"{helpline.description['url']}account/")
    assert faults(account) == []
    sign_in(account, kim)
    account.get_by_role("link", name="Set up a second factor").click()
    expect(account.get_by_label("Code of the new app")).to_be_visible()
    assert faults(account) == []
    account.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(account)

    app = AuthenticatorApp.of(account)
    account.get_by_label("Code of the new app").fill(app.code())
    account.get_by_role("button", name="It is set up").click()
    expect(account.get_by_role("heading", name="Recovery codes")).to_be_visible()
    recovery = account.locator(".codes code").first.inner_text()
    assert faults(account) == []

    desk = open_door(helpline.door("desk"))
    sign_in(desk, kim)
    is_refused(desk)
    sign_in_with_code(desk, kim, app.code())
    is_at_the_desk(desk)

    account.get_by_role("link", name="Back to your account").click()
    expect(account.get_by_label("Password you have now")).to_be_visible()
    assert faults(account) == []
    for label, value in (("Password you have now", kim["password"]), ("New password again", NEW_PASSWORD)):
        account.get_by_label(label).fill(value)
    account.get_by_label("New password", exact=True).fill("too short")
    account.get_by_role("button", name="Change the password").click()
    expect(account.get_by_role("alert").filter(has_text="Take at least 15 characters.")).to_be_visible()
    account.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    account.get_by_role("button", name="Change the password").click()
    expect(account.get_by_role("status").filter(has_text="Your password is changed.")).to_be_visible()

    desk.reload()
    sign_in_with_code(desk, kim, recovery)
    is_refused(desk)
    sign_in_with_code(desk, {**kim, "password": NEW_PASSWORD}, recovery)
    is_at_the_desk(desk)


def test_who_opens_an_invitation_without_a_connection_is_not_told_that_it_is_used(
    helpline: Helpline, open_door: OpenDoor
) -> None:
    ada = open_door(helpline.door("office"))
    sign_in(ada, helpline.staff("administrator"))
    invite = ada.locator("form").filter(has=ada.get_by_role("heading", name="Invite a colleague"))
    invite.get_by_label("Name").fill("Mila")
    invite.get_by_role("button", name="Make a link").click()
    link = ada.locator("#link").inner_text()

    mila = open_door(helpline.door("visitor"))
    mila.route("**/account/join/invited", lambda route: route.abort())
    mila.goto(link)
    expect(mila.get_by_text("This page tries again by itself: leave it open.")).to_be_visible()
    expect(mila.get_by_text("This link opens nothing any more.")).to_be_hidden()
    mila.unroute("**/account/join/invited")
    expect(mila.get_by_label("New password", exact=True)).to_be_visible()
    expect(mila.get_by_text("This page tries again by itself")).to_be_hidden()
