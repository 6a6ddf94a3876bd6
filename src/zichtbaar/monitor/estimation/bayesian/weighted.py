"""Weighted draws of a number, what they say of it, and how far off that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.intervals import require_level
from zichtbaar.monitor.estimation.lattice import Floats, make_read_only
from zichtbaar.monitor.estimation.mixing import SMALLEST_EFFECTIVE_SIZE
from zichtbaar.monitor.estimation.settings_given import require_chances
from zichtbaar.monitor.estimation.showing import one_line


@dataclass(frozen=True, slots=True, eq=False)
class WeightedDraws:
    """`numbers` (S,) in ascending order and their `weights` (S,), which sum to 1."""

    numbers: Floats
    weights: Floats

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        return one_line(self, median=self.median, interval=self.interval(), effective_size=self.effective_size)

    @classmethod
    def of(cls, numbers: Floats, log_weights: Floats) -> WeightedDraws:
        """From draws in any order and the logarithms of weights that sum to anything."""
        order = np.argsort(numbers, kind="stable")
        return cls(numbers[order].astype(np.float64), shares(log_weights)[order])

    @property
    def effective_size(self) -> float:
        """How many draws of equal weight they are worth."""
        return _worth(self.weights)

    @property
    def problem(self) -> str:
        """Why they must not be used; "" when they are worth enough."""
        if self.effective_size >= SMALLEST_EFFECTIVE_SIZE:
            return ""
        return f"the draws are worth {self.effective_size:.0f} equal ones: do not use this number"

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.weights @ self.numbers)

    @property
    def median(self) -> float:
        """The number that half of the weight does not exceed."""
        return self.quantiles([0.5])[0]

    def quantiles(self, chances: Sequence[float]) -> tuple[float, ...]:
        """For each chance the smallest number up to which there is so much of the weight.

        Raises SettingError for a chance that is no number from 0 to 1.
        """
        places = np.searchsorted(self.weights.cumsum(), require_chances(chances))
        return tuple(float(self.numbers[min(place, len(self.numbers) - 1)]) for place in places)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """From and to where the number is with this probability, as much left out below as above.

        Raises SettingError for a level that is none.
        """
        require_level(level)
        below, above = self.quantiles([(1 - level) / 2, (1 + level) / 2])
        return below, above

    def part_up_to(self, number: float) -> tuple[float, float]:
        """The probability that it is not exceeded, and the standard error of that probability.

        The error is that of a ratio of two sums of independent draws (J. Geweke, Econometrica 57 (1989) 1317-1339).
        """
        up_to = self.numbers <= number
        part = float(self.weights[up_to].sum())
        return part, float(np.sqrt((self.weights**2 * (up_to - part) ** 2).sum()))


def shares(log_weights: Floats) -> Floats:
    """(S,): weights by their logarithms, so that they sum to 1."""
    weights = np.exp(log_weights - log_weights.max())
    summed: Floats = weights / weights.sum()
    return summed


def effective_size(log_weights: Floats) -> float:
    """How many draws of equal weight they are worth."""
    return _worth(shares(log_weights))


def _worth(weights: Floats) -> float:
    return float(1 / (weights**2).sum())
