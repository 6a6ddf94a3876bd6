"""One estimate for each stratum, and their total: people of different kinds are not equally likely to be on a list.

Lists that are independent within each stratum are not independent in the whole when the strata differ in how likely
they are to be listed (heterogeneity); then the estimate of the whole is wrong, most often too low (C. Chandra Sekar,
W. E. Deming, "On a method of estimating birth and death rates and the extent of registration", JASA 44 (1949)
101-115, who therefore estimate by stratum and add up). Separate fits are
the log-linear model of lists and strata with every interaction of the strata with what is in the model: both have the
same likelihood equations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from math import sqrt
from typing import Literal

import numpy as np

from zichtbaar.monitor.estimation.bca import Resampled, added
from zichtbaar.monitor.estimation.bootstrap import Bootstrap, bootstrap
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import Chooser, Stepwise, require_chooser
from zichtbaar.monitor.estimation.errors import NoEstimateError, SettingError, TableError
from zichtbaar.monitor.estimation.intervals import PopulationInterval, log_interval, normal_quantile, require_level
from zichtbaar.monitor.estimation.loglinear import LEVEL, WHY_NOT, LogLinearFit, fit_terms
from zichtbaar.monitor.estimation.settings_given import require_seed, require_whole
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.regression.existence import Status

TotalKind = Literal["log", "wald", "bca", "percentile"]

TOGETHER = "all cases together"


@dataclass(frozen=True, slots=True, eq=False)
class StratumEstimate:
    """The estimate of one stratum, or why it has none.

    `fit` is the chosen model in full; `bootstrap` its resamples, None when none were asked for or there is no
    estimate. Without an estimate `population` and `interval` raise NoEstimateError, and `why_not` is not empty.
    """

    name: str
    fit: LogLinearFit
    bootstrap: Bootstrap | None
    level: float

    def __repr__(self) -> str:
        return one_line(self, name=self.name, cases=self.cases, fit=self.fit, bootstrap=self.bootstrap)

    @property
    def table(self) -> CaptureTable:
        """The lists of this stratum."""
        return self.fit.table

    @property
    def cases(self) -> int:
        """How many cases of this stratum were seen."""
        return self.table.cases

    @property
    def has_estimate(self) -> bool:
        """Whether there is an estimate."""
        return self.fit.status is Status.FINE

    @property
    def why_not(self) -> str:
        """Why there is no estimate, empty when there is one."""
        return "" if self.has_estimate else f"{self.fit.model}: {WHY_NOT[self.fit.status]}"

    @property
    def population(self) -> float:
        """Cases of this stratum, seen and not seen. Raises NoEstimateError."""
        return self.fit.population

    def interval(self, kind: TotalKind | None = None, level: float | None = None) -> PopulationInterval:
        """An interval of this stratum's population; as of a total that has no other stratum."""
        return StratifiedTotal(self.name, (self,), (), self.level).interval(kind, level)


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedTotal:
    """The sum of strata that all have an estimate.

    `label` says what it is the total of; `left_out` names the strata that are not in it.
    """

    label: str
    strata: tuple[StratumEstimate, ...]
    left_out: tuple[str, ...]
    level: float

    def __post_init__(self) -> None:
        without = [f"{one.name} ({one.why_not})" for one in self.strata if not one.has_estimate]
        if without:
            raise NoEstimateError(f"{self.label}: no estimate of {'; '.join(without)}")

    @property
    def cases(self) -> int:
        """How many cases of these strata were seen."""
        return sum(one.cases for one in self.strata)

    def __repr__(self) -> str:
        return one_line(self, label=self.label, cases=self.cases, population=self.population, strata=tuple(self.shares))

    @property
    def dark_figure(self) -> float:
        """The expected number of cases on no list."""
        return sum(one.fit.dark_figure for one in self.strata)

    @property
    def population(self) -> float:
        """Cases of these strata, seen and not seen."""
        return self.cases + self.dark_figure

    @property
    def population_error(self) -> float:
        """The standard error, given the models: variances of independent strata add."""
        return sqrt(sum(one.fit.population_error**2 for one in self.strata))

    @property
    def shares(self) -> dict[str, float]:
        """The part of each stratum in the total."""
        return {one.name: one.population / self.population for one in self.strata}

    @property
    def share_errors(self) -> dict[str, float]:
        """The standard error of each share, given the models.

        By the delta method: N^2 var(p) = (1 - p)^2 v + p^2 (the sum of the others' v), v the variance of a stratum.
        """
        variances = {one.name: one.fit.population_error**2 for one in self.strata}
        whole = sum(variances.values())
        return {
            name: sqrt((1 - share) ** 2 * variances[name] + share**2 * (whole - variances[name])) / self.population
            for name, share in self.shares.items()
        }

    @property
    def resampled(self) -> Resampled | None:
        """The resamples of the sum: those of independent strata added one by one. None when there are none."""
        drawn = [one.bootstrap.resampled for one in self.strata if one.bootstrap]
        return added(drawn) if len(drawn) == len(self.strata) else None

    def interval(self, kind: TotalKind | None = None, level: float | None = None) -> PopulationInterval:
        """An interval of the total. Without a kind it is "bca" when there are resamples and "log" when not.

        Given the chosen models: "wald", the total -+ z times its standard error; "log", n + D exp(-+ z times that
        error over D) with n the cases seen and D the sum of the dark figures (A. Chao, "Estimating the population
        size for capture-recapture data with unequal catchability", Biometrics 43 (1987) 783-791, but without her
        log(1 + x)). The variances of independent strata add as numbers of cases, so D and its error are formed
        first and the logarithm is taken last. Unlike `LogLinearFit.interval` it counts that the dark figure itself
        is a random number, without which the total of many strata is too sure of itself. With the choice of the
        models inside: "bca" and "percentile", from resamples. Many small strata overestimate each a little, and the
        intervals given the models do not correct that. Raises NoEstimateError where resamples are missing, or too
        many of them have no estimate; SettingError for a kind or level that there is not.
        """
        wanted = self.level if level is None else require_level(level)
        drawn = self.resampled
        match kind or ("bca" if drawn else "log"):
            case "log":
                return self._log_interval(wanted)
            case "wald":
                return self._wald_interval(wanted)
            case "bca" | "percentile" as way:
                if drawn is None:
                    raise NoEstimateError(f"{self.label}: nothing was resampled (expected n_resamples above 0)")
                return self._resampled_interval(drawn, wanted, way)
        raise SettingError(f"an interval of kind {kind!r} (expected log, wald, bca or percentile)")

    def _log_interval(self, level: float) -> PopulationInterval:
        found = log_interval(self.cases, self.dark_figure, self.population_error / self.dark_figure, level)
        return replace(found, method=f"log-normal for the dark figure, given the model{self._plural}")

    def _wald_interval(self, level: float) -> PopulationInterval:
        width = normal_quantile((1 + level) / 2) * self.population_error
        low = max(float(self.cases), self.population - width)
        return PopulationInterval(low, self.population + width, level, f"Wald, given the model{self._plural}")

    def _resampled_interval(
        self, drawn: Resampled, level: float, way: Literal["bca", "percentile"]
    ) -> PopulationInterval:
        drawn.require_most(level)
        limit, name = (drawn.limit, "BCa") if way == "bca" else (drawn.quantile, "percentile")
        low, high = (limit(probability) for probability in ((1 - level) / 2, (1 + level) / 2))
        where = " in every stratum" if len(self.strata) > 1 else ""
        return PopulationInterval(low, high, level, f"{name} bootstrap with the choice of the model inside{where}")

    @property
    def _plural(self) -> str:
        return "s of the strata" if len(self.strata) > 1 else ""


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedEstimate:
    """The estimates of all strata, in the order in which they were given, and of all cases together.

    `unstratified` is the same way of choosing applied to the sum of the tables. `chooser` names that way. `seed` is
    what the resamples come from, each stratum's from its own name and this number.
    """

    strata: Mapping[str, StratumEstimate]
    unstratified: StratumEstimate
    chooser: str
    level: float
    n_resamples: int
    seed: int

    def __repr__(self) -> str:
        return one_line(self, chooser=self.chooser, strata=tuple(self.strata.values()))

    @property
    def refused(self) -> dict[str, str]:
        """The strata without an estimate, and why."""
        return {name: one.why_not for name, one in self.strata.items() if not one.has_estimate}

    @property
    def total(self) -> StratifiedTotal:
        """The total of all strata. Raises NoEstimateError when one of them has no estimate, naming each and why."""
        return StratifiedTotal("the total", tuple(self.strata.values()), (), self.level)

    def total_without(self, *names: str) -> StratifiedTotal:
        """The total of the other strata, labelled as such.

        Raises TableError for a stratum that there is not and when none is left, NoEstimateError as `total`.
        """
        unknown = [name for name in names if name not in self.strata]
        if unknown:
            raise TableError(f"there is no stratum {unknown[0]!r} (expected one of {'; '.join(self.strata)})")
        left = tuple(one for name, one in self.strata.items() if name not in names)
        if not left:
            raise TableError("no stratum is left to add up")
        out = tuple(name for name in self.strata if name in names)
        return StratifiedTotal(f"the total without {'; '.join(out)}" if out else "the total", left, out, self.level)

    @property
    def ratio(self) -> float:
        """The total as a multiple of the estimate of all cases together. Raises NoEstimateError.

        Far from 1 the strata differ in how likely they are to be listed, and the estimate of all cases together takes
        them for equal; near 1 it does not show that there is no heterogeneity of another kind.
        """
        return self.total.population / self.unstratified.population


