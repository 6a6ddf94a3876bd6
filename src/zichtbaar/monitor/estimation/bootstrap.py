"""How far an estimate moves with other cases of the same kind: in each resample the model is chosen anew.

The interval is corrected for bias and acceleration (B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987)
171-185); the way it is used for lists is that of B. W. Silverman, L. Chan, K. Vincent, "Bootstrapping multiple systems
estimates to account for model selection", Statistics and Computing 34 (2024), section 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.bca import Resampled
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import Choice, Chooser, fine, joined_choices, require_chooser
from zichtbaar.monitor.estimation.errors import NoEstimateError, TableError
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.lattice import Floats, Whole, make_read_only
from zichtbaar.monitor.estimation.loglinear import LEVEL, WHY_NOT
from zichtbaar.monitor.estimation.notation import write_model
from zichtbaar.monitor.estimation.settings_given import require_seed, require_whole
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.regression.existence import Status

RESAMPLES = 1000
AT_ONCE = 500

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """The estimates of B resamples.

    `estimate` is that of the table itself; `populations` (B,), not a number where a resample has no estimate;
    `models` how many resamples chose each model, in notation, the most frequent first; `jackknife` the table's
    estimate without one case of each history that was seen, and `weights` how many cases that history has; `counts`
    (B, 2^t) the resamples themselves; `seed` what they were drawn with, None when they were given.
    """

    table: CaptureTable
    name: str
    model: str
    estimate: float
    populations: Floats
    models: tuple[tuple[str, int], ...]
    jackknife: Floats
    weights: Whole
    counts: Whole
    seed: int | None

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        return one_line(
            self,
            name=self.name,
            model=self.model,
            estimate=self.estimate,
            resamples=len(self.populations),
            without_estimate=self.without_estimate,
            seed=self.seed,
        )

    @property
    def resampled(self) -> Resampled:
        """The estimates as numbers alone, which those of other tables can be added to."""
        has = ~np.isnan(self.jackknife)
        weights, values = self.weights[has].astype(float), self.jackknife[has]
        lower = (weights * values).sum() / max(weights.sum(), 1.0) - values
        return Resampled(self.estimate, self.populations, lower, weights)

    @property
    def without_estimate(self) -> int:
        """How many resamples have no estimate. They are in no interval: with many of them none can be trusted."""
        return self.resampled.without_estimate

    @property
    def valid(self) -> Floats:
        """The estimates of the resamples that have one."""
        return self.resampled.valid

    @property
    def bias_correction(self) -> float:
        """z0: where the estimate stands among those of the resamples. Resamples that equal it count as half below."""
        return self.resampled.bias_correction

    @property
    def acceleration(self) -> float:
        """a: how skew the influence of single cases is, from leaving out each case once."""
        return self.resampled.acceleration

    def interval(self, level: float = LEVEL) -> PopulationInterval:
        """The BCa interval. Raises NoEstimateError when too many resamples have no estimate, or there are too few."""
        self.resampled.require_most(level)
        low, high = (self.limit(probability) for probability in ((1 - level) / 2, (1 + level) / 2))
        return PopulationInterval(low, high, level, f"BCa bootstrap with the choice of the model inside ({self.name})")

    def limit(self, probability: float) -> float:
        """The one-sided BCa limit: the true population lies below it with about this probability."""
        return self.resampled.limit(probability)


def bootstrap(
    table: CaptureTable,
    chooser: Chooser,
    *,
    n_resamples: int = RESAMPLES,
    seed: int = 1,
    resamples: Whole | None = None,
    progress: Progress | None = None,
) -> Bootstrap:
    """Choose and fit anew in each of many tables drawn from the table's own cases.

    `resamples` (B, 2^t) are counts to use in place of drawn ones, such as another program's. Raises NoEstimateError
    when the table itself has no estimate, TableError when the resamples do not fit the table, SettingError for a
    chooser, number or seed that is none.
    """
    require_chooser(chooser)
    if resamples is None:
        require_whole("{} resamples", n_resamples, fewest=1)
        require_seed(seed)
    first = chooser.choose(table.counts.astype(float)[None])
    if not fine(first)[0]:
        raise NoEstimateError(f"{chooser.name}: {WHY_NOT[Status(int(first.status[0]))]}")
    drawn = _drawn(table, n_resamples, seed) if resamples is None else _checked(table, resamples)
    without, weights = _without_one_case(table)
    choices = _all(chooser, np.concatenate([without, drawn]).astype(float), progress)
    populations = table.cases + choices.dark_figure
    models = Counter(
        write_model(choices.model_of(row, table.size))
        for row in range(len(without), len(populations))
        if choices.status[row] == Status.FINE
    )
    return Bootstrap(
        table=table,
        name=chooser.name,
        model=write_model(first.model_of(0, table.size)),
        estimate=table.cases + float(first.dark_figure[0]),
        populations=populations[len(without) :],
        models=tuple(models.most_common()),
        jackknife=populations[: len(without)] - 1,
        weights=weights,
        counts=drawn,
        seed=seed if resamples is None else None,
    )


def _all(chooser: Chooser, counts: Floats, progress: Progress | None) -> Choice:
    parts = []
    for at in range(0, len(counts), AT_ONCE):
        parts.append(chooser.choose(counts[at : at + AT_ONCE]))
        if progress:
            progress(min(1.0, (at + AT_ONCE) / len(counts)))
    return joined_choices(parts)


def _drawn(table: CaptureTable, n_resamples: int, seed: int) -> Whole:
    """(B, 2^t): as many cases, each with the history of one that was seen."""
    drawn: Whole = np.random.default_rng(seed).multinomial(table.cases, table.counts / table.cases, size=n_resamples)
    return drawn


def _checked(table: CaptureTable, resamples: Whole) -> Whole:
    given = np.asarray(resamples)
    if given.ndim != 2 or given.shape[1] != len(table.counts) or not len(given):
        raise TableError(f"resamples of shape {given.shape} (expected (B, {len(table.counts)}))")
    if (given < 0).any() or (given != np.floor(given)).any() or given[:, 0].any():
        raise TableError("resamples are no counts by history (expected whole numbers, and none on no list)")
    if (given.sum(axis=1) != table.cases).any():
        raise TableError(f"a resample does not have the {table.cases} cases of the table")
    return given.astype(np.int64)


def _without_one_case(table: CaptureTable) -> tuple[Whole, Whole]:
    """The table without one case of each history that was seen, and the counts of these histories."""
    seen = np.flatnonzero(table.counts)
    without = np.repeat(table.counts[None], len(seen), axis=0)
    without[np.arange(len(seen)), seen] -= 1
    return without, table.counts[seen]
