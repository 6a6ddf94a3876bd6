"""What the handovers of a conversation say for its registration: the furthest that any of them came, and no more."""

from __future__ import annotations

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Value
from zichtbaar.helpline.handover.lifecycle import Basis, State
from zichtbaar.helpline.handover.models import Handover, Organisation
from zichtbaar.helpline.handover.suggesting import suggested
from zichtbaar.helpline.registration.answering import change

BOOK = load()
ASKED = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1, "needs__care": 1}


def handover(state: State, receiver: str = "police_unit", basis: Basis = Basis.CONSENT, **more: str) -> Handover:
    return Handover(state=state, basis=basis, organisation=Organisation(receiver=receiver), **more)


WARM: dict[str, Value] = {"handover": 2, "handover_to__police_unit": 1}


@pytest.mark.parametrize(
    ("handovers", "answers"),
    [
        ([], {}),
        ([handover(State.PROPOSED)], {}),
        ([handover(State.AGREED)], {}),
        ([handover(State.MET)], WARM),
        ([handover(State.FINISHED), handover(State.DECLINED, "other_shelter")], WARM),
        ([handover(State.ACCEPTED, joining="let_in")], WARM),
        ([handover(State.SENT, "other_shelter")], {"handover": 3, "handover_to__other_shelter": 1}),
        ([handover(State.LOST)], {"handover": 3, "handover_to__police_unit": 1}),
        ([handover(State.MET, basis=Basis.DANGER)], {"handover": 5, "handover_to__police_unit": 1}),
        ([handover(State.REFUSED)], {"handover": 1}),
        ([handover(State.REFUSED, basis=Basis.DANGER)], {}),
        ([handover(State.DECLINED)], {}),
        ([handover(State.DECLINED, explanation="nobody_else")], {"handover": 6}),
        (
            [handover(State.MET), handover(State.MET, "care_coordinator"), handover(State.SENT, "youth_care")],
            {"handover": 2, "handover_to__police_unit": 1, "handover_to__care_coordinator": 1},
        ),
    ],
)
def test_the_furthest_that_any_came_is_suggested(handovers: list[Handover], answers: dict[str, Value]) -> None:
    assert suggested(BOOK, handovers) == answers


def test_a_suggestion_can_be_stored_once_it_is_known_what_was_asked_for() -> None:
    changed = change(BOOK, ASKED, suggested(BOOK, [handover(State.MET)]), this_month="2026-11")
    assert changed.answers["handover"] == WARM["handover"]
    assert changed.answers["handover_to__police_unit"] == 1
