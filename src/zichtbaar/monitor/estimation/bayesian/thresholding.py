"""The size of a population by a log-linear model with a prior, in which only clear dependence of two lists is kept.

B. W. Silverman, "Multiple-systems analysis for the quantification of modern slavery: classical and Bayesian
approaches", Journal of the Royal Statistical Society A 183 (2020) 691-736, section 6; `estimate_population_bayesthresh`
of the R package MultipleSystemsEstimation 1.2.0 answers the same. The counts of the histories are Poisson with the
logarithm of their mean a sum of a constant, a parameter of each list and one of each two lists. Those of two lists are
normal about 0 with variance 1 before the data are seen; of the others hardly anything is assumed (variance 10,000).
Two lists whose parameter has a posterior mean of less than two posterior standard deviations are then taken as
independent, and what is left is fitted again. The dark figure is exp(constant). Where it is asked for, three lists of
which each two are kept get a parameter too, which must be as clear to stay.

The posteriors are log-concave, so no Markov chain is needed: see `split_t`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from zichtbaar.monitor.estimation.answerable import refuse_what_only_the_prior_would_answer
from zichtbaar.monitor.estimation.bayesian.modes import Table
from zichtbaar.monitor.estimation.bayesian.priors import Normal
from zichtbaar.monitor.estimation.bayesian.sampling import Sample, sampled
from zichtbaar.monitor.estimation.bayesian.weighted import WeightedDraws, effective_size, shares
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import SettingError
from zichtbaar.monitor.estimation.lattice import Floats, containment, lists_of, term_of
from zichtbaar.monitor.estimation.notation import Terms, closed, write_model
from zichtbaar.monitor.estimation.settings_given import (
    as_given,
    is_number,
    is_whole,
    require_seed,
    require_whole,
    shown,
)
from zichtbaar.monitor.estimation.showing import one_line

MOST_LISTS = 8
FEWEST_SAMPLES = 100
MOST_TOGETHER = 3
"""Lists: the dependence of more at once is not tried."""

THRESHOLD = 2.0
PRIOR_VARIANCE = 1.0
HARDLY_ANYTHING = 10_000.0
"""The variance before the data of the constant and of the lists."""


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdedPosterior:
    """What is known of the population when only clear dependence is kept.

    `statistics` is for each two lists how many posterior standard deviations its parameter lies from 0 when all have
    one, and the same for each three lists that were tried; `terms` are those of the model that was fitted again.
    `population` are draws under that model, seen and missing together. `first_size` is how many draws the statistics
    rest on, the fewer where three lists were tried.
    """

    cases: int
    threshold: float
    prior_variance: float
    statistics: Mapping[tuple[str, ...], float]
    terms: Terms
    population: WeightedDraws
    first_size: float
    seed: int

    def __repr__(self) -> str:
        return one_line(self, cases=self.cases, model=self.model, population=self.population, seed=self.seed)

    @property
    def kept(self) -> tuple[tuple[str, ...], ...]:
        """The pairs of lists that may depend on each other, and the threes that may do so beyond their pairs."""
        return tuple(lists for lists, statistic in self.statistics.items() if statistic >= self.threshold)

    @property
    def model(self) -> str:
        """That of `terms`, in hierarchical notation."""
        return write_model(self.terms)


def bayesian_threshold(
    table: CaptureTable,
    *,
    threshold: float = THRESHOLD,
    prior_variance: float = PRIOR_VARIANCE,
    max_order: int = 2,
    samples: int = 20_000,
    seed: int,
) -> ThresholdedPosterior:
    """Fit all pairs, keep what is clear, fit again. Three to eight lists; the same seed gives the same draws.

    With a `max_order` of 3 the dependence of three lists is tried where all pairs of them were kept; of three lists in
    all it is not, as nothing can be known of it.

    Raises NoEstimateError for a table in which a list is empty or no list overlaps another, and SettingError for
    a threshold below 0, a variance that is not above 0, an order other than 2 and 3, fewer than 100 samples, and a seed
    that is none.
    """
    _check(threshold, prior_variance, max_order, samples)
    require_seed(seed)
    refuse_what_only_the_prior_would_answer(table, most_lists=MOST_LISTS)
    chance = np.random.default_rng(seed)
    drawn = partial(_sample, table, prior_variance=prior_variance, samples=samples, chance=chance)
    statistics, first_size = _tried(drawn, (), _of_size(table.size, 2))
    kept = tuple(term for term, statistic in statistics.items() if statistic >= threshold)
    if max_order == MOST_TOGETHER and (threes := _eligible(kept, table.size)):
        of_threes, size = _tried(drawn, kept, threes)
        statistics, first_size = statistics | of_threes, min(first_size, size)
        kept += tuple(three for three, statistic in of_threes.items() if statistic >= threshold)
    again = drawn(kept)
    return ThresholdedPosterior(
        table.cases,
        threshold,
        prior_variance,
        {tuple(table.lists[place] for place in lists_of(term)): of for term, of in statistics.items()},
        closed(kept, table.size),
        WeightedDraws.of(table.cases + np.exp(again.parameters[:, 0]), again.log_weights),
        first_size,
        seed,
    )


def _of_size(lists: int, size: int) -> Terms:
    return tuple(map(term_of, combinations(range(lists), size)))


def _eligible(kept: Terms, lists: int) -> Terms:
    """Three lists, but not all there are, of which each two were kept."""
    threes = _of_size(lists, MOST_TOGETHER) if lists > MOST_TOGETHER else ()
    return tuple(three for three in threes if {term_of(pair) for pair in combinations(lists_of(three), 2)} <= {*kept})


def _tried(drawn: Callable[[Sequence[int]], Sample], kept: Terms, terms: Terms) -> tuple[dict[int, float], float]:
    """How clear each of these terms is beside those that are kept, and how many draws that rests on."""
    sample = drawn([*kept, *terms])
    statistics = _statistics(sample, len(terms)).tolist()
    return dict(zip(terms, statistics, strict=True)), effective_size(sample.log_weights)


def _check(threshold: float, prior_variance: float, max_order: int, samples: int) -> None:
    if not (is_number(threshold) and threshold >= 0):
        raise SettingError(f"a threshold of {shown(threshold)} (expected a number from 0)")
    if not (is_number(prior_variance) and prior_variance > 0):
        raise SettingError(f"a prior variance of {shown(prior_variance)} (expected a number above 0)")
    if not (is_whole(max_order, 2) and max_order <= MOST_TOGETHER):
        raise SettingError(f"a max_order of {as_given(max_order)} (expected 2 or {MOST_TOGETHER})")
    require_whole("{} samples", samples, fewest=FEWEST_SAMPLES)


def _sample(
    table: CaptureTable, joined: Sequence[int], *, prior_variance: float, samples: int, chance: np.random.Generator
) -> Sample:
    """Draws of the constant, the lists and these lists together, in this order."""
    terms = [0, *(1 << place for place in range(table.size)), *joined]
    design = containment(table.size)[1:, terms]
    variance = np.full(len(terms), prior_variance)
    variance[: table.size + 1] = HARDLY_ANYTHING
    counts = Table(design, table.counts[1:].astype(np.float64))
    return sampled(counts, Normal(variance), np.ones(len(terms), dtype=np.bool_), samples, chance)


def _statistics(sample: Sample, last: int) -> Floats:
    """(last,): the posterior means of the last parameters divided by their standard deviations, without a sign."""
    weights = shares(sample.log_weights)
    parameters = sample.parameters[:, -last:]
    means = weights @ parameters
    statistics: Floats = np.abs(means) / np.sqrt(weights @ (parameters - means) ** 2)
    return statistics
