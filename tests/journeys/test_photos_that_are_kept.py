"""Photos of chats that ended: found and deleted by who had the chat and by who leads the shift, without a look."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import faults
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import sign_in
from journeys.pictures import picture
from journeys.test_photos import LINE, choose, photo_at, send, talking


def kept_of(page: Page) -> Locator:
    """The photos that can be deleted, after their list was opened."""
    page.get_by_text("Photos that are kept").click()
    return page.locator("#photos-kept li")


def delete_kept(page: Page) -> None:
    """Delete the first of them, without looking."""
    first = page.locator("#photos-kept li").first
    first.get_by_role("button", name="Delete it for everybody").click()
    expect(first.get_by_role("button", name="No, keep it")).to_be_focused()
    first.get_by_role("button", name="Yes, delete it").click()
    expect(first.get_by_text("The photo is deleted, for everybody.")).to_be_visible()


def test_after_the_chat_a_photo_is_deleted_without_a_look_by_kim_and_by_who_leads_the_shift(
    with_photos: Helpline, open_door: OpenDoor
) -> None:
    kim, vera = open_door(with_photos.door("desk")), open_door(with_photos.door("visitor"), width=360, height=640)
    sign_in(kim, with_photos.staff("counsellor"))
    talking(vera, kim)
    choose(vera, picture(vera))
    photo_at(kim)
    vera.get_by_role("button", name="Send a photo").click()
    send(vera, picture(vera, 300, 200))
    expect(kim.get_by_role("log").get_by_text(LINE)).to_have_count(2)
    kim.get_by_role("button", name="End the chat").click()
    kim.get_by_role("button", name="Put away").first.click()
    kim.reload()
    sign_in(kim, with_photos.staff("counsellor"))
    mine = kept_of(kim)
    expect(mine.first).to_be_visible()
    before = mine.count()
    assert faults(kim) == []
    mine.first.get_by_role("button", name="Look at it").click()
    expect(kim.get_by_role("dialog").locator("canvas")).to_be_visible()
    kim.keyboard.press("Escape")
    delete_kept(kim)
    expect(mine.first.get_by_role("button", name="Look at it")).not_to_be_visible()

    sam = open_door(with_photos.door("desk"))
    sign_in(sam, with_photos.staff("shift_lead"))
    theirs = kept_of(sam)
    expect(theirs.first).to_contain_text("chat of Kim")
    assert theirs.count() >= before - 1
    delete_kept(sam)
    kim.reload()
    sign_in(kim, with_photos.staff("counsellor"))
    if before > 2:
        expect(kept_of(kim)).to_have_count(before - 2)
    else:
        expect(kim.locator("#own-number")).not_to_be_visible()
        expect(kim.get_by_text("Photos that are kept")).not_to_be_visible()
