"""The files of this room below the data folder, and whether they are still what was made."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from zichtbaar.helpline.publishing.errors import FileChangedError, NotFoundError
from zichtbaar.helpline.publishing.models import Factsheet, Snapshot


def snapshots_folder() -> Path:
    """Where snapshots lie; made when it is not there yet, readable for the helpline alone."""
    return _private(settings.DATA / "snapshots")


def factsheets_folder() -> Path:
    """Where factsheets lie; made when it is not there yet, readable for the helpline alone."""
    return _private(settings.DATA / "factsheets")


def snapshot_file(snapshot: Snapshot) -> Path:
    """The file of a snapshot, if it is still the file that was frozen. Raises FileChangedError."""
    path = snapshots_folder() / snapshot.file_name
    _unchanged(path, snapshot.sha256)
    return path


def factsheet_file(factsheet: Factsheet, name: str) -> bytes:
    """One file of a factsheet, if it is still the file that was made. Raises NotFoundError, FileChangedError."""
    if name not in factsheet.files:
        raise NotFoundError
    return _unchanged(factsheets_folder() / factsheet.folder / name, factsheet.files[name])


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _unchanged(path: Path, expected: str) -> bytes:
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content) != expected:
        raise FileChangedError(path.name)
    return content


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
