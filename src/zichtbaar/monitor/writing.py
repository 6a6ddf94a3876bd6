"""Files that appear together or not at all, in a folder that was looked at before anything was worked out for it."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from threading import current_thread, main_thread

from zichtbaar.codebook.faults import Fault, InvalidInputError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What is no fault of who named the folder."""

PREFIX = ".zichtbaar-"
"""How the hidden folder is called in which files lie until the last one is whole."""


def named_folder(text: str) -> Path:
    """A folder as it was named on the command line. An empty name is a variable of the shell that was not set."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty; expected a folder")
    return Path(text)


def check_folder(folder: Path, names: Collection[str]) -> None:
    """Raise InvalidInputError when files of these names cannot be put there; nothing is left behind."""
    try:
        there = _nearest(folder)
        problem = None if there.is_dir() else f"{there} is no folder"
        taken = [name for name in names if (folder / name).exists() and not (folder / name).is_file()]
        if problem is None:
            Path(mkdtemp(prefix=PREFIX, dir=there)).rmdir()
    except OSError as error:
        if error.errno in NO_ROOM:
            raise
        problem, taken = f"cannot be written: {error.strerror}", []
    if problem is not None:
        raise InvalidInputError([Fault(str(folder), None, "", problem, "a folder, or a name for a new one")])
    if taken:
        raise InvalidInputError(_no_file(folder / name) for name in taken)


def _no_file(path: Path) -> Fault:
    """What would be in the way of a file: a folder, or a device or pipe, which a file would take the place of."""
    return Fault(str(path), None, "", "this is a folder" if path.is_dir() else "this is a device or a pipe", "a file")


def print_made(make: Callable[[], Iterable[Path]], folder: Path, nothing: str) -> int:
    """Make files and print where they are; 1 when they could not be written, which is said on standard error.

    `nothing` ends that sentence: "no table was made".
    """
    try:
        made = make()
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror}; {nothing}, and nothing is left behind", file=sys.stderr)
        return 1
    for path in made:
        print(path)
    return 0


def write_together(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all files into a folder, or none: they appear when the last one is whole on disk.

    A folder that is not there yet appears with all of them in one move: killed at any point, it is
    absent or whole. Raises OSError, which names the folder.
    """
    try:
        with _folder_beside(folder) as beside:
            whole = beside / "whole"
            whole.mkdir()
            for name, content in files.items():
                _write(whole / name, content)
            with _without_interruption():
                _place(whole, files, folder)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error


def _write(path: Path, content: bytes) -> None:
    """Write a file through to the disk, so that it does not come after the name it is to be known by."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _place(whole: Path, names: Collection[str], folder: Path) -> None:
    if not os.path.lexists(folder):
        with _made(folder.parent):
            whole.rename(folder)
        return
    for name in names:
        (whole / name).replace(folder / name)


def _nearest(folder: Path) -> Path:
    """The folder itself or, as long as there is none, what it would lie in."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if os.path.lexists(path))


@contextmanager
def _folder_beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards."""
    beside = Path(mkdtemp(prefix=PREFIX, dir=_nearest(folder)))
    try:
        yield beside
    finally:
        shutil.rmtree(beside)


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make the folder with what it lies in; what was made is gone again when nothing could be put there."""
    missing = [path for path in (folder.absolute(), *folder.absolute().parents) if not os.path.lexists(path)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


@contextmanager
def _without_interruption() -> Iterator[None]:
    """Ctrl-C comes too late for these few moves: between two of them it would leave a half."""
    if current_thread() is not main_thread():  # no other thread is ever interrupted
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
