"""A release is made once, approved by somebody else, published as it was approved, and never forgotten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from helpline.registering import store_registrations
from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.publishing import ledger, making
from zichtbaar.helpline.publishing.access import release_of, releases_of
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.errors import (
    FileChangedError,
    LedgerBrokenError,
    NotFoundError,
    OutOfDateError,
    OwnReleaseError,
    ReasonMissingError,
    WrongStateError,
)
from zichtbaar.helpline.publishing.files import release_file
from zichtbaar.helpline.publishing.lifecycle import State
from zichtbaar.helpline.publishing.models import LedgerLine, Release, Snapshot, Step
from zichtbaar.helpline.publishing.release_actions import approve, make_draft, publish, refuse, withdraw

FILES = {
    *("factsheet-nl.html", "factsheet-nl.pdf", "factsheet-en.html", "factsheet-en.pdf", "figures.csv", "figures.json")
}


@pytest.fixture
def published(noor: Staff, sam: Staff, draft: Release) -> Release:
    approve(sam, draft)
    publish(noor, draft)
    return draft


@pytest.fixture
def founded(drafted: Founded) -> Founded:
    return drafted


@pytest.fixture
def draft(founded: Founded) -> Release:
    """The draft of 2026, of forty persons of two years."""
    assert founded
    return Release.objects.get()


@pytest.fixture
def snapshot(draft: Release) -> Snapshot:
    """What it was made of."""
    return draft.snapshot


@pytest.fixture
def later(noor: Staff, snapshot: Snapshot) -> Snapshot:
    """A second snapshot, with twenty persons more."""
    assert snapshot
    store_registrations(20, seed=9)
    return freeze_snapshot(noor, uuid4())


def figures(release: Release) -> Mapping[str, object]:
    read: Mapping[str, object] = json.loads(release_file(release, "figures.json"))
    return read


def test_a_draft_is_the_factsheet_in_dutch_and_english(noor: Staff, draft: Release) -> None:
    assert (draft.name, draft.state, set(draft.files)) == ("2026-v1", State.DRAFT, FILES)
    for language, version in (("nl", "Versie 1"), ("en", "Version 1")):
        assert release_file(draft, f"factsheet-{language}.pdf").startswith(b"%PDF")
        page = release_file(draft, f"factsheet-{language}.html").decode()
        assert f'lang="{language}"' in page
        assert version in page
    assert [(step.move, step.by) for step in draft.steps.all()] == [("make", noor)]
    assert (latest(1)[0].kind, latest(1)[0].subject) == (Kind.RELEASE_DRAFTED, "2026-v1")


def test_the_same_draft_is_made_once(noor: Staff, snapshot: Snapshot, draft: Release, settings: Settings) -> None:
    assert make_draft(noor, snapshot, 2026) == draft
    assert [path.name for path in (Path(settings.DATA) / "releases").iterdir()] == [draft.folder]


def test_the_same_snapshot_recipe_and_version_give_the_same_bytes_whatever_is_registered_later(
    noor: Staff, snapshot: Snapshot, draft: Release, later: Snapshot
) -> None:
    assert figures(make_draft(noor, later, 2026)) != figures(draft)
    refuse(noor, draft, "once more")
    again = make_draft(noor, snapshot, 2026)
    assert again.pk != draft.pk
    assert again.files == draft.files


def test_it_is_published_after_a_second_person_approved_it(noor: Staff, sam: Staff, draft: Release) -> None:
    with pytest.raises(WrongStateError):
        publish(noor, draft)
    with pytest.raises(OwnReleaseError):
        approve(noor, draft)
    approve(sam, draft)
    publish(noor, draft)
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED
    done = [(step.move, step.by.name) for step in draft.steps.order_by("pk")]
    assert done == [("make", "Noor"), ("approve", "Sam"), ("publish", "Noor")]
    kinds = [Kind.RELEASE_PUBLISHED, Kind.RELEASE_APPROVED, Kind.RELEASE_DRAFTED]
    assert [line.kind for line in latest(3)] == kinds
    assert verify()


def test_another_researcher_may_approve_too(noor: Staff, draft: Release) -> None:
    colleague = Staff.objects.create(name="Nils", role=Role.RESEARCHER, memory=64, passes=1)
    approve(colleague, draft)
    publish(noor, draft)
    assert Release.objects.get().state == State.PUBLISHED


def test_what_is_refused_needs_a_reason_and_is_never_published(noor: Staff, sam: Staff, draft: Release) -> None:
    with pytest.raises(ReasonMissingError):
        refuse(sam, draft, "  ")
    refuse(sam, draft, " The drafts of May are missing. ")
    assert draft.steps.last().reason == "The drafts of May are missing."  # type: ignore[union-attr]
    with pytest.raises(WrongStateError):
        approve(sam, draft)
    with pytest.raises(WrongStateError):
        publish(noor, draft)
    with pytest.raises(WrongStateError):
        withdraw(sam, draft, "no")
    assert not LedgerLine.objects.exists()


def test_publishing_puts_it_into_the_ledger_and_withdrawing_does_not_take_it_out(
    sam: Staff, published: Release
) -> None:
    before = ledger.read()
    assert [about.release for about in before.releases] == ["2026-v1"]
    assert before.releases[0].records == published.snapshot.sha256
    assert len(list(before.cells)) > 5
    withdraw(sam, published, "One registration was a test.")
    published.refresh_from_db()
    assert published.state == State.WITHDRAWN
    assert [about.release for about in ledger.read().releases] == ["2026-v1", "2026-v1 withdrawn"]
    assert list(ledger.read().cells) == list(before.cells)


def test_a_correction_names_the_version_it_replaces_and_both_stay_listed(
    noor: Staff, sam: Staff, published: Release, later: Snapshot
) -> None:
    with pytest.raises(ReasonMissingError):
        make_draft(noor, later, 2026)
    second = make_draft(noor, later, 2026, "Twenty registrations had been forgotten.")
    assert (second.name, second.corrects) == ("2026-v2", published)
    assert "Version 2, in the place of version 1" in release_file(second, "factsheet-en.html").decode()
    assert figures(second)["edition"] == {"version": 2, "corrects": 1}
    approve(sam, second)
    assert Release.objects.get(pk=published.pk).state == State.PUBLISHED
    publish(noor, second)
    published.refresh_from_db()
    assert published.state == State.CORRECTED
    assert published.steps.last().reason == "Twenty registrations had been forgotten."  # type: ignore[union-attr]
    assert list(releases_of(sam)) == [second, published]
    assert [about.release for about in ledger.read().releases] == ["2026-v1", "2026-v2"]


def test_after_a_withdrawal_the_next_version_takes_its_place(
    noor: Staff, sam: Staff, published: Release, later: Snapshot
) -> None:
    withdraw(sam, published, "One registration was a test.")
    second = make_draft(noor, later, 2026, "Without the test.")
    approve(sam, second)
    publish(noor, second)
    published.refresh_from_db()
    assert (published.state, second.corrects) == (State.WITHDRAWN, published)


def test_of_two_approved_drafts_of_a_year_only_one_is_published(
    noor: Staff, sam: Staff, draft: Release, later: Snapshot
) -> None:
    other = make_draft(noor, later, 2026)
    for release in (draft, other):
        approve(sam, release)
    publish(noor, draft)
    with pytest.raises(OutOfDateError):
        publish(noor, other)
    other.refresh_from_db()
    assert other.state == State.APPROVED
    assert len(ledger.read().releases) == 1


def test_what_would_come_out_otherwise_today_is_not_published(
    noor: Staff, sam: Staff, draft: Release, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    approve(sam, draft)
    recipe = tmp_path / "yearly.toml"
    recipe.write_text(making.RECIPE.read_text("utf-8") + "# changed\n", "utf-8")
    monkeypatch.setattr(making, "RECIPE", recipe)
    with pytest.raises(OutOfDateError):
        publish(noor, draft)
    assert not LedgerLine.objects.exists()


def test_a_changed_file_is_not_handed_out_not_approved_and_not_published(
    noor: Staff, sam: Staff, draft: Release, settings: Settings
) -> None:
    path = Path(settings.DATA) / "releases" / draft.folder / "figures.csv"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"0", b"9"))
    with pytest.raises(FileChangedError, match=r"figures\.csv"):
        release_file(draft, "figures.csv")
    with pytest.raises(FileChangedError):
        approve(sam, draft)
    path.write_bytes(whole)
    approve(sam, draft)
    path.unlink()
    with pytest.raises(FileChangedError):
        publish(noor, draft)
    assert not LedgerLine.objects.exists()


def test_beside_a_broken_ledger_nothing_is_made_published_or_withdrawn(
    noor: Staff, sam: Staff, published: Release, later: Snapshot
) -> None:
    last = LedgerLine.objects.order_by("-number").first()
    assert last is not None
    line = last.line.replace("2026-v1", "2026-v9")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER publishing_ledgerline_no_UPDATE")
    LedgerLine.objects.filter(pk=last.pk).update(line=line)
    for act in (lambda: make_draft(noor, later, 2026, "more"), lambda: withdraw(sam, published, "wrong")):
        with pytest.raises(LedgerBrokenError, match=str(last.number)):
            act()
    published.refresh_from_db()
    assert published.state == State.PUBLISHED


def test_the_database_refuses_to_change_what_was_done(published: Release) -> None:
    assert published.steps.count() == 3
    for change in (
        lambda: Step.objects.update(reason="other"),
        lambda: Step.objects.all().delete(),
        lambda: LedgerLine.objects.update(line=""),
        lambda: LedgerLine.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            change()


def test_only_its_own_files_are_handed_out(draft: Release) -> None:
    for name in ("", "..", "../figures.csv", "/etc/passwd", "figures.txt"):
        with pytest.raises(NotFoundError):
            release_file(draft, name)


def test_a_researcher_makes_and_publishes_a_shift_lead_approves_others_see_nothing(
    kim: Staff, sam: Staff, noor: Staff, ada: Staff, snapshot: Snapshot, draft: Release
) -> None:
    for colleague in (kim, ada):
        for act in (
            lambda who: release_of(who, draft.pk),
            lambda who: approve(who, draft),
            lambda who: refuse(who, draft, "no"),
            lambda who: withdraw(who, draft, "no"),
        ):
            with pytest.raises(NotFoundError):
                act(colleague)
    for colleague in (kim, sam, ada):
        with pytest.raises(NotFoundError):
            make_draft(colleague, snapshot, 2026)
        with pytest.raises(NotFoundError):
            publish(colleague, draft)
    for colleague in (noor, sam):
        assert release_of(colleague, draft.pk) == draft
        with pytest.raises(NotFoundError):
            release_of(colleague, draft.pk + 1)
