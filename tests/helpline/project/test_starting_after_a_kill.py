"""A server that was killed leaves things half-done; the next start puts them right."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from pytest_django import DjangoDbBlocker, Settings

from helpline.conftest import django_on
from helpline.project.real_server import PREPARE, RealServer
from zichtbaar.helpline.audit.reading import verify
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import files, ledger
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.leftovers import remove_leftovers
from zichtbaar.helpline.publishing.lifecycle import OUT, State
from zichtbaar.helpline.publishing.models import LedgerLine, Release, Snapshot

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
receivers = actions.wrap_to(conversation)
wraps = {holder: secrets.token_bytes(len(sealed)) for holder in receivers}
actions.store_wraps(kim, conversation, receivers, wraps)
print(to_text(sealed), flush=True)
os._exit(9)
"""


def run_until_killed(code: str, *words: str) -> str:
    """Run a program that kills itself; gives what it said before."""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode in (9, -signal.SIGKILL), done.stderr
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


# Where a server can be killed while it freezes a snapshot or makes a draft: what the program does there instead.
DIE = "lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)"
POINTS = {
    "while the snapshot is written": f"snapshot.read_records = {DIE}",
    "before the snapshot's row": f"Snapshot.objects.create = {DIE}",
    "before the snapshot's row is stored": f"actions.record = {DIE}",
    "while the files of the draft are written": f"os.fsync = {DIE}",
    "before the folder of the draft has its name": f"Path.rename = {DIE}",
    "before the draft's row": f"Release.save = {DIE}",
    "before the draft's row is stored": f"release_actions.record = {DIE}",
    "when all is stored": "Path.replace = Path.replace",
}
BEGIN = """
import os, signal
from uuid import uuid4
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import actions, ledger, release_actions
from zichtbaar.helpline.publishing.models import LedgerLine, Release, Snapshot, Step
from zichtbaar.monitor.counting import snapshot
noor = Staff.objects.get(name="Noor")
sam = Staff.objects.get(name="Sam")
"""
MAKE_AND_DIE = f"""
{BEGIN}
point, inject = sys.argv[2:]
if "snapshot" in point:
    exec(inject)
frozen = actions.freeze_snapshot(noor, uuid4())
exec(inject)
release_actions.make_draft(noor, frozen, 2026, "more registrations")
os.kill(os.getpid(), signal.SIGKILL)
"""

# Where a server can be killed while something is published in the place of an earlier version, or withdrawn.
PUBLISHING_POINTS = {
    "before the state is stored": f"Release.save = {DIE}",
    "before who did it is stored": f"Step.objects.create = {DIE}",
    "before the ledger": f"ledger.append = {DIE}",
    "after the ledger": f"add = ledger.append; ledger.append = lambda *words: (add(*words), ({DIE})())",
    "when all is stored": "",
}
PUBLISH_AND_DIE = f"""
{BEGIN}
act, inject = sys.argv[2:]
release = Release.objects.get(state="approved" if act == "publish" else "published")
exec(inject)
if act == "publish":
    release_actions.publish(noor, release)
else:
    release_actions.withdraw(sam, release, "wrong")
os.kill(os.getpid(), signal.SIGKILL)
"""

PREPARE_ALL = f"""
{PREPARE}
{BEGIN}
from helpline.registering import store_registrations
store_registrations(20)
first = release_actions.make_draft(noor, actions.freeze_snapshot(noor, uuid4()), 2026)
release_actions.approve(sam, first)
release_actions.publish(noor, first)
store_registrations(10, seed=5)
second = release_actions.make_draft(noor, actions.freeze_snapshot(noor, uuid4()), 2026, "ten more")
release_actions.approve(sam, second)
"""


