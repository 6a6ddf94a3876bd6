"""What every test of the helpline needs: a data folder of its own, the cast, and a database file for threads."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from helpline import app_codes
from helpline.conversing import make_conversation
from helpline.registering import store_registrations
from zichtbaar.helpline.chat import forgetting
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.pacing.gates import CODES, STARTS
from zichtbaar.helpline.people import actions as people_actions
from zichtbaar.helpline.people import second_factor, setup
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.people.refusals import Refusals
from zichtbaar.helpline.people.second_factor import WrongCodes
from zichtbaar.helpline.people.setup import Founded, NewStaff, found_helpline
from zichtbaar.helpline.registration.models import Registration

CAST = (
    NewStaff("Kim", Role.COUNSELLOR, "kim-password"),
    NewStaff("Lena", Role.COUNSELLOR, "lena-password"),
    NewStaff("Sam", Role.SHIFT_LEAD, "sam-password"),
    NewStaff("Noor", Role.RESEARCHER, "noor-password"),
    NewStaff("Ada", Role.ADMINISTRATOR, "ada-password"),
    NewStaff("Piet", Role.PARTNER, "piet-password"),
)

# There is no data folder, so there is no secret either; Django cannot take a secret away again after a test.
django_settings.SECRET_KEY = "only-for-tests-" + "x" * 40


@pytest.fixture(autouse=True)
def helpline_settings(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private data folder, plain names of assets, passwords that take no time to stretch, and nobody counted yet.

    A second factor is asked only of who has one, and its codes hold as long as the test.
    """
    settings.DATA = tmp_path / "data"
    settings.STATIC_ROOT = settings.DATA / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.HTTPS = False
    settings.SECOND_FACTOR = False
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
    monkeypatch.setattr(setup, "MEMORY_KIB", 64)
    monkeypatch.setattr(setup, "PASSES", 1)
    monkeypatch.setattr(people_actions, "REFUSALS", Refusals())
    monkeypatch.setattr(second_factor, "WRONG", WrongCodes())
    monkeypatch.setattr(second_factor, "timezone", SimpleNamespace(now=lambda: app_codes.NOW))
    for gate in (STARTS, CODES):
        gate.begin_anew()


class NeverDue(Timer):
    """What is to be done later is not done: it would outlive its test, and fail another one."""

    def start(self) -> None:
        """Start nothing."""


@pytest.fixture(autouse=True)
def nothing_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is slow the log is waited for, in place of a second try in five seconds."""
    monkeypatch.setattr(forgetting, "MILLISECONDS_TO_WAIT", 10_000)
    monkeypatch.setattr(forgetting, "Timer", NeverDue)


@pytest.fixture
def founded(db: None) -> Founded:  # noqa: ARG001 - it needs the tables
    """A helpline with the whole cast."""
    return found_helpline(CAST)


@pytest.fixture
def kim(founded: Founded) -> Staff:
    """A counsellor."""
    return _named("Kim", founded)


@pytest.fixture
def lena(founded: Founded) -> Staff:
    """Another counsellor."""
    return _named("Lena", founded)


@pytest.fixture
def sam(founded: Founded) -> Staff:
    """The shift lead."""
    return _named("Sam", founded)


@pytest.fixture
def noor(founded: Founded) -> Staff:
    """The researcher."""
    return _named("Noor", founded)


@pytest.fixture
def ada(founded: Founded) -> Staff:
    """The administrator."""
    return _named("Ada", founded)


@pytest.fixture
def piet(founded: Founded) -> Staff:
    """A partner."""
    return _named("Piet", founded)


def _named(name: str, founded: Founded) -> Staff:
    return next(one for one in founded.staff if one.name == name)


@contextmanager
def django_on(path: Path) -> Iterator[None]:
    """Let every thread of this process use this database file for a while."""
    database = connections["default"]
    before = database.connection, database.settings_dict["NAME"]
    database.connection, database.settings_dict["NAME"] = None, path
    try:
        yield
    finally:
        database.close()
        database.connection, database.settings_dict["NAME"] = before


@pytest.fixture
def signed_in() -> Callable[[Staff], Client]:
    """A browser in which a colleague is signed in."""

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff)
        return client

    return sign_in


@pytest.fixture
def converse(db: None) -> Callable[..., Conversation]:  # noqa: ARG001 - it needs the tables
    """Make a conversation that this counsellor had, or one that still waits when there is none."""
    return make_conversation


@pytest.fixture
def register(db: None) -> Callable[..., list[Registration]]:  # noqa: ARG001 - it needs the tables
    """Store so many registrations of invented people who first chatted in these months."""
    return store_registrations


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A database file with all tables and the whole cast, never changed afterwards."""
    path = tmp_path_factory.mktemp("founded") / "helpline.sqlite3"
    with django_on(path), django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(setup, "MEMORY_KIB", 64)
        patch.setattr(setup, "PASSES", 1)
        call_command("migrate", verbosity=0, interactive=False)
        found_helpline(CAST)
    return path


@pytest.fixture(scope="session")
def drafted_house(
    founded_file: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    """The same with forty registrations of two years, a snapshot of them, and the draft of the factsheet about 2026.

    A factsheet takes more than a second to make, and most tests ask what becomes of it.
    """
    from zichtbaar.helpline.publishing.actions import freeze_snapshot  # heavy: the monitor
    from zichtbaar.helpline.publishing.release_actions import make_draft

    folder = tmp_path_factory.mktemp("drafted")
    database = folder / "helpline.sqlite3"
    shutil.copy(founded_file, database)
    (folder / "data").mkdir()
    with django_on(database), django_db_blocker.unblock(), override_settings(DATA=folder / "data"):
        store_registrations(40, months=("2025-04", "2026-02"))
        noor = Staff.objects.get(name="Noor")
        make_draft(noor, freeze_snapshot(noor, uuid4()), 2026)
    return folder


@pytest.fixture
def drafted(
    drafted_house: Path, settings: Settings, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Founded]:
    """That helpline in a copy of one's own, for a module whose `founded` it is."""
    database = tmp_path / "helpline.sqlite3"
    shutil.copy(drafted_house / "helpline.sqlite3", database)
    shutil.copytree(drafted_house / "data", settings.DATA, dirs_exist_ok=True)
    with django_on(database), django_db_blocker.unblock():
        yield Founded(tuple(Staff.objects.order_by("pk")), ())


@pytest.fixture
def database_file(founded_file: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A founded helpline in a real file, for tests with threads and with several connections."""
    path = tmp_path / "helpline.sqlite3"
    shutil.copy(founded_file, path)
    with django_on(path), django_db_blocker.unblock():
        yield path
