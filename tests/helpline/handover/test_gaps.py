"""That nobody could take somebody on is noted, and nothing of the rows tells in which order they came."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zichtbaar.helpline.handover.directory.vocabulary import Need
from zichtbaar.helpline.handover.gap_models import Gap
from zichtbaar.helpline.handover.gaps import note_gap
from zichtbaar.helpline.people.models import Staff

UNITS = [f"PE{number:02}" for number in range(1, 9)]
IN_A_ROW = re.compile(rb"\d{4}-\d\dshelter(PE\d\d)")


def note_eight_gaps() -> None:
    kim = Staff.objects.get(name="Kim")
    for unit in UNITS:
        note_gap(kim, region=unit, need=Need.SHELTER, age=None)


def by_key() -> list[str]:
    return list(Gap.objects.order_by("pk").values_list("region", flat=True))


def as_they_lie(file: Path) -> list[str]:
    """From the end of a page to its beginning: so SQLite fills it, whatever the keys are."""
    return [unit.decode() for unit in IN_A_ROW.findall(file.read_bytes())][::-1]


def rows_with_another_number() -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("SELECT COUNT(*) FROM handover_gap WHERE rowid <> id").fetchone()[0])


def test_no_number_is_kept_beside_the_key_that_was_drawn(database_file: Path) -> None:
    note_eight_gaps()
    assert sorted(by_key()) == UNITS
    assert rows_with_another_number() == 0
    assert min(Gap.objects.values_list("pk", flat=True)) > 2**32, "a key that is counted up would be small"
    assert database_file.exists()


def test_in_the_file_gaps_lie_in_the_order_of_their_keys_and_the_log_holds_none(database_file: Path) -> None:
    note_eight_gaps()
    assert as_they_lie(database_file) == by_key()
    log = database_file.with_name(f"{database_file.name}-wal")
    assert IN_A_ROW.findall(log.read_bytes()) == []


def test_gaps_that_were_noted_before_lose_their_order_too(database_file: Path) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("handover", "0007_gaps_in_no_order")])
    old = executor.loader.project_state([("handover", "0007_gaps_in_no_order")]).apps.get_model("handover", "Gap")
    for unit in UNITS:
        old.objects.create(month="2026-01", need="shelter", region=unit)
    assert rows_with_another_number() == len(UNITS)
    MigrationExecutor(connection).migrate([("handover", "0008_gaps_without_a_second_number")])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert sorted(by_key()) == UNITS
    assert rows_with_another_number() == 0
    assert as_they_lie(database_file) == by_key()
