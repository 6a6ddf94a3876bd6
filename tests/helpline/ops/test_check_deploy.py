"""`zichtbaar check deploy` refuses a helpline that is not safe to open, and says each reason and its remedy."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from helpline.ops.existing_helpline import make_existing
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.retention import forget_due
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops.check_deploy import check

NO_SECOND_FACTOR = "  - A password alone opens the desk. Set ZICHTBAAR_SECOND_FACTOR to yes."


@pytest.fixture
def without_a_backup(database_file: Path, tmp_path: Path, settings: Settings) -> Configuration:
    """Founded, reached under a name of its own, and its clock has just run."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECRET_KEY = "".join(map(chr, range(40, 100)))
    make_existing(database_file, tmp_path / "helpline")
    forget_due()
    return Configuration(data=tmp_path / "helpline", hosts=("chat.example.nl",))


@pytest.fixture
def configuration(without_a_backup: Configuration) -> Configuration:
    """A helpline in order."""
    record(Kind.BACKUP_MADE, by=None)
    return without_a_backup


def reasons(configuration: Configuration) -> list[str]:
    """Why it must not open."""
    found = check(configuration)
    first, *rest = found.sentences
    assert (found.is_well, first) == (False, f"The helpline in {configuration.data} must not open for visitors yet:")
    return rest


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_speaks_against_a_helpline_in_order(configuration: Configuration) -> None:
    found = check(configuration)
    said = f"Nothing speaks against opening the helpline in {configuration.data}."
    assert (found.is_well, found.sentences[0]) == (True, said)


def test_without_a_second_factor_it_stays_closed(configuration: Configuration) -> None:
    assert reasons(replace(configuration, second_factor=False)) == [NO_SECOND_FACTOR]


def test_without_https_or_a_name_of_its_own_it_stays_closed(configuration: Configuration) -> None:
    said = "\n".join(reasons(replace(configuration, https=False, hosts=("localhost", "127.0.0.1"))))
    assert "Browsers may reach it without HTTPS." in said
    assert "It answers to no name but this machine's." in said


def test_protections_of_django_that_were_taken_away_are_reasons(
    configuration: Configuration, settings: Settings
) -> None:
    settings.DEBUG = True
    settings.SESSION_COOKIE_SECURE = False
    settings.SECRET_KEY = "a" * 60
    said = "\n".join(reasons(configuration))
    for reason in ("Errors are shown to visitors", "security.W012", "security.W009"):
        assert reason in said


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("DELETE FROM people_recoverykey", "There is no recovery key"),
        ("UPDATE people_staff SET is_active = 0 WHERE role = 'shift_lead'", "There is no shift lead."),
        ("UPDATE people_staff SET public_key = '' WHERE role = 'administrator'", "There is no administrator."),
        ("UPDATE people_teamkey SET is_due = 1", "Somebody has left who held the team key."),
        ("DELETE FROM audit_head", "The record of what was done was changed."),
        ("UPDATE chat_forgottenonday SET last_at = '2026-01-01 00:00:00'", "The clock of forgetting stopped on 2026"),
        ("DELETE FROM chat_forgottenonday", "It was never looked whether conversations are due"),
    ],
)
def test_what_is_missing_or_has_stopped_is_a_reason(configuration: Configuration, damage: str, reason: str) -> None:
    sql(damage)
    assert any(reason in line for line in reasons(configuration))


@pytest.mark.parametrize(
    ("hours_ago", "reason"),
    [([], "There is no backup yet."), ([90, 49], "The last backup was made on 20"), ([90, 47], None)],
)
def test_where_backups_have_stopped_that_is_a_reason(
    without_a_backup: Configuration, monkeypatch: pytest.MonkeyPatch, hours_ago: list[int], reason: str | None
) -> None:
    now = time.time_ns()
    for hours in hours_ago:
        with monkeypatch.context() as then:
            then.setattr(time, "time_ns", lambda hours=hours: now - hours * 3600 * 10**9)
            record(Kind.BACKUP_MADE, by=None)
    if reason is None:
        assert check(without_a_backup).is_well
    else:
        (said,) = reasons(without_a_backup)
        assert said.startswith(f"  - {reason}")


def test_people_at_the_desk_whom_nobody_gave_the_keys_take_nobody(configuration: Configuration) -> None:
    """After the founding and two links: visitors could begin, and nobody could read them."""
    sql("DELETE FROM people_teamkeywrap WHERE staff_id IS NOT NULL")
    counsellors, leads = reasons(configuration)
    assert counsellors.startswith("  - No counsellor has the keys, so none can take or read a chat.")
    assert leads.startswith("  - No shift lead has the keys, so none can take or read a chat.")


@pytest.mark.parametrize("name", ["", "helpline.sqlite3", "secret"])
def test_a_file_that_others_can_read_is_a_reason(configuration: Configuration, name: str) -> None:
    path = configuration.data / name
    path.chmod(path.stat().st_mode | 0o040)
    assert any(f"Others on this machine can read {path}" in line for line in reasons(configuration))


def test_a_secret_outside_of_the_folder_is_looked_at_too(configuration: Configuration, tmp_path: Path) -> None:
    (configuration.data / "secret").rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").chmod(0o644)
    said = reasons(replace(configuration, secret_file=tmp_path / "elsewhere"))
    assert any(f"can read {tmp_path / 'elsewhere'}" in line for line in said)


def test_a_missing_secret_is_a_reason(configuration: Configuration) -> None:
    (configuration.data / "secret").unlink()
    assert any("There is no secret" in line for line in reasons(configuration))


def test_a_demo_is_never_opened(configuration: Configuration) -> None:
    (configuration.data / "this-is-a-zichtbaar-demo").touch(mode=0o600)
    assert any("It is a demo" in line for line in reasons(configuration))


def test_the_command_says_it_and_ends_with_1(founded_file: Path, tmp_path: Path) -> None:
    existing = make_existing(founded_file, tmp_path / "helpline")
    code, said = existing.run("check", "deploy", ZICHTBAAR_HOSTS="chat.example.nl", ZICHTBAAR_SECOND_FACTOR="no")
    assert code == 1
    assert "It was never looked whether conversations are due" in said
    assert NO_SECOND_FACTOR in said
