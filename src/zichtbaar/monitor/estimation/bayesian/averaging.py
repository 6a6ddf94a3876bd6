"""The size of a population as an average over all models of which two lists depend, each by its posterior probability.

The models and priors are those of `bict` of the R package conting 1.7 with prior "SBH" and all pairs: A. M. Overstall,
R. King, "conting: an R package for Bayesian analysis of complete and incomplete contingency tables", Journal of
Statistical Software 58(7) (2014). Every set of pairs is a model, and as probable as any other before the data are seen.
Given a model the counts are Poisson, a list is -1 or 1, and the parameters have the prior of
`priors.NormalOfUnknownScale`. The number on no list is Poisson given the parameters.

conting goes from model to model by reversible jumps. Here every model is judged by Laplace's approximation, those that
can matter are sampled (`split_t`), and the areas under their posteriors weigh them: no chain has to find its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from zichtbaar.monitor.estimation.answerable import refuse_what_only_the_prior_would_answer
from zichtbaar.monitor.estimation.bayesian.modes import Table, modes
from zichtbaar.monitor.estimation.bayesian.priors import Flags, NormalOfUnknownScale
from zichtbaar.monitor.estimation.bayesian.sampling import sampled_about
from zichtbaar.monitor.estimation.bayesian.weighted import WeightedDraws
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import Floats, Whole
from zichtbaar.monitor.estimation.notation import Terms, closed, write_model
from zichtbaar.monitor.estimation.settings_given import require_seed, require_whole
from zichtbaar.monitor.estimation.showing import one_line

MOST_LISTS = 6
"""32,768 models; seven lists have two million."""

TOO_IMPROBABLE = 1e-5
"""Of the best model: what is less by Laplace's approximation is not sampled, and counted in `left_out`."""

FEWEST_DRAWS = 400
"""From each model that is sampled: enough for the area under its posterior."""

MODELS_TOGETHER = 2_048

LARGEST_LOGARITHM = 34.5
"""Of the missing that are expected: a Poisson number of many more would not fit in a whole number of 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class ProbableModel:
    """A model with its posterior probability, and draws of the population under it."""

    terms: Terms
    probability: float
    population: WeightedDraws

    @property
    def model(self) -> str:
        """In hierarchical notation."""
        return write_model(self.terms)


@dataclass(frozen=True, slots=True, eq=False)
class BayesianAverage:
    """What is known of the population, in cases, over all models.

    `population` are draws, seen and missing together. `models` are those that were sampled, the most probable first;
    `left_out` is what all others come to, by Laplace's approximation. `pairs` is how probable dependence of two lists
    is.
    """

    cases: int
    population: WeightedDraws
    models: tuple[ProbableModel, ...]
    pairs: Mapping[tuple[str, str], float]
    searched: int
    left_out: float
    seed: int

    def __repr__(self) -> str:
        return one_line(self, cases=self.cases, population=self.population, searched=self.searched, seed=self.seed)


def bayesian_average(table: CaptureTable, *, samples: int = 20_000, seed: int) -> BayesianAverage:
    """Average over every set of dependent pairs of three to six lists. The same seed gives the same draws.

    `samples` are divided among the models by how probable they are, besides 400 for each that is sampled.

    Raises NoEstimateError for a table in which a list is empty or no list overlaps another, and SettingError for a
    number of samples below 1 and a seed that is none.
    """
    refuse_what_only_the_prior_would_answer(table, most_lists=MOST_LISTS)
    require_whole("{} samples", samples, fewest=1)
    require_seed(seed)
    counts = Table(_design(table.size)[1:], table.counts[1:].astype(np.float64))
    active = _active(table.size)
    probabilities = _by_laplace(counts, active)
    chosen = np.flatnonzero(probabilities > TOO_IMPROBABLE * probabilities.max())
    wanted = FEWEST_DRAWS + np.round(samples * probabilities[chosen]).astype(np.int64)
    drawn = _drawn(counts, active[chosen], wanted, table.cases, np.random.default_rng(seed))
    models = _probable_models(drawn, active[chosen], table.size)
    population = WeightedDraws.of(
        np.concatenate([one.numbers for one in drawn]), np.concatenate([one.log_weights for one in drawn])
    )
    left_out = float(1 - probabilities[chosen].sum())
    return BayesianAverage(table.cases, population, models, _pairs(table, models), len(active), left_out, seed)


def _design(lists: int) -> Floats:
    """(2^t, d): 1, for each list 1 where a case is not on it and -1 where it is, and the products of two of these."""
    signs = 1.0 - 2.0 * (np.arange(1 << lists)[:, None] >> np.arange(lists) & 1)
    products = [signs[:, one] * signs[:, other] for one, other in combinations(range(lists), 2)]
    return np.column_stack([np.ones(1 << lists), signs, *products])


def _active(lists: int) -> Flags:
    """(models, d): which parameters each model has."""
    pairs = lists * (lists - 1) // 2
    active = np.ones((1 << pairs, 1 + lists + pairs), dtype=np.bool_)
    active[:, 1 + lists :] = np.arange(1 << pairs)[:, None] >> np.arange(pairs) & 1
    return active


def _by_laplace(counts: Table, active: Flags) -> Floats:
    """(models,): how probable each is, by Laplace's approximation."""
    blocks = [active[begin : begin + MODELS_TOGETHER] for begin in range(0, len(active), MODELS_TOGETHER)]
    log_areas = np.concatenate([modes(counts, NormalOfUnknownScale(), block).log_areas for block in blocks])
    areas = np.exp(log_areas - log_areas.max())
    probabilities: Floats = areas / areas.sum()
    return probabilities


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Of one model: populations, and the logarithms of weights that sum to the area under its posterior."""

    numbers: Whole
    log_weights: Floats

    @property
    def log_area(self) -> float:
        return float(np.logaddexp.reduce(self.log_weights))


def _drawn(counts: Table, active: Flags, wanted: Whole, cases: int, chance: np.random.Generator) -> list[_Drawn]:
    """So many draws of each model as are wanted of it."""
    prior = NormalOfUnknownScale()
    found = modes(counts, prior, active)
    drawn = []
    for row, count in enumerate(wanted.tolist()):
        sample = sampled_about(found, row, counts, prior, active[row], count, chance)
        expected = np.exp(np.minimum(sample.parameters @ np.ones(int(active[row].sum())), LARGEST_LOGARITHM))
        drawn.append(_Drawn(cases + chance.poisson(expected), sample.log_weights - np.log(count)))
    return drawn


def _probable_models(drawn: list[_Drawn], active: Flags, lists: int) -> tuple[ProbableModel, ...]:
    log_areas = np.array([one.log_area for one in drawn])
    areas = np.exp(log_areas - log_areas.max())
    pairs = [1 << one | 1 << other for one, other in combinations(range(lists), 2)]
    models = [
        ProbableModel(
            closed([pairs[place] for place in np.flatnonzero(has[1 + lists :])], lists),
            part,
            WeightedDraws.of(one.numbers.astype(np.float64), one.log_weights),
        )
        for one, has, part in zip(drawn, active, (areas / areas.sum()).tolist(), strict=True)
    ]
    return tuple(sorted(models, key=lambda model: -model.probability))


def _pairs(table: CaptureTable, models: tuple[ProbableModel, ...]) -> dict[tuple[str, str], float]:
    return {
        (table.lists[one], table.lists[other]): sum(
            model.probability for model in models if (1 << one | 1 << other) in model.terms
        )
        for one, other in combinations(range(table.size), 2)
    }
