"""Noor looks at plots and tables in a real browser: by keys, on a small screen, and what a checker of pages finds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import faults, scrolls_sideways, tab_to
from journeys.conftest import OpenDoor
from journeys.helpline_server import Helpline
from journeys.people import sign_in


@pytest.fixture
def noor(helpline: Helpline, open_door: OpenDoor) -> Page:
    """Noor at the office's door, with a frozen snapshot."""
    page = open_door(helpline.door("office"))
    sign_in(page, helpline.staff("researcher"))
    page.get_by_role("button", name="Freeze a snapshot").click()
    expect(page.get_by_role("heading", name="Snapshot 1")).to_be_visible()
    return page


def test_plots_and_tables_by_keys_and_on_a_small_screen(noor: Page) -> None:
    noor.get_by_role("link", name="Plots and tables").click()
    expect(noor.get_by_role("img").first).to_be_visible()
    assert faults(noor) == []

    noor.get_by_label("Who", exact=True).select_option("victims")
    tab_to(noor, "Show")
    noor.keyboard.press("Enter")
    expect(noor.get_by_label("Who", exact=True)).to_have_value("victims")
    expect(noor.get_by_role("heading", name="Who came into view")).to_be_visible()

    noor.set_viewport_size({"width": 360, "height": 640})
    assert not scrolls_sideways(noor)
    assert faults(noor) == []


def test_every_set_of_figures_is_a_page_without_fault(noor: Page) -> None:
    noor.get_by_role("link", name="Plots and tables").click()
    for name in ("The factsheet of a year", "Who knew: the recognition gap", "Platforms"):
        noor.get_by_label("Figures", exact=True).select_option(label=name)
        noor.get_by_role("button", name="Show").click()
        expect(noor.get_by_label("Figures", exact=True).locator("option:checked")).to_have_text(name)
        assert faults(noor) == []
