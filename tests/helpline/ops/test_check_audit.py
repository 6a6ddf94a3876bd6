"""`zichtbaar check audit` finds every line that was changed or taken out, the last one too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection

from helpline.ops.existing_helpline import Existing, make_existing
from zichtbaar.helpline.ops.check_audit import check

WITHOUT_TRIGGERS = ("DROP TRIGGER audit_entry_no_UPDATE", "DROP TRIGGER audit_entry_no_DELETE")


@pytest.fixture
def existing(founded_file: Path, tmp_path: Path) -> Existing:
    return make_existing(founded_file, tmp_path / "helpline")


def test_a_whole_record_is_said_to_be_whole(existing: Existing) -> None:
    code, said = existing.run("check", "audit")
    assert code == 0
    assert "The record is whole: 7 lines" in said


@pytest.mark.parametrize(
    ("forgery", "line"),
    [
        ("UPDATE audit_entry SET subject = 'x' WHERE number = 4", 4),
        ("DELETE FROM audit_entry WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 6", 6),
        ("DELETE FROM audit_entry", 1),
        ("DELETE FROM audit_head", 8),
    ],
)
@pytest.mark.usefixtures("database_file")
def test_a_line_that_was_changed_or_removed_is_named(forgery: str, line: int) -> None:
    with connection.cursor() as cursor:
        for statement in (*WITHOUT_TRIGGERS, forgery):
            cursor.execute(statement)
    found = check(None)
    assert not found.is_well
    assert found.sentences[0] == f"The record was changed: line {line} is missing, or is not as it was written."


def test_the_command_ends_with_1_when_the_last_line_is_missing(existing: Existing) -> None:
    existing.sql(*WITHOUT_TRIGGERS, "DELETE FROM audit_entry WHERE number = 6")
    code, said = existing.run("check", "audit")
    assert code == 1
    assert "The record was changed: line 6 is missing" in said


def test_who_writes_a_whole_new_record_is_found_by_a_line_noted_elsewhere(existing: Existing) -> None:
    noted = str(re.search("[0-9]+:[0-9a-f]{64}", existing.run("check", "audit")[1])[0])  # type: ignore[index]
    assert existing.run("check", "audit", "--noted", noted)[0] == 0
    number, digest = noted.split(":")
    other = digest.translate(str.maketrans("0123456789abcdef", "123456789abcdef0"))
    assert existing.run("check", "audit", "--noted", f"{number}:{other}")[0] == 1


def test_a_noted_line_of_another_form_is_refused(existing: Existing) -> None:
    code, said = existing.run("check", "audit", "--noted", "6:abc")
    assert code == 2
    assert "'6:abc' is no line" in said


def test_a_folder_without_a_helpline_is_named(tmp_path: Path) -> None:
    code, said = Existing(tmp_path / "nowhere").run("check", "audit")
    assert code == 1
    assert said == f"There is no helpline in {tmp_path}/nowhere: helpline.sqlite3 is not there.\n"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_no_database_is_said_to_be_none(existing: Existing) -> None:
    (existing.data / "helpline.sqlite3").write_bytes(b"no database" * 1000)
    code, said = existing.run("check", "audit")
    assert code == 1
    assert "It could not be looked at: file is not a database." in said


def test_a_database_of_another_version_is_left_as_it_is(existing: Existing) -> None:
    existing.sql("DELETE FROM django_migrations WHERE app = 'chat'")
    code, said = existing.run("check", "audit")
    assert code == 1
    assert "was made by another version" in said
