"""Invented registrations: nobody is in them. For the example, the demonstration and measurements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import duckdb

from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.schema import Codebook, Kind, Missing, Value, Variable
from zichtbaar.monitor.counting.snapshot import write_snapshot
from zichtbaar.monitor.datasets.decks import Deal, deck

Person = dict[str, Value]

_BANDS = ((1, 1), (6, 2), (13, 3), (25, 4), (60, 5))
"""Codes of `duration_band`: less than so many months."""


def invent_registrations(
    book: Codebook, months: Sequence[str], count: int, seed: int, deals: Iterable[Deal] = ()
) -> list[Person]:
    """`count` invented persons who first chatted in one of `months` (a month given twice comes up twice as often).

    Every column of the codebook is there and every skip rule holds. `deals` go before the usual
    answers. The same arguments give the same persons.
    """
    random = Random(seed)  # noqa: S311 - invented on purpose, and the same every time
    return deal_registrations(book, [random.choice(months) for _ in range(count)], random, deals)


def deal_registrations(
    book: Codebook, months: Sequence[str], random: Random, deals: Iterable[Deal] = ()
) -> list[Person]:
    """One invented person for each of these months, in the order of their references."""
    people: list[Person] = [{} for _ in months]
    every_deal = (*deals, *deck("usual"))
    for variable in book.variables:
        if variable.kind is Kind.IDENTIFIER:
            _fill(people, variable, (f"{random.getrandbits(128):032x}" for _ in people))
        elif variable.kind is Kind.MONTH:
            _fill(people, variable, months)
        else:
            _deal(people, variable, [deal for deal in every_deal if deal.variable == variable], random)
    for person in people:
        _make_duration_agree(person)
    return sorted(people, key=lambda person: str(person[book.variables[0].name]))


def _fill(people: Iterable[Person], variable: Variable, values: Iterable[Value]) -> None:
    for person, value in zip(people, values, strict=True):
        person[variable.name] = value


def _deal(people: Iterable[Person], variable: Variable, deals: Iterable[Deal], random: Random) -> None:
    """Answers for everybody whom the question applies to, deal by deal; the others are not applicable."""
    waiting = []
    for person in people:
        if holds(variable.applies_if, person):
            waiting.append(person)
        else:
            missing = Missing.NOT_APPLICABLE.value
            person |= dict.fromkeys(variable.columns, str(missing) if variable.is_text else missing)
    random.shuffle(waiting)
    for deal in deals:
        hand = [person for person in waiting if holds(deal.among, person)]
        for person, written in zip(hand, _cards(deal, len(hand), random), strict=False):
            person |= deal.answer(written, person, random)
        waiting = [person for person in waiting if variable.columns[0] not in person]
    if waiting:
        raise ValueError(f"no answer was left for {len(waiting)} persons: {variable.name}")


def _cards(deal: Deal, persons: int, random: Random) -> list[str]:
    """The exact cards, and those that chance adds for the persons left over, if the deal has chances."""
    cards = [written for written, number in deal.exactly.items() for _ in range(number)]
    rest = persons - len(cards)
    if rest < 0:
        raise ValueError(f"{len(cards)} cards for {persons} persons: {deal.variable.name}")
    if deal.chances:
        cards += random.choices(list(deal.chances), list(deal.chances.values()), k=rest)
    return cards


def _make_duration_agree(person: Person) -> None:
    """Where the month of the start is known and it is still going on, it lasted from then to the chat."""
    start, chat = str(person["start_period"]), str(person["first_chat_month"])
    if len(start) == len(chat) and person["status_first_chat"] in (1, 5) and int(person["duration_band"]) > 0:
        elapsed = (int(chat[:4]) - int(start[:4])) * 12 + int(chat[5:]) - int(start[5:])
        person["duration_band"] = next((code for months, code in _BANDS if elapsed < months), 6)


def write_many(path: Path, rows: int, seed: int, people: Sequence[Person], book: Codebook) -> None:
    """`rows` records as Parquet: these people again and again, each time under a new reference."""
    few = path.with_suffix(".few.parquet")
    write_snapshot(people, book, few)
    try:
        with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as connection:
            turns = connection.table_function("range", [-(-rows // len(people))]).project("range AS turn")
            many = connection.read_parquet(str(few)).set_alias("few").join(turns, "true")
            reference = f"md5(concat(case_ref, '{seed}', turn)) AS case_ref"
            many.project(f"{reference}, * EXCLUDE (case_ref, turn)").limit(rows).write_parquet(str(path))
    finally:
        few.unlink()
