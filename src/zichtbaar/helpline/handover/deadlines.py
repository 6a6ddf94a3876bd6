"""How long each state of a handover may last, by urgency: then somebody is reminded, then the shift lead, then it ends.

Pure: told a moment, it says what is due. `minding` does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from zichtbaar.helpline.handover.directory.vocabulary import Urgency
from zichtbaar.helpline.handover.lifecycle import State


class Level(IntEnum):
    """How late it is."""

    IN_TIME = 0
    REMINDED = 1  # the time is over: who has it sees it first in her list
    ESCALATED = 2  # twice the time is over: every shift lead sees it, and it stands in the record


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a state may last. It expires only where nothing is lost by that: before it was opened."""

    within: timedelta
    expires: timedelta | None = None


def _limits(answer: timedelta, send: timedelta, work: timedelta, meet: timedelta) -> dict[State, Limit]:
    return {
        State.PROPOSED: Limit(answer, expires=max(answer * 4, timedelta(days=1))),
        State.AGREED: Limit(send),
        State.AUTHORISED: Limit(send),
        State.SENT: Limit(work, expires=work * 8),
        State.OPENED: Limit(work),
        State.ACCEPTED: Limit(meet),
        State.MET: Limit(timedelta(days=30)),
    }


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

LIMITS: Mapping[Urgency, Mapping[State, Limit]] = {
    Urgency.NOW: _limits(answer=15 * _MINUTE, send=5 * _MINUTE, work=15 * _MINUTE, meet=4 * _HOUR),
    Urgency.WITHIN_48_HOURS: _limits(answer=2 * _HOUR, send=_HOUR, work=4 * _HOUR, meet=2 * _DAY),
    Urgency.PLANNED: _limits(answer=_DAY, send=4 * _HOUR, work=2 * _DAY, meet=14 * _DAY),
}
"""Our own choice, to be discussed with each partner; see the decision record."""


def due_at(urgency: Urgency, state: State, since: datetime) -> datetime | None:
    """When somebody is reminded; None for what is over."""
    limit = LIMITS[urgency].get(state)
    return since + limit.within if limit else None


def level(urgency: Urgency, state: State, since: datetime, now: datetime) -> Level:
    """How late it is now."""
    limit = LIMITS[urgency].get(state)
    if limit is None or now < since + limit.within:
        return Level.IN_TIME
    return Level.REMINDED if now < since + 2 * limit.within else Level.ESCALATED


def has_expired(urgency: Urgency, state: State, since: datetime, now: datetime) -> bool:
    """Whether its time is over for good."""
    limit = LIMITS[urgency].get(state)
    return limit is not None and limit.expires is not None and now >= since + limit.expires
