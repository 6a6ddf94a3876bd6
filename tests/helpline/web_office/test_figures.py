"""Noor looks at plots and tables: protected whatever she chooses, and unprotected only when Ada permitted it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from helpline.conftest import django_on
from helpline.registering import store_registrations
from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.people.setup import Founded
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.models import LedgerLine, ResearchPermission, Snapshot
from zichtbaar.helpline.publishing.on_screen import FIGURE_SETS
from zichtbaar.helpline.registration.models import Registration
from zichtbaar.helpline.web.office.figures import SETS

PAGE, EXACT = "/office/figures/", "/office/figures/unprotected/"


@pytest.fixture(scope="module")
def frozen_house(
    founded_file: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """Sixty finished registrations of 2024 and 2025, frozen in one place, so that a set of figures is made once."""
    folder = tmp_path_factory.mktemp("frozen")
    shutil.copy(founded_file, folder / "helpline.sqlite3")
    (folder / "data").mkdir()
    with django_on(folder / "helpline.sqlite3"), django_db_blocker.unblock(), override_settings(DATA=folder / "data"):
        store_registrations(60, months=("2024-04", "2024-11", "2025-02", "2025-09"))
        freeze_snapshot(Staff.objects.get(name="Noor"), uuid4())
    return folder


@pytest.fixture
def founded(
    frozen_house: Path, settings: Settings, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Founded]:
    """Its database in a copy of one's own; the snapshot stays where it is, and nobody changes it."""
    shutil.copy(frozen_house / "helpline.sqlite3", tmp_path / "helpline.sqlite3")
    settings.DATA = frozen_house / "data"
    with django_on(tmp_path / "helpline.sqlite3"), django_db_blocker.unblock():
        yield Founded(tuple(Staff.objects.order_by("pk")), ())


@pytest.fixture
def snapshot(founded: Founded) -> Snapshot:
    assert founded
    return Snapshot.objects.get()


def get(client: Client, address: str = PAGE, status: int = 200, language: str = "en", **chosen: str | int) -> str:
    answer = client.get(address, chosen, headers={"accept-language": language})
    assert answer.status_code == status
    return answer.content.decode()


def seen() -> int:
    return Entry.objects.filter(kind="unprotected_seen").count()


@pytest.mark.usefixtures("snapshot")
def test_every_plot_has_its_numbers_as_a_table_below_it(noors: Client) -> None:
    text = get(noors)

    plots = re.findall(r"<figure>(.*?)</figure>", text, re.DOTALL)
    assert plots
    for plot in plots:
        assert plot.count("<svg") == plot.count("<table>") == 1
        assert re.search(r'role="img" aria-label="Chart\. [^"]{20}', plot)
    assert "by month" in text
    assert "Beside the year before" in text
    assert "Beside an estimate" in text


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("figure_set", [name for name in FIGURE_SETS if name != "handovers"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_set_can_be_seen_in_both_languages(noors: Client, figure_set: str, language: str) -> None:
    text = get(noors, set=figure_set, language=language)

    assert f'<option value="{figure_set}" selected>' in text
    assert "<h2" in text


def test_every_set_has_a_name_on_the_page() -> None:
    assert tuple(SETS) == FIGURE_SETS


@pytest.mark.usefixtures("snapshot")
def test_a_choice_shows_a_part_of_what_was_protected_together(noors: Client) -> None:
    everything, part = get(noors), get(noors, population="victims", period="2025-01..2025-12")

    numbers = set(re.findall(r"<li>(.*?)</li>", part, re.DOTALL))
    assert numbers
    assert numbers < set(re.findall(r"<li>(.*?)</li>", everything, re.DOTALL))


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"period": "2025-01..2025-11"}, "could be subtracted"),
        ({"population": "victims_of_kim"}, "could be subtracted"),
        ({"set": "../yearly"}, "Choose one of the sets"),
        ({"year": "2019"}, "Choose a year of the snapshot."),
        ({"year": "soon"}, "Choose a year of the snapshot."),
    ],
)
def test_what_is_not_in_the_lists_is_refused_in_a_sentence(noors: Client, chosen: dict[str, str], told: str) -> None:
    text = get(noors, status=400, **chosen)

    assert told in text
    assert "<svg" not in text
    assert '<form class="choose"' in text


@pytest.mark.usefixtures("snapshot")
def test_a_look_at_the_screen_is_no_release(noors: Client) -> None:
    get(noors)

    assert not LedgerLine.objects.exists()


@pytest.mark.usefixtures("snapshot")
def test_beside_a_ledger_that_was_changed_nothing_is_shown(noors: Client) -> None:
    LedgerLine.objects.create(number=1, line="{}")

    text = get(noors, status=409)

    assert "The ledger of what was published was changed." in text
    assert "<svg" not in text


def test_no_number_of_one_to_four_persons_is_on_the_protected_page(noors: Client, snapshot: Snapshot) -> None:
    text = get(noors, set="recognition-gap", snapshot=snapshot.pk)

    cells = re.findall(r"<td>([^<]*)</td>", text)
    assert cells
    assert not [cell for cell in cells if cell in {"1", "2", "3", "4"}]


