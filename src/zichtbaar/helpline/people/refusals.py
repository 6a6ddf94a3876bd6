"""How often signing in may be refused, and how often that is written down. In memory; no address is looked at.

Whoever is let in uses nothing up. A place from which nobody was refused lately has a lane of its own, so that a flood
from elsewhere keeps nobody out. See decisions 47 and 117 for what this holds off, and what it does not.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from threading import Lock

from zichtbaar.helpline.pacing.buckets import Bucket
from zichtbaar.helpline.pacing.places import here

FOR_ONE_NAME = 20, 5
FOR_ALL_NAMES = 100, 20
"""Refusals at once, and refusals a second after that. With more, nobody's password is looked at for a moment."""

FOR_ONE_PLACE = 3, 1 / 60
"""With fewer a place is calm, and who comes from there is looked at in spite of all others."""

FOR_CALM_PLACES = 20, 2
"""For one name, from all calm places together: many places are no way around the limit."""

SECONDS_BETWEEN_LINES = 60
"""The record gets one line about refusals in so many seconds, which says how many there were."""


class Refusals:
    """The refusals of this process, by name and in all. A name that nobody has counts like any other.

    Names are kept as hashes, and only until their bucket is empty; so there are never more than the bucket of all
    lets through in that time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._all = Bucket(*FOR_ALL_NAMES)
        self._of_names: dict[bytes, Bucket] = {}
        self._of_places: dict[bytes, Bucket] = {}
        self._of_calm_places: dict[bytes, Bucket] = {}
        self._untold = 0
        self._told_at = -float(SECONDS_BETWEEN_LINES)

    def are_too_many(self, name: str) -> bool:
        """Whether so many were refused just now, under this name or in all, that nobody is looked at.

        Who comes from a calm place is looked at even then.
        """
        now = time.monotonic()
        with self._lock:
            return self._is_full(_key(name), now) and not self._is_calm(_key(name), now)

    def count(self, name: str) -> int:
        """Count one. Gives how many the record is to be told of now: 0 when it heard of some a moment ago."""
        now, key, place = time.monotonic(), _key(name), here()
        with self._lock:
            for buckets in (self._of_names, self._of_places, self._of_calm_places):
                _let_go(buckets, now)
            if self._is_full(key, now) and self._is_place_calm(now):
                self._of_calm_places.setdefault(key, Bucket(*FOR_CALM_PLACES)).add(now)
            else:
                self._of_names.setdefault(key, Bucket(*FOR_ONE_NAME)).add(now)
                self._all.add(now)
            if place and not _has_no_room(self._of_places, place, now):
                self._of_places.setdefault(place, Bucket(*FOR_ONE_PLACE)).add(now)
            return self._to_tell(now)

    def _is_full(self, key: bytes, now: float) -> bool:
        return self._all.is_full(now) or _has_no_room(self._of_names, key, now)

    def _is_calm(self, key: bytes, now: float) -> bool:
        return self._is_place_calm(now) and not _has_no_room(self._of_calm_places, key, now)

    def _is_place_calm(self, now: float) -> bool:
        place = here()
        return place is not None and not _has_no_room(self._of_places, place, now)

    def _to_tell(self, now: float) -> int:
        self._untold += 1
        if now - self._told_at < SECONDS_BETWEEN_LINES:
            return 0
        untold, self._untold, self._told_at = self._untold, 0, now
        return untold


def _has_no_room(buckets: Mapping[bytes, Bucket], key: bytes, now: float) -> bool:
    bucket = buckets.get(key)
    return bucket is not None and bucket.is_full(now)


def _let_go(buckets: dict[bytes, Bucket], now: float) -> None:
    """Forget the buckets that are empty."""
    for key in [key for key, bucket in buckets.items() if not bucket.held(now)]:
        del buckets[key]


REFUSALS = Refusals()
"""Of this process, which is the only one."""


def _key(name: str) -> bytes:
    """People type passwords into the wrong box, so what they typed is not kept."""
    return hashlib.sha256(name.encode()).digest()
