"""Reading the record, and finding out whether somebody changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.audit.recording import BEFORE_THE_FIRST, Kind, seal


@dataclass(frozen=True, slots=True)
class Line:
    """One line as people read it. `by` is the name of who did it, empty when nobody was signed in."""

    at: datetime
    kind: Kind
    by: str
    subject: str


def latest(count: int) -> list[Line]:
    """The last lines, the newest first."""
    entries = Entry.objects.select_related("by").order_by("-number")[:count]
    return [_line(entry) for entry in entries]


def verify() -> bool:
    """Whether every line is sealed to the one before it and none is missing between.

    Lines cut off at the end leave no gap: compare the last number with one noted elsewhere.
    """
    previous = BEFORE_THE_FIRST
    for number, entry in enumerate(Entry.objects.order_by("number").iterator(), start=1):
        if (entry.number, entry.previous, entry.hash) != (number, previous, seal(entry)):
            return False
        previous = entry.hash
    return True


def _line(entry: Entry) -> Line:
    by = entry.by.get_username() if entry.by else ""
    return Line(datetime.fromtimestamp(entry.at / 1000, UTC), Kind(entry.kind), by, entry.subject)
