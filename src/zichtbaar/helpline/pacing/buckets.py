"""A leaky bucket: how often something happened lately, in two numbers."""

from __future__ import annotations


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
