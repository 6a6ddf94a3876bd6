"""Whether the answers at the door can be told apart, and whether 10,000 of them slow anybody down.

    python benchmarks/likeness.py [TRIES] [GUESSES]

Likeness, without the two seconds that every refusal takes: a wrong password, an unknown name and a wrong door are tried
TRIES times each (400), in turns and in random order; the same with the salts of known and unknown names, and with
return codes whose end is wrong, that never were, and that are hidden. Bodies and
headers have to be the same. Of the times it prints the medians, the p of Mann and Whitney's test, and in how many of a
hundred pairs the one answer is the slower (50: nobody can tell). Fails when that is under 40 or over 60: then some
hundred answers would tell.

Floods, on a server in a process of its own: a colleague signs in every three seconds, and a chat says something every
tenth of a second, first in peace, then while 200 connections try GUESSES wrong passwords (10,000), and then as many
wrong return codes. It prints how long both waited. Fails when a guess is let in, or when the slowest in a hundred
messages took more than 100 ms longer than in peace.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from threading import Event
from typing import Any

from scipy.stats import mannwhitneyu
from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from helpline.fuzz import founding
from helpline.project.real_server import RealServer
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES

TRIES, GUESSES = 400, 10_000
CONNECTIONS = 200
FEWEST_PAIRS, MOST_PAIRS = 40, 60
MOST_MS_LONGER = 100
PASSWORD = "password"  # noqa: S105 - of a helpline that is thrown away
PEACE_SECONDS = 20
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.7"
"""Where the proxy in front says that the colleague and the flood are."""

Answer = tuple[int, bytes, dict[str, str]]


def likeness(tries: int) -> bool:
    """Compare refusals, and salts; whether nobody can tell."""
    client = import_module("django.test").Client(headers={"host": "localhost"})
    actions, refusals = (import_module(f"zichtbaar.helpline.people.{name}") for name in ("actions", "refusals"))

    def post(address: str, words: dict[str, str]) -> Answer:
        vars(actions).update(REFUSALS=refusals.Refusals())
        got = client.post(address, words, content_type="application/json")
        return got.status_code, got.content, dict(got.headers)

    name = founding.NAME
    right = _half_of(actions.stretching_for(name))
    fine = [
        _compare(
            "refusals",
            {
                "wrong password": lambda: post("/desk/sign-in", {"name": name, "auth": "wrong"}),
                "unknown name": lambda: post("/desk/sign-in", {"name": "Otto", "auth": "wrong"}),
                "wrong door": lambda: post("/office/sign-in", {"name": name, "auth": right}),
            },
            tries,
        ),
        _compare(
            "salts",
            {
                "known name": lambda: post("/desk/sign-in/salt", {"name": name}),
                "unknown name": lambda: post("/desk/sign-in/salt", {"name": "Otto"}),
            },
            tries,
            hide=rb'"salt": "[\w-]{22}"',
        ),
        _compare("return codes", _codes(post), tries),
    ]
    return all(fine)


def _codes(post: Callable[[str, dict[str, str]], Answer]) -> dict[str, Callable[[], Answer]]:
    """A wrong end of a code that exists, a code that never did, and one that its duress word hides."""
    returning, encoding, gates, models = (
        import_module(f"zichtbaar.helpline.{one}")
        for one in ("chat.returning", "people.encoding", "pacing.gates", "chat.models")
    )

    def keep(lookup: bytes) -> Any:
        chat = import_module("helpline.chat.talking").begin()
        code = returning.NewCode(lookup, bytes(32), bytes(61))
        returning.keep(chat.identifier.hex(), chat.token, code, None)
        return chat

    def type_code(lookup: bytes, proof: bytes) -> Answer:
        gates.CODES.begin_anew()
        words = {"lookup": lookup, "proof": proof, "token": bytes(32)}
        return post("/return", {name: encoding.to_text(value) for name, value in words.items()})

    known, hidden, unknown = (bytes([number]) * 32 for number in range(3))
    keep(known)
    models.Conversation.objects.filter(identifier=keep(hidden).identifier.hex()).update(
        duress_at=import_module("django.utils.timezone").now()
    )
    return {
        "wrong end": lambda: type_code(known, b"x" * 32),
        "unknown code": lambda: type_code(unknown, bytes(32)),
        "hidden code": lambda: type_code(hidden, bytes(32)),
    }


def _half_of(stretching: Any) -> str:
    """The half of the password that the server sees."""
    password, encoding = (import_module(f"zichtbaar.helpline.{one}") for one in ("sealing.password", "people.encoding"))
    salt = encoding.from_text(stretching.salt)
    split = password.split_password(PASSWORD, salt, memory=stretching.memory, passes=stretching.passes)
    text: str = encoding.to_text(split.auth)
    return text


def _compare(what: str, ways: dict[str, Callable[[], Answer]], tries: int, hide: bytes = b"") -> bool:
    """Try all of them in turns; the first is what the others are compared with."""
    said: dict[str, set[str]] = {name: set() for name in ways}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(tries):
        for name in random.sample(list(ways), len(ways)):
            began = time.perf_counter()
            status, body, headers = ways[name]()
            took[name].append(1000 * (time.perf_counter() - began))
            said[name].add(repr((status, re.sub(hide, b"", body) if hide else body, headers)))
    first, *others = ways
    is_same = len(set().union(*said.values())) == 1
    print(f"{what}: {'the same' if is_same else 'DIFFERENT'} to the byte; {first}: {median(took[first]):.2f} ms")
    return all([is_same, *(_cannot_be_told(first, other, took) for other in others)])


def _cannot_be_told(first: str, other: str, took: dict[str, list[float]]) -> bool:
    found = mannwhitneyu(took[other], took[first])
    pairs = 100 * found.statistic / len(took[other]) / len(took[first])
    print(f"  {other}: {median(took[other]):.2f} ms, p = {found.pvalue:.2f}, slower in {pairs:.0f} of 100 pairs")
    return bool(FEWEST_PAIRS <= pairs <= MOST_PAIRS)


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
    """Measure in peace and in the floods; whether nobody came in, and nobody waited."""
    peace = Waited()
    _live(server, chat, right, peace, until=lambda: time.sleep(PEACE_SECONDS))
    peace.told("in peace")
    floods = (("wrong sign-ins", _guess_passwords), ("wrong return codes", _guess_codes))
    calm = [_flooded(server, chat, right, peace, name, partial(guess, server, guesses)) for name, guess in floods]
    return all(calm)


def _flooded(
    server: RealServer, chat: Any, right: str, peace: Waited, name: str, guess: Callable[[], list[int]]
) -> bool:
    trouble, statuses, began = Waited(), list[int](), time.monotonic()
    _live(server, chat, right, trouble, until=lambda: statuses.extend(guess()))
    seconds = time.monotonic() - began
    counted = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(f"{len(statuses)} {name} over {CONNECTIONS} connections in {seconds:.0f} s; answers {counted}")
    trouble.told("meanwhile")
    return 200 not in counted and 1000 * (trouble.slowest - peace.slowest) <= MOST_MS_LONGER


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

    def some(numbers: range) -> list[int]:
        codes = ({"lookup": f"{number:042}A", "proof": f"{0:043}", "token": f"{0:043}"} for number in numbers)
        return [_post_to(server, "/return", {"Content-Type": "application/json"}, code, ELSEWHERE) for code in codes]

    return _by_many(some, count)


def _guess_passwords(server: RealServer, count: int) -> list[int]:
    """Each connection fetches the page once, and guesses one name every other time."""

    def some(numbers: range) -> list[int]:
        headers = _door(server)
        tried = ((founding.NAME if number % 2 else f"name-{number}", f"guess-{number}") for number in numbers)
        return [_post(server, headers, name, auth) for name, auth in tried]

    return _by_many(some, count)


def _by_many(some: Callable[[range], list[int]], count: int) -> list[int]:
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = pool.map(some, (range(first, count, CONNECTIONS) for first in range(CONNECTIONS)))
        return [status for share in shares for status in share]


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
    """Measure; 1 when something can be told apart, or somebody had to wait."""
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else TRIES
    guesses = int(sys.argv[2]) if len(sys.argv) > 2 else GUESSES
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        data = founding.found(MEMORY_KIB, PASSES)
        is_alike = likeness(tries)
        right = _half_of(import_module("zichtbaar.helpline.people.actions").stretching_for(founding.NAME))
        talking, models = (
            import_module(name) for name in ("helpline.chat.talking", "zichtbaar.helpline.people.models")
        )
        chat = talking.begin(counsellor=models.Staff.objects.get(name=founding.NAME))
        import_module("django.db").connection.close()
        with RealServer(data, address_header="x-forwarded-for") as server:
            is_calm = flood(server, chat, right, guesses)
    return 0 if is_alike and is_calm else 1


if __name__ == "__main__":
    sys.exit(main())
