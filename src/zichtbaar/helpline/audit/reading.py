"""Reading the record, and finding out whether somebody changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from django.db.models import Q

from zichtbaar.helpline.audit.models import Entry, Head
from zichtbaar.helpline.audit.recording import BEFORE_THE_FIRST, Kind, seal


@dataclass(frozen=True, slots=True)
class Line:
    """One line as people read it. `by` is the name of who did it, empty when nobody was signed in."""

    at: datetime
    kind: Kind
    by: str
    subject: str


_WRONG_PASSWORDS = [Kind.SIGN_IN_REFUSED]
_FROM_OUTSIDE = [Kind.SECOND_FACTOR_REFUSED, Kind.HANDOVER_MOVED, Kind.CONVERSATIONS_FORGOTTEN]
_NOBODY = Q(by__isnull=True)


class Part(Enum):
    """The record by who can make it long, so that one part shows what would be pushed out of sight by another.

    Each line is in one part. One of a new kind by nobody is in `SERVER`, where the fewest are.
    """

    COLLEAGUES = ~_NOBODY
    SERVER = _NOBODY & ~Q(kind__in=[*_WRONG_PASSWORDS, *_FROM_OUTSIDE])  # and the clock; and gaps, which have no name
    DOORS = _NOBODY & Q(kind__in=_FROM_OUTSIDE)  # visitors, and who knows a password
    STRANGERS = _NOBODY & Q(kind__in=_WRONG_PASSWORDS)


def latest(count: int, part: Part | None = None) -> list[Line]:
    """The last lines, the newest first: of one part, or of all."""
    wanted = Q() if part is None else part.value
    entries = Entry.objects.select_related("by").filter(wanted).order_by("-number")[:count]
    return [_line(entry) for entry in entries]


def last_time(kind: Kind) -> datetime | None:
    """When this was done last; None when it never was."""
    last = Entry.objects.filter(kind=kind.value).order_by("-number").first()
    return datetime.fromtimestamp(last.at / 1000, UTC) if last else None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the whole record found.

    `broken`: the number of the first line that is not as it was written, or is not there; None when all are.
    `lines`: how many lines hold together before it; `hash`: that of the last of these.
    """

    lines: int
    hash: str
    broken: int | None = None


def verify(noted: tuple[int, str] | None = None) -> Verified:
    """Whether every line is sealed to the one before it, and none is missing between or at the end.

    `noted` is the number and the hash of a line that somebody wrote down elsewhere: who can write in the database
    can also write a whole new record, but not one that leads to the same hash.
    """
    count, previous = 0, BEFORE_THE_FIRST
    for number, entry in enumerate(Entry.objects.order_by("number").iterator(), start=1):
        if (entry.number, entry.previous, entry.hash) != (number, previous, seal(entry)):
            return Verified(count, previous, number)
        if noted and noted[0] == number and noted[1] != entry.hash:
            return Verified(count, previous, number)
        count, previous = number, entry.hash
    return Verified(count, previous, _missing_after(count, previous, noted))


def _missing_after(count: int, last: str, noted: tuple[int, str] | None) -> int | None:
    """The number of the first line that must have followed the last one, as far as anybody noted."""
    head = Head.objects.first()
    number, its_hash = (head.number, head.hash) if head else (0, BEFORE_THE_FIRST)
    is_as_noted = (number, its_hash) == (count, last) and (noted is None or noted[0] <= count)
    return None if is_as_noted else count + 1


def _line(entry: Entry) -> Line:
    by = entry.by.get_username() if entry.by else ""
    return Line(datetime.fromtimestamp(entry.at / 1000, UTC), Kind(entry.kind), by, entry.subject)
