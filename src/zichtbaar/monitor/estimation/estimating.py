"""One estimate by one method, in a form that is the same for all of them; and all methods side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, get_args

from zichtbaar.monitor.estimation.answerable import left_open
from zichtbaar.monitor.estimation.bayesian.averaging import bayesian_average
from zichtbaar.monitor.estimation.bayesian.thresholding import MOST_TOGETHER, THRESHOLD, bayesian_threshold
from zichtbaar.monitor.estimation.bootstrap import RESAMPLES, Bootstrap, Progress, bootstrap
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import BestOf, Chooser, Independent, Stepwise
from zichtbaar.monitor.estimation.decomposable import decomposable
from zichtbaar.monitor.estimation.errors import ModelError, NoEstimateError, SettingError
from zichtbaar.monitor.estimation.hierarchies import are_many
from zichtbaar.monitor.estimation.intervals import PopulationInterval, require_level
from zichtbaar.monitor.estimation.latent_class import latent_class
from zichtbaar.monitor.estimation.loglinear import LEVEL, WHY_NOT, LogLinearFit, fit_terms
from zichtbaar.monitor.estimation.reach import takes
from zichtbaar.monitor.estimation.search import Criterion, ModelSearch, descend, model_average, search_or_descend
from zichtbaar.monitor.estimation.settings_given import require_seed, require_whole
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.stepwise import P_THRESHOLD, require_threshold
from zichtbaar.monitor.regression.existence import Status

Method = Literal["stepwise", "bic", "aic", "main", "average", "decomposable", "latent-class", "threshold", "hyper-g"]
METHODS: tuple[Method, ...] = get_args(Method)

MOST_IN_RESAMPLES = 100
"""A search is repeated in each resample among so many models, the best in the table itself (Silverman, Chan and
Vincent 2024, section 4.2, take 20 for four lists and 100 for five)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a method may be told. `max_order` is the size of the largest interaction in a search, `resamples` how many
    tables are drawn in a bootstrap (0: none, and the interval is the one given the model).

    Raises SettingError for a threshold, number, seed or level that cannot be.
    """

    p_threshold: float = P_THRESHOLD
    max_order: int = 2
    resamples: int = RESAMPLES
    seed: int = 1
    level: float = LEVEL

    def __post_init__(self) -> None:
        require_level(self.level)
        require_threshold(self.p_threshold)
        require_whole("a max_order of {}", self.max_order, fewest=1)
        require_whole("resamples of {}", self.resamples, fewest=0)
        require_seed(self.seed)


@dataclass(frozen=True, slots=True)
class Resamples:
    """What a bootstrap did: how many resamples, how many without an estimate, and how often each model was chosen."""

    count: int
    without_estimate: int
    models: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PopulationEstimate:
    """How many there are, by one method.

    `model` in hierarchical notation, "" where a method averages over models. `population` and `interval` are None
    without an estimate; `problem` then says why, and beside an estimate what is wrong with it. `given_model` is the
    interval that takes the model for granted, None where there is no one model. `bootstrap` holds all resamples.
    """

    method: Method
    name: str
    lists: tuple[str, ...]
    cases: int
    model: str
    population: float | None
    interval: PopulationInterval | None
    given_model: PopulationInterval | None
    problem: str
    resamples: Resamples | None
    bootstrap: Bootstrap | None
    seed: int | None

    def __repr__(self) -> str:
        return one_line(
            self,
            method=self.method,
            model=self.model,
            population=self.population,
            interval=self.interval,
            problem=self.problem,
        )

    @property
    def dark_figure(self) -> float | None:
        """The cases on no list."""
        return None if self.population is None else self.population - self.cases

    @property
    def has_estimate(self) -> bool:
        """Whether there is a number at all."""
        return self.population is not None

    @property
    def is_usable(self) -> bool:
        """Whether there is a number and nothing is wrong with it."""
        return self.has_estimate and not self.problem


def estimate(
    table: CaptureTable,
    method: Method = "stepwise",
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> PopulationEstimate:
    """Estimate by one method. A table that the method cannot use gives an estimate without a number, which says why.

    Raises ModelError for an order that the table cannot carry, and SettingError for a method that there is not.
    """
    if method not in _MAKERS:
        raise SettingError(f"a method {method!r} (expected {', '.join(METHODS)})")
    asked = settings or Settings()
    try:
        return _MAKERS[method](table, asked, progress)
    except NoEstimateError as error:
        return _without(table, method, str(error))


@dataclass(frozen=True, slots=True)
class MethodPanel:
    """The same table by every method, none with resamples: what the choice of a method alone does to the number."""

    estimates: tuple[PopulationEstimate, ...]

    def __repr__(self) -> str:
        return one_line(self, methods=len(self.estimates), range=self.range, ratio=self.ratio)

    @property
    def populations(self) -> tuple[float, ...]:
        """The estimates that there are, without those that must not be used."""
        return tuple(one.population for one in self.estimates if one.population is not None and one.is_usable)

    @property
    def range(self) -> tuple[float, float] | None:
        """The smallest and the largest of them; None without any."""
        found = self.populations
        return (min(found), max(found)) if found else None

    @property
    def ratio(self) -> float | None:
        """How many times the smallest estimate fits in the largest; None with fewer than two."""
        found = self.populations
        return max(found) / min(found) if len(found) > 1 else None


def panel(
    table: CaptureTable,
    settings: Settings | None = None,
    progress: Progress | None = None,
    *,
    made: PopulationEstimate | None = None,
    thorough: bool = True,
) -> MethodPanel:
    """Estimate by every method. `decomposable` stands twice: with a weak and with a strong prior.

    A method that cannot take so many lists has a line without a number, which says why. Unless the panel is `thorough`
    so has one that takes long, and a search that does goes downhill. `made`: an estimate that need not be made again.
    """
    asked = replace(settings or Settings(), resamples=0)
    lines: list[PopulationEstimate] = []
    for place, method in enumerate(METHODS):
        told = partial(_tell, progress, place) if progress else None
        lines += _lines(table, method, asked, told, made, thorough=thorough)
        if told:
            told(1.0)
    return MethodPanel(tuple(lines))


def _lines(
    table: CaptureTable,
    method: Method,
    asked: Settings,
    told: Progress | None,
    made: PopulationEstimate | None,
    *,
    thorough: bool,
) -> list[PopulationEstimate]:
    if made is not None and made.method == method:
        lines = [_without_resamples(made)]
    elif not thorough and takes_long(table, method, asked):
        lines = [_in_short(table, method, asked)]
    else:
        lines = [_estimate_or_why(table, method, partial(estimate, table, method, asked, told))]
    if method == "decomposable" and lines[0].problem != LEFT_OUT:
        strong = _estimate_or_why(table, method, lambda: _decomposable(table, asked, None, delta=STRONG_DELTA))
        lines = [_with_delta(lines[0], 0.5**table.size), _with_delta(strong, STRONG_DELTA)]
    return lines


def _with_delta(made: PopulationEstimate, delta: float) -> PopulationEstimate:
    """An estimate by decomposable graphs that says by which prior, also where it has no number."""
    return replace(made, name=_decomposable_name(delta))


def _decomposable_name(delta: float) -> str:
    return f"decomposable graphs, delta {delta:g}"


def _in_short(table: CaptureTable, method: Method, asked: Settings) -> PopulationEstimate:
    if method not in {"bic", "aic"}:
        return _without(table, method, LEFT_OUT)
    order = _order(table, asked)
    return _estimate_or_why(
        table, method, lambda: _best(table, descend(table, criterion=method, max_order=order), asked, None)
    )


LEFT_OUT = "left out: it takes long"

QUICK_LISTS = 5
"""So many lists have 822 decomposable graphs and 1,024 sets of pairs; six have 18,154 and 32,768."""


def takes_long(table: CaptureTable, method: Method, settings: Settings) -> bool:
    """Whether a method takes longer than a second or two, by itself and without resamples.

    One that does not take so many lists says so at once.
    """
    if not takes(method, table.size):
        return False
    if method in {"bic", "aic", "average"}:
        return are_many(table.size, _order(table, settings))
    return method == "latent-class" or (method in {"decomposable", "hyper-g"} and table.size > QUICK_LISTS)


def _without_resamples(made: PopulationEstimate) -> PopulationEstimate:
    """An estimate as it stands in a panel."""
    if made.resamples is None:
        return made
    return replace(made, interval=made.given_model, problem="", resamples=None, bootstrap=None, seed=None)


def _tell(progress: Progress, place: int, done: float) -> None:
    """How much of all methods is done, when a part of one is."""
    progress((place + done) / len(METHODS))


STRONG_DELTA = 0.5
"""Half a case in every cell, as in the example of dga: beside 2^-t it shows how much the prior decides."""


def _stepwise(table: CaptureTable, settings: Settings, progress: Progress | None) -> PopulationEstimate:
    return _chosen(table, "stepwise", Stepwise(settings.p_threshold), settings, progress)


def _main(table: CaptureTable, settings: Settings, progress: Progress | None) -> PopulationEstimate:
    return _chosen(table, "main", Independent(), settings, progress)


def _by_criterion(criterion: Criterion) -> Callable[..., PopulationEstimate]:
    def by_criterion(table: CaptureTable, settings: Settings, progress: Progress | None) -> PopulationEstimate:
        found = search_or_descend(table, criterion=criterion, max_order=_order(table, settings))
        return _best(table, found, settings, progress)

    return by_criterion


def _best(table: CaptureTable, found: ModelSearch, settings: Settings, progress: Progress | None) -> PopulationEstimate:
    best = tuple(one.terms for one in found.models[:MOST_IN_RESAMPLES])
    return _chosen(table, found.criterion, BestOf(best, found.criterion, found.exhaustive), settings, progress)


def _order(table: CaptureTable, settings: Settings) -> int:
    """Two lists have no interaction that could be searched."""
    return min(settings.max_order, table.size - 1)


def _chosen(
    table: CaptureTable, method: Method, chooser: Chooser, settings: Settings, progress: Progress | None
) -> PopulationEstimate:
    choice = chooser.choose(table.counts.astype(float)[None])
    fit = fit_terms(table, choice.model_of(0, table.size))
    if fit.status is not Status.FINE:
        return _without(table, method, f"{fit.model}: {WHY_NOT[fit.status]}")
    given_model = fit.interval(settings.level)
    if not settings.resamples:
        return _made(table, method, chooser.name, fit, given_model, given_model)
    drawn = bootstrap(table, chooser, n_resamples=settings.resamples, seed=settings.seed, progress=progress)
    resamples = Resamples(len(drawn.populations), drawn.without_estimate, drawn.models)
    made = _made(table, method, chooser.name, fit, given_model, given_model)
    try:
        interval, problem = drawn.interval(settings.level), ""
    except NoEstimateError as error:
        interval, problem = None, str(error)
    return replace(made, interval=interval, problem=problem, resamples=resamples, bootstrap=drawn, seed=drawn.seed)


def _made(
    table: CaptureTable,
    method: Method,
    name: str,
    fit: LogLinearFit,
    interval: PopulationInterval,
    given_model: PopulationInterval,
) -> PopulationEstimate:
    return PopulationEstimate(
        method, name, table.lists, table.cases, fit.model, fit.population, interval, given_model, "", None, None, None
    )


def _average(table: CaptureTable, settings: Settings, _: Progress | None) -> PopulationEstimate:
    average = model_average(table, max_order=_order(table, settings), level=settings.level)
    found = "" if average.search.exhaustive else " found downhill"
    name = f"average of {len(average.search.models):,} models{found} by BIC"
    return _averaged(table, "average", name, average.population, average.interval)


def _decomposable(
    table: CaptureTable, settings: Settings, _: Progress | None, delta: float | None = None
) -> PopulationEstimate:
    average = decomposable(table, delta)
    low, high = average.interval(settings.level)
    interval = PopulationInterval(low, high, settings.level, "posterior of decomposable graphs")
    made = _averaged(table, "decomposable", _decomposable_name(average.delta), average.median, interval)
    return replace(made, problem="the grid of possible numbers is too short") if average.grid_is_too_short else made


def _latent_class(table: CaptureTable, settings: Settings, progress: Progress | None) -> PopulationEstimate:
    found = latent_class(table, seed=settings.seed, progress=progress)
    low, high = found.interval(settings.level)
    interval = PopulationInterval(low, high, settings.level, "posterior of latent classes")
    made = _averaged(table, "latent-class", "latent classes", found.median, interval)
    return replace(made, problem=found.problem, seed=settings.seed)


def _threshold(table: CaptureTable, settings: Settings, _: Progress | None) -> PopulationEstimate:
    order = min(max(settings.max_order, 2), MOST_TOGETHER)
    found = bayesian_threshold(table, max_order=order, seed=settings.seed)
    low, high = found.population.interval(settings.level)
    interval = PopulationInterval(low, high, settings.level, "posterior of the model with clear dependence")
    made = _averaged(
        table, "threshold", f"clear dependence, {THRESHOLD:g} deviations", found.population.median, interval
    )
    return replace(
        made,
        model=found.model,
        problem=found.population.problem or left_open(interval.low, interval.high),
        seed=settings.seed,
    )


def _hyper_g(table: CaptureTable, settings: Settings, _: Progress | None) -> PopulationEstimate:
    found = bayesian_average(table, seed=settings.seed)
    low, high = found.population.interval(settings.level)
    interval = PopulationInterval(low, high, settings.level, "posterior of models of pairs")
    name = f"average of {found.searched:,} models by a hyper-g prior"
    made = _averaged(table, "hyper-g", name, found.population.median, interval)
    return replace(made, problem=found.population.problem or left_open(interval.low, interval.high), seed=settings.seed)


def _averaged(
    table: CaptureTable, method: Method, name: str, population: float, interval: PopulationInterval
) -> PopulationEstimate:
    return PopulationEstimate(
        method, name, table.lists, table.cases, "", float(population), interval, None, "", None, None, None
    )


def _without(table: CaptureTable, method: Method, problem: str) -> PopulationEstimate:
    return PopulationEstimate(method, method, table.lists, table.cases, "", None, None, None, problem, None, None, None)


def _estimate_or_why(table: CaptureTable, method: Method, make: Callable[[], PopulationEstimate]) -> PopulationEstimate:
    try:
        return make()
    except (NoEstimateError, ModelError) as error:
        return _without(table, method, str(error))


_MAKERS: Mapping[Method, Callable[..., PopulationEstimate]] = {
    "stepwise": _stepwise,
    "bic": _by_criterion("bic"),
    "aic": _by_criterion("aic"),
    "main": _main,
    "average": _average,
    "decomposable": _decomposable,
    "latent-class": _latent_class,
    "threshold": _threshold,
    "hyper-g": _hyper_g,
}
