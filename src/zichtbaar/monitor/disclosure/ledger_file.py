"""A ledger on disk: one entry a line. It grows by whole releases; killed at any point, it has grown or it has not."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading_files import check_is_file, unreadable
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.ledger_lines import line_of, read_line
from zichtbaar.monitor.disclosure.told import Entry

LARGEST = 500_000_000
"""Bytes of a ledger; a factsheet a year for a hundred years has some ten million."""


def read_ledger(path: Path, head: str | None = None) -> Ledger:
    """The ledger in a file, verified. An absent file is no empty ledger: that is `Ledger()`.

    `head` is the hash of the last entry where it was kept elsewhere. Raises InvalidInputError that
    names the first line which is broken, out of place or missing.
    """
    check_is_file(path, largest=LARGEST)
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise InvalidInputError([Fault(str(path), None, "", "the ledger is not UTF-8")]) from error
    if cut_off := lines.pop():
        raise _broken(path, len(lines) + 1, f"it is cut off after {len(cut_off)} characters")
    ledger = Ledger(tuple(_entry(path, number, line) for number, line in enumerate(lines, 1)), str(path))
    ledger.verify(head)
    return ledger


def append_to_ledger(path: Path, entries: Sequence[Entry]) -> Ledger:
    """Add the entries of a release; the file is made where there is none and they are the first.

    The longer file is written beside the old one and takes its place when it is whole on disk. Raises
    InvalidInputError when the entries do not continue what is in the file: somebody else was first.
    """
    with _alone_in(path.parent):
        before = read_ledger(path) if path.exists() else Ledger(source=str(path))
        longer = before.extended(entries)
        _replace(path, "".join(f"{line_of(entry)}\n" for entry in longer.entries).encode())
    return longer


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        return read_line(line)
    except ValueError as error:
        raise _broken(path, number, str(error)) from error


def _broken(path: Path, number: int, problem: str) -> InvalidInputError:
    return InvalidInputError([Fault(str(path), number, f"entry {number}", problem, "an entry as it was written")])


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".zichtbaar-", delete=False) as beside:
        try:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else adds to a ledger here in the meantime; at the end the disk knows of the new name.

    The system lets go of the lock when the process ends, however it ends.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
