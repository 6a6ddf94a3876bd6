"""A figure that may leave the house. Made by `protect` in this room and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from zichtbaar.codebook.schema import Texts
from zichtbaar.monitor.figures.figure import (
    Benchmark,
    Equivalence,
    Exposure,
    FigureKind,
    Interval,
    Mismatch,
    Signal,
    Trend,
)


class Protection(StrEnum):
    """What was done to a number before it left."""

    EXACT = "exact"
    ROUNDED = "rounded"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class ReleasedBase:
    """Of whom a released figure speaks; a number that had to be hidden is None, one may be rounded."""

    eligible: int | None
    answered: int | None
    noun: Texts
    one: Texts
    eligible_rounded: bool = False
    answered_rounded: bool = False


@dataclass(frozen=True, slots=True)
class ReleasedItem:
    """One line of a released ranking or combination; `count` is None where it had to be hidden.

    `ranks` are the ranks that chance leaves possible, worked out from the counts as they are printed.
    """

    name: str
    label: Texts
    count: int | None
    share: float | None
    rank: int
    protection: Protection
    ranks: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReleasedMonth:
    """One month of a released series (`yyyy-mm`); `count` is None where it had to be hidden."""

    month: str
    count: int | None
    protection: Protection


class Seal:
    """Only this room holds one; without it no released figure can be made."""

    __slots__ = ()


SEAL = Seal()


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A protected figure. Numbers that had to be hidden are None; nothing exact is kept beside them.

    `fraction` is the nearest plain fraction that the share may be called by in words; `in_words_only`
    says that no percentage may be printed. `majority` tells whether more than half of those who
    answered are counted (None where even that would say too much).

    `count_protection` and `compared_protection` say it of each number, where two are compared; `protection` is the
    worse of both.

    `bounds`, `plausible`, `equivalence`, `power`, `trend` and `signals` are worked out from the numbers as they are
    printed, so that they tell nothing that those do not tell. None: nothing may be said, or there is nothing to say.
    """

    seal: Seal = field(repr=False, compare=False)
    id: str
    kind: FigureKind
    count: int | None
    base: ReleasedBase
    share: float | None
    interval: Interval | None
    protection: Protection
    count_protection: Protection | None = None
    compared_protection: Protection | None = None
    period: tuple[str, str] | None = None
    population: str | None = None
    items: tuple[ReleasedItem, ...] = ()
    compared: int | None = None
    compared_base: ReleasedBase | None = None
    compared_period: tuple[str, str] | None = None
    benchmark: Benchmark | None = None
    numerator: Benchmark | None = None
    words: WordedShare | None = None
    in_words_only: bool = False
    majority: bool | None = None
    bounds: Interval | None = None
    plausible: Interval | None = None
    equivalence: Equivalence | None = None
    power: float | None = None
    exposure: Exposure | None = None
    mismatches: tuple[Mismatch, ...] = ()
    months: tuple[ReleasedMonth, ...] = ()
    trend: Trend | None = None
    signals: tuple[Signal, ...] | None = None

    def __post_init__(self) -> None:
        if self.seal is not SEAL:
            raise TypeError("A ReleasedFigure is made by zichtbaar.monitor.disclosure.protect and nowhere else.")


@dataclass(frozen=True, slots=True)
class WordedShare:
    """A share as a fraction in words: `numerator`/`denominator`, and where the share lies beside it."""

    numerator: int
    denominator: int
    position: str  # "at", "above" (just over) or "below" (almost)
