"""The record says who did what kind of thing, and nobody can change it unseen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.audit.reading import latest, verify
from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.people.models import Staff


def test_a_line_says_who_what_and_about_which_reference(kim: Staff) -> None:
    record(Kind.CONVERSATION_TAKEN, by=kim, subject="a1b2" * 8)
    (line,) = latest(1)
    assert (line.kind, line.by, line.subject) == (Kind.CONVERSATION_TAKEN, "Kim", "a1b2" * 8)
    assert line.at.tzinfo is not None


def test_lines_are_numbered_sealed_and_whole(kim: Staff) -> None:
    for kind in Kind:
        record(kind, by=kim)
    entries = list(Entry.objects.order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert all(after.previous == before.hash for before, after in pairwise(entries))
    assert [line.kind for line in latest(len(Kind))] == list(reversed(Kind))
    assert verify().broken is None


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET subject = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_delete_a_line(kim: Staff, change: str) -> None:
    record(Kind.SIGNED_IN, by=kim)
    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert verify().broken is None


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE audit_entry SET subject = 'other' WHERE number = 2",
        "UPDATE audit_entry SET kind = 'signed_out' WHERE number = 2",
        "UPDATE audit_entry SET at = at + 1 WHERE number = 2",
        "UPDATE audit_entry SET by_id = 2 WHERE number = 3",
        "DELETE FROM audit_entry WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 1",
        "UPDATE audit_entry SET number = 99 WHERE number = 3",
    ],
)
def test_who_gets_round_the_database_is_found_out(database_file: Path, forgery: str) -> None:
    kim = Staff.objects.get(name="Kim")
    record(Kind.SIGNED_IN, by=kim, subject="epoch 1")
    assert verify().broken is None
    with closing(sqlite3.connect(database_file, isolation_level=None)) as otto:
        for what in ("UPDATE", "DELETE"):
            otto.execute(f"DROP TRIGGER audit_entry_no_{what}")
        otto.execute(forgery)
    assert verify().broken is not None


def test_an_action_that_fails_leaves_no_line(kim: Staff) -> None:
    @transaction.atomic
    def fail() -> None:
        record(Kind.CONVERSATION_ENDED, by=kim)
        raise ValueError("on purpose")

    before = Entry.objects.count()
    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert Entry.objects.count() == before


def test_many_who_record_at_once_make_one_chain(database_file: Path) -> None:  # noqa: ARG001 - threads need a file
    def work() -> None:
        for _ in range(10):
            record(Kind.ANSWERS_RECORDED, by=None)
        connection.close()

    before = Entry.objects.count()
    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == before + 40
    assert verify().broken is None
