"""The size of a population whose members differ in how easily they are seen: a Bayesian mixture of latent classes.

D. Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016)
1246-1254; the R package LCMCR samples the same posterior distribution. The model is described in
`latent_class_sampler`. Two things are done otherwise than there, and neither changes the posterior: between its rounds
the chains follow paths on which members and missing are summed out (`hamiltonian`), and two moves free the order and
the number of the classes (`stick`).

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
from zichtbaar.monitor.estimation.hamiltonian import FIRST_STEP, Landscape, learned, moved_along
from zichtbaar.monitor.estimation.intervals import require_level
from zichtbaar.monitor.estimation.latent_class_sampler import Parameters, chances_of, draw_round, draw_start
from zichtbaar.monitor.estimation.lattice import Floats, Whole, make_read_only
from zichtbaar.monitor.estimation.mixing import LARGEST_R_HAT, SMALLEST_EFFECTIVE_SIZE, effective_size, r_hat
from zichtbaar.monitor.estimation.settings_given import require_chances, require_seed, require_whole
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.thinning import thinned

FEWEST_SAMPLES = 12
"""From each chain: with fewer there is no telling whether chains have mixed."""


@dataclass(frozen=True, eq=False)
class LatentClass:
    """What is known of the population, in cases, under a mixture of latent classes.

    `draws` (chains, samples): of the population, seen and missing together. `taken` is the part of the paths whose end
    was taken, and `step` their stride. The rest is how it was run.
    """

    cases: int
    draws: Whole
    taken: float
    step: float
    classes: int
    burn_in: int
    thinning: int
    seed: int

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        return one_line(self, cases=self.cases, median=self.median, problem=self.problem, seed=self.seed)

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
        """For each chance the population that this part of the draws does not exceed.

        Raises SettingError for a chance that is no number from 0 to 1.
        """
        return tuple(float(quantile) for quantile in np.quantile(self.draws, require_chances(chances)))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """From and to where the population is with this probability, as much left out below as above.

        Raises SettingError for a level that is none.
        """
        require_level(level)
        below, above = self.quantiles([(1 - level) / 2, (1 + level) / 2])
        return below, above

    @property
    def answers(self) -> tuple[float, ...]:
        """The median of each group of chains; more than one where chains stay apart.

        Chains are of one group when the middle halves of their draws overlap, directly or through others. Several
        groups mean that the lists fit several numbers; how probable each of them is, such a run cannot tell.
        """
        order = np.argsort(np.median(self.draws, axis=1))
        lows, highs = np.quantile(self.draws[order], (0.25, 0.75), axis=1)
        apart = np.flatnonzero(lows[1:] > np.maximum.accumulate(highs)[:-1]) + 1
        return tuple(float(np.median(group)) for group in np.split(self.draws[order], apart))

    @property
    def problem(self) -> str:
        """Why the numbers must not be used; "" when the chains have mixed."""
        if self.has_mixed:
            return ""
        answers = self.answers
        apart = f"the chains stay apart, near {answers[0]:.0f} and {answers[-1]:.0f}"
        what = apart if len(answers) > 1 else "the chains have not met"
        return f"{what} (R-hat {self.r_hat:.2f}, worth {self.effective_size:.0f} draws): do not use this number"


def latent_class(
    table: CaptureTable,
    classes: int = 10,
    chains: int = 8,
    burn_in: int = 1_000,
    samples: int = 2_000,
    thinning: int = 1,
    *,
    seed: int,
    progress: Callable[[float], object] | None = None,
) -> LatentClass:
    """Sample the posterior distribution of the population of three to twelve lists.

    Of each chain the first `burn_in` rounds are left out and then `samples` are kept, one in `thinning` rounds. Every
    second chain is led to the answers step by step in the first half of what is left out, the others are not. The
    same seed gives the same draws. `progress` is told which part is done, from 0 to 1. Look at `has_mixed` before
    anything else.

    Raises NoEstimateError for a table in which a list is empty or no list overlaps another, and SettingError for
    numbers that cannot be.
    """
    refuse_what_only_the_prior_would_answer(table, most_lists=MOST_LISTS)
    for name, number, fewest in (
        ("classes", classes, 1),
        ("chains", chains, 2),
        ("burn_in", burn_in, 0),
        ("samples", samples, FEWEST_SAMPLES),
        ("thinning", thinning, 1),
    ):
        require_whole(f"{name} is {{}}", number, fewest=fewest)
    require_seed(seed)
    run = _Run(table, classes, _Lengths(chains, burn_in, samples, thinning), np.random.default_rng(seed))
    missing = run.all_rounds(progress)
    return LatentClass(table.cases, table.cases + missing, run.taken, run.step, classes, burn_in, thinning, seed)


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


class _Run:
    """Chains that go on, and the stride of their paths, which is learned as long as nothing is kept."""

    def __init__(self, table: CaptureTable, classes: int, lengths: _Lengths, chance: np.random.Generator) -> None:
        self.numbers = np.concatenate([[0], np.flatnonzero(table.counts)])
        self.on = (self.numbers[:, None] >> np.arange(table.size) & 1).astype(np.float64)
        self.table, self.lengths, self.chance = table, lengths, chance
        self.parameters = draw_start(lengths.chains, np.array(table.on_list) / table.cases, classes, chance)
        self.step, self.taken = FIRST_STEP, 0.0

    def all_rounds(self, progress: Callable[[float], object] | None) -> Whole:
        """The missing (chains, samples)."""
        lengths = self.lengths
        kept = np.empty((lengths.chains, lengths.samples), dtype=np.int64)
        counts = self.counts(0.0)
        for turn in range(lengths.rounds):
            if turn <= lengths.growing:
                counts = self.counts(turn / max(lengths.growing, 1))
            missing = self.one_round(counts, keeps=turn >= lengths.burn_in)
            place, left = divmod(turn + 1 - lengths.burn_in, lengths.thinning)
            if place > 0 and not left:
                kept[:, place - 1] = missing
            if progress is not None and not (turn + 1) % max(lengths.rounds // 100, 1):
                progress((turn + 1) / lengths.rounds)
        return kept

    def one_round(self, counts: Whole, *, keeps: bool) -> Whole:
        """The number missing (chains,) by the parameters as they are, which then are drawn anew and walk a path."""
        self.parameters, missing, taken = complete_round(self.parameters, counts, self.on, self.step, self.chance)
        if keeps:
            self.taken += taken / (self.lengths.samples * self.lengths.thinning)
        else:
            self.step = learned(self.step, taken)
        return missing

    def counts(self, part: float) -> Whole:
        """(chains, S): the tables of all chains when a part of the beginning is over.

        The first chain, the third and so on are given more and more cases, the others have all from the start. What is
        led finds the answers that are wide, what is not can be anywhere; where both come to the same, there is hardly
        another answer.
        """
        tables = np.tile(self.table.counts[self.numbers], (self.lengths.chains, 1))
        tables[::2] = thinned(tables[0], part)
        tables[:, 0] = 0
        return tables


def complete_round(
    parameters: Parameters, counts: Whole, on: Floats, step: float, chance: np.random.Generator
) -> tuple[Parameters, Whole, float]:
    """The parameters after a Gibbs round and a path; the number missing (R,) by the old ones; which part was taken."""
    drawn, missing = draw_round(chances_of(parameters, on), counts, on, parameters.a, chance)
    landscape = Landscape(on[1:], counts[:, 1:].astype(np.float64), drawn.a)
    moved, taken = moved_along(drawn, landscape, step, chance)
    return moved, missing, taken
