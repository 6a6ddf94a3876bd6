"""A second coder for invented registrations, who now and then reads a conversation in another way."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from random import Random

from zichtbaar.codebook.answers import is_answered, settled
from zichtbaar.codebook.schema import Codebook, Value, Variable
from zichtbaar.monitor.datasets.invented import Person

PART = 0.16
"""Part of the registrations that is coded twice."""

_DIFFER = 0.03
_DIFFER_MORE = {"image_coercion": 0.3}
"""How often the two differ on a question; some are harder than others."""


def code_again(people: Sequence[Person], book: Codebook, random: Random) -> list[tuple[Person, Person]]:
    """What the first and the second coder recorded of a part of these persons, in the order of their references.

    Where they differ, one of them recorded what the person's registration says: that is what was decided
    afterwards. What the other recorded is what somebody else's registration says.
    """
    drawn = random.sample(people, ceil(PART * len(people)))
    pairs = [_two_readings(person, people, book, random) for person in drawn]
    return sorted(pairs, key=lambda pair: str(pair[0][book.reference]))


def _two_readings(person: Person, people: Sequence[Person], book: Codebook, random: Random) -> tuple[Person, Person]:
    readings: tuple[Person, Person] = ({**person}, {**person})
    for variable in book.variables:
        differs = random.random() < _DIFFER_MORE.get(variable.name, _DIFFER)
        if differs and not variable.filled_by_program and is_answered(variable, person):
            random.choice(readings).update(_of_somebody(variable, people, random))
    first, second = (settled(book, reading) for reading in readings)
    return first, second


def _of_somebody(variable: Variable, people: Sequence[Person], random: Random) -> dict[str, Value]:
    somebody = random.choice([other for other in people if is_answered(variable, other)])
    return {column: somebody[column] for column in variable.columns}
