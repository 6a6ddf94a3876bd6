"""Of a snapshot a factsheet is made, or the reason is told and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.errors import FileChangedError, OtherCodebookError, YearNotInSnapshotError
from zichtbaar.helpline.publishing.files import release_file, snapshot_file
from zichtbaar.helpline.publishing.models import Release, Snapshot
from zichtbaar.helpline.publishing.release_actions import make_draft
from zichtbaar.helpline.registration.models import Registration

Register = Callable[..., list[Registration]]


@pytest.fixture
def snapshot(noor: Staff, register: Register) -> Snapshot:
    """Forty persons of two years."""
    register(40, months=("2025-04", "2026-02"))
    return freeze_snapshot(noor, uuid4())


def test_a_factsheet_of_a_year_that_is_not_over_says_so_in_its_files(noor: Staff, register: Register) -> None:
    year = timezone.localdate().year
    register(40, months=(f"{year - 1}-04", f"{year}-01"))
    snapshot = freeze_snapshot(noor, uuid4())
    sentence = f"{year} is not over yet."
    for release, times in ((make_draft(noor, snapshot, year), 1), (make_draft(noor, snapshot, year - 1), 0)):
        assert release_file(release, "factsheet-en.html").decode().count(sentence) == times


def test_a_changed_snapshot_is_not_counted(noor: Staff, snapshot: Snapshot, settings: Settings) -> None:
    path = snapshot_file(snapshot)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileChangedError) as refused:
        make_draft(noor, snapshot, 2026)
    assert refused.value.file_name == path.name
    assert not Release.objects.exists()
    assert list((Path(settings.DATA) / "releases").iterdir()) == []


def test_of_a_snapshot_of_another_codebook_nothing_is_made(noor: Staff, snapshot: Snapshot) -> None:
    Snapshot.objects.update(book_version="0.9")
    snapshot.refresh_from_db()
    with pytest.raises(OtherCodebookError, match=r"trafficking-1 0\.9"):
        make_draft(noor, snapshot, 2026)
    assert not Release.objects.exists()


@pytest.mark.parametrize("year", [0, 2024, 2027])
def test_a_year_that_is_not_in_the_snapshot_is_refused(noor: Staff, snapshot: Snapshot, year: int) -> None:
    with pytest.raises(YearNotInSnapshotError, match=str(year)):
        make_draft(noor, snapshot, year)