@pytest.mark.usefixtures("snapshot")
def test_a_year_that_is_not_over_is_compared_with_nothing(noors: Client) -> None:
    Snapshot.objects.update(frozen_on="2025-10-01")

    text = get(noors)

    assert "2025 is not over yet. The totals of the year count until that day. Half-years and months are" in text
    assert '<th scope="row">September 2025</th>' in text
    assert '<th scope="row">October 2025</th>' not in text
    assert "Expected" not in text
    assert "Beside the year before" not in text
    assert "Beside an estimate" not in text


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize(
    ("frozen_on", "halves"),
    [
        ("2025-06-30", set()),
        ("2025-07-01", {"January to June 2025"}),
        ("2025-12-31", {"January to June 2025"}),
        ("2026-01-01", {"January to June 2025", "July to December 2025"}),
    ],
)
def test_a_half_year_can_be_chosen_once_it_is_over(noors: Client, frozen_on: str, halves: set[str]) -> None:
    """An unfinished one once stood there as if it were whole."""
    Snapshot.objects.update(frozen_on=frozen_on)

    text = get(noors)

    offered = re.findall(r'<option value="2025-[^"]*">([^<]*)', text)
    assert {one for one in offered if " to " in one} == halves
    assert "2025" in offered
    assert ("July to December 2025" in text) == ("July to December 2025" in halves)
    get(noors, status=200 if "July to December 2025" in halves else 400, period="2025-07..2025-12")


@pytest.mark.usefixtures("snapshot")
def test_a_set_that_leaves_nothing_out_says_only_until_when_it_counts(noors: Client) -> None:
    Snapshot.objects.update(frozen_on="2025-10-01")

    text = get(noors, set="yearly")

    assert "Counted on 1 October 2025: 2025 is not over yet. The totals of the year count until that day.</p>" in text


@pytest.mark.usefixtures("snapshot")
def test_unprotected_counts_are_for_who_was_permitted_them(noors: Client, adas: Client, noor: Staff) -> None:
    get(noors, EXACT, status=404)
    assert "unprotected" not in get(noors)

    adas.post(f"/office/people/{noor.pk}/unprotected", {"allowed": "yes"})
    text = get(noors, EXACT)

    assert text.count("Not for publication") >= 3
    assert "The same counts, unprotected" in get(noors)
    visitors = sum(
        one.answers["topic_trafficking"] == 1 and one.answers["stats_objection"] not in (2, -4, -6)
        for one in Registration.objects.filter(started_month__startswith="2025")
    )
    assert f'<th scope="row">Visitors</th><td>{visitors}</td><td>{visitors}</td><td>{visitors}</td>' in text


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize(("frozen_on", "is_over"), [("2025-12-31", False), ("2026-01-01", True)])
def test_unprotected_counts_of_a_running_year_say_so_too(
    noors: Client, adas: Client, noor: Staff, frozen_on: str, is_over: bool
) -> None:
    Snapshot.objects.update(frozen_on=frozen_on)
    adas.post(f"/office/people/{noor.pk}/unprotected", {"allowed": "yes"})

    text = get(noors, EXACT)

    told = "Counted on 31 December 2025: 2025 is not over yet. A half-year or month that is not over counts until then."
    assert ("is not over yet" in text, told in text) == (not is_over, not is_over)
    assert '<th scope="row">September 2025</th>' in text
    assert "2025-09" not in text


@pytest.mark.usefixtures("snapshot")
def test_every_look_is_recorded_and_a_refused_one_shows_nothing(noors: Client, adas: Client, noor: Staff) -> None:
    adas.post(f"/office/people/{noor.pk}/unprotected", {"allowed": "yes"})

    get(noors, EXACT)
    get(noors, EXACT, set="platform-evidence")
    assert seen() == 2
    text = get(noors, EXACT, status=400, year="1999")

    assert "Choose a year of the snapshot." in text
    assert "<td>" not in text
    assert "Noor looked at unprotected counts" in get(adas, "/office/people/")


@pytest.mark.usefixtures("snapshot")
def test_what_was_permitted_can_be_taken_back(noors: Client, adas: Client, noor: Staff) -> None:
    for allowed in ("yes", "yes", "no"):
        adas.post(f"/office/people/{noor.pk}/unprotected", {"allowed": allowed})

    get(noors, EXACT, status=404)
    assert not ResearchPermission.objects.exists()
    kinds = Entry.objects.filter(kind__startswith="unprotected").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["unprotected_permitted", "unprotected_forbidden"]


@pytest.mark.parametrize("name", ["Kim", "Sam", "Ada"])
def test_only_a_researcher_can_be_permitted(adas: Client, name: str) -> None:
    staff = Staff.objects.get(name=name)

    assert adas.post(f"/office/people/{staff.pk}/unprotected", {"allowed": "yes"}).status_code == 404
    assert not ResearchPermission.objects.exists()


def test_nobody_permits_herself(noors: Client, noor: Staff) -> None:
    assert noors.post(f"/office/people/{noor.pk}/unprotected", {"allowed": "yes"}).status_code == 404
    assert not ResearchPermission.objects.exists()
