"""Ada brings the directory in; Kim asks it beside a chat; both by keys, and without a fault that axe-core finds."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from helpline.handover.example_directory import example_sheets
from journeys.accessibility import faults, scrolls_sideways, tab_to
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import begin_chat, sign_in, take_next
from zichtbaar.helpline.handover.directory.files import CONTACTS, OFFERS, ORGANISATIONS


def bring_in(ada: Page, folder: Path) -> None:
    """One sheet from a file, the others pasted."""
    sheets = example_sheets(date.today())
    ada.get_by_role("link", name="Directory").click()
    expect(ada.get_by_role("link", name="Demo Shelter")).to_be_visible()
    assert faults(ada) == []
    ada.get_by_role("link", name="Sheets: in and out").click()
    (folder / ORGANISATIONS).write_text(sheets[ORGANISATIONS], "utf-8")
    ada.get_by_label(f"Or take {ORGANISATIONS} from a file").set_input_files(folder / ORGANISATIONS)
    expect(ada.get_by_label(ORGANISATIONS, exact=True)).to_have_value(re.compile("police-east"))
    ada.get_by_label(OFFERS, exact=True).fill(sheets[OFFERS])
    ada.get_by_label(CONTACTS, exact=True).fill(sheets[CONTACTS])
    assert faults(ada) == []
    ada.get_by_role("button", name="Store these sheets").click()
    expect(ada.get_by_role("status")).to_contain_text("Stored: 3 added")


def test_what_ada_brings_in_is_proposed_to_kim(helpline: Helpline, open_door: OpenDoor, tmp_path: Path) -> None:
    ada = open_door(helpline.door("office"))
    sign_in(ada, helpline.staff("administrator"))
    bring_in(ada, tmp_path)

    ada.get_by_role("link", name="Directory").first.click()
    expect(ada.get_by_role("link", name="Old House")).to_be_visible()
    assert faults(ada) == []
    ada.get_by_role("link", name="Old House").click()
    expect(ada.get_by_text("To be confirmed")).to_be_visible()
    assert faults(ada) == []
    ada.get_by_label("What a colleague has to know").fill("Ask for Ruth")
    tab_to(ada, "Store and confirm", most=60)
    ada.keyboard.press("Enter")
    expect(ada.get_by_text("In use")).to_be_visible()
    expect(ada.get_by_label("What a colleague has to know")).to_have_value("Ask for Ruth")
    ada.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(ada)

    begin_chat(open_door(helpline.door("visitor")))
    kim = open_door(helpline.door("desk"))
    sign_in(kim, helpline.staff("counsellor"))
    take_next(kim)
    summary = kim.get_by_text("Who can take this person on?")
    summary.focus()
    kim.keyboard.press("Enter")
    kim.get_by_label("Place, municipality or province").fill("Utrecht")
    kim.locator(".proposals [name=need]").select_option("legal_help")
    tab_to(kim, "Find")
    kim.keyboard.press("Enter")
    expect(kim.get_by_text("The directory has nobody for this. Ask CoMensha.")).to_be_visible()
    expect(kim.get_by_role("button", name="province Utrecht")).to_be_visible()
    kim.get_by_role("button", name="Nobody in this region can").click()
    expect(kim.locator(".gap").get_by_role("status")).to_contain_text("Code the registration too")
    assert faults(kim, ".finding-place") == []

    kim.get_by_label("Place, municipality or province").fill("zwolle")
    kim.locator(".proposals [name=need]").select_option("shelter")
    kim.locator(".proposals [name=age]").select_option("18_plus")
    kim.keyboard.press("Enter")
    kim.get_by_role("button", name="Find").click()
    expect(kim.get_by_role("heading", name="Old House")).to_be_visible()
    expect(kim.get_by_text("Serves province Overijssel")).to_be_visible()
    kim.locator(".proposals [name=need]").select_option("police")
    kim.locator(".proposals [name=danger]").select_option("now")
    kim.get_by_role("button", name="Find").click()
    expect(kim.get_by_text("call 112 first")).to_be_visible()
    expect(kim.get_by_role("heading", name="Politie Oost-Nederland")).to_be_visible()
    assert faults(kim, ".finding-place") == []
    kim.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(kim)
    kim.get_by_text("Hand over", exact=True).click()
    expect(kim.get_by_label("What is asked for")).to_be_visible()
    for unfolded in (".finding-place", ".handing"):
        assert kim.locator(unfolded).evaluate("one => one.scrollHeight <= one.clientHeight + 1"), unfolded
