"""The registration is offered what the handovers of its chat say; the counsellor takes it, or not."""

from __future__ import annotations

from playwright.sync_api import expect

from journeys.accessibility import faults
from journeys.conftest import OpenDoor
from journeys.handing import press, read, sent_to_piet
from journeys.helpline_server import Helpline
from journeys.test_registering import JUDGEMENT, TRAFFICKING, VICTIM, WHO, form_of, mark, option

WARM = "With consent, warm handover"


def test_what_the_handover_says_is_offered_and_kim_takes_it(helpline: Helpline, open_door: OpenDoor) -> None:
    _, kim, piet = sent_to_piet(helpline, open_door)
    offered = form_of(kim).locator(".suggested")
    expect(offered).to_contain_text("With consent, transferred, arrival not confirmed: Youth care")
    expect(offered.get_by_role("button")).to_be_hidden()
    handover = read(piet)
    press(handover, "It is taken")
    press(handover, "There was contact", How_contact_was_made="By telephone")
    expect(handover.get_by_text("in contact")).to_be_visible()
    expect(offered).to_contain_text(WARM)

    mark(kim, TRAFFICKING, "Yes")
    mark(kim, WHO, "The (possible) victim")
    mark(kim, JUDGEMENT, VICTIM)
    mark(kim, "What does the visitor ask for", "Care or treatment")
    kim.locator(".registration-place:visible").evaluate("one => one.scrollTo(0, 0)")  # nothing half under its header
    assert faults(kim) == []
    offered.get_by_role("button").click()
    expect(option(kim, "Was a handover offered", WARM)).to_be_checked()
    expect(option(kim, "Handed over to", "Youth care")).to_be_checked()
    expect(offered).to_be_hidden()
    stored = form_of(kim).locator("[data-reference]").text_content()
    answers = kim.request.get(f"{kim.url.rstrip('/')}/registrations/{stored}").json()["answers"]
    assert (answers["handover"], answers["handover_to__youth_care"]) == (2, 1)
