"""What becomes of an estimate with other lists; and whether it finds what is known.

The last is the check of O. Binette and R. C. Steorts ("On the reliability of multiple systems estimation for the
quantification of modern slavery", JRSS A 185 (2022) 640-676, section 4): of the cases on one list it is known how many
no other list has. Estimate them from the other lists as if they were not known, and compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import Chooser
from zichtbaar.monitor.estimation.intervals import PopulationInterval, count_interval
from zichtbaar.monitor.estimation.loglinear import LEVEL, LogLinearFit, fit_terms
from zichtbaar.monitor.regression.existence import Status

FEWEST_LISTS = 3
"""With two lists nothing can be left out, and no list can be checked by the others."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The estimate with other lists. `change` says which: a list left out, or two merged into one. `population` and
    `interval` (given the model) are None without an estimate, which `status` explains."""

    change: tuple[str, ...]
    model: str
    status: Status
    population: float | None
    interval: PopulationInterval | None


@dataclass(frozen=True, slots=True)
class KnownPart:
    """The check of one list: of the cases on it, `known` are on no other; `estimated` is what the other lists make of
    them, None without an estimate, and `interval` that in which the known count should lie, given the model."""

    list_name: str
    known: int
    estimated: float | None
    interval: PopulationInterval | None

    @property
    def is_found(self) -> bool | None:
        """Whether the interval holds what is known; None without an estimate."""
        if self.interval is None:
            return None
        return self.interval.low <= self.known <= self.interval.high


def leave_one_out(table: CaptureTable, chooser: Chooser, level: float = LEVEL) -> tuple[Variant, ...]:
    """The estimate without each list in turn; empty for two lists."""
    if table.size < FEWEST_LISTS:
        return ()
    return tuple(
        _variant((name,), table.drop_list(name), chooser, level)
        for name in table.lists
        if _others_have_cases(table, name)
    )


def merge_each_two(table: CaptureTable, chooser: Chooser, level: float = LEVEL) -> tuple[Variant, ...]:
    """The estimate with each two lists taken as one; empty for two lists."""
    if table.size < FEWEST_LISTS:
        return ()
    return tuple(_variant(pair, table.merge_lists(pair), chooser, level) for pair in combinations(table.lists, 2))


def find_what_is_known(table: CaptureTable, chooser: Chooser, level: float = LEVEL) -> tuple[KnownPart, ...]:
    """The check of each list by the others; empty for two lists."""
    if table.size < FEWEST_LISTS:
        return ()
    return tuple(
        _known_part(table, name, chooser, level)
        for name, on_it in zip(table.lists, table.on_list, strict=True)
        if on_it
    )


def _variant(change: tuple[str, ...], table: CaptureTable, chooser: Chooser, level: float) -> Variant:
    fit = _fitted(table, chooser)
    if fit.status is not Status.FINE:
        return Variant(change, fit.model, fit.status, None, None)
    return Variant(change, fit.model, fit.status, fit.population, fit.interval(level))


def _fitted(table: CaptureTable, chooser: Chooser) -> LogLinearFit:
    choice = chooser.choose(table.counts.astype(float)[None])
    return fit_terms(table, choice.model_of(0, table.size))


def _others_have_cases(table: CaptureTable, name: str) -> bool:
    return table.cases > int(table.counts[1 << table.lists.index(name)])


def _known_part(table: CaptureTable, name: str, chooser: Chooser, level: float) -> KnownPart:
    bit = 1 << table.lists.index(name)
    known = int(table.counts[bit])
    on_it = np.where(np.arange(len(table.counts)) & bit, table.counts, 0)
    on_it[bit] = 0
    if not on_it.any():
        return KnownPart(name, known, None, None)
    others = CaptureTable(table.lists, on_it).drop_list(name)
    fit = _fitted(others, chooser)
    if fit.status is not Status.FINE:
        return KnownPart(name, known, None, None)
    # What is known is a count itself, and not only what it was expected to be.
    return KnownPart(name, known, fit.dark_figure, count_interval(fit.dark_figure, fit.errors[""], level))
