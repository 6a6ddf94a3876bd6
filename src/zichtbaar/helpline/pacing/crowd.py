"""Who waits from which place, for the one moment in which that matters: when the queue, or the box, is full."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from threading import Lock

from zichtbaar.helpline.pacing.places import Place

CROWD = 100
"""Waiting from one place, from which on it gives way when there is no room. It is half of the queue, and more messages
than a school or a shelter leaves before they are read."""


class Crowd:
    """The marks of the places from which people wait, in memory, for as long as they wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._places: dict[str, bytes] = {}

    def came(self, conversation: str, place: Place, waiting: Sequence[str]) -> None:
        """Somebody waits from now on. `waiting` are all who do, so that the others can be forgotten."""
        with self._lock:
            self._places = {one: self._places[one] for one in waiting if one in self._places}
            if place:
                self._places[conversation] = place

    def gives_way(self, waiting: Sequence[str], spared: Collection[str] = ()) -> str | None:
        """Who of a full queue (the longest first) gives her place to a newcomer; None when no place is crowded.

        It is drawn among those of the most crowded place who came later: who came first there keeps her turn, and a
        newcomer from the same place has a chance, because she is as hard to find as the others. Who is to be `spared`
        gives way only where all of these are.
        """
        with self._lock:
            marks = [(one, self._places[one]) for one in waiting if one in self._places]
        if not marks:
            return None
        place, count = Counter(mark for _, mark in marks).most_common(1)[0]
        if count < CROWD:
            return None
        crowd = [one for one, mark in marks if mark == place]
        later = crowd[count // 2 :]
        return secrets.choice([one for one in later if one not in spared] or later)


WAITING, MESSAGES = Crowd(), Crowd()
"""Of this process, which is the only one: who waits, and who left a message."""
