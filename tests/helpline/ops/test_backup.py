"""A backup is whole, holds nothing readable of a conversation, and loses what is forgotten without being touched."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from helpline.ops.existing_helpline import Existing, make_existing
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.config import make_secret
from zichtbaar.helpline.ops.backup import LIST, hashes

LONG_AGO, LATELY = datetime(2020, 1, 2), datetime.now()
CONTENT = {one: secrets.token_bytes(343) for one in "abc"}
WRAP = {one: secrets.token_urlsafe(114) for one in "abc"}
WRAPPED = """INSERT INTO chat_keywrap (conversation_id, holder, staff_id, sealed_key)
VALUES ({number}, 'staff', 1, '{sealed_key}')"""
SAID = """INSERT INTO chat_envelope (conversation_id, number, session, sequence, stored_at, content)
VALUES ({number}, 1, x'00', 1, 1, x'{content}')"""
PHOTO = "INSERT INTO chat_photo (conversation_id, identifier, content) VALUES (2, 'p', x'{content}')"
NOT_RESTORED = {"django_session", "sqlite_sequence", "chat_forgottenonday", "audit_entry", "audit_head"}

WITHOUT_NAMING = """
import sys
from pathlib import Path
from zichtbaar.cli import main
as_ever = Path.rename
def rename(path, name):
    if path.suffix == ".part":
        raise OSError(5, "Input/output error", str(name))
    return as_ever(path, name)
Path.rename = rename
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def existing(founded_file: Path, tmp_path: Path) -> Existing:
    """A helpline with three conversations; one of them has a registration and is due to be forgotten."""
    helpline = make_existing(founded_file, tmp_path / "helpline")
    for number, (one, ended) in enumerate({"a": LONG_AGO, "b": LATELY, "c": LATELY}.items(), start=1):
        helpline.had(one * 32, ended=ended)
        helpline.sql(
            WRAPPED.format(number=number, sealed_key=WRAP[one]), SAID.format(number=number, content=CONTENT[one].hex())
        )
    helpline.sql(
        "INSERT INTO registration_person (id, reference) VALUES (1, 'p')",
        "INSERT INTO registration_conversationofperson (conversation_id, person_id) VALUES (1, 1)",
        "INSERT INTO django_session VALUES ('session-of-kim', '', '2099-01-01 00:00:00')",
    )
    (helpline.data / "snapshots").mkdir(mode=0o700)
    (helpline.data / "snapshots/one.parquet").write_bytes(b"frozen")
    (helpline.data / "snapshots/.two.parquet").write_bytes(b"not whole yet")
    (helpline.data / "releases/1-v1").mkdir(mode=0o700, parents=True)
    (helpline.data / "releases/1-v1/factsheet.pdf").write_bytes(b"released")
    return helpline


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def back_up(existing: Existing, into: Path) -> tuple[Path, Path]:
    """The folder of a fresh backup, and the file with its keys."""
    before = set(into.iterdir()) if into.exists() else set()
    keys = into.parent / "keys.json"
    code, said = existing.run("backup", str(into), "--keys", str(keys))
    assert code == 0, said
    (folder,) = set(into.iterdir()) - before
    return folder, keys


def restore(backup: Path, data: Path, *words: str) -> str:
    code, said = Existing(data).run("restore", str(backup), *words)
    assert code == 0, said
    return said


