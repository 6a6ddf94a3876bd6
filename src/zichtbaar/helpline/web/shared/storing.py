"""Telling "it could not be stored" from a fault of ours: a full disk is nothing that trying again would hurt."""

from __future__ import annotations

import errno
import sqlite3

from django.db import OperationalError

REASONS_OF_THE_DATABASE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
REASONS_OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


def why_not_stored(error: BaseException | None) -> str | None:
    """Why something could not be stored, as the database or the system calls it; None when the error is another."""
    if isinstance(error, OperationalError) and isinstance(error.__cause__, sqlite3.Error):
        code = error.__cause__.sqlite_errorcode & 0xFF  # the rest of the number tells more about the same
        return error.__cause__.sqlite_errorname if code in REASONS_OF_THE_DATABASE else None
    if isinstance(error, OSError) and error.errno in REASONS_OF_THE_DISK:
        return errno.errorcode[error.errno]
    return None
