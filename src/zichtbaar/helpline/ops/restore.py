"""Making a helpline again from a backup, and from the keys of the conversations in it that are not forgotten."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path
from typing import Any

from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops.backup import LIST, hashes, mac_of
from zichtbaar.helpline.ops.demo_folder import write_private
from zichtbaar.helpline.ops.sealed_conversations import put_back
from zichtbaar.helpline.people.encoding import from_text


class NotRestoredError(Exception):
    """It cannot be restored, and nothing was made; the message is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How many conversations are back, and how many are not, because their key is gone."""

    conversations: int
    gone: int


def restore(backup: Path, configuration: Configuration, keys: Path | None) -> Restored:
    """Make the data folder, whole or not at all. Raises NotRestoredError, OSError and sqlite3.Error.

    A secret that lies elsewhere is put there first.
    """
    data = configuration.data
    listed = _check(backup)
    secret, drawn = _read_keys(keys) if keys else ("", [])
    if secret and not compare_digest(listed.mac, mac_of(listed.files, secret)):
        raise NotRestoredError(f"{backup} is not as the helpline made it whose keys are in {keys}.")
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise NotRestoredError(f"{data} is not empty; a helpline is only restored into a new folder.")
    _check_place(configuration.secret_file, data, secret)
    part = data.with_name(f".{data.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        shutil.copytree(backup, part, ignore=shutil.ignore_patterns(LIST))
        part.chmod(0o700)
        with closing(sqlite3.connect(part / configuration.database.name)) as database:
            back, gone = put_back(database, drawn)
            database.commit()
            # Or a copy with every key in it would lie in a folder of the system for a moment.
            database.execute("PRAGMA temp_store = MEMORY")
            database.execute("VACUUM")
        if secret:
            _write_secret(configuration.secret_file, data, part, secret)
        if data.exists():
            data.rmdir()
        os.rename(part, data)  # noqa: PTH104 - it must not replace a folder that holds something
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Restored(back, gone)


def _check_place(file: Path, data: Path, secret: str) -> None:
    """See that this secret, or one that is drawn when it is empty, can lie where the settings say.

    Raises NotRestoredError.
    """
    problem = ""
    if secret and file.exists() and file.read_text("utf-8").strip() != secret:
        problem = "another one is there already: move it away"
    elif not file.parent.is_dir() and file.parent != data:
        problem = "its folder is not there: make it"
    if problem:
        name = "ZICHTBAAR_SECRET_FILE"
        raise NotRestoredError(f"The secret belongs in {file}, and {problem}, or name another file with {name}.")


def _write_secret(file: Path, data: Path, part: Path, secret: str) -> None:
    """Put it into the folder that is being made, or elsewhere; one that is there is the same."""
    place = part / file.name if file.parent == data else file
    if not place.exists():
        write_private(place, secret + "\n")


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the list of a backup says."""

    files: dict[str, str]
    mac: str


def _check(backup: Path) -> _Listed:
    """See that it is a whole backup. Raises NotRestoredError."""
    try:
        read = json.loads((backup / LIST).read_text("utf-8"))
        listed, mac = dict(read["files"]), str(read["mac"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotRestoredError(f"{backup} is no backup: it has no {LIST} that says what is in it.") from error
    found = hashes(backup)
    if wrong := sorted(name for name in {*listed, *found} if listed.get(name) != found.get(name)):
        raise NotRestoredError(f"{backup} is not as it was made: {', '.join(wrong)} was changed, added or taken away.")
    return _Listed(listed, mac)


def _read_keys(path: Path) -> tuple[str, list[bytes]]:
    try:
        held: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return str(held["secret"]), [from_text(key) for key in held["keys"]]
    except (ValueError, KeyError, TypeError) as error:
        raise NotRestoredError(f"{path} is no file of keys that a backup made.") from error
