"""Releases at the office's door: Noor makes one, Sam reads and approves it, and then Noor publishes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from helpline.registering import store_registrations
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.models import Release, Snapshot
from zichtbaar.helpline.publishing.release_actions import approve, publish

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def sams(signed_in: Callable[[Staff], Client], sam: Staff) -> Client:
    """Sam's browser, signed in."""
    return signed_in(sam)


@pytest.fixture
def founded(drafted: Founded) -> Founded:
    return drafted


@pytest.fixture
def draft(founded: Founded) -> Release:
    """The draft of 2026."""
    assert founded
    return Release.objects.get()


@pytest.fixture
def published(noor: Staff, sam: Staff, draft: Release) -> Release:
    approve(sam, draft)
    publish(noor, draft)
    return draft


def page(client: Client, release: Release, language: str = "en") -> str:
    answer = client.get(f"/office/releases/{release.pk}/", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, release: Release, act: str, **words: str) -> tuple[int, str]:
    answer = client.post(f"/office/releases/{release.pk}/{act}", words, headers=ENGLISH, follow=True)
    return answer.status_code, answer.content.decode()


def acts(text: str) -> set[str]:
    """What the page has a button for."""
    return set(re.findall(r'action="/office/releases/\d+/(\w+)"', text))


def state(text: str) -> str:
    found = re.search(r'<span class="state \w+">(\w+)</span>', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("frozen_on", "is_over"), [("2026-12-31", False), ("2027-01-01", True)])
def test_who_reads_it_first_is_told_that_the_year_is_not_over(
    sams: Client, draft: Release, frozen_on: str, is_over: bool
) -> None:
    Snapshot.objects.update(frozen_on=frozen_on)
    said = "Counted on 31 December 2026: 2026 is not over yet. The factsheet says so on top."
    assert (said in page(sams, draft)) == (not is_over)


def test_who_made_it_is_told_that_a_colleague_has_to_read_it(noors: Client, draft: Release) -> None:
    text = page(noors, draft)
    assert (state(text), acts(text)) == ("Draft", {"refuse"})
    assert "Ask another researcher or a shift lead" in text
    for name in draft.files:
        assert f'href="/office/releases/{draft.pk}/files/{name}"' in text
    assert draft.snapshot.sha256 in text
    assert "Of this year nothing was published before." in text


def test_a_shift_lead_begins_at_the_releases_and_approves(sams: Client, noors: Client, draft: Release) -> None:
    listed = sams.get("/office/", headers=ENGLISH, follow=True).content.decode()
    assert f'href="/office/releases/{draft.pk}/"' in listed
    text = page(sams, draft)
    assert acts(text) == {"approve", "refuse"}
    status, text = press(sams, draft, "approve")
    assert (status, state(text), acts(text)) == (200, "Approved", {"refuse"})
    status, text = press(noors, draft, "publish")
    assert (status, state(text), acts(text)) == (200, "Published", {"withdraw", "correct"})
    assert [re.sub(r"<.*?>", "", line).strip() for line in re.findall(r"</time>(.*)</li>", text)] == [
        "Noor made the draft",
        "Sam approved it",
        "Noor published it",
    ]


def test_what_was_kept_back_is_told_with_the_reason(sams: Client, draft: Release) -> None:
    text = page(sams, draft)
    kept = text[text.index('id="kept"') : text.index('id="done"')]
    assert "left out: it is about too few people, or could be worked out from other figures" in kept


def test_a_correction_shows_what_changed_and_the_old_page_says_that_it_was_corrected(
    noors: Client, sams: Client, noor: Staff, published: Release
) -> None:
    store_registrations(25, seed=4)
    snapshot = freeze_snapshot(noor, uuid4())
    status, text = press(noors, published, "correct", snapshot=str(snapshot.pk), reason="Registrations came late.")
    assert status == 200
    second = Release.objects.get(version=2)
    changed = text[text.index('id="changed"') : text.index('id="kept"')]
    assert re.search(r"<tr><th scope=\"row\">Visitors</th><td>.*?\d.*?</td><td>.*?\d.*?</td></tr>", changed)
    assert "It takes the place of version 1." in text
    assert "<q>Registrations came late.</q>" in text
    press(sams, second, "approve")
    press(noors, second, "publish")
    old = page(sams, published)
    assert (state(old), acts(old)) == ("Corrected", set())
    assert "This was corrected: version 2 took its place." in old
    assert "Version 1 of the factsheet about 2026 was replaced by version 2." in old
    listed = sams.get("/office/releases/", headers=ENGLISH).content.decode()
    assert listed.index("2026, version 2") < listed.index("2026, version 1")


def test_a_withdrawal_needs_a_reason_and_gives_a_sentence_for_the_place_where_it_stood(
    sams: Client, published: Release
) -> None:
    status, text = press(sams, published, "withdraw", reason=" ")
    assert (status, state(text)) == (400, "Published")
    assert "Say why, in a sentence that a colleague of next year understands." in text
    status, text = press(sams, published, "withdraw", reason="One <b>registration</b> was a test.")
    assert (status, state(text)) == (200, "Withdrawn")
    assert "One &lt;b&gt;registration&lt;/b&gt; was a test." in text
    assert "Version 1 of the factsheet about 2026 was withdrawn." in text
    assert '<blockquote lang="nl">De factsheet over 2026, versie 1, is ingetrokken.' in text


@pytest.mark.parametrize(
    ("act", "status", "sentence"),
    [
        ("publish", 409, "A colleague was quicker: this cannot be done any more."),
        ("approve", 409, "You made this yourself. Another researcher or a shift lead has to approve it."),
        ("refuse", 400, "Say why, in a sentence that a colleague of next year understands."),
    ],
)
def test_what_cannot_be_done_is_told_on_the_page(
    noors: Client, draft: Release, act: str, status: int, sentence: str
) -> None:
    got, text = press(noors, draft, act)
    assert got == status
    assert sentence in text
    assert state(text) == "Draft"


def test_a_year_that_is_out_is_corrected_on_its_own_page(noors: Client, published: Release) -> None:
    answer = noors.post(
        f"/office/snapshots/{published.snapshot_id}/release", {"year": "2026"}, headers={"accept-language": "nl"}
    )
    assert answer.status_code == 400
    assert "2026 is al gepubliceerd. Open de laatste versie bij Publicaties" in answer.content.decode()


def test_a_file_that_was_changed_is_told_and_the_page_still_opens(sams: Client, draft: Release) -> None:
    Release.objects.update(files={**draft.files, "figures.json": "0" * 64})
    assert "figures.json was changed after it was made, or is gone." in page(sams, draft)
    status, text = press(sams, draft, "approve")
    assert (status, state(text)) == (409, "Draft")


def test_the_pages_speak_dutch_too(sams: Client, draft: Release) -> None:
    text = page(sams, draft, "nl")
    assert state(text) == "Concept"
    assert "Wat is weggelaten" in text
    assert "2026, versie 1" in sams.get("/office/releases/", headers={"accept-language": "nl"}).content.decode()


def test_an_administrator_and_a_counsellor_find_nothing(
    signed_in: Callable[[Staff], Client], ada: Staff, kim: Staff, draft: Release
) -> None:
    for colleague in (ada, kim):
        client = signed_in(colleague)
        for address in ("/office/releases/", f"/office/releases/{draft.pk}/"):
            assert client.get(address).status_code == 404
        assert client.post(f"/office/releases/{draft.pk}/approve").status_code == 404


def test_a_button_works_only_from_our_own_page(sam: Staff, draft: Release) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sam)
    assert strict.post(f"/office/releases/{draft.pk}/approve").status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"
