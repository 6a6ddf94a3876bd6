"""An invented shift: visitors come by chance, counsellors talk with several at once, and the queue is first come."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from zichtbaar.helpline.chat.outlook import Chat, Wait, expected_wait, is_time_for

BEGINS = datetime(2026, 3, 2, 14, tzinfo=UTC)
USUAL_MINUTES, SPREAD = 28.0, 0.6
"""Of a chat: the median, and the spread of its logarithm. The longest in twenty take more than 75 minutes."""

MINUTES_TO_TAKE = 0.5
"""Until a counsellor who has room has seen that somebody waits."""


@dataclass
class Shift:
    """One shift of some hours. `told` has what each newcomer was told beside how long she waited then."""

    counsellors: int
    at_once: int
    visitors_an_hour: float
    seed: int
    hours: int = 8
    closes_to_newcomers: bool = False
    told: list[tuple[Wait, timedelta]] = field(default_factory=list)
    chats: list[Chat] = field(default_factory=list)
    refused: list[datetime] = field(default_factory=list)

    @property
    def closes_at(self) -> datetime:
        """When the hours end."""
        return BEGINS + timedelta(hours=self.hours)

    def run(self) -> Shift:
        """Let everybody come, and learn how long each waited."""
        chance = random.Random(self.seed)  # noqa: S311 - a simulation
        room = [0.0] * (self.counsellors * self.at_once)
        taken: list[tuple[float, float, float]] = []  # came, was taken, went: in minutes
        for came in self._arrivals(chance):
            wait = self._outlook(came, taken)
            if self.closes_to_newcomers and not is_time_for(wait, moment(came), self.closes_at):
                self.refused.append(moment(came))
                continue
            begins = max(heapq.heappop(room), came) + MINUTES_TO_TAKE
            ends = begins + chance.lognormvariate(0, SPREAD) * USUAL_MINUTES
            heapq.heappush(room, ends)
            taken.append((came, begins, ends))
            self.told.append((wait, timedelta(minutes=begins - came)))
        self.chats = [Chat(moment(begins), moment(ends)) for _, begins, ends in taken]
        return self

    def _arrivals(self, chance: random.Random) -> list[float]:
        arrivals, now = [], 0.0
        while (now := now + chance.expovariate(self.visitors_an_hour / 60)) < self.hours * 60:
            arrivals.append(now)
        return arrivals

    def _outlook(self, now: float, taken: list[tuple[float, float, float]]) -> Wait:
        chats = [
            Chat(moment(begins), moment(ends) if ends <= now else None) for _, begins, ends in taken if begins <= now
        ]
        place = 1 + sum(begins > now for _, begins, _ in taken)
        return expected_wait(chats, place, self.counsellors, moment(now))


def moment(minutes: float) -> datetime:
    """So many minutes after the shift began."""
    return BEGINS + timedelta(minutes=minutes)
