"""What was deleted is in no file any more, the write-ahead log included."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from helpline.chat.talking import first_envelope
from helpline.ops.existing_helpline import make_existing
from helpline.project.real_server import PREPARE
from zichtbaar.helpline.chat import access, actions, forgetting
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES, NewConversation
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.registration.actions import open_registration, recognise

SMALLER = f"""
{PREPARE}
from django.db import connection
from zichtbaar.helpline.chat import retention
elsewhere = Path(os.environ["SQLITE_TMPDIR"])
with connection.cursor() as cursor:
    for table in ("kept", "gone"):  # each of more than SQLite holds in memory before it makes a file
        cursor.execute(f"CREATE TABLE {{table}} AS SELECT randomblob(8388608) AS filling")
    cursor.execute("DROP TABLE gone")
    pages = cursor.execute("PRAGMA page_count").fetchone()
    before = elsewhere.stat().st_mtime_ns
    retention._make_smaller()
    print("smaller" if cursor.execute("PRAGMA page_count").fetchone() < pages else "as before")
print("untouched" if elsewhere.stat().st_mtime_ns == before else "a file was there for a moment")
"""


@pytest.fixture
def busy(database_file: Path) -> Iterator[Path]:
    """The database, with the journal's connection open too: SQLite empties its log when the last one closes."""
    with closing(connect(database_file)) as journal:
        journal.execute("SELECT count(*) FROM chat_conversation").fetchone()
        yield database_file


def start() -> tuple[Conversation, str]:
    """A visitor who waits, and her key as the whole team could open it."""
    sealed = secrets.token_bytes(SEALED_KEY_BYTES)
    identifier = secrets.token_hex(16)
    new = NewConversation(identifier, secrets.token_bytes(32), 1, sealed, "nl", first_envelope(identifier))
    return actions.start(new)[0], to_text(sealed)


def hand_over() -> str:
    """A visitor who is taken; gives the sealed key that must be gone."""
    kim = Staff.objects.get(name="Kim")
    _, sealed = start()
    conversation = actions.take(kim)
    assert access.wrap_for(kim, conversation).sealed_key == sealed
    receivers = actions.wrap_to(conversation)
    wraps = {holder: secrets.token_bytes(SEALED_KEY_BYTES) for holder in receivers}
    actions.store_wraps(kim, conversation, receivers, wraps)
    return sealed


def files_with(text: str, database: Path) -> list[str]:
    return [one.name for one in database.parent.rglob("*") if one.is_file() and text.encode() in one.read_bytes()]


def test_a_key_that_the_whole_team_could_open_is_in_no_file_after_it_was_handed_over(busy: Path) -> None:
    for _ in range(100):  # enough for pages to be divided
        assert files_with(hand_over(), busy) == []


def test_what_a_reader_holds_up_is_forgotten_when_he_is_done(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[Timer] = []
    monkeypatch.setattr(forgetting, "MILLISECONDS_TO_WAIT", 1)
    monkeypatch.setattr("zichtbaar.helpline.chat.forgetting.Timer.start", lambda timer: later.append(timer))
    with closing(connect(busy)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM chat_keywrap").fetchone()
        sealed = hand_over()
        assert files_with(sealed, busy) == ["helpline.sqlite3-wal"]
        reader.execute("COMMIT")
    later.pop().function()
    assert files_with(sealed, busy) == []
    assert later == []


def test_the_draft_of_a_person_who_was_here_before_is_in_no_file(busy: Path) -> None:
    kim = Staff.objects.get(name="Kim")
    start()
    earlier = open_registration(kim, actions.take(kim))
    start()
    conversation = actions.take(kim)
    draft = open_registration(kim, conversation)
    recognise(kim, conversation, earlier.person.reference)
    assert files_with(draft.answers["case_ref"], busy) == []


def test_making_the_file_smaller_leaves_no_copy_of_it_in_a_folder_of_the_system(
    founded_file: Path, tmp_path: Path
) -> None:
    existing = make_existing(founded_file, tmp_path / "helpline")
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    environment = {**os.environ, "SQLITE_TMPDIR": str(elsewhere)}
    words = [sys.executable, "-c", SMALLER, str(existing.data)]
    told = subprocess.run(words, env=environment, capture_output=True, check=True, text=True, timeout=120).stdout
    assert told.split() == ["smaller", "untouched"]


def test_the_journal_writes_zeros_over_what_it_deletes_too(busy: Path) -> None:
    with closing(connect(busy)) as journal:
        assert journal.execute("PRAGMA secure_delete").fetchone() == (1,)
