"""Registrations of invented people, stored in whatever database is used."""

from __future__ import annotations

from zichtbaar.codebook.reading import load
from zichtbaar.helpline.registration.models import Person, Registration
from zichtbaar.monitor.datasets.invented import invent_registrations


def store_registrations(
    count: int, *, months: tuple[str, ...] = ("2026-02",), state: str = "complete", seed: int = 1
) -> list[Registration]:
    """So many registrations of people who first chatted in these months."""
    book = load()
    return [
        Registration.objects.create(
            person=Person.objects.create(),
            book_name=book.name,
            book_version=book.version,
            answers={column: value for column, value in answers.items() if value not in (-1, "-1")},
            state=state,
            started_month=answers["first_chat_month"],
        )
        for answers in invent_registrations(book, months, count, seed)
    ]
