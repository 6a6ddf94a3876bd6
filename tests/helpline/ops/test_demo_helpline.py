"""The invented helpline: real keys, real seals, and a factsheet that counts one more when Kim finishes one more."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count
from django.utils import timezone

from zichtbaar.codebook.answers import is_complete, settled
from zichtbaar.codebook.reading import load
from zichtbaar.helpline.chat.models import Conversation, Envelope, KeyWrap
from zichtbaar.helpline.handover.access import unfinished as unfinished_handovers
from zichtbaar.helpline.handover.lifecycle import State
from zichtbaar.helpline.handover.models import Gap, Handover, Step
from zichtbaar.helpline.handover.receivers import receivers
from zichtbaar.helpline.ops import demo_handovers, demo_history
from zichtbaar.helpline.ops.demo_conversations import DIALOGUES
from zichtbaar.helpline.ops.demo_helpline import Demo, found
from zichtbaar.helpline.people.access import desk_staff
from zichtbaar.helpline.people.encoding import from_text
from zichtbaar.helpline.people.models import Role, Staff
from zichtbaar.helpline.publishing.actions import freeze_snapshot
from zichtbaar.helpline.publishing.files import release_file
from zichtbaar.helpline.publishing.handovers import book_of_handovers
from zichtbaar.helpline.publishing.handovers import rows as handover_rows
from zichtbaar.helpline.publishing.release_actions import make_draft
from zichtbaar.helpline.registration import actions
from zichtbaar.helpline.registration.access import unfinished
from zichtbaar.helpline.registration.models import Person, Registration
from zichtbaar.helpline.sealing import conversation as sealing
from zichtbaar.helpline.sealing.envelope import Role as Side
from zichtbaar.helpline.sealing.hpke import Purpose, open_key
from zichtbaar.helpline.sealing.shares import join_key

Converse = Callable[..., Conversation]

VICTIM = {"topic_trafficking": 1, "contact_role": 1, "assessment": 1, "stats_objection": 1}


@pytest.fixture
def demo(db: None) -> Demo:  # noqa: ARG001 - it needs the tables
    """The demo's helpline, just founded."""
    return found(lambda step: None)  # noqa: ARG005


def test_every_role_is_there(demo: Demo) -> None:
    assert {person["role"] for person in demo.staff} == set(Role.values)
    assert Staff.objects.count() == len(demo.staff) == 7


def test_two_whole_years_are_registered_and_this_week_but_for_two_drafts(demo: Demo) -> None:
    assert demo
    this_year = timezone.localdate().year
    for year, fewest in ((this_year - 2, 280), (this_year - 1, 280), (this_year, 60)):
        assert Registration.objects.filter(started_month__startswith=str(year), state="complete").count() >= fewest
    assert Registration.objects.filter(state="draft").count() == demo_history.DRAFTS
    assert Conversation.objects.filter(state="ended").count() == demo_history.CONVERSATIONS_OF_THE_WEEK


def test_somebody_chatted_twice_and_is_one_person(demo: Demo) -> None:
    assert demo
    assert Person.objects.count() == Registration.objects.count()
    twice = Person.objects.annotate(chats=Count("conversations")).get(chats=2)
    assert twice.registration.state == "complete"


def test_registrations_are_as_the_form_would_have_stored_them(demo: Demo) -> None:
    assert demo
    book = load()
    for registration in Registration.objects.all():
        values = settled(book, registration.answers)
        assert {column: values[column] for column in registration.answers} == registration.answers
        assert is_complete(book, registration.answers) == (registration.state == "complete")
        assert registration.answers["first_chat_month"] == registration.started_month


def test_drafts_wait_for_the_colleague_who_had_the_conversation(demo: Demo) -> None:
    assert demo
    drafts = [draft for colleague in desk_staff().filter(role=Role.COUNSELLOR) for draft in unfinished(colleague)]
    assert drafts
    lead = Staff.objects.get(role=Role.SHIFT_LEAD)
    assert unfinished(lead).count() == demo_history.DRAFTS


def test_conversations_are_sealed_to_their_people_and_open_for_them(demo: Demo) -> None:
    recovery = join_key(demo.recovery_shares[1:])
    said = []
    for conversation in Conversation.objects.order_by("created_at"):
        wrap = conversation.wraps.get(holder="recovery")
        key = open_key(
            from_text(wrap.sealed_key),
            recovery,
            Purpose.CONVERSATION_KEY_FOR_RECOVERY,
            conversation=bytes.fromhex(conversation.identifier),
            epoch=conversation.epoch,
        )
        reader = sealing.Conversation(bytes.fromhex(conversation.identifier), key, Side.COUNSELLOR)
        said.append([reader.open(bytes(envelope.content)).message.text for envelope in conversation.envelopes.all()])
    assert said[: len(DIALOGUES)] == [list(lines) for _, lines in DIALOGUES]
    assert not KeyWrap.objects.filter(holder="team").exists()


