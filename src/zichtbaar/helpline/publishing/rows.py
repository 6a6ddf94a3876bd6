"""What of a registration goes into a snapshot: coded answers under a reference that exists nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from zichtbaar.codebook.answers import applies, holds, settled
from zichtbaar.codebook.schema import Answers, Codebook, Is, Missing, Value
from zichtbaar.helpline.registration.answering import missing_value

OBJECTS = Is("stats_objection", frozenset({2}))
"""The visitor was told that figures are published, and objects."""

KEPT_OF_WHO_OBJECTS = ("first_chat_month", "topic_trafficking", "stats_objection")
"""Enough to count how many objected, and nothing more about them."""


def rows(book: Codebook, registrations: Iterable[Answers]) -> list[dict[str, Value]]:
    """One row a person, in an order and under references that cannot be led back to the database."""
    drawn = [{**row(book, answers), "case_ref": secrets.token_hex(16)} for answers in registrations]
    return sorted(drawn, key=lambda one: str(one["case_ref"]))


def row(book: Codebook, answers: Answers) -> dict[str, Value]:
    """Every column of the codebook for one person; everything is withheld of somebody who objects."""
    return dict(settled(book, _withheld(book, answers) if holds(OBJECTS, answers) else answers))


def _withheld(book: Codebook, answers: Answers) -> dict[str, Value]:
    left = {column: answers[column] for column in KEPT_OF_WHO_OBJECTS if column in answers}
    for variable in book.variables:
        if variable.name not in KEPT_OF_WHO_OBJECTS and applies(variable, left):
            left |= dict.fromkeys(variable.columns, missing_value(variable, Missing.WITHHELD))
    return left
