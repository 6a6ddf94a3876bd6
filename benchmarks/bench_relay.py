"""How many messages a second the relay delivers at 500 chats, each on the disk before anybody hears of it.

The server runs as it always does, with its pages, sign-in, rules and limits, pinned to one core; this program
is pinned to another and speaks WebSocket itself, so that the server is what is measured. Envelopes have the size
that a message of 200 bytes gets, with true headers; the sealed part is random, because the server cannot open it.

    python benchmarks/bench_relay.py [--chats 500] [--seconds 10]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from types import ModuleType
from typing import Any

import uvloop

from relay_load import Counsellor, Counts, Sender, Tally, Visitor
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare

LIMIT = 8_000
"""Delivered messages a second. A channel layer with an ORM insert for each message delivers 600 here, ejabberd
with SQLite 330, Prosody with SQLite 300 (docs/explanation/who-has-an-acknowledgement.md)."""

CHATS_OF_A_COUNSELLOR = 5
SECONDS_BETWEEN_AT_FULL_LOAD = 1 / 18
"""Just slower than the relay lets one connection send."""

SERVE = """
import os, sys
from pathlib import Path
os.sched_setaffinity(0, {int(sys.argv[3])})
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.project.preparing import prepare
prepare(Configuration(data=Path(sys.argv[1]), https=False))
from zichtbaar.helpline.project.server import serve
serve("127.0.0.1", int(sys.argv[2]), ready=lambda: print("Ready", flush=True))
"""


@dataclass(frozen=True)
class Chat:
    """An open conversation, and the session cookie of the counsellor who has it."""

    conversation: bytes
    token: bytes
    cookie: str


@dataclass(frozen=True)
class Measured:
    """One run: messages and seconds, latencies in milliseconds, and the server's CPU time."""

    counts: Counts
    seconds: float
    cpu_seconds: float
    acknowledged_altogether: int

    @property
    def delivered_a_second(self) -> float:
        """Messages that reached the other side, in a second."""
        return self.counts.delivered / self.seconds

    def __str__(self) -> str:
        acks, deliveries = (percentiles(one) for one in (self.counts.until_acknowledged, self.counts.until_delivered))
        return (
            f"{self.delivered_a_second:>9,.0f} delivered/s {self.counts.acknowledged / self.seconds:>9,.0f} on disk/s"
            f"   acknowledged p50 {acks[0]:.1f} p99 {acks[1]:.1f} ms   delivered p50 {deliveries[0]:.1f}"
            f" p99 {deliveries[1]:.1f} ms   CPU {100 * self.cpu_seconds / self.seconds:.0f} %,"
            f" {1000 * self.cpu_seconds / max(1, self.counts.delivered):.3f} ms a message"
        )


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile, in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return 1000 * cuts[49], 1000 * cuts[98]


