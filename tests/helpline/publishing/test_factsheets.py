"""A factsheet is made of one snapshot, once, and its files are handed out only as they were made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing.access import factsheet_of
from zichtbaar.helpline.publishing.actions import freeze_snapshot, make_factsheet
from zichtbaar.helpline.publishing.errors import (
    FileChangedError,
    NotFoundError,
    OtherCodebookError,
    YearNotInSnapshotError,
)
from zichtbaar.helpline.publishing.files import factsheet_file, snapshot_file
from zichtbaar.helpline.publishing.models import Factsheet, Snapshot
from zichtbaar.helpline.registration.models import Registration

Register = Callable[..., list[Registration]]

FILES = {"factsheet.html", "factsheet.pdf", "figures.csv", "figures.json"}


@pytest.fixture
def snapshot(noor: Staff, register: Register) -> Snapshot:
    """Forty persons of two years."""
    register(40, months=("2025-04", "2026-02"))
    return freeze_snapshot(noor, uuid4())


def test_a_factsheet_is_made_in_dutch_and_english(noor: Staff, snapshot: Snapshot) -> None:
    dutch, english = make_factsheet(noor, snapshot, 2026)
    assert (dutch.language, english.language) == ("nl", "en")
    for factsheet in (dutch, english):
        assert set(factsheet.files) == FILES
        assert factsheet_file(factsheet, "factsheet.pdf").startswith(b"%PDF")
        page = factsheet_file(factsheet, "factsheet.html").decode()
        assert f'lang="{factsheet.language}"' in page
    lines = latest(2)
    assert {line.kind for line in lines} == {Kind.FACTSHEET_MADE}
    assert {line.subject for line in lines} == {dutch.folder, english.folder}


def test_a_factsheet_of_a_year_that_is_not_over_says_so_in_its_files(noor: Staff, register: Register) -> None:
    year = timezone.localdate().year
    register(40, months=(f"{year - 1}-04", f"{year}-01"))
    snapshot = freeze_snapshot(noor, uuid4())
    (running,) = make_factsheet(noor, snapshot, year, ["en"])
    (over,) = make_factsheet(noor, snapshot, year - 1, ["en"])
    sentence = f"{year} is not over yet."
    for factsheet, times in ((running, 1), (over, 0)):
        assert factsheet_file(factsheet, "factsheet.html").decode().count(sentence) == times
        warnings = json.loads(factsheet_file(factsheet, "figures.json"))["warnings"]
        assert [words["en"].endswith(sentence) for words in warnings] == [True] * times


def test_making_it_again_gives_the_one_there_is(noor: Staff, snapshot: Snapshot, settings: Settings) -> None:
    assert make_factsheet(noor, snapshot, 2026, ["nl"]) == make_factsheet(noor, snapshot, 2026, ["nl"])
    assert len(list((Path(settings.DATA) / "factsheets").iterdir())) == Factsheet.objects.count() == 1


def test_the_same_snapshot_gives_the_same_figures_whatever_is_registered_later(
    noor: Staff, snapshot: Snapshot, register: Register
) -> None:
    (before,) = make_factsheet(noor, snapshot, 2026, ["nl"])
    register(5, seed=9)
    later = freeze_snapshot(noor, uuid4())
    (after,) = make_factsheet(noor, later, 2026, ["nl"])
    assert json.loads(factsheet_file(before, "figures.json")) != json.loads(factsheet_file(after, "figures.json"))
    kept = factsheet_file(before, "figures.json")
    Factsheet.objects.filter(pk=before.pk).delete()
    (again,) = make_factsheet(noor, snapshot, 2026, ["nl"])
    assert factsheet_file(again, "figures.json") == kept


def test_a_changed_snapshot_is_not_counted(noor: Staff, snapshot: Snapshot, settings: Settings) -> None:
    path = snapshot_file(snapshot)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileChangedError) as refused:
        make_factsheet(noor, snapshot, 2026)
    assert refused.value.file_name == path.name
    assert not Factsheet.objects.exists()
    assert list((Path(settings.DATA) / "factsheets").iterdir()) == []


def test_of_a_snapshot_of_another_codebook_there_is_what_was_made_and_nothing_new(
    noor: Staff, snapshot: Snapshot
) -> None:
    made = make_factsheet(noor, snapshot, 2026, ["nl"])
    Snapshot.objects.update(book_version="0.9")
    snapshot.refresh_from_db()
    assert make_factsheet(noor, snapshot, 2026, ["nl"]) == made
    with pytest.raises(OtherCodebookError, match=r"trafficking-1 0\.9"):
        make_factsheet(noor, snapshot, 2026, ["nl", "en"])
    assert Factsheet.objects.get() == made[0]


def test_a_changed_factsheet_is_not_handed_out(noor: Staff, snapshot: Snapshot, settings: Settings) -> None:
    (factsheet,) = make_factsheet(noor, snapshot, 2026, ["nl"])
    path = Path(settings.DATA) / "factsheets" / factsheet.folder / "figures.csv"
    path.write_bytes(path.read_bytes().replace(b"0", b"9"))
    with pytest.raises(FileChangedError, match=r"figures\.csv"):
        factsheet_file(factsheet, "figures.csv")
    assert factsheet_file(factsheet, "figures.json")


def test_only_its_own_files_are_handed_out(noor: Staff, snapshot: Snapshot) -> None:
    (factsheet,) = make_factsheet(noor, snapshot, 2026, ["nl"])
    for name in ("", "..", "../figures.csv", "/etc/passwd", "figures.txt"):
        with pytest.raises(NotFoundError):
            factsheet_file(factsheet, name)


@pytest.mark.parametrize("year", [0, 2024, 2027])
def test_a_year_that_is_not_in_the_snapshot_is_refused(noor: Staff, snapshot: Snapshot, year: int) -> None:
    with pytest.raises(YearNotInSnapshotError, match=str(year)):
        make_factsheet(noor, snapshot, year)


def test_only_a_researcher_makes_and_sees(kim: Staff, sam: Staff, noor: Staff, ada: Staff, snapshot: Snapshot) -> None:
    (factsheet,) = make_factsheet(noor, snapshot, 2026, ["nl"])
    assert factsheet_of(noor, factsheet.pk) == factsheet
    for colleague in (kim, sam, ada):
        with pytest.raises(NotFoundError):
            make_factsheet(colleague, snapshot, 2026)
        with pytest.raises(NotFoundError):
            factsheet_of(colleague, factsheet.pk)
