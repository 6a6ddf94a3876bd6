"""Invented registrations: nobody is in them. For the example, the demonstration and measurements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from zichtbaar.codebook.answers import holds
from zichtbaar.codebook.schema import Codebook, Kind, Missing, Value, Variable
from zichtbaar.monitor.datasets.decks import Deal, deck

Person = dict[str, Value]

_BANDS = ((1, 1), (6, 2), (13, 3), (25, 4), (60, 5))
"""Codes of `duration_band`: less than so many months."""


def invent_registrations(book: Codebook, months: Sequence[str], count: int, seed: int) -> list[Person]:
    """`count` invented persons who first chatted in one of `months` (a month given twice comes up twice as often).

    Every column of the codebook is there and every skip rule holds. The same arguments give the same
    persons.
    """
    random = Random(seed)  # noqa: S311 - invented on purpose, and the same every time
    return deal_registrations(book, [random.choice(months) for _ in range(count)], random)


def deal_registrations(
    book: Codebook, months: Sequence[str], random: Random, deals: Iterable[Deal] = ()
) -> list[Person]:
    """One invented person for each of these months, in the order of their references.

    `deals` go before the usual answers.
    """
    people: list[Person] = [{} for _ in months]
    every_deal = (*deals, *deck("usual"))
    for variable in book.variables:
        if variable.kind is Kind.IDENTIFIER:
            _fill(people, variable, (f"{random.getrandbits(128):032x}" for _ in people))
        elif variable.kind is Kind.MONTH:
            _fill(people, variable, months)
        else:
            _deal(people, variable, [deal for deal in every_deal if deal.variable.name == variable.name], random)
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