def test_numbers_of_envelopes_are_dense(demo: Demo) -> None:
    assert demo
    for conversation in Conversation.objects.all():
        numbers = list(Envelope.objects.filter(conversation=conversation).values_list("number", flat=True))
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("month", [1, 12])
def test_there_is_enough_for_a_factsheet_however_early_in_the_year(lena: Staff, month: int) -> None:
    demo_history.invent_year(2026, month, [lena], seed=1)
    months = set(Registration.objects.values_list("started_month", flat=True))
    assert months == {f"2026-{number:02}" for number in range(1, month + 1)}
    assert Registration.objects.count() == (60 if month == 1 else 280)


@pytest.mark.django_db
def test_a_week_that_begins_in_the_old_year_is_registered_in_both(lena: Staff) -> None:
    demo_history.invent_week(datetime(2026, 1, 3, 12, tzinfo=ZoneInfo("Europe/Amsterdam")), [lena])
    months = set(Registration.objects.values_list("started_month", flat=True))
    assert months == {"2025-12", "2026-01"}


@pytest.mark.parametrize(("month", "day"), [(1, 1), (2, 14), (4, 15), (7, 3), (12, 31)])
def test_the_factsheet_of_this_year_counts_one_more_after_one_more_finished_registration(
    db: None,  # noqa: ARG001 - it needs the tables
    converse: Converse,
    monkeypatch: pytest.MonkeyPatch,
    month: int,
    day: int,
) -> None:
    """Whenever somebody tries the demo, and in every year: the year decides nothing but names of months."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, month, day, 9, tzinfo=UTC))
    found(lambda step: None)  # noqa: ARG005
    kim, noor = Staff.objects.get(name="Kim"), Staff.objects.get(name="Noor")

    def visitors() -> int:
        snapshot = freeze_snapshot(noor, uuid4())
        draft = make_draft(noor, snapshot, timezone.localdate().year)
        figures = json.loads(release_file(draft, "figures.json"))["figures"]
        count: int = next(figure["count"] for figure in figures if figure["id"] == "visitors")
        return count

    before = visitors()
    registration = actions.open_registration(kim, converse(kim))
    actions.record_answers(kim, registration, VICTIM)
    actions.record_rest_as_not_discussed(kim, registration)
    assert visitors() == before
    actions.complete(kim, registration)
    assert visitors() == before + 1


def test_something_can_be_handed_over_in_the_demo(demo: Demo) -> None:
    assert demo
    found = receivers(timezone.localdate())
    assert [receiver.organisation.name for receiver in found] == ["Demo Care", "Demo Shelter"]
    assert all(key.staff and key.staff.role == Role.PARTNER for receiver in found for key in receiver.keys)


@pytest.mark.parametrize(("month", "day"), [(1, 1), (1, 2), (1, 15), (1, 16), (2, 29), (12, 31)])
def test_nothing_of_the_demos_handovers_lies_in_the_future(demo: Demo, month: int, day: int) -> None:
    assert demo
    Gap.objects.all().delete()
    Step.objects.all().delete()
    Handover.objects.all().delete()
    now = datetime(2028, month, day, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    demo_handovers.invent_handovers(now, list(desk_staff()))
    moments = [*Step.objects.values_list("at", flat=True), *Handover.objects.values_list("since", flat=True)]
    assert max(moments) < now
    assert max(Gap.objects.values_list("month", flat=True)) <= f"{now:%Y-%m}"
    years = {at.astimezone(now.tzinfo).year for at in Handover.objects.values_list("made_at", flat=True)}
    assert years == {int(month[:4]) for month in Gap.objects.values_list("month", flat=True)}
    assert len(years) == 1, "a snapshot is one of a year"


def test_the_demos_handovers_are_over_and_give_figures_and_gaps(demo: Demo) -> None:
    assert demo
    assert not unfinished_handovers().exists()
    rows = handover_rows(timezone.now())
    assert len(rows) == demo_handovers.HANDOVERS + demo_handovers.GAPS
    answers = {one.name: one.value for one in book_of_handovers().by_name["answer"].codes}
    assert {row["answer"] for row in rows} == {answers[name] for name in ("agreed", "refused", "nobody_in_region")}
    assert {State(one.state) for one in Handover.objects.all()} == {
        *(State.FINISHED, State.DECLINED, State.LOST, State.REFUSED),
    }
