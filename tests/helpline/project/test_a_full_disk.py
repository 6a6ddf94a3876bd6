"""The disk is full: everything is refused by name, nothing is half-written, and it goes on when there is room."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from full_disk import said_on_a_full_disk
from helpline.chat.talking import begin, first_envelope
from helpline.project.http_browser import Answer, HttpBrowser
from helpline.project.real_server import RealServer
from helpline.registering import store_registrations
from ports import Port
from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.chat.actions import SEALED_KEY_BYTES
from zichtbaar.helpline.chat.models import Conversation, Holder
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.publishing.models import Release, Snapshot
from zichtbaar.helpline.registration.models import Registration

Act = Callable[[], Answer]

NOT_STORED = (503, '{"error": "not_stored"}')
SENTENCE = "This could not be stored. Try again in a moment; if it stays so, tell the administrator."

VERA: dict[str, Any] = {
    "conversation": "a1" * 16,
    "token": to_text(b"t" * 32),
    "epoch": 1,
    "sealed_key": to_text(b"s" * SEALED_KEY_BYTES),
    "language": "nl",
    "envelope": to_text(first_envelope("a1" * 16)),
}


def let_write(server: RealServer, most_bytes: int) -> None:
    """Let the server write no file beyond so many bytes: to it the disk is full."""
    assert server.process is not None
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most_bytes, hard))


def everything_stored(data: Path) -> list[Any]:
    """All rows that the acts below could change, and what lies in the folders."""
    tables = (Conversation, Registration, Snapshot, Release, Entry)
    rows = [list(table.objects.order_by("pk").values()) for table in tables]
    return [*rows, sorted(path.name for folder in ("snapshots", "releases") for path in (data / folder).rglob("*"))]


def test_on_a_full_disk_every_act_is_refused_by_name_and_done_when_there_is_room(real_server: RealServer) -> None:
    store_registrations(20)
    kim, noor, sam, vera = (HttpBrowser(real_server.origin) for _ in range(4))
    assert kim.sign_in("desk", "Kim", "kim-password")[0] == 200
    assert noor.sign_in("office", "Noor", "noor-password")[0] == 200
    begin().row.wraps.create(holder=Holder.TEAM, sealed_key="sealed")
    taken = json.loads(kim.post("/desk/take")[1])["conversation"]
    begin().row.wraps.create(holder=Holder.TEAM, sealed_key="sealed")
    reference = json.loads(kim.get(f"/desk/conversations/{taken}/registration")[1])["reference"]
    assert noor.press("/office/snapshots", asked_as=str(uuid4()))[0] == 200
    snapshot = Snapshot.objects.get()
    acts: list[Act] = [
        lambda: vera.post("/start", **VERA),
        lambda: sam.sign_in("desk", "Sam", "sam-password"),
        lambda: kim.post("/desk/take"),
        lambda: kim.post(f"/desk/registrations/{reference}/answers", answers={"topic_trafficking": 1}),
        lambda: kim.post(f"/desk/registrations/{reference}/rest"),
        lambda: kim.post(f"/desk/conversations/{taken}/end"),
    ]
    pages: list[Act] = [
        lambda: noor.press("/office/snapshots", asked_as=str(uuid4())),
        lambda: noor.press(f"/office/snapshots/{snapshot.pk}/release", year="2026"),
    ]
    before = everything_stored(real_server.data)
    let_write(real_server, 0)
    assert [act() for act in acts] == [NOT_STORED] * len(acts)
    for status, page in (press() for press in pages):
        assert (status, SENTENCE in page) == (503, True)
    assert kim.get("/desk/registrations")[0] == noor.get("/office/")[0] == vera.get("/")[0] == 200
    assert everything_stored(real_server.data) == before
    let_write(real_server, resource.RLIM_INFINITY)
    assert {act()[0] for act in [*acts, *pages]} == {200, 201, 204}
    assert (Snapshot.objects.count(), Release.objects.count()) == (2, 1)


def test_a_log_without_room_loses_its_own_lines_and_puts_no_messages_on_the_screen(database_file: Path) -> None:
    server = RealServer(database_file.parent)
    (server.data / "zichtbaar.log").symlink_to("/dev/full")
    with server:
        vera = HttpBrowser(server.origin)
        assert vera.post("/start", **VERA)[0] == 201
        let_write(server, 4096)  # so that there is room for the screen, and none in the database
        assert vera.post("/end", conversation=VERA["conversation"], token=VERA["token"]) == NOT_STORED
        let_write(server, resource.RLIM_INFINITY)
        assert vera.post("/end", conversation=VERA["conversation"], token=VERA["token"])[0] == 204
    assert (server.data / "zichtbaar.log").is_symlink()  # it had no room all the time
    (line,) = (server.data.parent / "screen.txt").read_text("utf-8").splitlines()
    assert " ERROR zichtbaar.requests POST visitor-end 503 " in line


@pytest.mark.parametrize("most_bytes", [0, 1_000, 300_000])
def test_a_demo_that_has_no_room_says_so_in_a_sentence(tmp_path: Path, most_bytes: int) -> None:
    port = Port()
    words = ["demo", "--port", str(port.number), "--data", str(tmp_path / "demo")]
    sentence = said_on_a_full_disk(*words, most_bytes=most_bytes)
    assert str(tmp_path / "demo") in sentence
    assert "cannot be used" in sentence
