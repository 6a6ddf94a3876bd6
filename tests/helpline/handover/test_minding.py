"""What takes too long is told: first to who has it, then to the shift leads; what nobody opened ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.handover.people import AGREED, Chat, packages, proposal
from zichtbaar.helpline.audit.models import Entry
from zichtbaar.helpline.handover import access, actions, minding, partner_actions, visitor_actions
from zichtbaar.helpline.handover.codes import Explanation, WhyDeclined
from zichtbaar.helpline.handover.deadlines import LIMITS, Level, due_at, has_expired, level
from zichtbaar.helpline.handover.directory.models import Organisation
from zichtbaar.helpline.handover.directory.vocabulary import Urgency
from zichtbaar.helpline.handover.handover_models import Handover, Package
from zichtbaar.helpline.handover.lifecycle import OPEN, Move, State
from zichtbaar.helpline.handover.minding import Minded
from zichtbaar.helpline.people.models import Staff

minutes = st.integers(0, 100_000)


@given(st.sampled_from(Urgency), st.sampled_from(State), st.lists(minutes, min_size=2, max_size=6))
def test_the_longer_it_takes_the_later_it_is(urgency: Urgency, state: State, after: list[int]) -> None:
    since = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
    levels = [level(urgency, state, since, since + timedelta(minutes=one)) for one in sorted(after)]
    assert all(before <= later for before, later in pairwise(levels))
    if state not in OPEN:
        assert set(levels) == {Level.IN_TIME}
        assert due_at(urgency, state, since) is None
        assert not has_expired(urgency, state, since, since + timedelta(days=1000))


def test_every_open_state_has_a_time_and_what_is_more_urgent_has_less() -> None:
    for state in OPEN:
        now, soon, planned = (LIMITS[urgency][state].within for urgency in Urgency)
        assert now <= soon <= planned
    expiring = {state for state in OPEN if LIMITS[Urgency.NOW][state].expires}
    assert expiring == {State.PROPOSED, State.SENT}


@pytest.fixture
def sent(kim: Staff, vera: Chat, zorg: Organisation) -> Handover:
    proposed = actions.propose(kim, vera.conversation, proposal(zorg, urgency=Urgency.NOW))
    agreed = visitor_actions.agree(proposed, AGREED, may_be_counted=True)
    return actions.send(kim, agreed, packages(agreed), agreed.told_hash)


def at(handover: Handover, **after: int) -> datetime:
    return handover.since + timedelta(**after)


def test_reminded_then_escalated_then_over(sent: Handover, piet: Staff) -> None:
    assert minding.mind(at(sent, minutes=14)) == Minded()
    assert minding.mind(at(sent, minutes=16)) == Minded(reminded=1)
    assert minding.mind(at(sent, minutes=17)) == Minded()
    assert minding.mind(at(sent, minutes=31)) == Minded(escalated=1)
    assert Entry.objects.latest("number").kind == "handover_escalated"
    assert minding.mind(at(sent, minutes=121)) == Minded(expired=1)
    sent.refresh_from_db()
    assert (sent.state, sent.level) == (State.EXPIRED, Level.IN_TIME)
    assert not Package.objects.exists()
    assert list(access.of_partner(piet)) == []
    assert list(access.unfinished()) == [sent]


def test_what_was_opened_never_ends_by_itself(sent: Handover, piet: Staff) -> None:
    partner_actions.open_package(piet, sent)
    sent.refresh_from_db()
    assert minding.mind(at(sent, days=90)) == Minded(escalated=1)
    sent.refresh_from_db()
    assert sent.state == State.OPENED


def test_an_explanation_does_not_outlive_the_moment_it_becomes_late(sent: Handover, kim: Staff) -> None:
    actions.explain(kim, sent, Explanation.RECEIVER)
    minding.mind(at(sent, minutes=16))
    sent.refresh_from_db()
    assert not access.is_explained(sent, at(sent, minutes=16))


def test_a_move_begins_the_time_anew(sent: Handover, piet: Staff) -> None:
    Handover.objects.update(since=at(sent, minutes=-16))
    minding.mind()
    partner_actions.open_package(piet, sent)
    moved = Handover.objects.get(pk=sent.pk)
    assert (moved.level, moved.since > sent.since) == (Level.IN_TIME, True)
    assert minding.mind(at(moved, minutes=14)) == Minded()


def test_an_explanation_does_not_outlive_the_next_move(sent: Handover, piet: Staff, kim: Staff) -> None:
    """Else what a receiver declines would leave the list with what was said while it went well."""
    partner_actions.open_package(piet, sent)
    actions.explain(kim, Handover.objects.get(pk=sent.pk), Explanation.RECEIVER)
    declined = partner_actions.answer(piet, sent, Move.DECLINE, WhyDeclined.NO_PLACE)
    assert (declined.explanation, declined.explained_at, declined.explained_by) == ("", None, None)
    assert list(access.unfinished()) == [sent]