@pytest.fixture(scope="module")
def prepared(founded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a helpline that published a year, with a correction that was approved; never changed."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    data.mkdir()
    shutil.copy(founded_file, data)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", PREPARE_ALL, str(data)], env=environment, check=True)
    for name in ("snapshots/notes.txt", "releases/2025"):
        (data / name).write_text("laid here by somebody")
    return data


@pytest.fixture
def stopped(
    prepared: Path, tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[RealServer]:
    """A helpline that does not run, with releases, and files that somebody laid beside them."""
    settings.DATA = tmp_path / "stopped"
    shutil.copytree(prepared, settings.DATA)
    with django_on(settings.DATA / "helpline.sqlite3"), django_db_blocker.unblock():
        yield RealServer(settings.DATA)


def made(data: Path) -> set[str]:
    """What lies in the two folders."""
    return {path.name for folder in ("snapshots", "releases") for path in (data / folder).iterdir()}


def known() -> set[str]:
    """What should lie there: what has a row, and what is not ours."""
    named = {*Snapshot.objects.values_list("file_name", flat=True), *Release.objects.values_list("folder", flat=True)}
    return named | {"notes.txt", "2025"}


@pytest.mark.parametrize("point", POINTS)
def test_a_file_without_a_row_is_removed_and_told_by_its_name(
    stopped: RealServer, point: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = known()
    run_until_killed(PREPARE + MAKE_AND_DIE, str(stopped.data), point, POINTS[point])
    left = made(stopped.data) - known()
    assert bool(left) == (point != "when all is stored")
    remove_leftovers()
    assert made(stopped.data) == known() >= before
    assert {record.getMessage().split()[0] for record in caplog.records} == left
    assert_everything_is_whole()


def assert_everything_is_whole() -> None:
    """Every row has its files as they were made, and the ledger holds just what is out."""
    for snapshot in Snapshot.objects.all():
        assert files.snapshot_file(snapshot)
    for release in Release.objects.all():
        assert all(files.release_file(release, name) for name in release.files)
        assert release.steps.exists()
    out = {release.name for release in Release.objects.filter(state__in=OUT)}
    withdrawn = {f"{release.name} withdrawn" for release in Release.objects.filter(state=State.WITHDRAWN)}
    assert {about.release for about in ledger.read().releases} == out | withdrawn
    assert verify()


@pytest.mark.parametrize("point", PUBLISHING_POINTS)
@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_killed_at_any_point_a_release_is_published_or_withdrawn_whole_or_not_at_all(
    stopped: RealServer, point: str, act: str
) -> None:
    lines = LedgerLine.objects.count()
    run_until_killed(PREPARE + PUBLISH_AND_DIE, str(stopped.data), act, PUBLISHING_POINTS[point])
    first, second = Release.objects.order_by("version")
    done = {"publish": (State.CORRECTED, State.PUBLISHED), "withdraw": (State.WITHDRAWN, State.APPROVED)}[act]
    is_done = point == "when all is stored"
    assert (first.state, second.state) == (done if is_done else (State.PUBLISHED, State.APPROVED))
    assert (LedgerLine.objects.count() > lines) == is_done
    assert_everything_is_whole()


def test_the_start_removes_it_and_so_does_the_next_press(stopped: RealServer) -> None:
    point = "before the snapshot's row"
    run_until_killed(PREPARE + MAKE_AND_DIE, str(stopped.data), point, POINTS[point])
    with stopped:
        assert made(stopped.data) == known()
    run_until_killed(PREPARE + MAKE_AND_DIE, str(stopped.data), point, POINTS[point])
    freeze_snapshot(Staff.objects.get(name="Noor"), uuid4())
    assert made(stopped.data) == known()


def test_nothing_is_removed_while_another_process_makes_it(stopped: RealServer) -> None:
    wait = (
        f"{PREPARE}\nfrom zichtbaar.helpline.publishing import files\nwith files.one_at_a_time(): input(print('mine'))"
    )
    command = [sys.executable, "-c", wait, str(stopped.data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        path = stopped.data / "snapshots" / "snapshot-2026-02-01-0badcafe.parquet"
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
