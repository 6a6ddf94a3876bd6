"""An invented directory of a whole country, and the desk that asks it about every municipality and need."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import product
from random import Random
from statistics import quantiles

from django.test import Client
from django.utils import timezone

from zichtbaar.helpline.handover.directory.entries import Entries, OfferEntry, OrganisationEntry
from zichtbaar.helpline.handover.directory.files import receivers
from zichtbaar.helpline.handover.directory.loading import country_in_use, directory_today
from zichtbaar.helpline.handover.directory.storing import store
from zichtbaar.helpline.handover.directory.vocabulary import Need, Urgency
from zichtbaar.helpline.handover.finding import Question, propose
from zichtbaar.helpline.handover.regions.naming import find_region
from zichtbaar.helpline.handover.regions.structure import MUNICIPALITY
from zichtbaar.helpline.people.models import Role
from zichtbaar.helpline.people.setup import NewStaff, found_helpline

OFFERS_OF_EACH = 3
EVERY = 7
"""Of the requests every so many-th is sent; of the findings none is left out."""


class Asked:
    """A helpline with an invented directory, and a counsellor who is signed in."""

    def __init__(self, organisations: int) -> None:
        store(_entries(organisations, timezone.localdate()))
        began = time.perf_counter()
        self._directory = directory_today()
        self.milliseconds_to_read = 1000 * (time.perf_counter() - began)
        self._pairs = list(product(self._directory.country.municipalities(), Need))
        logging.disable(logging.INFO)  # one line for each request would be measured too, and printed
        self.places, self.needs = len(self._directory.country.municipalities()), len(Need)
        self._client = Client(headers={"accept-language": "en"})
        self._client.force_login(found_helpline([NewStaff("Kim", Role.COUNSELLOR, "kim-password")]).staff[0])

    def finding(self) -> float:
        """Milliseconds at the 99th percentile of finding a place by name, and who can take somebody on there."""
        return _report("finding alone", [_timed(partial(self._find, place.name, need)) for place, need in self._pairs])

    def requests(self) -> float:
        """The same of the desk's whole request; the first one, for which pages are loaded, is not among them."""
        self._ask(self._pairs[0][0].name, Need.POLICE)
        times = [_timed(partial(self._ask, place.name, need)) for place, need in self._pairs[::EVERY]]
        return _report("the whole request", times)

    def _find(self, name: str, need: Need) -> None:
        region = find_region(self._directory.country, name, self._directory.day).codes[0]
        answer = propose(self._directory, Question(region, need, timezone.now()))
        if not (answer.proposals or answer.last_resort.name):
            raise AssertionError(name)

    def _ask(self, name: str, need: Need) -> None:
        asked = {"place": name, "region": "", "need": need, "age": "16_17", "danger": "", "form": "", "language": "nl"}
        answer = self._client.post("/desk/proposals", json.dumps(asked), content_type="application/json")
        if answer.status_code != 200:
            raise AssertionError(answer.content)


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _report(what: str, times: Sequence[float]) -> float:
    middle, high = quantiles(times, n=100)[49], quantiles(times, n=100)[98]
    print(f"{what}: {len(times)} times, median {middle:.1f} ms, 99% {high:.1f} ms, slowest {max(times):.1f} ms")
    return high


def _entries(count: int, today: date) -> Entries:
    random = Random(342)
    names = [f"organisation-{number}" for number in range(count)]
    organisations = tuple(
        OrganisationEntry(name, name.title(), random.choice(receivers()), confirmed_on=today, confirmed_by="Ada")
        for name in names
    )
    return Entries(organisations, tuple(offer for name in names for offer in _offers(random, name)))


def _offers(random: Random, name: str) -> Iterable[OfferEntry]:
    """What one organisation does. Few organisations have hours that nobody else has: there are some hundred kinds."""
    regions = country_in_use().regions
    small = [code for code, region in regions.items() if region.kind == MUNICIPALITY]
    large = [code for code, region in regions.items() if region.kind != MUNICIPALITY]
    for need in random.sample(list(Need), OFFERS_OF_EACH):
        opens, closes, half = random.randrange(7, 12), random.randrange(15, 24), random.choice(("00", "30"))
        yield OfferEntry(
            organisation=name,
            need=need,
            regions=tuple(random.sample(random.choice((small, large)), random.randrange(1, 4))),
            youngest=random.choice((0, 0, 12, 18)),
            urgency=random.choice(list(Urgency)),
            languages=("en", "nl"),
            hours=f"mon-fri {opens:02}:{half}-{closes:02}:00",
        )
