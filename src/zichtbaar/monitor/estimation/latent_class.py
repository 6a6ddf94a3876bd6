"""The size of a population whose members differ in how easily they are seen: a Bayesian mixture of latent classes.

D. Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016)
1246-1254; the R package LCMCR samples the same posterior distribution. The model is described in
`latent_class_sampler`. Two things are done otherwise than there, and neither changes the posterior: chains climb a
ladder of thinned tables (`tempering`), and two moves free the order and the number of the classes (`stick`).

Within a class lists are independent, so the model can tell of positive dependence between lists, and hardly of
negative dependence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zichtbaar.monitor.estimation.answerable import refuse_what_only_the_prior_would_answer
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.csv_tables import MOST_LISTS
from zichtbaar.monitor.estimation.errors import EstimationError
from zichtbaar.monitor.estimation.latent_class_sampler import chances_of, draw_round, draw_start
from zichtbaar.monitor.estimation.lattice import Floats, Whole
from zichtbaar.monitor.estimation.mixing import LARGEST_R_HAT, SMALLEST_EFFECTIVE_SIZE, effective_size, r_hat
from zichtbaar.monitor.estimation.tempering import Ladder, ladder_of, trades

FEWEST_SAMPLES = 12
"""From each chain: with fewer there is no telling whether chains have mixed."""


@dataclass(frozen=True, eq=False)
class LatentClass:
    """What is known of the population, in cases, under a mixture of latent classes.

    `draws` (chains, samples): of the population, seen and missing together. `traded` (rungs - 1,): which part of the
    trades between neighbouring rungs was made; nothing passes where it is near 0. The rest is how it was run.
    """

    cases: int
    draws: Whole
    traded: Floats
    classes: int
    burn_in: int
    thinning: int
    seed: int

    @cached_property
    def r_hat(self) -> float:
        """How far the chains differ, 1 when they do not: see `mixing`."""
        return r_hat(self.draws.astype(np.float64))

    @cached_property
    def effective_size(self) -> float:
        """How many independent draws the draws are worth, in the middle or in the tails, whichever is less."""
        return effective_size(self.draws.astype(np.float64))

    @property
    def has_mixed(self) -> bool:
        """Whether the chains agree (R-hat at most 1.01) and are worth 400 draws. If not, run longer or do not print."""
        return self.r_hat <= LARGEST_R_HAT and self.effective_size >= SMALLEST_EFFECTIVE_SIZE

    @property
    def median(self) -> float:
        """The population that half of the draws do not exceed."""
        return self.quantiles([0.5])[0]

    @property
    def chain_medians(self) -> tuple[float, ...]:
        """The median of each chain. Where they stand in groups, there are several answers."""
        return tuple(float(median) for median in np.median(self.draws, axis=1))

    def quantiles(self, chances: Sequence[float]) -> tuple[float, ...]:
        """For each chance the population that this part of the draws does not exceed."""
        return tuple(float(quantile) for quantile in np.quantile(self.draws, np.asarray(chances)))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """From and to where the population is with this probability, as much left out below as above."""
        below, above = self.quantiles([(1 - level) / 2, (1 + level) / 2])
        return below, above


def latent_class(
    table: CaptureTable,
    classes: int = 10,
    chains: int = 4,
    burn_in: int = 6_000,
    samples: int = 1_000,
    thinning: int = 10,
    *,
    seed: int,
    rungs: int | None = None,
    progress: Callable[[float], object] | None = None,
) -> LatentClass:
    """Sample the posterior distribution of the population of three to twelve lists.

    Of each chain the first `burn_in` rounds are left out and then `samples` are kept, one in `thinning` rounds. Every
    second chain is led to the answers step by step in the first half of what is left out, the others are not. The
    same seed gives the same draws. `rungs` are by default as many as the cases need; 1 is the plain sampler.
    `progress` is told which part is done, from 0 to 1. Look at `has_mixed` before anything else.

    Raises NoEstimateError for a table in which a list is empty or no list overlaps another, and EstimationError for
    numbers that cannot be.
    """
    refuse_what_only_the_prior_would_answer(table, most_lists=MOST_LISTS)
    for name, number, fewest in (
        ("classes", classes, 1),
        ("chains", chains, 2),
        ("burn_in", burn_in, 0),
        ("samples", samples, FEWEST_SAMPLES),
        ("thinning", thinning, 1),
        ("rungs", 1 if rungs is None else rungs, 1),
    ):
        if number < fewest:
            raise EstimationError(f"{name} is {number} (expected {fewest} or more)")
    ladder = ladder_of(table.counts, rungs)
    lengths = _Lengths(chains, burn_in, samples, thinning)
    missing, traded = _run(ladder, classes, lengths, np.random.default_rng(seed), progress)
    return LatentClass(table.cases, table.cases + missing, traded, classes, burn_in, thinning, seed)


@dataclass(frozen=True, slots=True)
class _Lengths:
    chains: int
    burn_in: int
    samples: int
    thinning: int

    @property
    def growing(self) -> int:
        """Rounds in which every second chain is given more and more cases."""
        return self.burn_in // 2

    @property
    def rounds(self) -> int:
        """All of them."""
        return self.burn_in + self.samples * self.thinning


def _run(
    ladder: Ladder,
    classes: int,
    lengths: _Lengths,
    chance: np.random.Generator,
    progress: Callable[[float], object] | None,
) -> tuple[Whole, Floats]:
    """The missing (chains, samples) of the rungs with all cases, and the part of trades that was made (rungs - 1,)."""
    rates = ladder.counts[0] @ ladder.on / ladder.counts[0].sum()
    counts = ladder.rows(lengths.chains)
    rows = np.arange(len(counts))
    parameters = draw_start(len(rows), rates, classes, chance)
    kept = np.empty((lengths.chains, lengths.samples), dtype=np.int64)
    up = np.zeros(ladder.rungs - 1)
    for turn in range(lengths.rounds):
        if turn <= lengths.growing:
            counts = ladder.rows(lengths.chains, turn / max(lengths.growing, 1))
        chances = chances_of(parameters, ladder.on)
        taken = trades(counts, ladder.rungs, chances, bool(turn % 2), chance)
        parameters, missing = draw_round(chances.rows(taken), counts, ladder.on, parameters.a[taken], chance)
        place, left = divmod(turn + 1 - lengths.burn_in, lengths.thinning)
        if place >= 0:
            up += (taken > rows).reshape(lengths.chains, -1)[:, :-1].mean(axis=0)
        if place > 0 and not left:
            kept[:, place - 1] = missing[:: ladder.rungs]
        if progress is not None and not (turn + 1) % max(lengths.rounds // 100, 1):
            progress((turn + 1) / lengths.rounds)
    return kept, 2 * up / (lengths.samples * lengths.thinning + 1)
