"""Intervals from resamples, corrected for bias and acceleration; and the sum of independent parts.

B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987) 171-185. With several independent samples the
influence of every case, in whatever sample, enters the same sums: variances add, and so do third moments, of which
the acceleration is the ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isinf

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError, SettingError
from zichtbaar.monitor.estimation.intervals import normal_quantile, require_level
from zichtbaar.monitor.estimation.lattice import Floats, make_read_only
from zichtbaar.monitor.estimation.settings_given import is_number, shown

SAME = 1e-9
"""Estimates that differ by less, as a part of themselves, are the same: they may come from equal margins by another
way of adding up."""


@dataclass(frozen=True, slots=True, eq=False)
class Resampled:
    """An estimate and those of its resamples.

    `populations` (B,): not a number where a resample has no estimate. `lower` (k,): how far below their mean the
    estimate without one case lies, for each kind of case, and `weights` (k,) how many cases are of that kind.
    """

    estimate: float
    populations: Floats
    lower: Floats
    weights: Floats

    def __post_init__(self) -> None:
        make_read_only(self)

    @property
    def valid(self) -> Floats:
        """The estimates of the resamples that have one."""
        return self.populations[~np.isnan(self.populations)]

    @property
    def without_estimate(self) -> int:
        """How many resamples have no estimate."""
        return len(self.populations) - len(self.valid)

    @property
    def bias_correction(self) -> float:
        """z0: where the estimate stands among those of the resamples. Resamples that equal it count as half below."""
        same = np.isclose(self.valid, self.estimate, rtol=SAME, atol=0.0)
        below = ((self.valid < self.estimate) & ~same).sum() + same.sum() / 2
        return normal_quantile(float(below) / len(self.valid))

    @property
    def acceleration(self) -> float:
        """a: how skew the influence of single cases is."""
        spread = float((self.weights * self.lower**2).sum())
        return float((self.weights * self.lower**3).sum()) / (6 * spread**1.5) if spread else 0.0

    def limit(self, probability: float) -> float:
        """The one-sided BCa limit: the true population lies below it with about this probability.

        Raises NoEstimateError when the estimate lies beyond all of its resamples, and where the correction folds over:
        at a z = 1 it has come to the end of all numbers, and beyond it would come back from the other side. Raises
        SettingError for a probability that is none.
        """
        from scipy.special import ndtr  # noqa: PLC0415 - takes a fifth of a second to load

        if not (is_number(probability) and 0 < probability < 1):
            raise SettingError(f"a limit of probability {shown(probability)} (expected one between 0 and 1)")
        shift = self.bias_correction
        if isinf(shift):
            raise NoEstimateError("the estimate lies beyond all of its resamples: they say nothing of how sure it is")
        z = shift + normal_quantile(probability)
        if self.acceleration * z >= 1:
            raise NoEstimateError("single cases weigh so unequally that no limit of this level can be told")
        return self.quantile(float(ndtr(shift + z / (1 - self.acceleration * z))))

    def quantile(self, probability: float) -> float:
        """The quantile of the resamples' estimates, median-unbiased (R's type 8)."""
        return float(np.quantile(self.valid, probability, method="median_unbiased"))

    def require_most(self, level: float) -> None:
        """Raises NoEstimateError when so many resamples have no estimate that they could be an end of the interval.

        Most of these have none because it would be endless. Raises it too for fewer resamples than have one beyond
        each end.
        """
        require_level(level)
        beyond = (1 - level) / 2 * len(self.populations)
        if self.without_estimate > beyond:
            share = f"{self.without_estimate} of {len(self.populations)} resamples"
            raise NoEstimateError(f"{share} have no estimate: an interval of the others cannot be trusted")
        if beyond < 1:
            few = f"{len(self.populations)} resamples are too few"
            raise NoEstimateError(f"{few} for an interval of {level * 100:.10g}%")


def added(parts: Sequence[Resampled]) -> Resampled:
    """The sum of independent estimates, each with as many resamples.

    Resample b of the sum is the sum of every part's resample b. It has no estimate where one of its parts has none.
    """
    return Resampled(
        sum(part.estimate for part in parts),
        np.sum([part.populations for part in parts], axis=0),
        np.concatenate([part.lower for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )
