"""Handovers have snapshots and figures of their own; without any the page of figures says what comes first."""

from __future__ import annotations

import re
from uuid import uuid4

from django.test import Client

from helpline.web_office.test_figures import get
from zichtbaar.helpline.handover.directory.vocabulary import Need
from zichtbaar.helpline.handover.gaps import note_gap
from zichtbaar.helpline.people.models import Staff


def test_without_a_snapshot_the_page_says_what_comes_first(noors: Client) -> None:
    text = get(noors)

    assert "There are no snapshots yet." in text
    assert '<form class="choose"' not in text


def test_handovers_have_a_snapshot_and_a_set_of_their_own(noors: Client, kim: Staff) -> None:
    nothing = noors.post("/office/snapshots/handovers", {"asked_as": str(uuid4())}, headers={"accept-language": "en"})
    assert nothing.status_code == 409
    assert "There is no handover yet" in nothing.content.decode()
    for _ in range(25):
        note_gap(kim, region="GM0363", need=Need.CARE, age=None)
    assert noors.post("/office/snapshots/handovers", {"asked_as": str(uuid4())}).status_code == 302

    text = get(noors, set="overview")  # of registrations, of which this snapshot holds none
    assert '<option value="handovers" selected>' in text
    assert '<option value="overview"' not in text
    assert "Where nobody could take it" in text
    assert re.search(r'aria-label="Chart\. By police unit: Nobody in the region\. .*Amsterdam: c\. 25;', text)
    home = noors.get("/office/", headers={"accept-language": "en"}).content.decode()
    assert "Look at the figures of handovers" in home
    assert "Make the factsheet" not in home
