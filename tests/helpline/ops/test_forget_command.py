"""`zichtbaar forget --due`, as an administrator runs it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.ops.existing_helpline import Existing, make_existing


@pytest.fixture
def existing(founded_file: Path, tmp_path: Path) -> Existing:
    return make_existing(founded_file, tmp_path / "helpline")


def test_what_is_due_is_forgotten_and_told(existing: Existing) -> None:
    existing.had("a" * 32, ended=datetime(2020, 1, 2))
    existing.had("b" * 32, ended=datetime(2020, 1, 3))
    existing.had("c" * 32, ended=datetime.now(UTC).replace(tzinfo=None))
    code, said = existing.run("forget", "--due")
    assert code == 0
    assert said.startswith("2 conversations are forgotten: keys, envelopes, and the links to registrations.\n")
    assert "1 conversation is kept; the time of the next one comes on" in said
    assert existing.run("forget", "--due")[1].startswith("Nothing is due.\n")


def test_nobody_forgets_by_accident(existing: Existing) -> None:
    code, said = existing.run("forget")
    assert code == 2
    assert "--due" in said


def test_what_cannot_be_written_is_said_and_tried_again_later(existing: Existing) -> None:
    existing.had("a" * 32, ended=datetime(2020, 1, 2))
    existing.sql(
        "CREATE TRIGGER full BEFORE DELETE ON chat_conversation BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    code, said = existing.run("forget", "--due")
    assert code == 1
    assert "Not everything that is due was forgotten" in said
    existing.sql("DROP TRIGGER full")
    assert existing.run("forget", "--due")[1].startswith("1 conversation is forgotten")
