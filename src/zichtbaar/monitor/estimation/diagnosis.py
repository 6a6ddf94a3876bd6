"""What a table tells before any model: how much the lists overlap, and what that can carry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import term_of
from zichtbaar.monitor.estimation.notation import closed
from zichtbaar.monitor.estimation.solving import padded, solve
from zichtbaar.monitor.regression.existence import Status

SMALL = 5
"""A count below this says little by itself."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many cases two lists share. `expected`: how many they would, were all lists independent; None when that
    model has no estimate."""

    lists: tuple[str, str]
    observed: int
    expected: float | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A table described. `on_list` counts the cases of each list; `only_once` the cases that one list alone knows;
    `small_cells` the histories with a count of 1 to 4; `empty_lists` those that nobody is on."""

    cases: int
    on_list: dict[str, int]
    only_once: int
    overlaps: tuple[Overlap, ...]
    small_cells: int
    empty_lists: tuple[str, ...]

    @property
    def share_only_once(self) -> float:
        """The part of the cases that one list alone knows: the larger, the more has to be extrapolated."""
        return self.only_once / self.cases

    @property
    def shared(self) -> int:
        """How many cases more than one list knows."""
        return self.cases - self.only_once

    @property
    def never_meeting(self) -> tuple[tuple[str, str], ...]:
        """Pairs of lists, neither of them empty, that share no case."""
        return tuple(
            one.lists
            for one in self.overlaps
            if not one.observed and not any(name in self.empty_lists for name in one.lists)
        )


def diagnose(table: CaptureTable) -> Diagnosis:
    """Describe a table."""
    on_list = dict(zip(table.lists, table.on_list, strict=True))
    expected = _expected_overlaps(table)
    return Diagnosis(
        cases=table.cases,
        on_list=on_list,
        only_once=table.on_one_list_only,
        overlaps=tuple(
            Overlap(pair, observed, expected.get(pair) if expected else None)
            for pair, observed in table.overlaps().items()
        ),
        small_cells=int(((table.counts > 0) & (table.counts < SMALL)).sum()),
        empty_lists=tuple(name for name, count in on_list.items() if not count),
    )


def _expected_overlaps(table: CaptureTable) -> dict[tuple[str, str], float] | None:
    """What the lists would share among the cases seen, were they independent; None without an estimate."""
    independent = closed((), table.size)
    solved = solve(table.counts.astype(float)[None], padded([independent], table.size))
    if solved.status[0] != Status.FINE:
        return None
    places = {name: place for place, name in enumerate(table.lists)}
    return {
        (one, other): float(np.round(solved.margins[0, term_of((places[one], places[other]))], 6))
        for one, other in table.overlaps()
    }
