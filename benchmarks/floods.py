"""Whether 10,000 wrong passwords and 10,000 wrong return codes let anybody in, or slow anybody else down.

    python benchmarks/floods.py [GUESSES]

On a server in a process of its own a colleague signs in every three seconds, and a chat says something every tenth of a
second: first in peace, then while 200 connections try GUESSES wrong passwords (10,000), and then as many wrong return
codes. It prints how long both waited, beside the limits, and fails when one is missed. Each flood has 150 seconds; with
less than all tried in them it fails too, so that it ends within six minutes.
"""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from threading import Event
from typing import Any

from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from helpline.fuzz import founding
from helpline.project.real_server import RealServer
from likeness import half_of
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES

GUESSES = 10_000
CONNECTIONS = 200
SECONDS_FOR_EACH = 150
NOT_TRIED = 0
MOST_MS_LONGER = 100
"""For one message in a hundred: less than anybody notices."""
MOST_SECONDS_LATER = 2
"""For a colleague at the door; stretching her password takes about as long."""
PEACE_SECONDS = 20
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.7"
"""Where the proxy in front says that the colleague and the flood are."""


@dataclass
class Waited:
    """How long things took, in seconds."""

    signing_in: list[float] = field(default_factory=list)
    messages: list[float] = field(default_factory=list)

    def told(self, name: str) -> None:
        """Print it."""
        slowest = 1000 * self.slowest
        print(
            f"  {name}: a message {1000 * median(self.messages):.1f} ms, one in a hundred {slowest:.1f} ms; "
            f"signing in {median(self.signing_in):.2f} s, at most {max(self.signing_in):.2f} s"
        )

    @property
    def slowest(self) -> float:
        """What one in a hundred messages took at least."""
        return quantiles(self.messages, n=100)[-1]


def flood(server: RealServer, chat: Any, right: str, guesses: int) -> bool:
    """Measure in peace and in the floods; whether every limit held."""
    peace = Waited()
    _live(server, chat, right, peace, until=lambda: time.sleep(PEACE_SECONDS))
    peace.told("in peace")
    floods = (("wrong sign-ins", _guess_passwords), ("wrong return codes", _guess_codes))
    held = [_flooded(server, chat, right, peace, name, partial(guess, server, guesses)) for name, guess in floods]
    return all(held)


def _flooded(
    server: RealServer, chat: Any, right: str, peace: Waited, name: str, guess: Callable[[], list[int]]
) -> bool:
    trouble, statuses, began = Waited(), list[int](), time.monotonic()
    _live(server, chat, right, trouble, until=lambda: statuses.extend(guess()))
    seconds = time.monotonic() - began
    counted = {status: statuses.count(status) for status in sorted(set(statuses) - {NOT_TRIED})}
    print(f"{len(statuses)} {name} over {CONNECTIONS} connections in {seconds:.0f} s; answers {counted}")
    trouble.told("meanwhile")
    longer, later = 1000 * (trouble.slowest - peace.slowest), median(trouble.signing_in) - median(peace.signing_in)
    return all(
        [
            _verdict("not tried in time", statuses.count(NOT_TRIED), 0),
            _verdict("let in", statuses.count(200), 0),
            _verdict("one message in a hundred: ms longer than in peace", longer, MOST_MS_LONGER),
            _verdict("a colleague's sign-in, median: seconds longer than in peace", later, MOST_SECONDS_LATER),
        ]
    )


def _verdict(what: str, figure: float, limit: float) -> bool:
    print(f"  {what}: {figure:.4g} (limit {limit}: {'held' if figure <= limit else 'MISSED'})")
    return figure <= limit


def _live(server: RealServer, chat: Any, right: str, waited: Waited, until: Callable[[], None]) -> None:
    """A chat and a colleague, until something has happened."""
    over = Event()
    with ThreadPoolExecutor(2) as pool:
        living = [
            pool.submit(_talk, server, chat, waited, over),
            pool.submit(_come_and_go, server, right, waited, over),
        ]
        try:
            until()
        finally:
            over.set()
        for one in living:
            one.result()


