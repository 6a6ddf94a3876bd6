"""A server that was killed leaves things half-done; the next start puts them right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from pytest_django import Settings

from helpline.project.real_server import PREPARE, RealServer
from helpline.registering import store_registrations
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files
from zichtbaar.helpline.publishing.actions import freeze_snapshot, make_factsheet
from zichtbaar.helpline.publishing.leftovers import remove_leftovers
from zichtbaar.helpline.publishing.models import Factsheet, Snapshot

# A key that the whole team could open is handed over while somebody reads; then the process is killed, before the
# log could be emptied.
HAND_OVER_AND_DIE = """
import os, secrets
from contextlib import closing
from zichtbaar.helpline.chat import actions
from zichtbaar.helpline.chat.journal import connect
from zichtbaar.helpline.sealing.conversation import Conversation
from zichtbaar.helpline.sealing.envelope import Role
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.people.models import Staff
sealed = secrets.token_bytes(actions.SEALED_KEY_BYTES)
identifier = secrets.token_bytes(16)
hello = Conversation(identifier, bytes(32), Role.VISITOR).seal("hello", 1)
actions.start(actions.NewConversation(identifier.hex(), secrets.token_bytes(32), 1, sealed, "nl", hello))
reader = connect(Path(sys.argv[1]) / "helpline.sqlite3")
reader.execute("BEGIN")
reader.execute("SELECT count(*) FROM chat_keywrap").fetchone()
kim = Staff.objects.get(name="Kim")
conversation = actions.take(kim)
wraps = {holder: secrets.token_bytes(len(sealed)) for holder in actions.wrap_to(conversation)}
actions.store_wraps(kim, conversation, wraps)
print(to_text(sealed), flush=True)
os._exit(9)
"""


def run_until_killed(code: str, *words: str) -> str:
    """Run a program that kills itself; gives what it said before."""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    return done.stdout.strip()


def files_with(text: str, data: Path) -> list[str]:
    return [one.name for one in data.rglob("*") if one.is_file() and text.encode() in one.read_bytes()]


@pytest.fixture
def server(database_file: Path) -> RealServer:
    """A founded helpline that does not run."""
    return RealServer(database_file.parent)


def test_a_key_that_was_handed_over_just_before_a_kill_is_in_no_file_after_the_next_start(server: RealServer) -> None:
    sealed = run_until_killed(PREPARE + HAND_OVER_AND_DIE, str(server.data))
    assert files_with(sealed, server.data) == ["helpline.sqlite3-wal"]
    with server:
        assert files_with(sealed, server.data) == []


# Where a server can be killed while it freezes a snapshot or makes a factsheet: what the program does there instead.
DIE = "lambda *_, **__: os._exit(9)"
POINTS = {
    "while the snapshot is written": f"snapshot.read_records = {DIE}",
    "before the snapshot's row": f"Snapshot.objects.create = {DIE}",
    "before the snapshot's row is stored": f"actions.record = {DIE}",
    "while the factsheet is written": f"Path.replace = {DIE}",
    "before the factsheet's row": f"Factsheet.objects.create = {DIE}",
    "before the factsheet's row is stored": f"actions.record = {DIE}",
    "when all is stored": "Path.replace = Path.replace",
}
MAKE_AND_DIE = """
import os
from uuid import uuid4
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import actions
from zichtbaar.helpline.publishing.models import Factsheet, Snapshot
from zichtbaar.monitor.counting import snapshot
noor = Staff.objects.get(name="Noor")
point, inject = sys.argv[2:]
if "snapshot" in point:
    exec(inject)
frozen = actions.freeze_snapshot(noor, uuid4())
exec(inject)
actions.make_factsheet(noor, frozen, 2026, ["nl"])
os._exit(9)
"""

HOLD_THE_TURN = """
from zichtbaar.helpline.publishing import files
with files.one_at_a_time():
    print("mine", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def with_one_of_each(server: RealServer, settings: Settings) -> RealServer:
    """A helpline that does not run, with a snapshot, a factsheet, and files that somebody laid beside them."""
    settings.DATA = server.data
    store_registrations(20)
    noor = Staff.objects.get(name="Noor")
    make_factsheet(noor, freeze_snapshot(noor, uuid4()), 2026, ["nl"])
    for name in ("snapshots/notes.txt", "factsheets/2025"):
        (server.data / name).write_text("laid here by somebody")
    return server


def made(data: Path) -> set[str]:
    """What lies in the two folders."""
    return {path.name for folder in ("snapshots", "factsheets") for path in (data / folder).iterdir()}


def known() -> set[str]:
    """What should lie there: what has a row, and what is not ours."""
    named = {*Snapshot.objects.values_list("file_name", flat=True), *Factsheet.objects.values_list("folder", flat=True)}
    return named | {"notes.txt", "2025"}


@pytest.mark.parametrize("point", POINTS)
def test_a_file_without_a_row_is_removed_and_told_by_its_name(
    with_one_of_each: RealServer, point: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = known()
    run_until_killed(PREPARE + MAKE_AND_DIE, str(with_one_of_each.data), point, POINTS[point])
    left = made(with_one_of_each.data) - known()
    assert bool(left) == (point != "when all is stored")
    remove_leftovers()
    assert made(with_one_of_each.data) == known() >= before
    assert {record.getMessage().split()[0] for record in caplog.records} == left
    for snapshot in Snapshot.objects.all():
        assert files.snapshot_file(snapshot)


def test_the_start_removes_it_and_so_does_the_next_press(with_one_of_each: RealServer) -> None:
    point = "before the snapshot's row"
    run_until_killed(PREPARE + MAKE_AND_DIE, str(with_one_of_each.data), point, POINTS[point])
    with with_one_of_each:
        assert made(with_one_of_each.data) == known()
    run_until_killed(PREPARE + MAKE_AND_DIE, str(with_one_of_each.data), point, POINTS[point])
    freeze_snapshot(Staff.objects.get(name="Noor"), uuid4())
    assert made(with_one_of_each.data) == known()


def test_nothing_is_removed_while_another_process_makes_it(with_one_of_each: RealServer) -> None:
    wait = (
        f"{PREPARE}\nfrom zichtbaar.helpline.publishing import files\nwith files.one_at_a_time(): input(print('mine'))"
    )
    command = [sys.executable, "-c", wait, str(with_one_of_each.data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        path = with_one_of_each.data / "snapshots" / "snapshot-2026-02-01-0badcafe.parquet"
        path.touch()
        remover = Thread(target=remove_leftovers)
        remover.start()
        remover.join(0.5)
        assert remover.is_alive()
        assert path.exists()
        other.stdin.write("\n")
        other.stdin.close()
        remover.join()
    assert not path.exists()