def rows(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database, table by table."""
    with closing(sqlite3.connect(data / "helpline.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {one: sorted(database.execute(f'SELECT * FROM "{one}"'), key=repr) for one in tables}  # noqa: S608


def conversations(data: Path) -> set[str]:
    return {str(row[1])[0] for row in rows(data)["chat_conversation"]}


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_restored_is_what_was_there(existing: Existing, into: Path, tmp_path: Path) -> None:
    chosen = "ZICHTBAAR_HOSTS=chat.example.nl\n"
    (existing.data / "settings.env").write_text(chosen)
    backup, keys = back_up(existing, into)
    before = rows(existing.data)
    said = restore(backup, tmp_path / "again", "--keys", str(keys))
    assert "Conversations that are back: 3. That are gone, because their keys are: 0." in said
    after = rows(tmp_path / "again")
    assert {name: after[name] for name in before if name not in NOT_RESTORED} == {
        name: content for name, content in before.items() if name not in NOT_RESTORED
    }
    assert after["django_session"] == []
    assert (tmp_path / "again/settings.env").read_text() == chosen
    assert (tmp_path / "again/snapshots/one.parquet").read_bytes() == b"frozen"
    assert (tmp_path / "again/releases/1-v1/factsheet.pdf").read_bytes() == b"released"
    assert (tmp_path / "again/secret").read_text("utf-8") == (existing.data / "secret").read_text("utf-8")
    assert Existing(tmp_path / "again").run("check", "audit")[0] == 0


def test_a_backup_holds_nothing_of_a_conversation_that_can_be_read_and_no_session(
    existing: Existing, into: Path
) -> None:
    backup, keys = back_up(existing, into)
    held = stored(backup)
    planted = [*CONTENT.values(), *(wrap.encode() for wrap in WRAP.values()), *((one * 32).encode() for one in "abc")]
    planted += [key.encode() for key in json.loads(keys.read_text("utf-8"))["keys"]]
    planted += [b"session-of-kim", b"not whole yet", (existing.data / "secret").read_bytes().strip()]
    assert [one for one in planted if one in held] == []
    assert [path for path in (backup, *backup.rglob("*")) if path.stat().st_mode & 0o077] == []
    assert keys.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(backup / "helpline.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM registration_conversationofperson").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM registration_person").fetchone() == (1,)


def test_the_record_says_that_a_backup_was_made_and_the_keys_say_which(existing: Existing, into: Path) -> None:
    backup, keys = back_up(existing, into)
    assert json.loads(keys.read_text("utf-8"))["backup"] == backup.name
    with closing(sqlite3.connect(existing.data / "helpline.sqlite3")) as database:
        told = database.execute("SELECT kind FROM audit_entry ORDER BY number DESC LIMIT 1").fetchone()
    assert told == (Kind.BACKUP_MADE,)


def test_a_backup_that_did_not_get_its_name_is_in_no_record(existing: Existing, into: Path) -> None:
    """Whoever reads the record, or `check deploy`, would believe that there is one."""
    words = ["backup", str(into), "--keys", str(into.parent / "keys.json"), "--data", str(existing.data)]
    command = [sys.executable, "-c", WITHOUT_NAMING, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=existing.environment())
    assert (done.returncode, "There is no backup: " in done.stdout + done.stderr) == (1, True)
    assert list(into.iterdir()) == []
    assert Kind.BACKUP_MADE.value not in {line[2] for line in rows(existing.data)["audit_entry"]}


def waits_for_a_lock(process: int) -> bool:
    """As Linux tells it."""
    return any("-> FLOCK" in line and f" {process} " in line for line in Path("/proc/locks").read_text().splitlines())


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who waits for a lock")
def test_while_a_release_is_made_a_backup_waits_for_all_of_it(existing: Existing, into: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zichtbaar.cli", "backup", str(into), "--keys", str(tmp_path / "keys.json")]
    command += ["--data", str(existing.data)]
    folder = os.open(existing.data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # as who makes a release does
        with subprocess.Popen(command, env=existing.environment(), stdout=subprocess.DEVNULL) as backup:
            while not waits_for_a_lock(backup.pid):
                assert backup.poll() is None, "it did not wait"
                time.sleep(0.01)
            (existing.data / "releases/1-v1/figures.csv").write_bytes(b"the rest of it")
            fcntl.flock(folder, fcntl.LOCK_UN)
        assert backup.returncode == 0
    finally:
        os.close(folder)
    assert b"the rest of it" in stored(into)


def test_no_backup_holds_a_photo_and_its_conversation_comes_back_without(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    content = secrets.token_bytes(700)
    existing.sql(PHOTO.format(content=content.hex()))
    backup, keys = back_up(existing, into)
    restore(backup, tmp_path / "again", "--keys", str(keys))
    after = rows(tmp_path / "again")
    assert (len(after["chat_conversation"]), after["chat_photo"]) == (3, [])
    assert content in stored(existing.data)
    assert content not in stored(tmp_path / "again")


def test_what_is_forgotten_dies_in_the_backup_that_was_made_before(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    old, _ = back_up(existing, into)
    assert existing.run("forget", "--due")[1].startswith("1 conversation is forgotten")
    assert CONTENT["a"] not in stored(existing.data)
    _, keys = back_up(existing, into)
    said = restore(old, tmp_path / "again", "--keys", str(keys))
    assert "back: 2. That are gone, because their keys are: 1." in said
    assert conversations(tmp_path / "again") == {"b", "c"}
    assert len(rows(tmp_path / "again")["registration_person"]) == 1
    assert rows(tmp_path / "again")["registration_conversationofperson"] == []
    assert CONTENT["a"] not in stored(tmp_path / "again")


def test_without_the_keys_everything_but_the_conversations_comes_back(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    backup, _ = back_up(existing, into)
    assert "back: 0. That are gone, because their keys are: 3." in restore(backup, tmp_path / "again")
    again = rows(tmp_path / "again")
    assert len(again["people_staff"]) == 6
    assert again["chat_envelope"] == again["chat_keywrap"] == again["chat_backupkey"] == []


def test_what_only_points_at_a_conversation_stays_and_points_again_when_it_is_back(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    """A room that is built later need not be known here."""
    existing.sql(
        "CREATE TABLE later (id INTEGER PRIMARY KEY, of INTEGER REFERENCES chat_conversation (id), words TEXT)",
        "CREATE TABLE part (id INTEGER PRIMARY KEY, wrap INTEGER NOT NULL REFERENCES chat_keywrap (id), words BLOB)",
        "INSERT INTO later VALUES (1, 1, 'kept'), (2, NULL, 'alone')",
        "INSERT INTO part SELECT id, id, x'c0ffeec0ffeec0ffee' FROM chat_keywrap",
    )
    backup, keys = back_up(existing, into)
    assert b"\xc0\xff\xee\xc0\xff\xee" not in stored(backup)
    restore(backup, tmp_path / "with", "--keys", str(keys))
    assert rows(tmp_path / "with")["later"] == [(1, 1, "kept"), (2, None, "alone")]
    assert len(rows(tmp_path / "with")["part"]) == 3
    restore(backup, tmp_path / "without")
    assert rows(tmp_path / "without")["later"] == [(1, None, "kept"), (2, None, "alone")]
    assert rows(tmp_path / "without")["part"] == []


@pytest.fixture
def elsewhere(existing: Existing, tmp_path: Path) -> Path:
    """The file of the secret, in a folder of its own that the settings name."""
    secret = tmp_path / "elsewhere/secret"
    secret.parent.mkdir()
    (existing.data / "secret").rename(secret)
    (existing.data / "settings.env").write_text(f"ZICHTBAAR_SECRET_FILE={secret}\n")
    return secret


@pytest.mark.parametrize("is_lost", [True, False])
def test_a_secret_that_lies_elsewhere_comes_back_to_where_the_settings_say(
    existing: Existing, into: Path, tmp_path: Path, elsewhere: Path, *, is_lost: bool
) -> None:
    backup, keys = back_up(existing, into)
    before = elsewhere.read_text("utf-8")
    if is_lost:
        elsewhere.unlink()
    restore(backup, tmp_path / "again", "--keys", str(keys))
    assert (elsewhere.read_text("utf-8"), elsewhere.stat().st_mode & 0o077) == (before, 0)
    assert not (tmp_path / "again/secret").exists()


def test_what_the_environment_says_of_the_secret_goes_before_the_restored_settings(
    existing: Existing, into: Path, tmp_path: Path, elsewhere: Path
) -> None:
    backup, keys = back_up(existing, into)
    said = {"ZICHTBAAR_SECRET_FILE": str(tmp_path / "again/secret")}
    assert Existing(tmp_path / "again").run("restore", str(backup), "--keys", str(keys), **said)[0] == 0
    assert (tmp_path / "again/secret").read_text("utf-8") == elsewhere.read_text("utf-8")


@pytest.mark.parametrize(
    ("problem", "with_keys"),
    [("its folder is not there", True), ("its folder is not there", False), ("another one is there", True)],
)
def test_where_the_secret_cannot_come_back_nothing_is_made(
    existing: Existing, into: Path, tmp_path: Path, elsewhere: Path, problem: str, *, with_keys: bool
) -> None:
    backup, keys = back_up(existing, into)
    elsewhere.unlink()
    if problem == "another one is there":
        make_secret(elsewhere)
    else:
        elsewhere.parent.rmdir()
    words = ("--keys", str(keys)) if with_keys else ()
    code, said = Existing(tmp_path / "again").run("restore", str(backup), *words)
    assert (code, said.count("\n"), str(elsewhere) in said, problem in said) == (1, 1, True, True), said
    assert not (tmp_path / "again").exists()


def test_without_the_keys_another_secret_is_drawn_and_that_is_said(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    backup, keys = back_up(existing, into)
    assert "Another secret was drawn" in restore(backup, tmp_path / "again")
    assert (tmp_path / "again/secret").read_text("utf-8") != (existing.data / "secret").read_text("utf-8")
    assert "Another secret" not in restore(backup, tmp_path / "with", "--keys", str(keys))


@pytest.mark.parametrize("name", ["snapshots/one.parquet", "helpline.sqlite3", "backup.json", "added"])
def test_a_backup_that_was_changed_is_refused_and_nothing_is_made(
    existing: Existing, into: Path, tmp_path: Path, name: str
) -> None:
    backup, keys = back_up(existing, into)
    (backup / name).write_bytes(b"changed")
    code, said = Existing(tmp_path / "again").run("restore", str(backup), "--keys", str(keys))
    assert code == 1
    assert name in said
    assert not (tmp_path / "again").exists()


def test_who_can_write_in_the_backup_cannot_put_her_own_keys_into_it(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    """The list of hashes can be written anew by anybody; what stands beside it only with the server's secret."""
    backup, keys = back_up(existing, into)
    with closing(sqlite3.connect(backup / "helpline.sqlite3")) as database, database:
        database.execute("UPDATE people_teamkey SET public_key = 'mine'")
    listed = json.loads((backup / LIST).read_text("utf-8"))
    (backup / LIST).write_text(json.dumps(listed | {"files": hashes(backup)}), "utf-8")
    code, said = Existing(tmp_path / "again").run("restore", str(backup), "--keys", str(keys))
    assert (code, said) == (1, f"{backup} is not as the helpline made it whose keys are in {keys}.\n")
    assert not (tmp_path / "again").exists()


def test_a_helpline_is_restored_into_no_folder_that_holds_something(existing: Existing, into: Path) -> None:
    backup, keys = back_up(existing, into)
    before = stored(existing.data)
    code, said = existing.run("restore", str(backup), "--keys", str(keys))
    assert (code, said) == (1, f"{existing.data} is not empty; a helpline is only restored into a new folder.\n")
    assert stored(existing.data) == before


def test_keys_are_not_kept_with_the_backup(existing: Existing, into: Path) -> None:
    code, said = existing.run("backup", str(into), "--keys", str(into / "keys.json"))
    assert code == 2
    assert "must not be kept with the backup" in said
    assert existing.run("backup", str(into))[0] == 2
    assert not into.exists()


def test_a_file_that_holds_no_keys_is_refused(existing: Existing, into: Path, tmp_path: Path) -> None:
    backup, keys = back_up(existing, into)
    keys.write_text("[]", "utf-8")
    code, said = Existing(tmp_path / "again").run("restore", str(backup), "--keys", str(keys))
    assert (code, said) == (1, f"{keys} is no file of keys that a backup made.\n")


def test_the_second_backup_of_one_second_has_a_name_of_its_own_and_both_are_whole(
    existing: Existing, into: Path, tmp_path: Path
) -> None:
    """Every name of the minute to come is taken: by a backup, or by one that another process is making."""
    moments = [datetime.now(UTC) + timedelta(seconds=ahead) for ahead in range(60)]
    for number, moment in enumerate(moments):
        name = f"zichtbaar-{moment:%Y-%m-%dT%H-%M-%SZ}"
        taken = into / (name if number % 2 else f".{name}.part") / "somebody's"
        taken.mkdir(parents=True)
    backup, keys = back_up(existing, into)
    assert backup.name.endswith("Z-2")
    assert "back: 3." in restore(backup, tmp_path / "again", "--keys", str(keys))
    assert len(list(into.glob("**/somebody's"))) == len(moments)


def test_where_nothing_can_be_written_there_is_no_backup_and_no_half_of_one(existing: Existing, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    code, said = existing.run("backup", str(tmp_path / "file"), "--keys", str(tmp_path / "keys.json"))
    assert code == 1
    assert said.startswith("There is no backup: ")
    code, said = existing.run("backup", str(tmp_path / "new"), "--keys", str(tmp_path / "nowhere/keys.json"))
    assert code == 1
    assert list((tmp_path / "new").iterdir()) == []
    assert Kind.BACKUP_MADE.value not in {line[2] for line in rows(existing.data)["audit_entry"]}
