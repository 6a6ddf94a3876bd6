"""What of handovers goes into a snapshot: a record for each wish, as codes under a reference that exists nowhere else.

A wish is what a handover was begun for, with every handover that followed in its place, or a gap: nobody in the region
could take it. Who does not want to be counted is left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from zichtbaar.codebook.answers import settled
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Missing, Value
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.gaps import counted_region
from zichtbaar.helpline.handover.lifecycle import OPEN, Basis, Move, State
from zichtbaar.helpline.handover.models import Gap, Handover, Serves, Step
from zichtbaar.helpline.handover.regions.naming import plainly
from zichtbaar.helpline.publishing.models import HANDOVERS_BOOK

COLD_AFTER = timedelta(days=30)
"""What was handed over and of which nobody said for so long that contact was made, is cold."""

OUTSIDE = frozenset({State.SENT, State.OPENED, State.ACCEPTED})
BANDS = (
    (timedelta(hours=1), "within_an_hour"),
    (timedelta(days=1), "within_a_day"),
    (timedelta(days=2), "within_48_hours"),
    (timedelta(days=7), "within_a_week"),
)
AGES = {"under_12": "under_12", "12_15": "from_12_to_15", "16_17": "from_16_to_17", "18_plus": "from_18"}
"""The codebook's name for each age band: a name there begins with a letter."""

NEVER_HEARD = "not_heard"


@dataclass(frozen=True, slots=True)
class Wish:
    """A handover and those that followed in its place, the first first, with the steps of all of them."""

    handovers: tuple[Handover, ...]
    steps: tuple[Step, ...]

    @property
    def last(self) -> Handover:
        """The one that decides what became of it."""
        return self.handovers[-1]

    def moved(self, *moves: str) -> datetime | None:
        """When one of these moves was made for the first time."""
        return min((step.at for step in self.steps if step.move in moves), default=None)


def book_of_handovers() -> Codebook:
    """The codebook of handovers."""
    return load(HANDOVERS_BOOK)


def rows(now: datetime) -> list[dict[str, Value]]:
    """One row a wish, in an order and under references that cannot be led back to the database."""
    book = book_of_handovers()
    regions = _regions_of_receivers()
    codes = [_of_wish(wish, regions, now) for wish in _wishes() if _may_be_counted(wish)]
    codes += [_of_gap(gap) for gap in Gap.objects.all()]
    drawn = [dict(settled(book, _answers(book, one))) for one in codes]
    return sorted(drawn, key=lambda row: str(row[book.reference]))


def _wishes() -> Iterator[Wish]:
    """Every chain of handovers. Where two followed in the place of one, both are looked at."""
    followers: dict[int | None, list[Handover]] = {}
    for handover in Handover.objects.select_related("organisation").order_by("pk"):
        followers.setdefault(handover.follows_id, []).append(handover)
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.order_by("at", "pk"):
        steps.setdefault(step.handover_id, []).append(step)
    for first in followers.get(None, ()):
        chain = list(_chain(first, followers))
        yield Wish(tuple(chain), tuple(step for one in chain for step in steps.get(one.pk, ())))


def _chain(first: Handover, followers: Mapping[int | None, Sequence[Handover]]) -> Iterator[Handover]:
    waiting = [first]
    while waiting:
        handover = waiting.pop(0)
        yield handover
        waiting += followers.get(handover.pk, ())


def _may_be_counted(wish: Wish) -> bool:
    """Unless the visitor said no to it. Who could not be asked is counted, as in registrations."""
    return all(handover.may_be_counted is not False for handover in wish.handovers)


def _of_wish(wish: Wish, regions: Mapping[tuple[int, str], str], now: datetime) -> Mapping[str, str]:
    first, last = wish.handovers[0], wish.last
    answer = _answer(wish)
    codes = {
        "wish_month": _month(first.made_at),
        "need": first.need,
        "age": AGES.get(first.age, ""),
        "region": regions.get((last.organisation_id, last.need), ""),
        "answer": answer,
    }
    if answer in ("agreed", "not_asked"):
        codes["result"] = result = _result(wish, now)
        if result == "warm":
            codes |= {"time_to_contact": _time_to_contact(wish), "outcome": last.outcome.replace(NEVER_HEARD, "")}
    return codes


def _answer(wish: Wish) -> str:
    """What the visitor said; of several handovers whether she agreed to any."""
    if wish.moved(Move.AGREE):
        return "agreed"
    if wish.last.basis == Basis.DANGER:
        return "not_asked"
    return "refused" if wish.last.state == State.REFUSED else "no_answer"


def _result(wish: Wish, now: datetime) -> str:
    """What became of it. In doubt the less favourable: a warm handover is one of which somebody said so."""
    if wish.moved("let_in", Move.MEET):
        return "warm"
    state = State(wish.last.state)
    if state is State.LOST or (state in OUTSIDE and now - wish.last.since > COLD_AFTER):
        return "cold"
    if state in OPEN:
        return "under_way"
    return "declined" if state in (State.DECLINED, State.EXPIRED) else "withdrawn"


def _time_to_contact(wish: Wish) -> str:
    """The band of the time from the first offer until the receiver was let in or says that contact was made."""
    met = wish.moved("let_in", Move.MEET)
    if met is None:
        return ""
    taken = met - wish.handovers[0].made_at
    return next((name for most, name in BANDS if taken <= most), "longer")


def _of_gap(gap: Gap) -> Mapping[str, str]:
    return {
        "wish_month": gap.month,
        "need": gap.need,
        "age": AGES.get(gap.age, ""),
        "region": region_in_book(gap.region),
        "answer": "nobody_in_region",
    }


def _regions_of_receivers() -> Mapping[tuple[int, str], str]:
    """The police unit in which an organisation works for a need, where that is a single one."""
    country, today = country_in_use(), timezone.localdate()
    served: dict[tuple[int, str], list[str]] = {}
    for organisation, need, region in Serves.objects.values_list("offer__organisation", "offer__need", "region"):
        served.setdefault((organisation, need), []).append(region)
    return {key: region_in_book(counted_region(country, regions, today)) for key, regions in served.items()}


def region_in_book(region: str) -> str:
    """The codebook's name for a police unit; empty for none, and for one that it does not know."""
    known = country_in_use().regions.get(region)
    return plainly(known.name).replace(" ", "_") if known else ""


def _answers(book: Codebook, codes: Mapping[str, str]) -> dict[str, Value]:
    """Codes by name as the values of the codebook; what has none is unknown."""
    answers: dict[str, Value] = {book.reference: secrets.token_hex(16), book.month: codes["wish_month"]}
    for name, code in codes.items():
        if name != book.month:
            values = {one.name: one.value for one in book.by_name[name].codes}
            answers[name] = values.get(code, int(Missing.UNKNOWN))
    return answers


def _month(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m")
