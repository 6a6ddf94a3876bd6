"""What a path must be before it is opened: a pipe would keep us waiting for ever, a device has no end."""

from __future__ import annotations

import stat
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError


def check_is_file(path: Path, *, largest: int | None = None) -> None:
    """Raise InvalidInputError unless this is a file, of at most so many bytes."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # a name with a null in it is no name
        raise unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise _refused(path, "cannot be read: this is a folder", "a file")
    if not stat.S_ISREG(status.st_mode):
        raise _refused(path, "cannot be read: this is a pipe or a device", "a file")
    if largest is not None and status.st_size > largest:
        raise _refused(path, f"the file has {status.st_size} bytes", f"at most {largest}")


def unreadable(path: Path, error: Exception) -> InvalidInputError:
    """What to tell of a file that cannot be opened or read."""
    reason = getattr(error, "strerror", None) or "this can be no name of a file"
    return _refused(path, f"cannot be read: {reason}")


def _refused(path: Path, problem: str, expected: str = "") -> InvalidInputError:
    return InvalidInputError([Fault(str(path), None, "", problem, expected)])
