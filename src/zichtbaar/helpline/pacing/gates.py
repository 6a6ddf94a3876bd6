"""Gates: what anybody may ask for, with work that grows with how often it was asked for lately.

At rest a gate asks nothing. It never closes: the most that it asks is bounded, so that nobody is locked out by what
others do. What is counted are those who came through, so that who brings no proof makes it harder for nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from zichtbaar.helpline.pacing.buckets import Bucket
from zichtbaar.helpline.pacing.places import Place


@dataclass(frozen=True, slots=True)
class Steps:
    """Up to `free` nothing is asked; then `least` bits, and one more each time that the count doubles, up to `most`.

    The count falls by `a_second`.
    """

    free: int
    a_second: float
    least: int
    most: int

    @property
    def counted(self) -> int:
        """Twice as many as ask for the most. More are not counted, so that a flood is forgotten soon after its end."""
        return int(self.free * 2 ** (self.most - self.least + 1))

    def bits(self, held: float) -> int:
        """How many bits are asked of the next one, while so many are held. Each bit doubles the work."""
        if held < self.free:
            return 0
        return min(self.most, self.least + int(held / self.free).bit_length() - 1)


class Gate:
    """One kind of wish. Its counts are in memory, by mark of a place, and only until they have run out."""

    def __init__(
        self, purpose: str, *, place: Steps, everywhere: Steps, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.purpose = purpose
        self.everywhere = everywhere
        self._place = place
        self._clock = clock
        self._lock = Lock()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget every count."""
        self._of_places: dict[bytes, Bucket] = {}
        self._all = Bucket(self.everywhere.counted, self.everywhere.a_second)

    def asks(self, place: Place) -> int:
        """How many bits of proof the next one from this place has to bring; 0 at rest."""
        now = self._clock()
        with self._lock:
            bucket = self._of_places.get(place) if place else None
            of_place = self._place.bits(bucket.held(now)) if bucket else 0
            return max(of_place, self.everywhere.bits(self._all.held(now)))

    def passed(self, place: Place) -> None:
        """One from this place has come through."""
        now = self._clock()
        with self._lock:
            self._of_places = {mark: bucket for mark, bucket in self._of_places.items() if bucket.held(now)}
            buckets = [self._all]
            if place:
                empty = Bucket(self._place.counted, self._place.a_second)
                buckets.append(self._of_places.setdefault(place, empty))
            for bucket in buckets:
                if not bucket.is_full(now):
                    bucket.add(now)


STARTS = Gate(
    "start",
    place=Steps(free=10, a_second=1 / 20, least=14, most=17),
    everywhere=Steps(free=60, a_second=1, least=14, most=16),
)
"""Chats that begin. A class of thirty brings no proof of more than 15 bits."""

CODES = Gate(
    "code",
    place=Steps(free=5, a_second=1 / 60, least=14, most=17),
    everywhere=Steps(free=30, a_second=1 / 2, least=14, most=16),
)
"""Return codes that led nowhere: who is let in by a code does not count."""
