"""Deleting for good: what is deleted leaves the write-ahead log too.

SQLite writes zeros over what is deleted (`secure_delete`). The older image of the page stays in the log beside the
database until the log is emptied, which SQLite does by itself only when it is long.
"""

from __future__ import annotations

import logging
from threading import Timer

from django.db import DatabaseError, connection, transaction

LOG = logging.getLogger("zichtbaar.forgetting")

MILLISECONDS_TO_WAIT = 250
"""For who is reading. Nobody can write meanwhile, so it is short."""

SECONDS_UNTIL_NEXT_TRY = 5


def forget_after_commit() -> None:
    """Empty the log once this transaction is stored; while somebody reads an older state, try again later."""
    transaction.on_commit(_forget)


def forget_in_thread() -> None:
    """Empty the log from a thread of its own. At the start too: a run that was killed may not have come to it."""
    try:
        _forget()
    finally:
        connection.close()


def _forget() -> None:
    if not _emptied():
        LOG.warning("the write-ahead log is in use and could not be emptied; trying again")
        timer = Timer(SECONDS_UNTIL_NEXT_TRY, forget_in_thread)
        timer.daemon = True
        timer.start()


def _emptied() -> bool:
    with connection.cursor() as cursor:
        try:
            waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {MILLISECONDS_TO_WAIT}")
            try:
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {waits}")
        except DatabaseError as error:
            LOG.error("the write-ahead log was not emptied: %s", type(error).__name__)
            return False
    return not busy
