"""What was answered and is not stored yet: sums over people, in memory only. See decision 109."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from threading import Lock

PEOPLE_AT_ONCE = 10
"""So many people's answers enter the database together, so that nobody's change can be seen in it."""

SECONDS_KEPT = 3600
"""How long it is known who has answered."""

Sums = Counter[tuple[str, str]]


class Pool:
    """Answers of people who have answered once. Pages add to it from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sums: Sums = Counter()
        self._people = 0
        self._answered: dict[str, float] = {}

    def add(self, who: str, answers: Iterable[tuple[str, str]]) -> Sums | None:
        """Add somebody's answers, unless she has answered already; gives all sums when it is time to store them."""
        with self._lock:
            self._forget_who_answered()
            if who in self._answered:
                return None
            self._answered[who] = time.monotonic()
            self._sums.update(answers)
            self._people += 1
            return self._take() if self._people >= PEOPLE_AT_ONCE else None

    def put_back(self, sums: Sums) -> None:
        """These could not be stored; the next answer brings them up again."""
        with self._lock:
            self._sums.update(sums)
            self._people += PEOPLE_AT_ONCE

    def _take(self) -> Sums:
        sums, self._sums, self._people = self._sums, Counter(), 0
        return sums

    def _forget_who_answered(self) -> None:
        """The one who answered longest ago stands first."""
        too_old = time.monotonic() - SECONDS_KEPT
        while self._answered and self._answered[longest := next(iter(self._answered))] < too_old:
            del self._answered[longest]


POOL = Pool()
"""Of this process, which is the only one. What is in it when the process ends is lost."""
