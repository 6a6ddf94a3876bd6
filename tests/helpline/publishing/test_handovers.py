"""Handovers become records that lead to nobody: what was wanted and agreed, warm or cold, and where nobody could."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from helpline.handover.example_directory import example_sheets
from zichtbaar.codebook.schema import Missing
from zichtbaar.helpline.handover.codes import Outcome
from zichtbaar.helpline.handover.directory import actions as directory_actions
from zichtbaar.helpline.handover.directory.loading import country_in_use
from zichtbaar.helpline.handover.directory.vocabulary import AgeBand, Need
from zichtbaar.helpline.handover.gaps import COUNTED_BY, note_gap
from zichtbaar.helpline.handover.lifecycle import Actor, Basis, Move, Route, State
from zichtbaar.helpline.handover.models import Gap, Handover, Organisation
from zichtbaar.helpline.people.models import Staff
from zichtbaar.helpline.publishing import actions, files
from zichtbaar.helpline.publishing.errors import NotFoundError, NothingToFreezeError
from zichtbaar.helpline.publishing.handovers import (
    AGES,
    BANDS,
    NEVER_HEARD,
    book_of_handovers,
    region_in_book,
    rows,
)
from zichtbaar.helpline.publishing.on_screen import Wanted, screen_of, sets_of
from zichtbaar.monitor.paper.language import Language

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=60)
UNKNOWN = int(Missing.UNKNOWN)


@pytest.fixture(autouse=True)
def directory(ada: Staff) -> None:
    directory_actions.import_sheets(ada, example_sheets(timezone.localdate()))


def handed(by: Staff, state: State, *steps: tuple[str, timedelta], **fields: object) -> Handover:
    """A handover in a state, with these steps so long after it was begun."""
    begun = fields.pop("begun", LONG_AGO)
    assert isinstance(begun, datetime)
    given: dict[str, object] = {
        "reference": secrets.token_hex(16),
        "organisation": Organisation.objects.get(identifier="police-east"),
        "made_by": by,
        "state": state,
        "since": begun,
        "made_at": begun,
        "basis": Basis.CONSENT,
        "route": Route.DOOR,
        "need": Need.POLICE,
        "urgency": "now",
        "age": AgeBand.FROM_16_TO_17,
        "guardian": "not_needed",
        "agreed_hash": "x",
        **fields,
    }
    handover = Handover.objects.create(**given)
    for move, after in steps:
        handover.steps.create(move=move, state=state, actor=Actor.PARTNER, by=None, at=begun + after)
    return handover


def in_words(row: dict[str, object]) -> dict[str, object]:
    """A row with the names of its codes."""
    book = book_of_handovers()
    names = {one.name: {code.value: code.name for code in one.codes} for one in book.variables}
    return {name: names[name].get(value, value) for name, value in row.items() if name in names}  # type: ignore[call-overload]


def the_row() -> dict[str, object]:
    (row,) = rows(NOW)
    return in_words(dict(row))


AGREED = (Move.AGREE, timedelta(minutes=10))


def test_a_warm_handover_says_how_fast_and_what_came_of_it(kim: Staff) -> None:
    handed(kim, State.FINISHED, AGREED, (Move.MEET, timedelta(hours=30)), outcome="report")
    row = the_row()
    assert {
        name: row[name] for name in ("need", "age", "region", "answer", "result", "time_to_contact", "outcome")
    } == {
        "need": "police",
        "age": "from_16_to_17",
        "region": "oost_nederland",
        "answer": "agreed",
        "result": "warm",
        "time_to_contact": "within_48_hours",
        "outcome": "report",
    }
    assert row["wish_month"] == "2026-09"


@pytest.mark.parametrize(
    ("state", "steps", "fields", "answer", "result"),
    [
        (State.ACCEPTED, (AGREED, ("let_in", timedelta(minutes=20))), {}, "agreed", "warm"),
        (State.ACCEPTED, (AGREED,), {}, "agreed", "cold"),
        (State.ACCEPTED, (AGREED,), {"begun": NOW - timedelta(days=2)}, "agreed", "under_way"),
        (State.LOST, (AGREED,), {}, "agreed", "cold"),
        (State.DECLINED, (AGREED,), {}, "agreed", "declined"),
        (State.EXPIRED, (AGREED,), {}, "agreed", "declined"),
        (State.WITHDRAWN, (AGREED,), {}, "agreed", "withdrawn"),
        (State.REFUSED, (), {}, "refused", -1),
        (State.EXPIRED, (), {}, "no_answer", -1),
        (State.PROPOSED, (), {}, "no_answer", -1),
        (State.MET, ((Move.MEET, timedelta(0)),), {"basis": Basis.DANGER, "ground": "life"}, "not_asked", "warm"),
    ],
)
def test_what_became_of_it(
    kim: Staff,
    sam: Staff,
    state: State,
    steps: tuple[tuple[str, timedelta], ...],
    fields: dict[str, object],
    answer: str,
    result: object,
) -> None:
    confirmed = {"confirmed_by": sam} if "ground" in fields else {}
    handed(kim, state, *steps, **fields, **confirmed)
    row = the_row()
    assert (row["answer"], row["result"]) == (answer, result)


def test_a_handover_that_followed_another_is_the_same_wish(kim: Staff) -> None:
    first = handed(kim, State.DECLINED, AGREED)
    handed(
        kim,
        State.MET,
        AGREED,
        (Move.MEET, timedelta(minutes=30)),
        follows=first,
        begun=LONG_AGO + timedelta(days=3),
        organisation=Organisation.objects.get(identifier="young-house"),
        need=Need.SHELTER,
    )
    row = the_row()
    assert row["result"] == "warm"
    assert row["time_to_contact"] == "within_a_week"
    assert row["need"] == "police"
    assert row["region"] == "oost_nederland"


def test_who_does_not_want_to_be_counted_is_left_out(kim: Staff) -> None:
    handed(kim, State.MET, AGREED, may_be_counted=False)
    assert rows(NOW) == []


def test_what_nobody_heard_of_is_unknown_and_not_no(kim: Staff) -> None:
    handed(kim, State.FINISHED, AGREED, (Move.MEET, timedelta(0)), outcome="not_heard")
    assert the_row()["outcome"] == UNKNOWN


def test_a_gap_is_a_wish_without_an_offer(kim: Staff) -> None:
    note_gap(kim, region="GM0153", need=Need.SHELTER, age=None)
    row = the_row()
    assert (row["need"], row["region"], row["answer"], row["age"]) == (
        "shelter",
        "oost_nederland",
        "nobody_in_region",
        UNKNOWN,
    )


def test_a_record_leads_back_to_nothing(kim: Staff) -> None:
    handover = handed(kim, State.MET, AGREED, (Move.MEET, timedelta(minutes=3)))
    first, second = rows(NOW), rows(NOW)
    assert first != second
    told = str(first)
    for secret in (handover.reference, "police-east", "Kim", f"{LONG_AGO:%Y-%m-%d}"):
        assert secret not in told


def test_a_snapshot_of_handovers_gives_protected_figures_and_no_factsheet(kim: Staff, noor: Staff, sam: Staff) -> None:
    for number in range(60):
        state = State.MET if number % 2 else State.REFUSED
        handed(kim, state, *((AGREED, (Move.MEET, timedelta(hours=number))) if number % 2 else ()))
    for _ in range(3):
        note_gap(kim, region="GM0363", need=Need.CARE, age=None)
    with pytest.raises(NotFoundError):
        actions.freeze_handovers(sam, uuid4())
    pressed = uuid4()
    snapshot = actions.freeze_handovers(noor, pressed)
    assert actions.freeze_handovers(noor, pressed) == snapshot
    assert snapshot.rows == 63
    assert snapshot.holds_handovers
    assert files.snapshot_file(snapshot).is_file()
    assert sets_of(snapshot) == ("handovers",)
    year = max(snapshot.years)
    screen = screen_of(noor, snapshot, Wanted(year, "handovers"), Language.ENGLISH)
    cells = {
        row.label: row.cells for chapter in screen.contents.chapters for grid in chapter.grids for row in grid.rows
    }
    assert "Amsterdam" in cells
    assert not any(cell in ("1", "2", "3", "4") for line in cells.values() for cell in line)


def test_there_is_nothing_to_freeze_before_the_first(noor: Staff) -> None:
    assert not Gap.objects.exists()
    with pytest.raises(NothingToFreezeError):
        actions.freeze_handovers(noor, uuid4())


def test_the_codebook_has_the_codes_of_the_room() -> None:
    book = book_of_handovers()
    names = {variable.name: {code.name for code in variable.codes} for variable in book.variables}
    country = country_in_use()
    units = [region.code for region in country.regions.values() if region.kind == COUNTED_BY]
    assert names["need"] == set(Need)
    assert names["age"] == {AGES[band] for band in AgeBand}
    assert names["outcome"] == set(Outcome) - {NEVER_HEARD}
    assert names["region"] == {region_in_book(unit) for unit in units}
    assert names["time_to_contact"] == {name for _, name in BANDS} | {"longer"}
