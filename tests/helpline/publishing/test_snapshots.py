"""A snapshot holds the finished registrations of a moment, and leads back to nobody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest
from pytest_django import Settings

from zichtbaar.codebook.answers import settled
from zichtbaar.codebook.reading import load
from zichtbaar.helpline.audit.reading import latest
from zichtbaar.helpline.audit.recording import Kind
from zichtbaar.helpline.chat.models import Conversation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing.access import months, snapshot_of, snapshots_of
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.errors import (
    FileChangedError,
    NotFoundError,
    NothingToFreezeError,
    OtherCodebookError,
)
from zichtbaar.helpline.publishing.files import snapshot_file
from zichtbaar.helpline.publishing.models import Snapshot
from zichtbaar.helpline.registration import actions as registering
from zichtbaar.helpline.registration.lifecycle import State
from zichtbaar.helpline.registration.models import Person, Registration

Register = Callable[..., list[Registration]]
Converse = Callable[..., Conversation]


def rows_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(snapshot_file(snapshot))).to_arrow_table()
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def without_reference(row: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((column, value) for column, value in row.items() if column != "case_ref"))


def test_every_finished_registration_is_in_it_settled_and_no_draft(noor: Staff, register: Register) -> None:
    finished = register(7, months=("2025-12", "2026-01"))
    register(3, state=State.DRAFT, seed=2)
    snapshot = freeze_snapshot(noor, uuid4())
    assert (snapshot.rows, snapshot.drafts_left_out) == (7, 3)
    assert set(snapshot.years) == {int(one.started_month[:4]) for one in finished}
    expected = sorted(without_reference(settled(load(), one.answers)) for one in finished)
    assert sorted(without_reference(row) for row in rows_of(snapshot)) == expected


def test_the_row_keeps_the_hash_of_the_file(noor: Staff, register: Register) -> None:
    register(2)
    snapshot = freeze_snapshot(noor, uuid4())
    path = snapshot_file(snapshot)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == snapshot.sha256
    assert (latest(1)[0].kind, latest(1)[0].subject) == (Kind.SNAPSHOT_FROZEN, path.name)


def test_a_changed_or_lost_file_is_refused_by_its_name(noor: Staff, register: Register) -> None:
    register(2)
    snapshot = freeze_snapshot(noor, uuid4())
    path = snapshot_file(snapshot)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(FileChangedError, match=re.escape(path.name)):
        snapshot_file(snapshot)
    path.unlink()
    with pytest.raises(FileChangedError, match=re.escape(path.name)):
        snapshot_file(snapshot)


def test_references_and_order_lead_back_neither_to_the_database_nor_to_another_snapshot(
    noor: Staff, register: Register
) -> None:
    register(30)
    one, other = (rows_of(freeze_snapshot(noor, uuid4())) for _ in range(2))
    references = [{row["case_ref"] for row in rows} for rows in (one, other)]
    known = {registration.answers["case_ref"] for registration in Registration.objects.all()}
    known |= {person.reference for person in Person.objects.all()}
    assert references[0].isdisjoint(references[1] | known)
    assert [row["case_ref"] for row in one] == sorted(references[0])
    assert [without_reference(row) for row in one] != [without_reference(row) for row in other]


def test_a_person_with_two_conversations_is_one_row(kim: Staff, noor: Staff, converse: Converse) -> None:
    registration = registering.open_registration(kim, converse(kim))
    second = converse(kim)
    registering.open_registration(kim, second)
    registering.recognise(kim, second, registration.person.reference)
    registering.record_rest_as_not_discussed(kim, registration)
    registering.complete(kim, registration)
    snapshot = freeze_snapshot(noor, uuid4())
    assert (snapshot.rows, snapshot.drafts_left_out) == (1, 0)


def test_of_who_objects_only_the_objection_is_in_it(noor: Staff, register: Register) -> None:
    (registration,) = register(1)
    registration.answers |= {"stats_objection": 2, "topic_trafficking": 1}
    registration.save()
    (row,) = rows_of(freeze_snapshot(noor, uuid4()))
    told = {column for column, value in row.items() if value not in (-1, -6, "-1", "-6")}
    assert told == {"case_ref", "first_chat_month", "topic_trafficking", "stats_objection"}


def test_pressing_the_button_twice_freezes_once(noor: Staff, register: Register, settings: Settings) -> None:
    register(2)
    press = uuid4()
    assert freeze_snapshot(noor, press) == freeze_snapshot(noor, press)
    assert len(list((Path(settings.DATA) / "snapshots").iterdir())) == Snapshot.objects.count() == 1


def test_nothing_is_left_when_the_row_cannot_be_stored(noor: Staff, register: Register, settings: Settings) -> None:
    register(2)
    with pytest.raises(ValueError, match="unsaved"):
        freeze_snapshot(Staff(name="Nobody", role=noor.role), uuid4())
    assert list((Path(settings.DATA) / "snapshots").iterdir()) == []


def test_an_empty_snapshot_is_refused(noor: Staff, register: Register) -> None:
    register(1, state=State.DRAFT)
    with pytest.raises(NothingToFreezeError):
        freeze_snapshot(noor, uuid4())


def test_registrations_of_another_codebook_are_left_out_and_counted(noor: Staff, register: Register) -> None:
    others = [*register(2), *register(1, state=State.DRAFT)]
    Registration.objects.filter(pk__in=[one.pk for one in others]).update(book_version="0.9")
    finished = register(4, seed=2)
    register(3, seed=3, state=State.DRAFT)
    snapshot = freeze_snapshot(noor, uuid4())
    assert (snapshot.rows, snapshot.drafts_left_out, snapshot.other_codebook_left_out) == (4, 3, 3)
    expected = sorted(without_reference(settled(load(), one.answers)) for one in finished)
    assert sorted(without_reference(row) for row in rows_of(snapshot)) == expected


def test_when_all_were_made_with_other_codebooks_it_is_refused_with_their_versions(
    noor: Staff, register: Register
) -> None:
    register(2)
    Registration.objects.update(book_version="0.9")
    register(1, state=State.DRAFT)
    with pytest.raises(OtherCodebookError, match=r"trafficking-1 0\.9\."):
        freeze_snapshot(noor, uuid4())


def test_only_a_researcher_freezes_and_sees(
    kim: Staff, sam: Staff, noor: Staff, ada: Staff, register: Register
) -> None:
    register(2)
    snapshot = freeze_snapshot(noor, uuid4())
    assert list(snapshots_of(noor)) == [snapshot]
    for colleague in (kim, sam, ada):
        with pytest.raises(NotFoundError):
            freeze_snapshot(colleague, uuid4())
        with pytest.raises(NotFoundError):
            snapshot_of(colleague, snapshot.pk)
        with pytest.raises(NotFoundError):
            months(colleague)
    with pytest.raises(NotFoundError):
        snapshot_of(noor, snapshot.pk + 1)


def test_months_count_finished_and_drafts_apart(noor: Staff, register: Register) -> None:
    register(3, months=("2026-01",))
    register(2, months=("2026-03",), seed=2)
    register(1, months=("2026-03",), seed=3, state=State.DRAFT)
    assert [(month.month, month.complete, month.drafts) for month in months(noor)] == [
        ("2026-03", 2, 1),
        ("2026-01", 3, 0),
    ]
