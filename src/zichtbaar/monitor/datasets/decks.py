"""Decks of invented answers: how often each answer is dealt, and to whom. Read from TOML.

A deal names a variable, whom it is dealt to (`among`, a condition as in a codebook), answers dealt to
an exact number of persons (`exactly`), and the chances of the answers of all others (`chances`).
An answer is written as its code or text; in a block as its options joined by "+", as `none` (every
option no) or as `any` (each option by its own chance, at least one); for a period as `month 0..5` or
`year 6..30` (known to the month or to the year, so many months before the chat).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from zichtbaar.codebook.answers import NO, YES
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.reading_conditions import read_condition
from zichtbaar.codebook.schema import (
    ALWAYS,
    MISSING_BY_NAME,
    Answers,
    Codebook,
    Condition,
    Kind,
    Missing,
    Value,
    Variable,
)
from zichtbaar.codebook.tables import Table, read_toml

FOLDER = Path(__file__).parent / "decks"


@dataclass(frozen=True, slots=True)
class Deal:
    """One variable, to whom it is dealt, and what. `options`: the chances of the options of `any`."""

    variable: Variable
    among: Condition
    exactly: Mapping[str, int]
    chances: Mapping[str, float]
    options: Mapping[str, float]

    def answer(self, written: str, person: Answers, random: Random) -> dict[str, Value]:
        """A written answer as values for each column of the variable."""
        variable = self.variable
        if written in MISSING_BY_NAME:
            missing = MISSING_BY_NAME[written].value
            return dict.fromkeys(variable.columns, str(missing) if variable.is_text else missing)
        if variable.is_block:
            return self._marks(written, random)
        if variable.kind is Kind.PERIOD:
            return {variable.name: _period(written, str(person["first_chat_month"]), random)}
        if variable.is_text:
            return {variable.name: written}
        return {variable.name: {code.name: code.value for code in variable.codes}[written]}

    def _marks(self, written: str, random: Random) -> dict[str, Value]:
        """Marked options are yes; of the others nothing was said, unless none is marked."""
        if written == "none":
            return dict.fromkeys(self.variable.columns, NO)
        chosen = self._any(random) if written == "any" else written.split("+")
        marked = {f"{self.variable.name}__{option.replace('/', '__')}" for option in chosen}
        return {column: YES if column in marked else Missing.NOT_DISCUSSED.value for column in self.variable.columns}

    def _any(self, random: Random) -> list[str]:
        while True:
            chosen = [option for option, chance in self.options.items() if random.random() < chance]
            if chosen:
                return chosen


@cache
def deck(name: str) -> tuple[Deal, ...]:
    """The deals of a deck that comes with the program, for the codebook that comes with it."""
    table = read_toml(FOLDER / f"{name}.toml")
    table.expect_keys(("deal",))
    deals = tuple(_read_deal(inner, load()) for inner in table.tables("deal"))
    table.faults.raise_if_any()
    return deals


def _read_deal(table: Table, book: Codebook) -> Deal:
    table.expect_keys(("variable",), ("among", "exactly", "chances", "options"))
    among: Condition = ALWAYS
    if "among" in table.values:
        among = read_condition(
            table.values["among"], book.by_name, lambda problem, expected: table.fault("among", problem, expected)
        )
    return Deal(
        variable=book.by_name[table.text("variable")],
        among=among,
        exactly={answer: int(number) for answer, number in _numbers(table, "exactly").items()},
        chances=_numbers(table, "chances"),
        options=_numbers(table, "options"),
    )


def _numbers(table: Table, key: str) -> dict[str, float]:
    inner = table.table(key)
    numbers = {}
    for name, value in inner.values.items() if inner is not None else ():
        if isinstance(value, int | float):
            numbers[name] = float(value)
        else:
            table.fault(key, f"{name} is no number", "a number")
    return numbers


def _period(written: str, chat_month: str, random: Random) -> str:
    """A month, or only its year, so many months before the month of the chat."""
    known, _, span = written.partition(" ")
    fewest, _, most = span.partition("..")
    months = int(chat_month[:4]) * 12 + int(chat_month[5:]) - 1 - random.randint(int(fewest), int(most))
    month = f"{months // 12:04}-{months % 12 + 1:02}"
    return month if known == "month" else month[:4]
