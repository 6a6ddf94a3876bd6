"""Proof of work: eight numbers that took many attempts to find, and take eight to check.

The page looks for eight counters (32 bits each) such that SHA-256 of `challenge | counter` begins with enough zero
bits. Work of n bits is 2^n attempts on average; with one counter to find, one page in a hundred would need 4.6 times as
many, with eight (each of 2^(n - 3) attempts) only twice.

The challenge belongs to one purpose, one subject and a number of bits, and is good once, for two to four minutes. It is
not kept: it is made again from a key of this process when the proof comes in. What is kept for as long, in memory, is
how many proofs a subject has brought; each makes the next challenge another one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from threading import Lock

CHALLENGE_BYTES = 16
WINDOW_SECONDS = 120
"""A challenge is good in the window in which it was made and in the next one."""

LARGEST_COUNTER = 2**32 - 1
COUNTERS, BITS_OF_EIGHT = 8, 3


@dataclass(frozen=True, slots=True)
class Proof:
    """What a page found: for how many bits it was asked, and the counters, in rising order."""

    bits: int
    counters: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Brought:
    """How many proofs a subject has brought lately, and the window in which it brought the last one."""

    count: int
    window: int


class Challenges:
    """Makes and knows again the challenges of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._lock = Lock()
        self._brought: dict[tuple[str, str], _Brought] = {}

    def make(self, purpose: str, subject: str, bits: int) -> bytes:
        """The challenge to be solved now."""
        with self._lock:
            return self._challenge(purpose, subject, bits, self._window())

    def accept(self, purpose: str, subject: str, proof: Proof) -> bool:
        """Whether this is a proof for a challenge that we made not long ago, for as many bits as it says.

        Each is accepted once: with the next one asked for, work begins anew.
        """
        with self._lock:
            window = self._window()
            recent = (self._challenge(purpose, subject, proof.bits, one) for one in (window, window - 1))
            is_good = _are_eight(proof.counters) and any(_solves(challenge, proof) for challenge in recent)
            if is_good:
                self._note(purpose, subject, window)
            return is_good

    def _note(self, purpose: str, subject: str, window: int) -> None:
        self._brought = {whose: one for whose, one in self._brought.items() if one.window >= window - 1}
        before = self._brought.get((purpose, subject))
        self._brought[purpose, subject] = _Brought(before.count + 1 if before else 1, window)

    def _window(self) -> int:
        return int(self._clock() // WINDOW_SECONDS)

    def _challenge(self, purpose: str, subject: str, bits: int, window: int) -> bytes:
        brought = self._brought.get((purpose, subject))
        made_of = f"{purpose}|{window}|{bits}|{brought.count if brought else 0}|{subject}".encode()
        return hmac.digest(self._key, made_of, "sha256")[:CHALLENGE_BYTES]


def zero_bits(challenge: bytes, counter: int) -> int:
    """With how many zero bits the hash of a challenge and a counter begins."""
    digest = hashlib.sha256(challenge + counter.to_bytes(4, "big")).digest()
    return 256 - int.from_bytes(digest, "big").bit_length()


def solve(challenge: bytes, bits: int) -> Proof:
    """A proof: what the page's script does, for tests and measurements."""
    all_counters = range(LARGEST_COUNTER + 1)
    found = (counter for counter in all_counters if zero_bits(challenge, counter) >= bits - BITS_OF_EIGHT)
    return Proof(bits, tuple(islice(found, COUNTERS)))


def _are_eight(counters: Sequence[int]) -> bool:
    """Whether these are eight different counters, in rising order."""
    is_rising = all(one < next_one for one, next_one in pairwise(counters))
    return len(counters) == COUNTERS and is_rising and counters[0] >= 0 and counters[-1] <= LARGEST_COUNTER


def _solves(challenge: bytes, proof: Proof) -> bool:
    return all(zero_bits(challenge, counter) >= proof.bits - BITS_OF_EIGHT for counter in proof.counters)


CHALLENGES = Challenges()
"""Of this process, which is the only one."""
