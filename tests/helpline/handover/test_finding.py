"""Who can take somebody on: nobody who cannot, the right one first, and always somebody to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.handover.entries_to_draw import NETHERLANDS, TODAY, directories
from zichtbaar.helpline.handover.directory.entries import Entries, OfferEntry, OrganisationEntry
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Ages, Danger, Need, Urgency
from zichtbaar.helpline.handover.finding import (
    FAST_ENOUGH,
    MOST,
    Answer,
    Because,
    LastResort,
    Question,
    Reason,
    Terms,
    prepare,
    propose,
)
from zichtbaar.helpline.handover.regions.structure import MUNICIPALITY

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday, 13:00 in Amsterdam
TERMS = Terms(LastResort("The helpdesk", "", "112"), ZoneInfo("Europe/Amsterdam"), 180)
ENSCHEDE, AMSTERDAM, OVERIJSSEL = "GM0153", "GM0363", "PV23"

regions = st.sampled_from(sorted(NETHERLANDS.regions))
questions = st.builds(
    Question,
    region=regions,
    need=st.sampled_from(Need),
    at=st.just(NOON),
    ages=st.none() | st.sampled_from(AgeBand).map(lambda band: band.ages),
    danger=st.none() | st.sampled_from(Danger),
    form=st.sampled_from(["", "sexual", "labour"]),
    language=st.sampled_from(["", "nl", "ar"]),
)


def somebody(name: str, confirmed_on: date | None = TODAY) -> OrganisationEntry:
    return OrganisationEntry(name, name.title(), "police_unit", confirmed_on=confirmed_on, confirmed_by="Ada")


def police(name: str, *served: str) -> OfferEntry:
    return OfferEntry(name, Need.POLICE, served, urgency=Urgency.NOW)


def asked(question: Question, *offers: OfferEntry, organisations: tuple[OrganisationEntry, ...] = ()) -> Answer:
    known = {one.identifier: one for one in organisations}
    everybody = tuple(known.get(name, somebody(name)) for name in sorted({offer.organisation for offer in offers}))
    return propose(prepare(Entries(everybody, offers), NETHERLANDS, TODAY, TERMS), question)


def names(answer: Answer) -> list[str]:
    return [proposal.organisation.identifier for proposal in answer.proposals]


IN_ENSCHEDE = Question(ENSCHEDE, Need.POLICE, NOON)


def test_a_place_leads_to_who_serves_its_region_and_to_nobody_else() -> None:
    answer = asked(IN_ENSCHEDE, police("east", "PE02"), police("north", "PE01"), police("all", "NL"))
    assert names(answer) == ["east", "all"]
    assert answer.proposals[0].reasons[:2] == (
        Because(Reason.SERVES_ALL, "PE02"),
        Because(Reason.REGION_ASSUMED, "PE02"),
    )
    assert answer.proposals[1].reasons[0] == Because(Reason.SERVES_ALL, "NL")


def test_a_province_is_enough_and_who_serves_a_part_of_it_says_so() -> None:
    answer = asked(replace(IN_ENSCHEDE, region=OVERIJSSEL), police("east", "PE02"), police("twente", "VR05"))
    assert names(answer) == ["east", "twente"]
    assert answer.proposals[1].reasons[0] == Because(Reason.SERVES_PART, "VR05")


def test_where_no_place_is_known_only_who_serves_the_whole_country_is_proposed() -> None:
    answer = asked(replace(IN_ENSCHEDE, region="NL"), police("east", "PE02"), police("all", *NETHERLANDS.regions))
    assert names(answer) == ["all"]


def test_who_is_open_goes_before_who_is_near() -> None:
    near = replace(police("near", "VR05"), hours="mon-fri 14:00-17:00")
    answer = asked(IN_ENSCHEDE, near, replace(police("far", "NL"), hours="wed 12:00-15:30"))
    assert names(answer) == ["far", "near"]
    assert Because(Reason.OPEN_NOW, "2026-11-25T15:30+01:00") in answer.proposals[0].reasons
    assert Because(Reason.OPENS_LATER, "2026-11-25T14:00+01:00") in answer.proposals[1].reasons


def test_in_danger_the_emergency_number_comes_first_and_who_cannot_act_at_once_is_left_out() -> None:
    slow = replace(police("slow", "PE02"), urgency=Urgency.PLANNED)
    soon = replace(police("soon", "PE02"), urgency=Urgency.WITHIN_48_HOURS)
    now = asked(replace(IN_ENSCHEDE, danger=Danger.NOW), slow, soon, police("fast", "PE02"))
    assert names(now) == ["fast"]
    assert now.call_first == "112"
    later = asked(replace(IN_ENSCHEDE, danger=Danger.WITHIN_48_HOURS), slow, soon, police("fast", "PE02"))
    assert names(later) == ["fast", "soon"]
    assert later.call_first == ""


def test_an_age_that_is_partly_taken_is_proposed_with_that_warning() -> None:
    adults = replace(police("adults", "PE02"), youngest=17)
    minors = replace(police("minors", "PE02"), oldest=17)
    answer = asked(replace(IN_ENSCHEDE, ages=AgeBand.FROM_16_TO_17.ages), adults, minors)
    assert names(answer) == ["minors", "adults"]
    assert Because(Reason.TAKES_SOME_AGES, "17-120") in answer.proposals[1].reasons
    assert names(asked(replace(IN_ENSCHEDE, ages=AgeBand.UNDER_12.ages), adults, minors)) == ["minors"]


def test_of_two_equals_who_speaks_the_language_goes_first() -> None:
    answer = asked(
        replace(IN_ENSCHEDE, language="ar"),
        replace(police("a", "PE02"), languages=("nl",)),
        replace(police("b", "PE02"), languages=("ar", "nl")),
    )
    assert names(answer) == ["b", "a"]
    assert answer.proposals[0].reasons[-1] == Because(Reason.SPEAKS, "ar")
    assert answer.proposals[1].reasons[-1] == Because(Reason.OTHER_LANGUAGES, "nl")


def test_who_was_not_confirmed_in_time_is_counted_and_not_proposed() -> None:
    stale = somebody("stale", TODAY - timedelta(days=181))
    answer = asked(
        IN_ENSCHEDE,
        police("stale", "PE02"),
        police("never", "PE02"),
        police("just", "PE02"),
        organisations=(stale, somebody("never", None), somebody("just", TODAY - timedelta(days=180))),
    )
    assert names(answer) == ["just"]
    assert answer.unconfirmed == 2


def test_what_has_ended_or_not_begun_is_not_proposed() -> None:
    over = replace(somebody("over"), valid_until=TODAY - timedelta(days=1))
    answer = asked(
        IN_ENSCHEDE,
        police("over", "PE02"),
        replace(police("to-come", "PE02"), valid_from=TODAY + timedelta(days=1)),
        replace(police("last-day", "PE02"), valid_until=TODAY),
        organisations=(over,),
    )
    assert names(answer) == ["last-day"]
    assert answer.unconfirmed == 0


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    answer = asked(IN_ENSCHEDE, *(police(f"p{number:02}", "PE02") for number in range(MOST + 3)))
    assert len(answer.proposals) == MOST
    assert answer.more == 3


@pytest.mark.parametrize("need", list(Need))
def test_every_municipality_has_a_proposal_or_somebody_named_to_ask(need: Need) -> None:
    only_east = prepare(Entries((somebody("east"),), (police("east", "PE02"),)), NETHERLANDS, TODAY, TERMS)
    found = 0
    for municipality in NETHERLANDS.municipalities():
        answer = propose(only_east, Question(municipality.code, need, NOON))
        found += bool(answer.proposals)
        assert answer.last_resort.name
    assert found == (76 if need is Need.POLICE else 0)


@given(directories(), questions)
def test_nobody_is_proposed_who_could_not_take_her(entries: Entries, question: Question) -> None:
    answer = propose(prepare(entries, NETHERLANDS, TODAY, TERMS), question)
    assert answer.last_resort == TERMS.last_resort
    assert bool(answer.call_first) is (question.danger is Danger.NOW)
    wanted = NETHERLANDS.cover(question.region, TODAY)
    for one in answer.proposals:
        assert one.organisation in entries.organisations
        assert one.offer in entries.offers
        assert one.offer.organisation == one.organisation.identifier
        assert one.offer.need is question.need
        assert one.organisation.is_valid(TODAY)
        assert one.offer.is_valid(TODAY)
        assert one.organisation.confirmed_on is not None
        assert TODAY - one.organisation.confirmed_on <= timedelta(days=180)
        assert any(NETHERLANDS.cover(region, TODAY) & wanted for region in one.offer.regions)
        assert one.offer.urgency in FAST_ENOUGH[question.danger]
        assert question.ages is None or one.offer.ages.touches(question.ages)
        assert not (question.form and one.offer.forms) or question.form in one.offer.forms
        assert all(contact.is_valid(TODAY) for contact in one.contacts)
        assert all(contact.organisation == one.organisation.identifier for contact in one.contacts)


@given(directories(), questions)
def test_nobody_is_left_out_who_could_take_her(entries: Entries, question: Question) -> None:
    answer = propose(prepare(entries, NETHERLANDS, TODAY, TERMS), question)
    wanted = NETHERLANDS.cover(question.region, TODAY)
    organisations = {one.identifier: one for one in entries.organisations}
    could = [
        offer
        for offer in entries.offers
        if offer.need is question.need
        and organisations[offer.organisation].is_valid(TODAY)
        and offer.is_valid(TODAY)
        and offer.urgency in FAST_ENOUGH[question.danger]
        and (question.ages is None or Ages.touches(offer.ages, question.ages))
        and (not question.form or question.form in offer.forms or not offer.forms)
        and _serves(offer, wanted, everywhere=question.region == "NL")
    ]
    assert len(could) == len(answer.proposals) + answer.more + answer.unconfirmed


def _serves(offer: OfferEntry, wanted: int, *, everywhere: bool) -> bool:
    cover = 0
    for region in offer.regions:
        cover |= NETHERLANDS.cover(region, TODAY)
    return cover & wanted == wanted if everywhere else bool(cover & wanted)


def test_the_smallest_regions_are_municipalities() -> None:
    assert NETHERLANDS.regions[AMSTERDAM].kind == MUNICIPALITY
    assert NETHERLANDS.cover(AMSTERDAM, TODAY).bit_count() == 1
