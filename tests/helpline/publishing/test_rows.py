"""What of a registration goes into a snapshot."""

from __future__ import annotations

from zichtbaar.codebook.answers import settled
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Missing
from zichtbaar.helpline.publishing.rows import row, rows
from zichtbaar.monitor.datasets.invented import invent_registrations

BOOK = load()
PEOPLE = invent_registrations(BOOK, ["2026-05"], 40, seed=3)


def test_everybody_has_every_column_and_a_reference_of_their_own() -> None:
    drawn = rows(BOOK, PEOPLE)
    assert all(list(one) == list(BOOK.by_column) for one in drawn)
    assert len({one["case_ref"] for one in drawn} | {person["case_ref"] for person in PEOPLE}) == 80


def test_somebody_without_objection_is_in_it_as_she_was_coded() -> None:
    person = next(person for person in PEOPLE if person["stats_objection"] == 1)
    assert row(BOOK, person) == settled(BOOK, person)


def test_of_somebody_who_objects_what_would_apply_is_withheld_and_the_rest_does_not_apply() -> None:
    said = {**PEOPLE[0], "stats_objection": 2, "topic_trafficking": 1}
    kept = row(BOOK, said)
    assert kept["first_chat_month"] == "2026-05"
    assert (kept["topic_trafficking"], kept["stats_objection"]) == (1, 2)
    assert kept["contact_role"] == kept["assessment"] == Missing.WITHHELD
    assert kept["chat_language"] == "-6"
    assert kept["age_band"] == Missing.NOT_APPLICABLE
