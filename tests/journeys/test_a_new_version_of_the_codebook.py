"""The codebook got a new version while drafts were open; the desk says so, and everything else goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import sign_in


def test_a_draft_of_the_older_version_is_seen_and_told_apart(helpline: Helpline, open_door: OpenDoor) -> None:
    with closing(sqlite3.connect(helpline.data / "helpline.sqlite3")) as database:
        drafts = "SELECT min(id) FROM registration_registration WHERE state = 'draft'"
        database.execute(f"UPDATE registration_registration SET book_version = '0.9' WHERE id = ({drafts})")  # noqa: S608
        database.commit()
    sam = open_door(helpline.door("desk"))
    sign_in(sam, helpline.staff("shift_lead"))
    listed = sam.locator("#unfinished li")
    old = listed.filter(has_text="other codebook")
    expect(old).to_have_count(1)
    expect(listed.filter(has_text=" open")).not_to_have_count(0)
    reference = old.locator(".title").text_content()
    assert reference is not None
    old.get_by_role("button").click()
    form = sam.locator("form.registration:visible")
    expect(form.get_by_text("was made with another codebook")).to_be_visible()
    expect(form.locator("[data-reference]")).to_have_text(reference)
    expect(form.locator("fieldset:visible, footer:visible, details:visible")).to_have_count(0)
    expect(old).to_have_count(0)  # it lies on the desk now
    sam.get_by_role("button", name="Put away").click()
    expect(old).to_have_count(1)
    listed.filter(has_text=" open").first.get_by_role("button").click()
    expect(sam.get_by_role("button", name="Finish the registration")).to_be_visible()
