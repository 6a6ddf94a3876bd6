"""Whether codes that open nothing can be told apart by how long they take, and what ten thousand of them do to others.

    python benchmarks/bench_return_code.py [EACH] [WRONG]

A helpline of its own. First, in one process and in turns, EACH (1000) requests of each kind: a wrong proof, an unknown
lookup, a forgotten code and one that is hidden after its duress word; then codes and duress words, which open a chat.
For each pair: the median, and how often one of the first takes longer than one of the second (0.5: nobody can tell).
Then, over the network, how long the visitor's page takes while WRONG (10000) wrong codes come in over eight connections
as fast as they are answered. Fails where two kinds can be told apart in more than six cases of ten, or where the page
takes more than LIMIT_MS in the median.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from unittest.mock import patch

from django.test import Client
from scipy.stats import mannwhitneyu

from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.people.encoding import to_text
from zichtbaar.helpline.project.preparing import prepare

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from journeys.helpline_server import Helpline

LIMIT_TOLD_APART = 0.1
"""How far from one half the share may be of cases in which the one takes longer."""

LIMIT_MS = 50
CONNECTIONS = 8

Body = dict[str, str]


def typed(lookup: bytes, proof: bytes) -> Body:
    """What a page sends that tries a code; the token is another each time."""
    return {"lookup": to_text(lookup), "proof": to_text(proof), "token": to_text(secrets.token_bytes(32))}


def makers() -> tuple[dict[str, Body], dict[str, Body]]:
    """A request of each kind that opens nothing, and of each that opens something."""
    talking = import_module("helpline.chat.talking")
    vera = import_module("helpline.chat.coming_back")
    returning = import_module("zichtbaar.helpline.chat.returning")
    chats = {name: talking.begin() for name in ("open", "hidden", "forgotten")}
    decoys = {name: vera.new_decoy() for name in ("open", "hidden")}
    codes = {name: vera.keep(chat, decoy=decoys.get(name)) for name, chat in chats.items()}
    vera.come_back(decoys["hidden"].code)
    returning.forget_now(chats["forgotten"].identifier.hex(), chats["forgotten"].token)
    nothing = {name: typed(codes[name].lookup, codes[name].token) for name in ("hidden", "forgotten")}
    nothing |= {"wrong": typed(codes["open"].lookup, bytes(32)), "unknown": typed(bytes(32), bytes(32))}
    duress = decoys["open"].code
    return nothing, {
        "code": typed(codes["open"].lookup, codes["open"].token),
        "duress": typed(duress.lookup, duress.token),
    }


def timed(bodies: dict[str, Body], each: int, status: int) -> dict[str, list[float]]:
    """Milliseconds of so many requests of each kind, in turns; all must get this status."""
    client = Client(headers={"host": "127.0.0.1"})
    took: dict[str, list[float]] = {name: [] for name in bodies}
    for _ in range(each):
        for name, body in bodies.items():
            text, begun = json.dumps({**body, "token": to_text(secrets.token_bytes(32))}), time.perf_counter()
            answer = client.post("/return", text, content_type="application/json")
            took[name].append((time.perf_counter() - begun) * 1000)
            if answer.status_code != status:
                raise SystemExit(f"{name}: {answer.status_code}, expected {status}")
    return took


def told_apart(took: dict[str, list[float]]) -> float:
    """Print each kind beside the first; the largest distance from one half."""
    first, worst = next(iter(took)), 0.0
    for name, times in took.items():
        share = mannwhitneyu(took[first], times).statistic / (len(times) * len(took[first]))
        worst = max(worst, abs(share - 0.5))
        print(f"  {name:<10}{median(times):8.3f} ms   {first} takes longer in {share:.3f} of cases")
    return worst


def liken(each: int) -> bool:
    """Whether nobody can tell the kinds apart by their time."""
    nothing, something = makers()
    print(f"Codes that open nothing, {each} of each in turns")
    worst = told_apart(timed(nothing, each, 404))
    print("Codes that open a chat")
    returning = import_module("zichtbaar.helpline.chat.returning")
    with patch.object(returning, "HIDDEN_AFTER_DURESS", timedelta()):  # or the code would be hidden
        something_took = timed(something, each // 4, 200)
    return max(worst, told_apart(something_took)) <= LIMIT_TOLD_APART


def ask(connection: HTTPConnection, method: str, path: str, body: str = "") -> int:
    """Ask for something, and read the answer."""
    connection.request(method, path, body, {"Content-Type": "application/json", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


@contextmanager
def wrong_codes(port: int, count: int) -> Iterator[Event]:
    """So many wrong codes come in while this lasts; the event says that all have."""
    over = Event()

    def flood() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        for _ in range(count // CONNECTIONS):
            body = json.dumps(typed(secrets.token_bytes(32), secrets.token_bytes(32)))
            if (status := ask(connection, "POST", "/return", body)) != 404:
                raise SystemExit(f"a wrong code got {status}")
        over.set()

    threads = [Thread(target=flood, daemon=True) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    yield over
    for thread in threads:
        thread.join()


def page_took(port: int, until: Callable[[], bool]) -> list[float]:
    """Milliseconds that the page takes, asked for again and again."""
    connection, took = HTTPConnection("127.0.0.1", port), []
    while not until():
        begun = time.perf_counter()
        ask(connection, "GET", "/")
        took.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.02)
    return took


def hold_up(count: int) -> bool:
    """Whether others hardly notice so many wrong codes."""
    with TemporaryDirectory() as folder:
        helpline = Helpline(Path(folder))
        helpline.start()
        try:
            quiet_until = time.monotonic() + 3
            quiet = page_took(helpline.port, lambda: time.monotonic() > quiet_until)
            begun = time.monotonic()
            with wrong_codes(helpline.port, count) as over:
                busy = page_took(helpline.port, over.is_set)
            seconds = time.monotonic() - begun
        finally:
            helpline.stop()
    print(f"{count} wrong codes in {seconds:.1f} s")
    print(f"  the visitor's page  {median(quiet):.1f} ms before, {median(busy):.1f} ms meanwhile (limit {LIMIT_MS})")
    return median(busy) <= LIMIT_MS


def main() -> int:
    """Measure both; 1 over a limit."""
    each, wrong = (int(given) for given in (*sys.argv[1:], *("1000", "10000")[len(sys.argv) - 1 :]))
    logging.disable()
    with TemporaryDirectory() as folder:
        prepare(Configuration(data=Path(folder), https=False))
        is_alike = liken(each)
    return 0 if hold_up(wrong) and is_alike else 1


if __name__ == "__main__":
    sys.exit(main())