def fill(data: Path, count: int) -> list[Chat]:
    """A founded helpline with open conversations, five to a counsellor, each counsellor signed in."""
    prepare(Configuration(data=data, https=False))
    people = import_module("zichtbaar.helpline.people.models")
    chats = import_module("zichtbaar.helpline.chat.models")
    counsellors = people.Staff.objects.bulk_create(
        people.Staff(name=f"Kim {n}", role="counsellor", memory=65536, passes=3, public_key="-")
        for n in range(-(-count // CHATS_OF_A_COUNSELLOR))
    )
    cookies = [sign_in(counsellor) for counsellor in counsellors]
    made = [
        Chat(secrets.token_bytes(16), secrets.token_bytes(32), cookies[n // CHATS_OF_A_COUNSELLOR])
        for n in range(count)
    ]
    hash_of_token = import_module("zichtbaar.helpline.chat.access").hash_of_token
    chats.Conversation.objects.bulk_create(
        chats.Conversation(
            identifier=chat.conversation.hex(),
            state="open",
            language="nl",
            epoch=1,
            token_hash=hash_of_token(chat.token),
            created_at=datetime.now(UTC),
            opened_at=datetime.now(UTC),
            counsellor=counsellors[n // CHATS_OF_A_COUNSELLOR],
        )
        for n, chat in enumerate(made)
    )
    return made


def sign_in(counsellor: Any) -> str:
    """The cookie of a true session; what a browser has after signing in."""
    auth: ModuleType = import_module("django.contrib.auth")
    store = import_module("django.contrib.sessions.backends.db").SessionStore()
    store[auth.SESSION_KEY] = str(counsellor.pk)
    store[auth.BACKEND_SESSION_KEY] = "zichtbaar.helpline.people.access.StaffBackend"
    store[auth.HASH_SESSION_KEY] = counsellor.get_session_auth_hash()
    store.set_expiry(timedelta(hours=1))
    store.create()
    return f"sessionid={store.session_key}"


@dataclass(frozen=True)
class Server:
    """The helpline, running in a process of its own."""

    pid: int
    port: int

    def cpu_seconds(self) -> float:
        """User and system time so far, of all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running_server(data: Path, core: int) -> Iterator[Server]:
    """The helpline on one core."""
    port = free_port()
    command = [sys.executable, "-c", SERVE, str(data), str(port), str(core)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        if process.stdout is None or process.stdout.readline() != b"Ready\n":
            raise SystemExit("The server did not start.")
        yield Server(process.pid, port)
        process.terminate()


async def connect(chats: Sequence[Chat], port: int, tally: Tally) -> tuple[list[Visitor], list[Counsellor]]:
    """Everybody in her conversation."""
    loop, origin = asyncio.get_running_loop(), f"http://127.0.0.1:{port}"

    async def visitor(chat: Chat) -> Visitor:
        token = urlsafe_b64encode(chat.token).rstrip(b"=").decode()
        join = {"do": "join", "conversation": chat.conversation.hex(), "token": token, "last": 0}
        one = Visitor(tally, [json.dumps(join)], origin=origin)
        await loop.create_connection(lambda: one, "127.0.0.1", port)
        await one.joined.wait()
        return one

    async def counsellor(own: Sequence[Chat]) -> Counsellor:
        follow = [{"do": "follow", "conversation": chat.conversation.hex(), "last": 0} for chat in own]
        one = Counsellor(tally, [json.dumps(words) for words in follow], origin=origin, cookie=own[0].cookie)
        await loop.create_connection(lambda: one, "127.0.0.1", port)
        await one.joined.wait()
        return one

    groups = [chats[n : n + CHATS_OF_A_COUNSELLOR] for n in range(0, len(chats), CHATS_OF_A_COUNSELLOR)]
    counsellors = [await counsellor(group) for group in groups]
    return [await visitor(chat) for chat in chats], counsellors


async def measure(chats: Sequence[Chat], server: Server, seconds: float, seconds_between: float) -> Measured:
    """Let every visitor and every counsellor talk for a while; `seconds` of it count."""
    tally = Tally()
    visitors, counsellors = await connect(chats, server.port, tally)
    talkers: list[tuple[Sender, Chat]] = list(zip(visitors, chats, strict=True))
    talkers += zip(counsellors, chats[::CHATS_OF_A_COUNSELLOR], strict=True)
    for number, (talker, chat) in enumerate(talkers):
        offset = seconds_between * number / len(talkers)
        asyncio.get_running_loop().call_later(offset, talker.talk, chat.conversation, seconds_between)
    await asyncio.sleep(1 + seconds_between)
    tally.next_stretch()
    began, cpu_began = time.monotonic(), server.cpu_seconds()
    await asyncio.sleep(seconds)
    took, cpu, counts = time.monotonic() - began, server.cpu_seconds() - cpu_began, tally.next_stretch()
    for talker, _ in talkers:
        talker.fall_silent()
    await asyncio.sleep(1)
    for client in (*visitors, *counsellors):
        client.close()
    tally.next_stretch()
    if tally.refused:
        raise SystemExit(f"{tally.refused} envelopes were refused.")
    return Measured(counts, took, cpu, tally.acknowledged)


def on_disk(data: Path) -> int:
    """How many envelopes the database holds; ends the program when a conversation's numbers are not dense."""
    with closing(sqlite3.connect(data / "helpline.sqlite3")) as database:
        query = "SELECT count(*), min(number), max(number) FROM chat_envelope GROUP BY conversation_id"
        rows = database.execute(query).fetchall()
    if not all((first, last) == (1, count) for count, first, last in rows):
        raise SystemExit("The numbers of a conversation have gaps.")
    return sum(count for count, _, _ in rows)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def main() -> int:
    """Run and print; the exit code is 1 when the limit is missed."""
    parser = argparse.ArgumentParser(description="Measure the relay.")
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10)
    chosen = parser.parse_args()
    own_core, servers_core = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, {own_core})
    with tempfile.TemporaryDirectory() as folder:
        data, acknowledged = Path(folder) / "data", 0
        chats = fill(data, chosen.chats)
        with running_server(data, servers_core) as server:
            for title, between in (("one message a second", 1.0), ("full load", SECONDS_BETWEEN_AT_FULL_LOAD)):
                measured = uvloop.run(measure(chats, server, chosen.seconds, between))
                acknowledged += measured.acknowledged_altogether
                print(f"{chosen.chats} chats, {title:>20}: {measured}", flush=True)
        stored = on_disk(data)
    print(f"acknowledged {acknowledged:,}, in the database {stored:,}")
    if acknowledged != stored:
        raise SystemExit("Something was lost or doubled.")
    print(f"full load {measured.delivered_a_second:,.0f} delivered a second (limit: at least {LIMIT:,})")
    return 0 if measured.delivered_a_second >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
