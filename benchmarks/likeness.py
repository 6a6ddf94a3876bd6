"""Whether the answers at the door can be told apart.

    python benchmarks/likeness.py [TRIES]

Without the two seconds that every refusal takes: a wrong password, an unknown name and a wrong door are tried TRIES
times each (400), in turns and in random order; the same with the salts of known and unknown names, and with return
codes whose end is wrong, that never were, and that are hidden. Bodies and headers have to be the same. Of the times it
prints the medians, the p of Mann and Whitney's test, and in how many of a hundred pairs the one answer is the slower
(50: nobody can tell). The limits are 40 and 60: beyond them some hundred answers would tell.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from scipy.stats import mannwhitneyu

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from helpline.fuzz import founding
from zichtbaar.helpline.sealing.password import MEMORY_KIB, PASSES

TRIES = 400
FEWEST_PAIRS, MOST_PAIRS = 40, 60
PASSWORD = "password"  # noqa: S105 - of a helpline that is thrown away

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
    right = half_of(actions.stretching_for(name))
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


def half_of(stretching: Any) -> str:
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
    is_held = bool(FEWEST_PAIRS <= pairs <= MOST_PAIRS)
    print(
        f"  {other}: {median(took[other]):.2f} ms, p = {found.pvalue:.2f}, slower in {pairs:.0f} of 100 pairs "
        f"(limit {FEWEST_PAIRS} to {MOST_PAIRS}: {'held' if is_held else 'MISSED'})"
    )
    return is_held


def main() -> int:
    """Measure; 1 when something can be told apart."""
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else TRIES
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        founding.found(MEMORY_KIB, PASSES)
        is_alike = likeness(tries)
        import_module("django.db").connection.close()
    print("nobody can tell them apart: held" if is_alike else "they can be told apart: MISSED")
    return 0 if is_alike else 1


if __name__ == "__main__":
    sys.exit(main())
