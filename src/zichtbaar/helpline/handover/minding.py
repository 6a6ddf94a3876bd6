"""The clock of handovers: reminds, tells the shift lead, and ends what nobody answered. Called every minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zichtbaar.helpline.audit.recording import Kind, record
from zichtbaar.helpline.handover import deadlines, moving
from zichtbaar.helpline.handover.deadlines import Level
from zichtbaar.helpline.handover.directory.vocabulary import Urgency
from zichtbaar.helpline.handover.handover_models import Handover
from zichtbaar.helpline.handover.lifecycle import OPEN, Actor, Move, State


@dataclass(frozen=True, slots=True)
class Minded:
    """What one look did."""

    reminded: int = 0
    escalated: int = 0
    expired: int = 0


@transaction.atomic
def mind(now: datetime | None = None) -> Minded:
    """Look at every open handover once. Raises DatabaseError."""
    now = now or timezone.now()
    reminded = escalated = expired = 0
    for handover in Handover.objects.filter(state__in=[str(state) for state in OPEN]):
        urgency, state = Urgency(handover.urgency), State(handover.state)
        if deadlines.has_expired(urgency, state, handover.since, now):
            moving.make(handover, Move.EXPIRE, Actor.CLOCK)
            expired += 1
            continue
        level = deadlines.level(urgency, state, handover.since, now)
        if level > handover.level:
            _raise_level(handover, level)
            reminded += level is Level.REMINDED
            escalated += level is Level.ESCALATED
    return Minded(reminded, escalated, expired)


def _raise_level(handover: Handover, level: Level) -> None:
    """An explanation given before it became late does not hold any more."""
    handover.level, handover.explanation, handover.explained_at = level, "", None
    handover.explained_by = None
    handover.save(update_fields=["level", "explanation", "explained_at", "explained_by"])
    if level is Level.ESCALATED:
        record(Kind.HANDOVER_ESCALATED, by=None, subject=f"{handover.reference} {handover.state}")