def stratified(
    tables: Mapping[str, CaptureTable],
    chooser: Chooser | None = None,
    *,
    n_resamples: int = 0,
    seed: int = 1,
    level: float = LEVEL,
) -> StratifiedEstimate:
    """Choose and fit a model in every stratum by itself, and in all of them together.

    `tables` are by the name of the stratum and must have the same lists in the same order; `chooser` is `Stepwise()`
    when not given. With `n_resamples` the choice is repeated in so many resamples of each stratum (see `bootstrap`).
    A stratum without an estimate is no error here: it stands in `refused`, and the total then has no estimate.
    Raises TableError for no strata, a stratum without a name, and lists that differ; SettingError for a chooser,
    a number of resamples, a seed and a level that is none.
    """
    _check_tables(tables)
    chosen = Stepwise() if chooser is None else chooser
    require_chooser(chosen)
    require_whole("{} resamples", n_resamples, fewest=0)
    require_seed(seed)
    settings = _Settings(chosen, n_resamples, seed, require_level(level))
    first = next(iter(tables.values()))
    pooled = first.with_counts(np.sum([table.counts for table in tables.values()], axis=0))
    return StratifiedEstimate(
        strata={name: settings.estimate(name, table) for name, table in tables.items()},
        unstratified=settings.estimate(TOGETHER, pooled),
        chooser=settings.chooser.name,
        level=level,
        n_resamples=n_resamples,
        seed=seed,
    )


