"""The attack: what can be worked out of a few persons from everything that is told, with linear programmes.

A world is any number of persons of each kind that adds up to what is printed. Over all worlds, the least
and the most that a number can be are two linear programmes. One world can show of many secrets at once
that they can be small, or large: a programme of its own is solved only where that was not shown yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from zichtbaar.codebook.schema import Condition
from zichtbaar.monitor.disclosure.frame import Part
from zichtbaar.monitor.disclosure.programme import NoSolutionError, Programme, Solution
from zichtbaar.monitor.disclosure.reading import Band, ContradictionError, Known, Ratio
from zichtbaar.monitor.disclosure.secret import Secret

_DUST = 1e-6  # of a solver: 2.9999999 is 3
_MANY = 3  # secrets that are worth a look at all of them
_FEW = 4  # secrets of one small world that are seldom in each other's way
_TOGETHER = (250, 40)  # secrets that are looked at together, first many and then fewer
_BEYOND = 10  # a world has at most so many times the largest number that is told

ENOUGH = 20
"""Programmes that found something, after which a draft is mended before it is attacked again."""

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

    def is_too_good(self, need: int) -> bool:
        """Whether the least and the most lie less than this apart, and it matters."""
        few = self.secret.few
        matters = few is None or (self.low <= few + _DUST and self.high >= 1 - _DUST)
        return matters and self.width < need


def _width(low: float, high: float) -> int:
    return floor(high + _DUST) - ceil(low - _DUST)


class Attack:
    """The attack on the secrets of one part, by a reader of all that is known.

    `between` are bounds that the reader supposes of every secret, one at a time. Where `signed`, kinds
    of persons may be negative: they are then changes between two releases. `seen` are worlds that an
    attack on this part saw when other things were told: those that still fit show what they show.
    """

    def __init__(
        self,
        part: Part,
        known: Known,
        between: tuple[int, int] | None = None,
        *,
        signed: bool = False,
        seen: list[Vector] | None = None,
    ) -> None:
        self._part, self._between = part, between
        self._bounds = _bounds(part, known.bands, signed=signed)
        self._ratios = list(_ratios(part, known.ratios))
        self._shares = _share_rows([pair for _, pair in self._ratios], [one for one, _ in self._ratios], part.unknowns)
        self._lows, self._highs = (np.full(len(part.names), bound) for bound in (np.inf, -np.inf))
        self._programme = Programme(self._bounds, part.equal, self._shares, part.secrets)
        self._seen = [] if seen is None else seen
        for world in self._seen:
            if self._fits(world):
                self._note(world)

    def exposed(self, width: int | None = None, enough: int = ENOUGH) -> Iterator[Found]:
        """Secrets whose least and most lie less than each of them must, and less than `width` apart.

        After `enough` programmes that found something the search ends. Raises ContradictionError where
        no world fits.
        """
        needs = [secret.width if width is None else min(width, secret.width) for secret in self._part.names]
        if not self._part.is_apart:
            self._look_at_many(needs)
        unseen = self._unseen(needs)
        groups = self._one_of_each(unseen) if self._part.is_apart else [[number] for number in unseen]
        successes = 0
        for group in groups:
            still = [number for number in group if self._shown(number) < needs[number]]
            found = [one for number, one in self.found(still) if one.is_too_good(needs[number])] if still else []
            yield from found
            successes += bool(found)
            if successes == enough:
                return  # what is told less because of these may well stop the others

    def found(self, numbers: Sequence[int]) -> Iterator[tuple[int, Found]]:
        """The least and the most that secrets can be; several only of different worlds that are apart."""
        together = np.asarray(self._part.secrets[numbers].sum(axis=0), dtype=float).ravel()
        least, most = (self._solve(sign * together, numbers) for sign in (1, -1))
        ends = np.array([least.bounds[self._part.column], most.bounds[self._part.column]])
        down, up = np.maximum(ends, 0).sum(axis=0), np.maximum(-ends, 0).sum(axis=0)
        felt = np.flatnonzero(np.maximum(np.abs(down), np.abs(up)) > _DUST)
        by_share = frozenset(self._felt_shares(least, most))
        lows, highs = (self._part.secrets @ end.unknowns for end in (least, most))
        for number in numbers:
            world = self._part.world_of[number]
            own = felt[self._part.worlds[felt] == world] if self._part.is_apart else felt
            through = {self._part.numbers[place]: (float(down[place]), float(up[place])) for place in own}
            yield number, Found(self._part.names[number], lows[number], highs[number], through, by_share)

    def _felt_shares(self, least: Solution, most: Solution) -> Iterator[tuple[Condition, Condition]]:
        felt = np.abs(least.rows) + np.abs(most.rows)
        for place, (one, _) in enumerate(self._ratios):
            if felt[2 * place : 2 * place + 2].any():
                yield one.counted, one.of

    def _look_at_many(self, needs: Sequence[int]) -> None:
        """Worlds in which as many secrets as possible at once are far from where they were seen before.

        One of each small world is asked for at a time, for these are least in each other's way.
        """
        if not self._seen and self._part.names:
            together = np.asarray(self._part.secrets.sum(axis=0), dtype=float).ravel()
            self._solve(together, range(len(needs)))
        for most in _TOGETHER:
            unseen = self._unseen(needs)
            if len(unseen) < _MANY:
                return
            for group in self._one_of_each(unseen):
                for start in range(0, len(group), most):
                    for sign in (1, -1):
                        still = [one for one in group[start : start + most] if self._shown(one) < needs[one]]
                        self._solve_far(sign, still, needs)

    def _solve_far(self, sign: int, numbers: Sequence[int], needs: Sequence[int]) -> None:
        """A world in which secrets are as far above (or below) as they need be, and no farther, in the sum."""
        if not numbers:
            return
        own, need = np.asarray(numbers), np.array([needs[number] for number in numbers], dtype=float)
        was_seen = self._lows[own] <= self._highs[own]
        low, high = self._supposed(len(needs))
        if sign > 0:
            high[own] = np.where(was_seen, np.minimum(self._lows[own] + need, high[own]), high[own])
        else:
            low[own] = np.where(was_seen, np.maximum(self._highs[own] - need, low[own]), low[own])
        together = np.asarray(self._part.secrets[own].sum(axis=0), dtype=float).ravel()
        with suppress(NoSolutionError):  # each can be as far as it was seen, but perhaps not all of them at once
            self._see(self._programme.least(-sign * together, range(len(needs)), low, high))

    def _supposed(self, count: int) -> tuple[Vector, Vector]:
        """What the reader supposes of so many secrets."""
        low, high = self._between or (-np.inf, np.inf)
        return np.full(count, float(low)), np.full(count, float(high))

    def _one_of_each(self, numbers: Iterable[int]) -> list[list[int]]:
        """Secrets in groups of at most one of each small world; a few together where there is only one."""
        numbers = list(numbers)
        if len(set(self._part.world_of[numbers].tolist())) == 1 and not self._part.is_apart:
            return [numbers[start : start + _FEW] for start in range(0, len(numbers), _FEW)]
        groups: list[list[int]] = []
        taken: dict[int, int] = {}
        for number in numbers:
            world = int(self._part.world_of[number])
            place = taken[world] = taken.get(world, -1) + 1
            if place == len(groups):
                groups.append([])
            groups[place].append(number)
        return groups

    def _unseen(self, needs: Sequence[int]) -> list[int]:
        return [number for number, need in enumerate(needs) if self._shown(number) < need]

    def _shown(self, number: int) -> int:
        """How far apart a secret was seen in worlds so far."""
        low, high = self._lows[number], self._highs[number]
        return _width(low, high) if low <= high else -1

    def _solve(self, objective: Vector, supposed: Sequence[int]) -> Solution:
        """The world in which the objective is least. What every secret is in it is noted.

        `supposed` are the secrets of which the reader supposes something.
        """
        named = () if self._between is None else supposed
        try:
            solved = self._programme.least(objective, named, *self._supposed(len(named)))
        except NoSolutionError as error:
            raise ContradictionError(str(error)) from error
        self._see(solved)
        return solved

    def _see(self, solved: Solution) -> None:
        self._seen.append(solved.unknowns)
        self._note(solved.unknowns)

    def _fits(self, world: Vector) -> bool:
        """Whether a world is one of those that are known now."""
        low, high = self._bounds.T
        fits = (world >= low - _DUST).all() and (world <= high + _DUST).all()
        return bool(fits and (self._shares @ world <= _DUST).all())

    def _note(self, world: Vector) -> None:
        """What every secret is in a world."""
        sizes = self._part.secrets @ world
        low, high = self._between or (-np.inf, np.inf)
        counts = (sizes >= low - _DUST) & (sizes <= high + _DUST)
        np.minimum(self._lows, sizes, out=self._lows, where=counts)
        np.maximum(self._highs, sizes, out=self._highs, where=counts)


def _bounds(part: Part, bands: Mapping[Condition, Band], *, signed: bool) -> Vector:
    """The least and the most of every unknown."""
    own = [bands.get(who, (0, None)) for who in part.numbers]
    beyond = float(_BEYOND * max((abs(end) for band in own for end in band if end), default=0) + 1000)
    bounds = np.tile([-beyond if signed else 0.0, beyond], (part.unknowns, 1))
    for column, who in zip(part.column.tolist(), part.numbers, strict=True):
        if who in bands:
            low, high = bands[who]
            bounds[column, 0] = max(bounds[column, 0], low)
            bounds[column, 1] = min(bounds[column, 1], beyond if high is None else high)
    if (bounds[:, 0] > bounds[:, 1]).any():
        raise ContradictionError
    return bounds


def _ratios(part: Part, ratios: Iterable[Ratio]) -> Iterator[tuple[Ratio, tuple[int, int]]]:
    """The shares whose two numbers are in this part (and in one small world), with their columns."""
    columns: dict[Condition, dict[int, int]] = {}
    for who, world, column in zip(part.numbers, part.worlds.tolist(), part.column.tolist(), strict=True):
        columns.setdefault(who, {})[world] = column
    for one in ratios:
        counted, of = columns.get(one.counted, {}), columns.get(one.of, {})
        yield from ((one, (counted[world], of[world])) for world in counted.keys() & of.keys())


def _share_rows(columns: Sequence[tuple[int, int]], ratios: Sequence[Ratio], unknowns: int) -> csr_array:
    """Two rows for each share: it is not below its low, and not above its high."""
    rows = np.repeat(np.arange(2 * len(ratios)), 2)
    values = [value for one in ratios for value in (-1.0, one.low, 1.0, -one.high)]
    places = [column for pair in columns for column in (*pair, *pair)]
    return csr_array(coo_array((values, (rows, places)), shape=(2 * len(ratios), unknowns)))
