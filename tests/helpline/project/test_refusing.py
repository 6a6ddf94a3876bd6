"""Whoever is refused at signing in waits for the answer, and nobody waits with them."""

from __future__ import annotations

import http.client
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpline.project.real_server import RealServer
from zichtbaar.helpline.people.encoding import from_text, to_text
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.project.refusing import SECONDS
from zichtbaar.helpline.sealing.password import split_password

RIGHT = "kim-password"
Timed = tuple[int, float]


def timed(
    server: RealServer, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> Timed:
    """The status of an answer, and after how many seconds it came."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
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
def test_every_refusal_takes_its_time(real_server: RealServer, door: str, name: str, password: str) -> None:
    status, seconds = sign_in(real_server, door, name, password)
    assert status == 403
    assert SECONDS <= seconds < SECONDS + 1.5


def test_many_who_are_refused_wait_side_by_side_and_nobody_else_waits(real_server: RealServer) -> None:
    assert sign_in(real_server, "desk", "Kim", RIGHT)[0] == 200  # the first one of a server is slow
    with ThreadPoolExecutor(15) as strangers:
        refused = [strangers.submit(timed, real_server, "POST", "/desk/sign-in", {"name": "Kim"}) for _ in range(15)]
        time.sleep(0.5)
        for status, _ in (timed(real_server, "GET", "/"), sign_in(real_server, "desk", "Kim", RIGHT)):
            assert status == 200
        assert not any(one.done() for one in refused)
        answers = [one.result() for one in refused]
    assert {status for status, _ in answers} == {403}
    assert all(SECONDS <= seconds < SECONDS + 1.5 for _, seconds in answers)
