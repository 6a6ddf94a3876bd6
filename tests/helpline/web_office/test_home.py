"""Noor's page: what there is, what to do next, and nothing twice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing.models import Release, Snapshot
from zichtbaar.helpline.registration.models import Registration

ENGLISH = {"accept-language": "en"}


def page(client: Client, address: str = "/office/") -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def freeze(client: Client, press: str | None = None) -> str:
    answer = client.post("/office/snapshots", {"asked_as": press or str(uuid4())}, headers=ENGLISH)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_an_empty_helpline_says_what_comes_first(noors: Client) -> None:
    text = page(noors)
    assert "There are no registrations yet." in text
    assert "<button disabled>Freeze a snapshot</button>" in text
    assert "There are no snapshots yet." in text


def test_an_empty_list_of_releases_says_what_comes_first(noors: Client) -> None:
    assert "There are no releases yet." in page(noors, "/office/releases/")


def test_registrations_are_counted_by_month(noors: Client, registered: int) -> None:
    text = page(noors)
    assert f"Finished: {registered}. Drafts: 0." in text
    assert text.index('<th scope="row">February 2026</th>') < text.index('<th scope="row">April 2025</th>')
    assert "<svg" in text


def test_freezing_leads_to_the_snapshot_with_its_hash(noors: Client, registered: int) -> None:
    assert freeze(noors).startswith("/office/#snapshot-")
    snapshot = Snapshot.objects.get()
    text = page(noors)
    assert f'id="snapshot-{snapshot.pk}"' in text
    assert snapshot.sha256 in text
    assert snapshot.rows == registered
    assert text.index('<option value="2026">') < text.index('<option value="2025">')


def test_the_same_press_twice_freezes_once(noors: Client, registered: int) -> None:
    assert registered
    press = str(uuid4())
    assert freeze(noors, press) == freeze(noors, press)
    assert Snapshot.objects.count() == 1


def test_a_draft_is_made_once_and_linked(noors: Client, registered: int) -> None:
    assert registered
    freeze(noors)
    snapshot = Snapshot.objects.get()
    for _ in range(2):
        answer = noors.post(f"/office/snapshots/{snapshot.pk}/release", {"year": "2026"}, headers=ENGLISH)
        assert answer.headers["Location"] == f"/office/releases/{Release.objects.get().pk}/"
    assert f'<a href="/office/releases/{Release.objects.get().pk}/">2026, version 1</a>' in page(noors)


def test_the_latest_snapshot_comes_first(noors: Client, registered: int) -> None:
    assert registered
    freeze(noors)
    freeze(noors)
    older, newer = Snapshot.objects.order_by("pk")
    text = page(noors)
    assert text.index(newer.sha256) < text.index(older.sha256)


def test_what_cannot_be_frozen_is_told_in_a_sentence(noors: Client) -> None:
    answer = noors.post("/office/snapshots", {"asked_as": str(uuid4())}, headers=ENGLISH)
    assert (answer.status_code, "No registration is finished yet." in answer.content.decode()) == (409, True)
    answer = noors.post("/office/snapshots", {"asked_as": "again"}, headers=ENGLISH)
    assert (answer.status_code, "This form is too old. Try again." in answer.content.decode()) == (400, True)


def test_what_was_registered_with_another_codebook_is_told(noors: Client, registered: int) -> None:
    assert "Of another codebook" not in page(noors)
    Registration.objects.filter(started_month="2025-04").update(book_version="0.9")
    freeze(noors)
    snapshot = Snapshot.objects.get()
    assert snapshot.rows + snapshot.other_codebook_left_out == registered
    left_out = f"<dt>Of another codebook, left out</dt><dd>{snapshot.other_codebook_left_out}</dd>"
    assert left_out in page(noors)
    Registration.objects.update(book_version="0.9")
    Snapshot.objects.update(book_version="0.9")
    for address, words in (
        ("/office/snapshots", {"asked_as": str(uuid4())}),
        (f"/office/snapshots/{snapshot.pk}/release", {"year": "2026"}),
    ):
        answer = noors.post(address, words, headers=ENGLISH)
        assert answer.status_code == 409
        assert "with another codebook than the one in use: trafficking-1 0.9." in answer.content.decode()


def test_a_snapshot_that_was_changed_is_told_by_its_name(noors: Client, registered: int, settings: Settings) -> None:
    assert registered
    freeze(noors)
    snapshot = Snapshot.objects.get()
    path = settings.DATA / "snapshots" / snapshot.file_name
    path.write_bytes(b"other")
    answer = noors.post(f"/office/snapshots/{snapshot.pk}/release", {"year": "2026"}, headers=ENGLISH)
    assert answer.status_code == 409
    assert f"{snapshot.file_name} was changed after it was made, or is gone." in answer.content.decode()


@pytest.mark.parametrize("year", ["", "2024", "this year"])
def test_another_year_is_refused(noors: Client, registered: int, year: str) -> None:
    assert registered
    freeze(noors)
    answer = noors.post(f"/office/snapshots/{Snapshot.objects.get().pk}/release", {"year": year}, headers=ENGLISH)
    assert (answer.status_code, "Choose a year of the snapshot." in answer.content.decode()) == (400, True)
    assert not Release.objects.exists()


def test_the_page_speaks_dutch_too(noors: Client, registered: int) -> None:
    assert registered
    text = noors.get("/office/", headers={"accept-language": "nl"}).content.decode()
    assert 'lang="nl"' in text
    assert "Momentopname maken" in text
    assert '<th scope="row">februari 2026</th>' in text


def test_a_button_works_only_from_our_own_page(noor: Staff) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(noor)
    assert strict.post("/office/snapshots", {"asked_as": str(uuid4())}).status_code == 403
    assert not Snapshot.objects.exists()