def _talk(server: RealServer, chat: Any, waited: Waited, over: Event) -> None:
    envelopes = import_module("zichtbaar.helpline.sealing.envelope")
    to_text = import_module("zichtbaar.helpline.people.encoding").to_text

    last = len(chat.stored())
    import_module("django.db").connection.close()

    async def talk() -> None:
        vera = chat.side(envelopes.Role.VISITOR)
        async with connect(server.relay, origin=server.origin) as socket:  # type: ignore[arg-type]
            join = {"do": "join", "conversation": chat.identifier.hex(), "token": to_text(chat.token), "last": last}
            await socket.send(json.dumps(join))
            await socket.recv()
            while not over.is_set():
                began = time.perf_counter()
                await socket.send(vera.seal("still here", 1))
                while (await socket.recv())[:1] != b"\x01":
                    pass
                waited.messages.append(time.perf_counter() - began)
                await asyncio.sleep(0.1)

    asyncio.run(talk())


def _come_and_go(server: RealServer, right: str, waited: Waited, over: Event) -> None:
    """Press the button every three seconds, and again when the door is busy."""
    while not over.is_set():
        began = time.perf_counter()
        while _sign_in(server, founding.NAME, right) != 200 and not over.is_set():
            time.sleep(1)
        waited.signing_in.append(time.perf_counter() - began)
        over.wait(3)


def _guess_codes(server: RealServer, count: int) -> list[int]:
    """Codes that never were, by a program that does no work for them."""

    def some(numbers: Iterable[int]) -> list[int]:
        codes = ({"lookup": f"{number:042}A", "proof": f"{0:043}", "token": f"{0:043}"} for number in numbers)
        return [_post_to(server, "/return", {"Content-Type": "application/json"}, code, ELSEWHERE) for code in codes]

    return _by_many(some, count)


def _guess_passwords(server: RealServer, count: int) -> list[int]:
    """Each connection fetches the page once, and guesses one name every other time."""

    def some(numbers: Iterable[int]) -> list[int]:
        headers = _door(server)
        tried = ((founding.NAME if number % 2 else f"name-{number}", f"guess-{number}") for number in numbers)
        return [_post(server, headers, name, auth) for name, auth in tried]

    return _by_many(some, count)


def _by_many(some: Callable[[Iterable[int]], list[int]], count: int) -> list[int]:
    """Each connection tries its share, one after another, as long as there is time; what is left was not tried."""
    until = time.monotonic() + SECONDS_FOR_EACH

    def in_time(numbers: range) -> Iterator[int]:
        return itertools.takewhile(lambda _: time.monotonic() < until, numbers)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = pool.map(some, (in_time(range(first, count, CONNECTIONS)) for first in range(CONNECTIONS)))
        tried = [status for share in shares for status in share]
    return tried + [NOT_TRIED] * (count - len(tried))


def _sign_in(server: RealServer, name: str, auth: str) -> int:
    """What a page at the desk's door does; the status."""
    return _post(server, _door(server), name, auth)


def _door(server: RealServer) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("GET", "/desk/")
    page = connection.getresponse()
    csrf = re.findall(r'name="csrf-token" content="(\w+)"', page.read().decode())[0]
    cookie = str(page.getheader("Set-Cookie")).partition(";")[0]
    connection.close()
    return {"X-CSRFToken": csrf, "Cookie": cookie, "Content-Type": "application/json"}


def _post(server: RealServer, headers: dict[str, str], name: str, auth: str) -> int:
    place = ELSEWHERE if auth.startswith("guess") else HERE
    return _post_to(server, "/desk/sign-in", headers, {"name": name, "auth": auth}, place)


def _post_to(server: RealServer, address: str, headers: dict[str, str], words: dict[str, str], place: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", address, json.dumps(words), {**headers, "X-Forwarded-For": place})
    status = connection.getresponse().status
    connection.close()
    return status


def main() -> int:
    """Measure; 1 when somebody came in, or had to wait."""
    guesses = int(sys.argv[1]) if len(sys.argv) > 1 else GUESSES
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        data = founding.found(MEMORY_KIB, PASSES)
        right = half_of(import_module("zichtbaar.helpline.people.actions").stretching_for(founding.NAME))
        talking, models = (
            import_module(name) for name in ("helpline.chat.talking", "zichtbaar.helpline.people.models")
        )
        chat = talking.begin(counsellor=models.Staff.objects.get(name=founding.NAME))
        import_module("django.db").connection.close()
        with RealServer(data, address_header="x-forwarded-for") as server:
            is_held = flood(server, chat, right, guesses)
    return 0 if is_held else 1


if __name__ == "__main__":
    sys.exit(main())
