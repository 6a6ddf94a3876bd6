"""Making a backup: database, settings, snapshots and releases in a folder; the keys of conversations apart from it."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from zichtbaar import __version__
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.chat.models import BackupKey, Conversation
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops import settings_file
from zichtbaar.helpline.ops.demo_folder import write_private
from zichtbaar.helpline.ops.sealed_conversations import KEY_BYTES, take_out
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.publishing.files import one_at_a_time

LIST = "backup.json"
"""Names and hashes of all files of a backup, and a code over these by the server's secret. It is written last."""

FOLDERS = ("snapshots", "releases")
NOT_COPIED = ("django_session", "chat_photo")
"""Tables that are empty in a backup: who holds it must not be able to go on as somebody who is signed in, and what a
colleague deleted because it is a crime to have it must not come back."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: where it is, and how many conversations are in it."""

    folder: Path
    conversations: int


def make(configuration: Configuration, into: Path, keys: Path, now: datetime) -> Made:
    """Make a backup in a new folder below `into`, and the file with its keys. Raises OSError and sqlite3.Error.

    The server may run. A chat that begins meanwhile is in the next backup.
    """
    _draw_keys()
    folder, part = _new_folder(into, now)
    try:
        with one_at_a_time():
            drawn = _copy_database(configuration.database, part / configuration.database.name)
            for name in FOLDERS:
                _copy_files(configuration.data / name, part / name)
        if (chosen := configuration.data / settings_file.FILE).is_file():
            write_private(part / chosen.name, chosen.read_text("utf-8"))
        write_private(keys, _keys_in_words(folder.name, drawn))
        files = hashes(part)
        listed = {"version": __version__, "files": files, "mac": mac_of(files, settings.SECRET_KEY)}
        write_private(part / LIST, json.dumps(listed, indent=2) + "\n")
        part.rename(folder)
        record(Kind.BACKUP_MADE, by=None)  # last: `check deploy` believes it
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Made(folder, len(drawn))


def _new_folder(into: Path, now: datetime) -> tuple[Path, Path]:
    """A name that no backup has, and the folder, made now, that gets this name when the backup is whole.

    The second backup of one second gets a number behind its name. A part is made before the name is looked for: what
    another process finishes meanwhile is seen then.
    """
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = f"zichtbaar-{now:%Y-%m-%dT%H-%M-%SZ}"
    for name in itertools.chain([moment], (f"{moment}-{number}" for number in itertools.count(2))):
        folder, part = into / name, into / f".{name}.part"
        try:
            part.mkdir(mode=0o700)
        except FileExistsError:
            continue
        if not folder.exists():
            return folder, part
        part.rmdir()
    raise AssertionError("the numbers never end")


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a backup, by its name in the folder; the list itself is none of them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def mac_of(files: Mapping[str, str], secret: str) -> str:
    """What only who has the server's secret can write beside these hashes: a list can be written anew by anybody."""
    return salted_hmac("zichtbaar/backup", json.dumps(files, sort_keys=True), secret, algorithm="sha256").hexdigest()


@transaction.atomic
def _draw_keys() -> None:
    """See that every conversation has the key that it keeps until it is forgotten."""
    without = Conversation.objects.filter(backup_key__isnull=True)
    BackupKey.objects.bulk_create(
        BackupKey(conversation=one, key=to_text(secrets.token_bytes(KEY_BYTES))) for one in without
    )


def _copy_database(database: Path, to: Path) -> list[str]:
    """Copy it as it is at one moment. Conversations are sealed in memory: what is not sealed touches no disk."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy)
        drawn = dict(copy.execute("SELECT conversation_id, key FROM chat_backupkey").fetchall())
        for table in NOT_COPIED:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of our own
        take_out(copy, {number: from_text(key) for number, key in drawn.items()})
        copy.commit()
        copy.execute("VACUUM INTO ?", (str(to),))
    to.chmod(0o600)
    return list(drawn.values())


def _copy_files(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns(".*"))
        for path in (to, *to.rglob("*")):
            os.chmod(path, 0o700 if path.is_dir() else 0o600)  # noqa: PTH101


def _keys_in_words(backup: str, drawn: list[str]) -> str:
    return json.dumps({"backup": backup, "secret": settings.SECRET_KEY, "keys": drawn}, indent=2) + "\n"
