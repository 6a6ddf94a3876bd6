"""How often signing in may be refused, and how often that is written down. In memory; no address is looked at.

Whoever is let in uses nothing up. See decision 47 for what this holds off, and what it does not.
"""

from __future__ import annotations

import hashlib
import time
from threading import Lock

FOR_ONE_NAME = 20, 5
FOR_ALL_NAMES = 100, 20
"""Refusals at once, and refusals a second after that. With more, nobody's password is looked at for a moment."""

SECONDS_BETWEEN_LINES = 60
"""The record gets one line about refusals in so many seconds, which says how many there were."""


class Bucket:
    """Holds so many at once, and leaks so many a second."""

    __slots__ = ("_a_second", "_at", "_at_once", "_held")

    def __init__(self, at_once: int, a_second: float) -> None:
        self._at_once, self._a_second = at_once, a_second
        self._held, self._at = 0.0, 0.0

    def held(self, now: float) -> float:
        """How many are in it now (seconds of a clock that never goes back)."""
        return max(0.0, self._held - (now - self._at) * self._a_second)

    def is_full(self, now: float) -> bool:
        """Whether there is no room for one more."""
        return self.held(now) + 1 > self._at_once

    def add(self, now: float) -> None:
        """Put one in."""
        self._held, self._at = self.held(now) + 1, now


class Refusals:
    """The refusals of this process, by name and in all. A name that nobody has counts like any other.

    Names are kept as hashes, and only until their bucket is empty; so there are never more than the bucket of all
    lets through in that time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._all = Bucket(*FOR_ALL_NAMES)
        self._of_names: dict[bytes, Bucket] = {}
        self._untold = 0
        self._told_at = -float(SECONDS_BETWEEN_LINES)

    def are_too_many(self, name: str) -> bool:
        """Whether so many were refused just now, under this name or in all, that nobody is looked at."""
        now = time.monotonic()
        with self._lock:
            own = self._of_names.get(_key(name))
            return self._all.is_full(now) or (own is not None and own.is_full(now))

    def count(self, name: str) -> int:
        """Count one. Gives how many the record is to be told of now: 0 when it heard of some a moment ago."""
        now = time.monotonic()
        with self._lock:
            self._of_names = {key: bucket for key, bucket in self._of_names.items() if bucket.held(now)}
            self._of_names.setdefault(_key(name), Bucket(*FOR_ONE_NAME)).add(now)
            self._all.add(now)
            self._untold += 1
            if now - self._told_at < SECONDS_BETWEEN_LINES:
                return 0
            untold, self._untold, self._told_at = self._untold, 0, now
            return untold


REFUSALS = Refusals()
"""Of this process, which is the only one."""


def _key(name: str) -> bytes:
    """People type passwords into the wrong box, so what they typed is not kept."""
    return hashlib.sha256(name.encode()).digest()
