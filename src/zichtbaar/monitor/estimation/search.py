"""Every hierarchical model up to an order, ranked by an information criterion; and the average over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import NoEstimateError, SettingError, TooManyModelsError
from zichtbaar.monitor.estimation.every_model import solve_each
from zichtbaar.monitor.estimation.hierarchies import hierarchical_models, neighbours, require_order
from zichtbaar.monitor.estimation.intervals import PopulationInterval, normal_quantile, require_level
from zichtbaar.monitor.estimation.lattice import Floats
from zichtbaar.monitor.estimation.loglinear import LEVEL, LogLinearFit, fit_terms
from zichtbaar.monitor.estimation.notation import Terms, closed, write_model
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.solving import Solved, joined
from zichtbaar.monitor.regression.existence import Status

Criterion = Literal["bic", "aic"]

WITHIN = (2.0, 6.0, 10.0)
"""Differences of a criterion that are told apart: hardly any, positive, strong evidence (Kass and Raftery 1995)."""


@dataclass(frozen=True, slots=True)
class RankedModel:
    """One model of a search. `difference` is how far its criterion lies above the best, `weight` exp(-difference/2)
    as a part of the sum over all models that have an estimate."""

    model: str
    terms: Terms
    population: float
    criterion: float
    difference: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class ModelSearch:
    """All models of a search that have an estimate, the best first; models that tie stand by size and then by terms.

    `refused` counts the models without an estimate by why. `best` is fitted in full. When not `exhaustive`, only models
    beside the best so far were fitted, and a better one may be elsewhere.
    """

    table: CaptureTable
    criterion: Criterion
    max_order: int
    models: tuple[RankedModel, ...]
    refused: Mapping[Status, int]
    best: LogLinearFit
    exhaustive: bool = True

    def __repr__(self) -> str:
        return one_line(
            self, criterion=self.criterion, fitted=self.fitted, model=self.best.model, population=self.population
        )

    @property
    def fitted(self) -> int:
        """How many models were fitted, those without an estimate included."""
        return len(self.models) + sum(self.refused.values())

    @property
    def population(self) -> float:
        """The estimate of the best model."""
        return self.models[0].population

    def within(self, difference: float) -> tuple[RankedModel, ...]:
        """The models whose criterion lies at most this far above the best."""
        return tuple(one for one in self.models if one.difference <= difference)

    def spread(self, difference: float) -> tuple[float, float]:
        """The smallest and the largest population among the models within a difference."""
        populations = [one.population for one in self.within(difference)]
        return min(populations), max(populations)


def search(table: CaptureTable, *, criterion: Criterion = "bic", max_order: int = 2) -> ModelSearch:
    """Fit every hierarchical model up to an order and rank them (Silverman, Chan and Vincent 2024, section 3).

    Raises NoEstimateError when no model has an estimate, ModelError for an order the table cannot carry.
    """
    require_order(table.size, max_order)  # the fits are kept, and 2.0 would find those of 2
    models, solved = _solved(table, max_order)
    return _ranked(table, criterion, max_order, models, solved)


MOST_DESCENTS = 20
"""Steps after which a descent ends, as in MultipleSystemsEstimation."""


def descend(table: CaptureTable, *, criterion: Criterion = "bic", max_order: int = 2) -> ModelSearch:
    """Begin with independent lists and go on to the best neighbour (one interaction more or less), while it is better.

    The `downhill_fit` of Silverman, Chan and Vincent (2024): hundreds of fits where all models would be
    millions, and a search that can stop early. The answer is not `exhaustive`. Raises as `search`.
    """
    require_order(table.size, max_order)
    counts = table.counts.astype(float)[None]
    models: list[Terms] = []
    parts: list[Solved] = []
    lowest, new = np.inf, [closed((), table.size)]
    for _ in range(MOST_DESCENTS + 1):
        parts.append(solve_each(counts, tuple(new)))
        models += new
        values = criterion_values(parts[-1], table.cases, criterion)
        best = int(values.argmin())
        if values[best] >= lowest:
            break
        lowest = float(values[best])
        known = set(models)
        new = [one for one in neighbours(new[best], table.size, max_order) if one not in known]
        if not new:
            break
    return _ranked(table, criterion, max_order, tuple(models), joined(parts), exhaustive=False)


def search_or_descend(table: CaptureTable, *, criterion: Criterion = "bic", max_order: int = 2) -> ModelSearch:
    """Every model where that can be done, and the way downhill where it cannot. Raises as `search`."""
    try:
        return search(table, criterion=criterion, max_order=max_order)
    except TooManyModelsError:
        return descend(table, criterion=criterion, max_order=max_order)


def _ranked(
    table: CaptureTable,
    criterion: Criterion,
    max_order: int,
    models: tuple[Terms, ...],
    solved: Solved,
    *,
    exhaustive: bool = True,
) -> ModelSearch:
    values = criterion_values(solved, table.cases, criterion)
    fine = np.flatnonzero(solved.status == Status.FINE)
    if not fine.size:
        raise NoEstimateError(f"none of the {len(models)} models up to order {max_order} has an estimate")
    order = fine[np.argsort(values[fine], kind="stable")]
    weights = _weights(values[order])
    ranked = tuple(
        RankedModel(
            write_model(models[row]),
            models[row],
            table.cases + float(solved.dark_figure[row]),
            float(values[row]),
            float(values[row] - values[order[0]]),
            float(weight),
        )
        for row, weight in zip(order, weights, strict=True)
    )
    refused: dict[Status, int] = {why: int((solved.status == why).sum()) for why in Status if why is not Status.FINE}
    best = fit_terms(table, ranked[0].terms)
    return ModelSearch(table, criterion, max_order, ranked, refused, best, exhaustive)


@lru_cache(maxsize=1)
def _solved(table: CaptureTable, max_order: int) -> tuple[tuple[Terms, ...], Solved]:
    """The fits of a search. They are the same for every criterion, and take a minute for six lists."""
    models = models_of(table.size, max_order)
    return models, solve_each(table.counts.astype(float)[None], models)


@lru_cache(maxsize=32)
def models_of(lists: int, max_order: int) -> tuple[Terms, ...]:
    """The models of a search, the smallest first."""
    return tuple(hierarchical_models(lists, max_order))


def criterion_values(solved: Solved, cases: float | Floats, criterion: Criterion) -> Floats:
    """The criterion of each fit (B,), infinite without an estimate. Raises SettingError for one that there is not."""
    if criterion not in get_args(Criterion):
        raise SettingError(f"a criterion {criterion!r} (expected {' or '.join(get_args(Criterion))})")
    penalty = np.log(cases) if criterion == "bic" else 2.0
    values: Floats = -2 * solved.log_likelihood + penalty * solved.parameters
    return np.where(np.isnan(values), np.inf, values)


def _weights(values: Floats) -> Floats:
    relative = np.exp(-(values - values.min()) / 2)
    weights: Floats = relative / relative.sum()
    return weights


@dataclass(frozen=True, slots=True)
class ModelAverage:
    """The average of a search. `population` is the mean of the models' estimates by their weight; the interval is that
    of the mixture of their log-normal distributions, so that what the models disagree on is in it."""

    search: ModelSearch
    population: float
    interval: PopulationInterval

    def __repr__(self) -> str:
        return one_line(self, population=self.population, interval=self.interval, search=self.search)


def model_average(
    table: CaptureTable, *, criterion: Criterion = "bic", max_order: int = 2, level: float = LEVEL
) -> ModelAverage:
    """Average over every model up to an order, by exp(-difference/2) of its criterion.

    Where those are too many it is the average over the models that a descent meets: all beside the best one that it
    comes to, and those on the way. `search.exhaustive` says which it is.

    With BIC the weights approach posterior probabilities of equally likely models (A. E. Raftery, "Bayesian model
    selection in social research", Sociological Methodology 25 (1995) 111-163, section 4); with AIC they are Akaike
    weights. Models of less than a millionth of the weight are left out of the interval. Raises as `search`.
    """
    require_level(level)
    found = search_or_descend(table, criterion=criterion, max_order=max_order)
    population = sum(one.weight * one.population for one in found.models)
    weighty = [one for one in found.models if one.weight > 1e-6]
    fits = [fit_terms(table, one.terms) for one in weighty]
    middles = np.log([one.dark_figure for one in fits])
    errors = np.array([one.errors[""] for one in fits])
    weights = np.array([one.weight for one in weighty])
    low, high = (
        _mixture_quantile(probability, middles, errors, weights / weights.sum())
        for probability in ((1 - level) / 2, (1 + level) / 2)
    )
    what = f"mixture over {len(weighty)} models by {criterion.upper()} weight"
    interval = PopulationInterval(table.cases + float(np.exp(low)), table.cases + float(np.exp(high)), level, what)
    return ModelAverage(found, population, interval)


def _mixture_quantile(probability: float, middles: Floats, errors: Floats, weights: Floats) -> float:
    """The quantile of a mixture of normal distributions."""
    from scipy.optimize import brentq  # noqa: PLC0415 - takes a third of a second to load
    from scipy.special import ndtr  # noqa: PLC0415

    z = normal_quantile(probability)
    ends = middles + z * errors
    if np.ptp(ends) < 1e-12:
        return float(ends[0])
    return float(
        brentq(lambda x: float((weights * ndtr((x - middles) / errors)).sum()) - probability, ends.min(), ends.max())
    )
