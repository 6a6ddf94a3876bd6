"""The size of a population by a log-linear model with a prior, in which only clear dependence of two lists is kept.

B. W. Silverman, "Multiple-systems analysis for the quantification of modern slavery: classical and Bayesian
approaches", Journal of the Royal Statistical Society A 183 (2020) 691-736, section 6; `estimate_population_bayesthresh`
of the R package MultipleSystemsEstimation 1.2.0 answers the same. The counts of the histories are Poisson with the
logarithm of their mean a sum of a constant, a parameter of each list and one of each two lists. Those of two lists are
normal about 0 with variance 1 before the data are seen; of the others hardly anything is assumed (variance 10,000).
Two lists whose parameter has a posterior mean of less than two posterior standard deviations are then taken as
independent, and what is left is fitted again. The dark figure is exp(constant).

The posteriors are log-concave, so no Markov chain is needed: see `split_t`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from zichtbaar.monitor.estimation.answerable import refuse_what_only_the_prior_would_answer
from zichtbaar.monitor.estimation.bayesian.modes import Table
from zichtbaar.monitor.estimation.bayesian.priors import Normal
from zichtbaar.monitor.estimation.bayesian.sampling import Sample, sampled
from zichtbaar.monitor.estimation.bayesian.weighted import WeightedDraws, effective_size, shares
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import SettingError
from zichtbaar.monitor.estimation.lattice import Floats, containment
from zichtbaar.monitor.estimation.notation import Terms, closed, write_model

MOST_LISTS = 8
FEWEST_SAMPLES = 100

THRESHOLD = 2.0
PRIOR_VARIANCE = 1.0
HARDLY_ANYTHING = 10_000.0
"""The variance before the data of the constant and of the lists."""


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdedPosterior:
    """What is known of the population when only clear dependence is kept.

    `statistics` is for each two lists how many posterior standard deviations its parameter lies from 0 when all have
    one; `terms` are those of the model that was fitted again. `population` are draws under that model, seen and
    missing together. `first_size` is how many draws the statistics rest on.
    """

    cases: int
    threshold: float
    prior_variance: float
    statistics: Mapping[tuple[str, str], float]
    terms: Terms
    population: WeightedDraws
    first_size: float
    seed: int

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """The pairs of lists that may depend on each other."""
        return tuple(pair for pair, statistic in self.statistics.items() if statistic >= self.threshold)

    @property
    def model(self) -> str:
        """That of `terms`, in hierarchical notation."""
        return write_model(self.terms)


def bayesian_threshold(
    table: CaptureTable,
    *,
    threshold: float = THRESHOLD,
    prior_variance: float = PRIOR_VARIANCE,
    samples: int = 20_000,
    seed: int,
) -> ThresholdedPosterior:
    """Fit all pairs, keep what is clear, fit again. Three to eight lists; the same seed gives the same draws.

    Raises NoEstimateError for a table in which a list is empty or no list overlaps another, and SettingError for
    a threshold below 0, a variance that is not above 0, and fewer than 100 samples.
    """
    _check(threshold, prior_variance, samples)
    refuse_what_only_the_prior_would_answer(table, most_lists=MOST_LISTS)
    chance = np.random.default_rng(seed)
    pairs = tuple(combinations(range(table.size), 2))
    every = tuple(1 << one | 1 << other for one, other in pairs)
    first = _sample(table, every, prior_variance, samples, chance)
    statistics = _statistics(first, len(pairs))
    kept = tuple(pair for pair, statistic in zip(every, statistics, strict=True) if statistic >= threshold)
    again = _sample(table, kept, prior_variance, samples, chance)
    return ThresholdedPosterior(
        table.cases,
        threshold,
        prior_variance,
        {(table.lists[one], table.lists[other]): float(of) for (one, other), of in zip(pairs, statistics, strict=True)},
        closed(kept, table.size),
        WeightedDraws.of(table.cases + np.exp(again.parameters[:, 0]), again.log_weights),
        effective_size(first.log_weights),
        seed,
    )


def _check(threshold: float, prior_variance: float, samples: int) -> None:
    if not threshold >= 0:
        raise SettingError(f"a threshold of {threshold:g} (expected 0 or more)")
    if not prior_variance > 0:
        raise SettingError(f"a prior variance of {prior_variance:g} (expected more than 0)")
    if samples < FEWEST_SAMPLES:
        raise SettingError(f"{samples} samples (expected {FEWEST_SAMPLES} or more)")


def _sample(
    table: CaptureTable, pairs: Terms, prior_variance: float, samples: int, chance: np.random.Generator
) -> Sample:
    """Draws of the constant, the lists and these pairs, in this order."""
    terms = [0, *(1 << place for place in range(table.size)), *pairs]
    design = containment(table.size)[1:, terms]
    variance = np.full(len(terms), prior_variance)
    variance[: table.size + 1] = HARDLY_ANYTHING
    counts = Table(design, table.counts[1:].astype(np.float64))
    return sampled(counts, Normal(variance), np.ones(len(terms), dtype=np.bool_), samples, chance)


def _statistics(sample: Sample, pairs: int) -> Floats:
    """(pairs,): the posterior means of the last parameters divided by their standard deviations, without a sign."""
    weights = shares(sample.log_weights)
    parameters = sample.parameters[:, -pairs:]
    means = weights @ parameters
    statistics: Floats = np.abs(means) / np.sqrt(weights @ (parameters - means) ** 2)
    return statistics
