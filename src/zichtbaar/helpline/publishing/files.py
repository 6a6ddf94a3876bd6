"""The files of this room below the data folder, and whether they are still what was made."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from zichtbaar.helpline.publishing.errors import FileChangedError, NotFoundError
from zichtbaar.helpline.publishing.models import Release, Snapshot

SNAPSHOT = re.compile(r"\.?snapshot-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.parquet(\.\w+)?")
"""Names of snapshots, and with a dot in front those of what is not whole yet."""

RELEASE = re.compile(r"\d+-v\d+-[0-9a-f]{12}|\.zichtbaar-\w+")
"""Names of releases' folders, and with a dot in front those of what is not whole yet."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until nobody else makes or removes files here, in this process or another. A kill lets go by itself."""
    folder = os.open(settings.DATA, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def snapshots_folder() -> Path:
    """Where snapshots lie; made when it is not there yet, readable for the helpline alone."""
    return _private(settings.DATA / "snapshots")


def releases_folder() -> Path:
    """Where releases lie; made when it is not there yet, readable for the helpline alone."""
    return _private(settings.DATA / "releases")


def snapshot_file(snapshot: Snapshot) -> Path:
    """The file of a snapshot, if it is still the file that was frozen. Raises FileChangedError."""
    path = snapshots_folder() / snapshot.file_name
    _unchanged(path, snapshot.sha256)
    return path


def release_file(release: Release, name: str) -> bytes:
    """One file of a release, if it is still the file that was made. Raises NotFoundError, FileChangedError."""
    if name not in release.files:
        raise NotFoundError
    return _unchanged(releases_folder() / release.folder / name, release.files[name])


@contextmanager
def gone_unless_done(path: Path) -> Iterator[None]:
    """Take a file or folder away again when what follows does not succeed."""
    try:
        yield
    except BaseException:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        raise


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
