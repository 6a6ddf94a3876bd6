"""The demo's data folder: made private, recognised as ours, never somebody else's."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = "this-is-a-zichtbaar-demo"
"""An empty file that says whose folder this is. It is made first, so that we only ever empty our own."""

NOTES = "demo.json"
"""Who signs in with which password. It is written last: a folder without it was left half-made."""


LOCK = "in-use"
"""An empty file that a running server holds locked. Two on one folder would each know half of the visitors."""


class UnusableFolderError(Exception):
    """The folder cannot be the demo's; the message is a whole sentence."""


def is_finished(folder: Path) -> bool:
    """Whether a demo made before can be used again. Raises UnusableFolderError for a folder that is not ours."""
    if not folder.exists() or (folder.is_dir() and not any(path.name != LOCK for path in folder.iterdir())):
        return False
    if not folder.is_dir():
        raise UnusableFolderError(f"{folder} is a file; --data needs a folder.")
    if not (folder / MARK).exists():
        raise UnusableFolderError(f"{folder} holds other things; --data needs a new folder or one made by the demo.")
    return (folder / NOTES).exists()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep every other server out of the folder. Raises UnusableFolderError while another one runs on it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _lock(lock, folder)
        yield
    finally:
        os.close(lock)


def _lock(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        problem = f"{folder} is in use by another server: stop that one, or choose another folder."
        raise UnusableFolderError(problem) from error


def make(folder: Path) -> None:
    """Make an empty folder that nobody else can read; what a stopped first start left in it goes."""
    if folder.exists():
        _empty(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / MARK).touch(mode=0o600)


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable for its owner alone. Raises OSError, which names the file."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in (MARK, LOCK):
            path.unlink()