@dataclass(frozen=True, slots=True)
class _Settings:
    chooser: Chooser
    n_resamples: int
    seed: int
    level: float

    def estimate(self, name: str, table: CaptureTable) -> StratumEstimate:
        choice = self.chooser.choose(table.counts.astype(float)[None])
        fit = fit_terms(table, choice.model_of(0, table.size))
        drawn = None
        if self.n_resamples and fit.status is Status.FINE:
            own_seed = _seed_of(name, self.seed)
            drawn = bootstrap(table, self.chooser, n_resamples=self.n_resamples, seed=own_seed)
        return StratumEstimate(name, fit, drawn, self.level)


def _seed_of(name: str, seed: int) -> int:
    """A stratum's own seed: strata must not draw alike, and another stratum must not change what this one draws."""
    return int.from_bytes(sha256(f"{seed} {name}".encode()).digest()[:8], "big")


def _check_tables(tables: Mapping[str, CaptureTable]) -> None:
    if not tables:
        raise TableError("there are no strata (expected one or more)")
    expected = next(iter(tables.values())).lists
    for name, table in tables.items():
        if not name.strip():
            raise TableError("a stratum has no name")
        if table.lists != expected:
            lists, wanted = ", ".join(table.lists), ", ".join(expected)
            raise TableError(f"the stratum {name!r} has the lists {lists} (expected {wanted}, as the first stratum)")
