"""The demo's past handovers and gaps of a year, so that their figures can be looked at. All of them are over."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from zichtbaar.helpline.handover.codes import Contact, Explanation, Guardian, Outcome, WhyDeclined, WhyLost
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.directory.models import Offer
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need, Urgency
from zichtbaar.helpline.handover.gaps import COUNTED_BY
from zichtbaar.helpline.handover.lifecycle import LEFT_HANGING, MOVES, Basis, Move, Route, State
from zichtbaar.helpline.handover.models import Gap, Handover, Step
from zichtbaar.helpline.people.models import Staff

HANDOVERS, GAPS = 90, 70
LONGEST = timedelta(days=14)
"""All of them are over by now: none takes longer."""

SEED = 7

WAYS = (
    (Move.AGREE, Move.SEND, Move.OPEN, Move.ACCEPT, Move.MEET, Move.FINISH),
    (Move.AGREE, Move.SEND, Move.OPEN, Move.DECLINE),
    (Move.AGREE, Move.SEND, Move.LOSE),
    (Move.REFUSE,),
)
HOW_OFTEN = (8, 3, 2, 3)
"""How often each of these ways is gone, beside the others."""

MINUTES = {Move.AGREE: (5, 20), Move.SEND: (2, 10), Move.MEET: (15, 240, 1600, 4000), Move.FINISH: (9000,)}
"""How long a move takes; one of these. Any other takes an hour."""


def invent_handovers(now: datetime, counsellors: Sequence[Staff]) -> None:
    """Handovers of this year, from January to a fortnight ago, and gaps of its months; in early January of the last."""
    chance = Random(SEED)  # noqa: S311  # invented people, the same in every demo
    last = now - LONGEST
    begin = last.replace(month=1, day=1, hour=9, minute=0, second=0, microsecond=0)
    days = max((last - begin).days, 1)
    offers = list(Offer.objects.select_related("organisation").order_by("pk"))
    for _ in range(HANDOVERS):
        made_at = begin + timedelta(days=chance.randrange(days), minutes=chance.randrange(600))
        _invent(chance, chance.choice(offers), chance.choice(counsellors), made_at)
    Gap.objects.bulk_create(_gaps(chance, last))


def _invent(chance: Random, offer: Offer, counsellor: Staff, made_at: datetime) -> None:
    (way,) = chance.choices(WAYS, HOW_OFTEN)
    steps = list(_steps(chance, way, made_at))
    last = steps[-1]
    is_left = State(last.state) in LEFT_HANGING
    handover = Handover.objects.create(
        reference=secrets.token_hex(16),
        organisation=offer.organisation,
        made_by=counsellor,
        state=last.state,
        since=last.at,
        made_at=made_at,
        basis=Basis.CONSENT,
        route=Route.DOOR,
        need=offer.need,
        urgency=chance.choice(list(Urgency)),
        age=AgeBand.FROM_16_TO_17,
        guardian=Guardian.NOT_NEEDED,
        agreed_hash=secrets.token_hex(32) if Move.AGREE in way else "",
        may_be_counted=True,
        reason={State.DECLINED: WhyDeclined.NO_PLACE, State.LOST: WhyLost.VISITOR_GONE}.get(State(last.state), ""),
        contact=chance.choice(Contact.values) if Move.MEET in way else "",
        outcome=chance.choice(Outcome.values) if Move.FINISH in way else "",
        explanation=Explanation.NO_OTHER_WANTED if is_left else "",
        explained_at=last.at if is_left else None,
        explained_by=counsellor if is_left else None,
    )
    for step in steps:
        step.handover = handover
    Step.objects.bulk_create(steps)


def _steps(chance: Random, way: Sequence[Move], at: datetime) -> Iterator[Step]:
    state = State.PROPOSED
    for move in way:
        state, at = MOVES[move].leads[state], at + timedelta(minutes=chance.choice(MINUTES.get(move, (60,))))
        (actor, *_) = sorted(MOVES[move].by[Route.DOOR])
        yield Step(move=move, state=state, actor=actor, at=at)


def _gaps(chance: Random, last: datetime) -> Iterator[Gap]:
    """More where there is little: the first police units of the list by name, and not each of them."""
    units = sorted(one.code for one in country_in_use().regions.values() if one.kind == COUNTED_BY)
    often = [len(units) - place for place in range(len(units))]
    for region in chance.choices(units, often, k=GAPS):
        month = chance.randint(1, last.month)
        need = chance.choice([Need.SHELTER, Need.SHELTER, Need.CARE, Need.LEGAL_HELP])
        yield Gap(month=f"{last.year}-{month:02}", need=need, region=region, age=chance.choice(list(AgeBand)))
