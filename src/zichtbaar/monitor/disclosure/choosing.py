"""The cheapest choice of what to tell less, as a mixed integer programme that learns from each attack.

Everything that can be told less has steps, and each step a loss. An attack that succeeds gives a cut: of the
steps that stand in its way, enough must be taken. The cheapest choice that keeps all cuts is attacked
again, until no attack succeeds (Fischetti and Salazar 2001 solve cell suppression in this way). As every
cut holds for every choice that withstands the attack, what is found at the end loses least.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

Thing = TypeVar("Thing", bound=Hashable)

Step = tuple[Thing, int]
"""A thing and the number of its step, from 1."""


_DUST = 1e-6  # of a solver


class NoChoiceError(Exception):
    """Whatever is told less, the attack succeeds."""


@dataclass
class Choice(Generic[Thing]):
    """How many steps to take of each thing.

    `losses` holds the loss of each step of a thing. `follows` are pairs of which the second step is
    taken whenever the first is.
    """

    losses: Mapping[Thing, Sequence[float]]
    follows: Iterable[tuple[Step[Thing], Step[Thing]]] = ()
    _rows: list[Mapping[int, float]] = field(init=False, default_factory=list)
    _least: list[float] = field(init=False, default_factory=list)
    _place: dict[Step[Thing], int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for thing, losses in self.losses.items():
            for step in range(1, len(losses) + 1):
                self._place[thing, step] = len(self._place)
                if step > 1:  # nobody takes the second step without the first
                    self._add({self._place[thing, step - 1]: 1, self._place[thing, step]: -1}, 0)
        for first, second in self.follows:
            self._add({self._place[second]: 1, self._place[first]: -1}, 0)

    def need(self, gains: Mapping[Step[Thing], float], least: float) -> None:
        """Ask that the steps taken gain at least so much together. Raises NoChoiceError when they cannot."""
        if sum(gains.values()) < least - _DUST:
            raise NoChoiceError
        self._add({self._place[step]: min(gain, least) / least for step, gain in gains.items()}, 1)

    def cheapest(self) -> dict[Thing, int]:
        """The choice that loses least. Raises NoChoiceError when there is none."""
        if not self._place:
            return dict.fromkeys(self.losses, 0)
        costs = np.array([loss for losses in self.losses.values() for loss in losses])
        rows = LinearConstraint(self._matrix(), lb=np.array(self._least))
        solved = milp(costs, integrality=np.ones(len(costs), dtype=int), bounds=Bounds(0, 1), constraints=rows)
        if solved.x is None:
            raise NoChoiceError
        taken = np.round(solved.x)
        steps = dict.fromkeys(self.losses, 0)
        for (thing, _), place in self._place.items():
            steps[thing] += int(taken[place])
        return steps

    def _add(self, row: Mapping[int, float], least: float) -> None:
        self._rows.append(row)
        self._least.append(least)

    def _matrix(self) -> csr_array:
        numbers = np.repeat(np.arange(len(self._rows)), [len(row) for row in self._rows])
        columns = [column for row in self._rows for column in row]
        values = [value for row in self._rows for value in row.values()]
        return csr_array(coo_array((values, (numbers, columns)), shape=(len(self._rows), len(self._place))))
