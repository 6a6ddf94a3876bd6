"""What a release says of one number, or of one share: all that a reader has, and nothing that was hidden."""

from __future__ import annotations

from dataclasses import dataclass

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.released import Protection
from zichtbaar.monitor.disclosure.sayable import Said, Telling
from zichtbaar.monitor.figures.shares import IntervalMethod


@dataclass(frozen=True, slots=True)
class NumberTold:
    """How the number of those who fulfil `who` is printed.

    `printed` is the number on the page; `low` and `high` are what it can be as printed, both included.
    A bound is None where a reader has none: 0 below, nothing above.
    """

    who: Condition
    protection: Protection
    printed: int | None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class ShareTold:
    """What is said of the share of `counted` among `of`."""

    counted: Condition
    of: Condition
    how: Telling
    said: Said

    @property
    def method(self) -> str:
        """How the interval is made; that of an interval which is not said does not matter."""
        return IntervalMethod.WILSON if self.said.interval is None else self.said.interval.method


@dataclass(frozen=True, slots=True)
class SumTold:
    """A table says that its margin `total` is the sum of its cells `parts`, whatever these are."""

    total: Condition
    parts: tuple[Condition, ...]


Told = NumberTold | ShareTold | SumTold


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An earlier release is taken back. Whoever has read it still knows what it said."""

    release: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing told, and where it stands: the figures (or the tables) that print it."""

    told: Told
    figures: tuple[str, ...]
    period: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a release is made of.

    `release` is its name, once in a ledger; `recipe` the recipe or the set of tables; `records` the
    SHA-256 of the records that were counted, in hex: releases with the same one counted the same
    persons, so that nothing can have changed between them.
    """

    release: str
    recipe: str
    codebook: str
    version: str
    records: str


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of a release: without it, the release is not whole. `cells` is how many there are."""

    cells: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger. `number` counts from 1; `before` and `hash` are SHA-256 in hex."""

    number: int
    about: About
    content: Cell | Withdrawn | End
    before: str
    hash: str
