"""The journal: who has an acknowledgement has it on disk.

One thread writes. All envelopes that arrived while the last commit ran go into the next one, so that many
conversations share the wait for the disk. What may be stored is one SQL statement, which reads and writes in
the same transaction: nothing about a conversation is remembered here, so nothing can be remembered wrongly.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from zichtbaar.helpline.chat.errors import Reason
from zichtbaar.helpline.sealing.envelope import Header, Role

LOG = logging.getLogger("zichtbaar.journal")

MOST_ENVELOPES, MOST_WHILE_WAITING = 5_000, 50
"""Envelopes in one conversation, and how many of them before anybody has read any."""

LARGEST_COMMIT = 500
"""Envelopes. More would make the first of them wait long for the last."""

SECONDS_TO_WAIT_FOR_THE_DATABASE = 10

# The next of its session gets the next number, in a conversation that is neither over nor full; anything else gets
# nothing. While it waits only its visitor can write: whoever had it before it became a message has it no more.
STORE = """
INSERT INTO chat_envelope (conversation_id, number, session, sequence, stored_at, content)
SELECT id, 1 + coalesce((SELECT max(number) FROM chat_envelope WHERE conversation_id = id), 0),
       :session, :sequence, :stored_at, :content
FROM chat_conversation
WHERE identifier = :conversation AND (state = 'open' OR state = 'waiting' AND :by_visitor)
    AND coalesce((SELECT max(number) FROM chat_envelope WHERE conversation_id = id), 0)
        < CASE WHEN state = 'waiting' AND counsellor_id IS NULL THEN :most_while_waiting ELSE :most END
    AND :sequence = 1 + coalesce(
    (SELECT max(sequence) FROM chat_envelope WHERE conversation_id = id AND session = :session), 0)
RETURNING number
"""

FIND = """
SELECT number, stored_at, content FROM chat_envelope
JOIN chat_conversation ON chat_conversation.id = conversation_id
WHERE identifier = :conversation AND session = :session AND sequence = :sequence
"""

IS_WRITABLE = """
SELECT state = 'open' OR state = 'waiting' AND :by_visitor,
    coalesce((SELECT max(number) FROM chat_envelope WHERE conversation_id = id), 0)
    >= CASE WHEN state = 'waiting' AND counsellor_id IS NULL THEN :most_while_waiting ELSE :most END
FROM chat_conversation WHERE identifier = :conversation
"""


class Submitted(NamedTuple):
    """An envelope on its way to the disk. `sender` comes back with the outcome; the journal does not look at it."""

    header: Header
    content: bytes
    sender: Any


class Stored(NamedTuple):
    """It is on disk. `stored_at` is in ms since 1970; `again` says that it was there before."""

    number: int
    stored_at: int
    again: bool


Outcome = Stored | Reason
Settled = Sequence[tuple[Submitted, Outcome]]


class Journal:
    """Stores envelopes in the order in which they come in, and says what became of each.

    `settled` is called in the journal's own thread, after each commit.
    """

    def __init__(self, database: Path, settled: Callable[[Settled], None]) -> None:
        self._database = database
        self._settled = settled
        self._arrived: SimpleQueue[Submitted | None] = SimpleQueue()
        self._thread = Thread(target=self._write, name="journal")

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def submit(self, submitted: Submitted) -> None:
        """Hand over an envelope; returns at once. Its shape must have been checked."""
        self._arrived.put(submitted)

    def stop(self) -> None:
        """Write what was handed over before, then end."""
        self._arrived.put(None)
        self._thread.join()

    def _write(self) -> None:
        with closing(connect(self._database)) as database:
            while batch := self._next_batch():
                self._settled(list(zip(batch, store(database, batch), strict=True)))

    def _next_batch(self) -> list[Submitted]:
        """Everything that arrived by now, at least one; empty when it is time to stop."""
        batch: list[Submitted] = []
        arrived = self._arrived.get()
        while arrived is not None:
            batch.append(arrived)
            if len(batch) == LARGEST_COMMIT:
                return batch
            try:
                arrived = self._arrived.get_nowait()
            except Empty:
                return batch
        if batch:
            self._arrived.put(None)
        return batch


def connect(database: Path) -> sqlite3.Connection:
    """A connection on which a commit returns only when it is on the disk."""
    connection = sqlite3.connect(
        database, timeout=SECONDS_TO_WAIT_FOR_THE_DATABASE, isolation_level=None, check_same_thread=False
    )
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def store(database: sqlite3.Connection, batch: Sequence[Submitted]) -> list[Outcome]:
    """Store envelopes in one commit and say what became of each, in order.

    When the commit fails each is tried alone, so that one that cannot be stored harms no other.
    """
    try:
        with _commit(database):
            return [_store_one(database, submitted) for submitted in batch]
    except sqlite3.Error as error:
        busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        if busy or len(batch) == 1:
            LOG.error("%d not stored: %s", len(batch), error.sqlite_errorname)
            return [Reason.NOT_STORED] * len(batch)
    return [outcome for submitted in batch for outcome in store(database, [submitted])]


@contextmanager
def _commit(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        # A full disk makes SQLite roll back by itself.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _store_one(database: sqlite3.Connection, submitted: Submitted) -> Outcome:
    header = submitted.header
    now = time.time_ns() // 1_000_000
    row = {
        "conversation": header.conversation.hex(),
        "by_visitor": header.role == Role.VISITOR,
        "session": header.session,
        "sequence": header.sequence,
        "stored_at": now,
        "content": submitted.content,
        "most": MOST_ENVELOPES,
        "most_while_waiting": MOST_WHILE_WAITING,
    }
    stored = database.execute(STORE, row).fetchone()
    return Stored(stored[0], now, again=False) if stored else _why_not(database, row)


def _why_not(database: sqlite3.Connection, row: dict[str, Any]) -> Outcome:
    """What is the matter with an envelope that was not stored; one that is there already is no matter at all."""
    if found := database.execute(FIND, row).fetchone():
        number, stored_at, content = found
        return Stored(number, stored_at, again=True) if content == row["content"] else Reason.FORGED
    writable, full = database.execute(IS_WRITABLE, row).fetchone() or (False, False)
    if not writable:
        return Reason.CLOSED
    return Reason.TOO_FAST if full else Reason.OUT_OF_SEQUENCE
