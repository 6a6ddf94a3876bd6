"""Who has an acknowledgement has it on disk, and one envelope that cannot be stored harms no other."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue

import pytest
from django.db import connection as django_connection

from helpline.chat.talking import Chat, begin
from zichtbaar.helpline.chat import journal
from zichtbaar.helpline.chat.errors import Reason
from zichtbaar.helpline.chat.journal import Outcome, Settled, Stored, Submitted, connect, store
from zichtbaar.helpline.chat.lifecycle import State
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.sealing.envelope import Role, check_shape


def submitted(content: bytes) -> Submitted:
    return Submitted(check_shape(content), content, sender=None)


def put(database: Path, *contents: bytes) -> list[Outcome]:
    """Store envelopes in one commit, as the journal's thread does."""
    with closing(connect(database)) as connection:
        return store(connection, [submitted(content) for content in contents])


def numbers(outcomes: list[Outcome]) -> list[int]:
    return [outcome.number for outcome in outcomes if isinstance(outcome, Stored)]


@pytest.fixture
def chat(database_file: Path) -> Chat:  # noqa: ARG001 - it needs the tables
    return begin()


def test_numbers_are_dense_in_each_conversation(database_file: Path) -> None:
    chats = [begin(), begin()]
    sides = [chat.side(Role.VISITOR) for chat in chats]
    contents = [side.seal(f"message {turn}", turn) for turn in range(5) for side in sides]
    assert numbers(put(database_file, *contents)) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert chats[0].stored() == list(enumerate(contents[0::2], start=1))


def test_two_people_share_the_numbers_of_a_conversation(database_file: Path) -> None:
    chat = begin(counsellor=Staff.objects.get(name="Kim"))
    vera, kim = chat.side(Role.VISITOR), chat.side(Role.COUNSELLOR)
    assert numbers(put(database_file, vera.seal("hello", 1), kim.seal("hi", 2), vera.seal("I", 3))) == [1, 2, 3]


def test_a_resend_gets_its_first_number_again_and_is_stored_once(database_file: Path, chat: Chat) -> None:
    content = chat.side(Role.VISITOR).seal("hello", 1)
    first, second = put(database_file, content, content)
    assert isinstance(first, Stored)
    assert second == first._replace(again=True)
    assert put(database_file, content) == [second]
    assert chat.stored() == [(1, content)]


def test_another_envelope_under_the_same_sequence_is_forged(database_file: Path, chat: Chat) -> None:
    content = chat.side(Role.VISITOR).seal("hello", 1)
    changed = content[:-1] + bytes([content[-1] ^ 1])
    assert put(database_file, content, changed)[1] is Reason.FORGED
    assert chat.stored() == [(1, content)]


def test_a_sequence_that_is_not_the_next_is_refused(database_file: Path, chat: Chat) -> None:
    vera = chat.side(Role.VISITOR)
    first, second, third = (vera.seal(text, 1) for text in ("one", "two", "three"))
    assert put(database_file, second) == [Reason.OUT_OF_SEQUENCE]
    assert put(database_file, first, third)[1] is Reason.OUT_OF_SEQUENCE
    assert numbers(put(database_file, second, third)) == [2, 3]


@pytest.mark.parametrize("state", [State.ENDED, State.LEFT])
def test_what_is_over_is_closed_but_a_resend_is_still_acknowledged(database_file: Path, state: State) -> None:
    chat = begin()
    vera = chat.side(Role.VISITOR)
    content = vera.seal("hello", 1)
    put(database_file, content)
    row = chat.row
    row.state = state
    row.save()
    resent, late = put(database_file, content, vera.seal("late", 2))
    assert isinstance(resent, Stored)
    assert late is Reason.CLOSED


def test_while_it_waits_only_its_visitor_writes_in_it(database_file: Path) -> None:
    chat = begin(counsellor=Staff.objects.get(name="Kim"), state=State.WAITING)
    kim, vera = chat.side(Role.COUNSELLOR), chat.side(Role.VISITOR)
    content = vera.seal("for who takes it", 2)
    assert put(database_file, kim.seal("are you there?", 1))[0] is Reason.CLOSED
    assert numbers(put(database_file, content)) == [1]
    assert chat.stored() == [(1, content)]


def test_a_conversation_that_does_not_exist_is_closed(database_file: Path) -> None:
    assert put(database_file, Chat().side(Role.VISITOR).seal("hello", 1)) == [Reason.CLOSED]


