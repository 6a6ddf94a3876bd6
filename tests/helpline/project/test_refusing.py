"""Whoever is refused at signing in waits for the answer, and nobody waits with them."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore
from types import SimpleNamespace

import pytest

from helpline.project.real_server import RealServer
from zichtbaar.helpline.chat.sockets import Message, Receive, Send
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.project import refusing
from zichtbaar.helpline.project.refusing import SECONDS, with_slow_refusals
from zichtbaar.helpline.sealing.password import split_password

RIGHT = "kim-password"
FOR_EVER = "from zichtbaar.helpline.project import refusing; refusing.SECONDS = 24 * 3600"
"""What is refused is not told before the test is over."""

Timed = tuple[int, float]


def timed(
    server: RealServer, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> Timed:
    """The status of an answer, and after how many seconds it came."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    began = time.monotonic()
    connection.request(method, path, json.dumps(body), {"Content-Type": "application/json", **(headers or {})})
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - began


def sign_in(server: RealServer, door: str, name: str, password: str) -> Timed:
    """What the page's script does. How long the fetching of the page takes does not count."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/desk/")
    page = connection.getresponse()
    csrf = re.findall(r'name="csrf-token" content="(\w+)"', page.read().decode())[0]
    headers = {"X-CSRFToken": csrf, "Cookie": str(page.getheader("Set-Cookie")).partition(";")[0]}
    connection.close()
    kim = Staff.objects.get(name="Kim")
    auth = split_password(password, from_text(kim.salt), memory=kim.memory, passes=kim.passes).auth
    return timed(server, "POST", f"/{door}/sign-in", {"name": name, "auth": to_text(auth)}, headers)


@pytest.mark.parametrize(
    ("door", "name", "password"),
    [("desk", "Kim", "wrong"), ("desk", "Nobody", RIGHT), ("office", "Kim", RIGHT)],
    ids=["wrong password", "unknown name", "wrong door"],
)
@pytest.mark.usefixtures("database_file")
def test_every_refusal_takes_its_time(shared_server: RealServer, door: str, name: str, password: str) -> None:
    status, seconds = sign_in(shared_server, door, name, password)
    assert status == 403
    assert seconds >= SECONDS


@pytest.mark.parametrize(("worked", "waits"), [(0.5, SECONDS - 0.5), (SECONDS + 1, 0)])
async def test_what_the_page_did_meanwhile_does_not_show(
    monkeypatch: pytest.MonkeyPatch, worked: float, waits: float
) -> None:
    now, waited, told = [0.0], [], []

    async def page(_: Message, __: Receive, send: Send) -> None:
        now[0] += worked
        await send({"type": "http.response.start", "status": 403})

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    async def hear(message: Message) -> None:
        told.append(message["status"])

    monkeypatch.setattr(refusing, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(refusing, "asyncio", SimpleNamespace(sleep=sleep))
    await with_slow_refusals(page)({"path": "/desk/sign-in"}, asyncio.Event().wait, hear)
    assert (waited, told) == ([waits], [403])


def test_while_many_who_are_refused_wait_nobody_else_waits(database_file: Path) -> None:
    with RealServer(database_file.parent, but_first=FOR_EVER) as server, ThreadPoolExecutor(15) as strangers:
        asked = Semaphore(0)
        refused = [strangers.submit(guess, server, asked) for _ in range(15)]
        for _ in refused:
            asked.acquire()
        for status, _ in (timed(server, "GET", "/"), sign_in(server, "desk", "Kim", RIGHT)):
            assert status == 200
        assert not any(one.done() for one in refused)
        server.end(signal.SIGKILL)
        assert all(isinstance(one.exception(), OSError) for one in refused)


def guess(server: RealServer, asked: Semaphore) -> None:
    """Try to sign in as Kim, without knowing anything."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("POST", "/desk/sign-in", json.dumps({"name": "Kim"}), {"Content-Type": "application/json"})
    asked.release()
    try:
        connection.getresponse()
    finally:
        connection.close()
