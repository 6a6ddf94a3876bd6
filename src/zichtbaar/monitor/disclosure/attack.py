"""The attack: what can be worked out of a few persons from everything that is told, with linear programmes.

A world is any number of persons of each kind that adds up to what is printed. Over all worlds, the least
and the most that a number can be are two linear programmes. One world can show of many secrets at once
that they can be small, or large: a programme of its own is solved only where that was not shown yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.frame import Part, Secret
from zichtbaar.monitor.disclosure.reading import ContradictionError, Known

_DUST = 1e-6  # of a solver: 2.9999999 is 3
_SOLVED = 0
_MANY = 3
_BEYOND = 10  # a world has at most so many times the largest number that is told

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """What the attack finds: the least and the most that a secret can be.

    `through` says how much wider that would be for each person by which a number could be less, and
    more; `by_share` names the pairs of numbers of which the share matters.
    """

    secret: Secret
    low: float
    high: float
    through: Mapping[Condition, tuple[float, float]]
    by_share: frozenset[tuple[Condition, Condition]]

    @property
    def width(self) -> int:
        """The distance of the least and the most whole number that it can be."""
        return _width(self.low, self.high)


def _width(low: float, high: float) -> int:
    return floor(high + _DUST) - ceil(low - _DUST)


def _one_of_each(numbers: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Numbers (world, number) in groups of at most one of each world."""
    groups: list[list[int]] = []
    taken: dict[int, int] = {}
    for world, number in numbers:
        place = taken[world] = taken.get(world, -1) + 1
        if place == len(groups):
            groups.append([])
        groups[place].append(number)
    return groups


class Attack:
    """The attack on the secrets of one part, by a reader of all that is known.

    `between` are bounds that the reader supposes of every secret, one at a time. Where `signed`, kinds
    of persons may be negative: they are then changes between two releases.
    """

    def __init__(
        self, part: Part, known: Known, between: tuple[int, int] | None = None, *, signed: bool = False
    ) -> None:
        self._part, self._between = part, between
        bands = {part.place[who]: band for who, band in known.bands.items() if who in part.place}
        beyond = float(_BEYOND * max((abs(top) for band in bands.values() for top in band if top), default=0) + 1000)
        self._bounds = np.tile([-beyond if signed else 0.0, beyond], (part.unknowns, 1))
        for place, (low, high) in bands.items():
            self._bounds[place] = low, beyond if high is None else high
        self._ratios = [one for one in known.ratios if one.counted in part.place and one.of in part.place]
        self._lows, self._highs = (np.full(len(part.names), bound) for bound in (np.inf, -np.inf))

    def exposed(self, width: int | None = None) -> Iterator[Found]:
        """The secrets whose least and most lie less than `width` apart, or less than each of them must.

        Raises ContradictionError where no world fits.
        """
        needs = [secret.width if width is None else width for secret in self._part.names]
        self._look_at_many(needs)
        for number, need in enumerate(needs):
            if self._shown(number) < need and (found := self.found(number)).width < need:
                yield found

    def found(self, number: int) -> Found:
        """The least and the most that one of the secrets can be."""
        row = self._part.secrets[[number]].toarray()[0]
        least, most = (self._solve(sign * row, [number]) for sign in (1, -1))
        through = {
            who: (
                float(least.lower.marginals[place] + most.lower.marginals[place]),
                float(-least.upper.marginals[place] - most.upper.marginals[place]),
            )
            for who, place in self._part.place.items()
        }
        felt = (np.abs(least.ineqlin.marginals) + np.abs(most.ineqlin.marginals)).reshape(-1, 2).any(axis=1)
        by_share = frozenset((one.counted, one.of) for one, is_felt in zip(self._ratios, felt, strict=False) if is_felt)
        return Found(self._part.names[number], least.fun, -most.fun, through, by_share)

    def _look_at_many(self, needs: Sequence[int]) -> None:
        """Worlds in which many secrets at once are as large, or as small, as they can be.

        One of each small world is asked for at a time, for these are least in each other's way.
        """
        unseen = self._unseen(needs)
        before = len(unseen) + 1
        while len(unseen) >= _MANY and len(unseen) < before:
            before = len(unseen)
            for group in _one_of_each([(self._part.world[number], number) for number in unseen]):
                still = [number for number in group if self._shown(number) < needs[number]]
                for sign in (-1, 1) if len(still) >= _MANY else ():
                    together = np.asarray(self._part.secrets[still].sum(axis=0), dtype=float).ravel()
                    self._solve(sign * together, range(len(needs)))
            unseen = self._unseen(needs)

    def _unseen(self, needs: Sequence[int]) -> list[int]:
        return [number for number, need in enumerate(needs) if self._shown(number) < need]

    def _shown(self, number: int) -> int:
        """How far apart a secret was seen in worlds so far."""
        low, high = self._lows[number], self._highs[number]
        return _width(low, high) if low <= high else -1

    def _solve(self, objective: Vector, supposed: Sequence[int]) -> Any:
        """The world in which the objective is least. What every secret is in it is noted.

        `supposed` are the secrets of which the reader supposes something.
        """
        matrix, tops = self._at_most(supposed)
        equal: Any = self._part.equal  # scipy takes sparse matrices and arrays of bounds; its stubs do not say so
        at_most: Any = matrix
        bounds: Any = self._bounds
        zeros = np.zeros(self._part.equal.shape[0])
        result = linprog(objective, A_ub=at_most, b_ub=tops, A_eq=equal, b_eq=zeros, bounds=bounds, method="highs")
        if result.status != _SOLVED or result.x is None:
            raise ContradictionError(result.message)
        seen = self._part.secrets @ result.x
        low, high = self._between or (-np.inf, np.inf)
        counts = (seen >= low - _DUST) & (seen <= high + _DUST)
        np.minimum(self._lows, seen, out=self._lows, where=counts)
        np.maximum(self._highs, seen, out=self._highs, where=counts)
        return result

    def _at_most(self, supposed: Sequence[int]) -> tuple[csr_array, Vector]:
        """The shares, two rows each, and what is supposed of a secret."""
        counted, of = ([self._part.place[who] for who in pair] for pair in self._pairs)
        shares = len(self._ratios)
        rows = np.repeat(np.arange(2 * shares), 2)
        columns = np.column_stack([counted, of, counted, of]).ravel()
        values = [value for one in self._ratios for value in (-1.0, one.low, 1.0, -one.high)]
        matrix = csr_array(coo_array((values, (rows, columns)), shape=(2 * shares, self._part.unknowns)))
        if self._between is None:
            return matrix, np.zeros(2 * shares)
        rows_of = self._part.secrets[supposed]
        low, high = (np.full(len(supposed), bound) for bound in self._between)
        return csr_array(vstack([matrix, -rows_of, rows_of])), np.concatenate([np.zeros(2 * shares), -low, high])

    @property
    def _pairs(self) -> tuple[list[Condition], list[Condition]]:
        return [one.counted for one in self._ratios], [one.of for one in self._ratios]