def test_one_bad_row_harms_no_other(database_file: Path) -> None:
    veras = [begin() for _ in range(3)]
    contents = [chat.side(Role.VISITOR).seal("hello", 1) for chat in veras]
    with closing(connect(database_file)) as connection:
        connection.execute(
            "CREATE TEMP TRIGGER bad BEFORE INSERT ON main.chat_envelope "
            f"WHEN NEW.content = x'{contents[1].hex()}' BEGIN SELECT RAISE(ROLLBACK, 'a bad row'); END"
        )
        outcomes = store(connection, [submitted(content) for content in contents])
    assert outcomes[1] is Reason.NOT_STORED
    assert numbers(outcomes) == [1, 1]
    assert [len(chat.stored()) for chat in veras] == [1, 0, 1]


def test_a_full_database_refuses_and_goes_on_when_there_is_space_again(database_file: Path, chat: Chat) -> None:
    content = chat.side(Role.VISITOR).seal("x" * 7000, 1)
    with closing(connect(database_file)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        assert store(connection, [submitted(content)]) == [Reason.NOT_STORED]
        connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
        assert numbers(store(connection, [submitted(content)])) == [1]


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """The operating system refuses to let any file grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_refuses_and_goes_on_later(database_file: Path, chat: Chat) -> None:
    vera = chat.side(Role.VISITOR)
    contents = [vera.seal("x" * 7000, turn) for turn in range(20)]
    with closing(connect(database_file)) as connection:
        stored = 0
        with disk_with_room_for(64 * 1024):
            outcomes = store(connection, [submitted(content) for content in contents])
            stored = len(numbers(outcomes))
            assert Reason.NOT_STORED in outcomes
        assert [content for _, content in chat.stored()] == contents[:stored]
        assert numbers(store(connection, [submitted(c) for c in contents]))[-1] == 20
    assert [content for _, content in chat.stored()] == contents


def test_a_database_held_by_somebody_else_refuses_the_whole_commit_at_once(
    database_file: Path, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SECONDS_TO_WAIT_FOR_THE_DATABASE", 0)
    vera = chat.side(Role.VISITOR)
    contents = [vera.seal(f"{turn}", turn) for turn in range(3)]
    with closing(sqlite3.connect(database_file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert put(database_file, *contents) == [Reason.NOT_STORED] * 3
        holder.execute("ROLLBACK")
    assert numbers(put(database_file, *contents)) == [1, 2, 3]


def test_the_thread_settles_in_order_and_stops_when_all_is_written(database_file: Path) -> None:
    chat = begin(counsellor=Staff.objects.get(name="Kim"))
    settled: Queue[Settled] = Queue()
    writer = journal.Journal(database_file, settled.put)
    vera = chat.side(Role.VISITOR)
    contents = [vera.seal(f"{turn}", turn) for turn in range(1200)]
    for content in contents:
        writer.submit(submitted(content))
    writer.start()
    writer.stop()
    outcomes = [pair for _ in range(settled.qsize()) for pair in settled.get()]
    assert [one.content for one, _ in outcomes] == contents
    assert numbers([outcome for _, outcome in outcomes]) == list(range(1, 1201))


def test_a_commit_is_on_the_disk_before_anybody_hears_of_it(database_file: Path) -> None:
    """Both connections: the journal's, and that of pages, which store starts and ends."""
    full, wal = 2, "wal"
    with closing(connect(database_file)) as connection, django_connection.cursor() as cursor:
        for ask in (connection.execute, cursor.execute):
            assert ask("PRAGMA synchronous").fetchone()[0] == full
            assert ask("PRAGMA journal_mode").fetchone()[0] == wal
            assert ask("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_conversation_that_is_full_takes_no_more(
    database_file: Path, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_WHILE_WAITING", 2, raising=False)
    monkeypatch.setattr(journal, "MOST_ENVELOPES", 3, raising=False)
    side = chat.side(Role.VISITOR)
    contents = [side.seal(f"message {turn}", turn) for turn in range(4)]
    *stored, refused = put(database_file, *contents[:3])
    assert (numbers(stored), refused) == ([1, 2], Reason.TOO_FAST)
    row = chat.row
    row.counsellor, row.state = Staff.objects.get(name="Kim"), State.OPEN
    row.save()
    assert numbers(put(database_file, *contents[1:3])) == [2, 3]
    assert put(database_file, contents[3]) == [Reason.TOO_FAST]
