"""Everything that an honest estimate comes with, in one object: what the lists are, what was searched, what was chosen,
how it moves with the method, the lists and what cannot be tested, and what that adds up to."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Any, Literal

from zichtbaar.monitor.estimation.bootstrap import Progress
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.choosing import Chooser, Independent, Stepwise
from zichtbaar.monitor.estimation.diagnosis import Diagnosis, diagnose
from zichtbaar.monitor.estimation.errors import ModelError, NoEstimateError
from zichtbaar.monitor.estimation.estimating import (
    Method,
    MethodPanel,
    PopulationEstimate,
    Settings,
    estimate,
    panel,
    takes_long,
)
from zichtbaar.monitor.estimation.heterogeneity.fitting import ClosedFit, lower_bound
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.loglinear import LogLinear, LogLinearFit
from zichtbaar.monitor.estimation.robustness import (
    KnownPart,
    Variant,
    find_what_is_known,
    leave_one_out,
    merge_each_two,
)
from zichtbaar.monitor.estimation.search import WITHIN, ModelSearch, search_or_descend
from zichtbaar.monitor.estimation.sensitivity import SensitivityPoint, curve_of
from zichtbaar.monitor.estimation.showing import one_line
from zichtbaar.monitor.estimation.verdict import Finding, Verdict, findings, is_of_the_method, verdict_of


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """An estimate with all that speaks for and against it.

    `ranked` is the search over all models by BIC, None when none has an estimate or it was left out; `fit` that of the
    chosen model, None where a method averages or has an answer of its own; `sensitivity` is empty where there is no one
    model. `bound`: Chao's lower bound, None for two lists or without one. `versions` names
    what it was made with. With `of_all_methods` nobody chose a method: the answer is the range over all of them, and
    `chosen` stands for the parts that need one. Where the verdict is that the lists cannot carry an estimate, `chosen`,
    `fit` and `bound` have none.
    """

    table: CaptureTable
    settings: Settings
    diagnosis: Diagnosis
    chosen: PopulationEstimate
    ranked: ModelSearch | None
    fit: LogLinearFit | None
    methods: MethodPanel
    left_out: tuple[Variant, ...]
    merged: tuple[Variant, ...]
    known: tuple[KnownPart, ...]
    sensitivity: tuple[SensitivityPoint, ...]
    bound: ClosedFit | None
    findings: tuple[Finding, ...]
    verdict: Verdict
    versions: Mapping[str, str]
    of_all_methods: bool = False

    def __repr__(self) -> str:
        return one_line(
            self,
            verdict=str(self.verdict),
            chosen=self.chosen,
            methods=self.methods,
            reasons=tuple(str(one.reason) for one in self.findings),
        )

    @property
    def methods_may_be_used(self) -> bool:
        """Whether what other methods say of these lists may be used: they can carry it, and at most the chosen method
        is at a loss."""
        return self.verdict is not Verdict.CANNOT or is_of_the_method(self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, for JSON. An infinite or missing number is None."""
        return {
            **estimate_as_dict(self.chosen),
            **(_OF_NO_ONE_METHOD if self.of_all_methods and self.chosen.has_estimate else {}),
            "level": self.settings.level,
            "seed": self.settings.seed,
            "settings": asdict(self.settings),
            "verdict": str(self.verdict),
            "diagnostics": self._diagnostics(),
            "models": self._models(),
            "methods": [self._method(one) for one in self.methods.estimates],
            "spread_over_methods": self.methods.ratio if self.methods_may_be_used else None,
            "range_over_methods": _range(self.methods) if self.methods_may_be_used else None,
            "lower_bound": _bound(self.bound, self.settings.level),
            "left_out": [_variant(one) for one in self.left_out],
            "merged": [_variant(one) for one in self.merged],
            "known_parts": [_known(one) for one in self.known],
            "sensitivity": [asdict(one) for one in self.sensitivity],
            "versions": dict(self.versions),
        }

    def _method(self, one: PopulationEstimate) -> dict[str, Any]:
        made = estimate_as_dict(one)
        forbidden = made["status"] == "fine" and not self.methods_may_be_used
        return made | ({"status": "these lists cannot carry an estimate"} if forbidden else {})

    def _diagnostics(self) -> dict[str, Any]:
        return {
            "fit": _fit(self.fit),
            "on_list": self.diagnosis.on_list,
            "on_one_list_only": self.diagnosis.only_once,
            "overlaps": [asdict(one) for one in self.diagnosis.overlaps],
            "small_cells": self.diagnosis.small_cells,
            "findings": [_finding(one) for one in self.findings],
        }

    def _models(self) -> dict[str, Any] | None:
        if self.ranked is None:
            return None
        return {
            "searched": self.ranked.fitted,
            "exhaustive": self.ranked.exhaustive,
            "refused": {why.name.lower(): count for why, count in self.ranked.refused.items()},
            "within": {str(difference): len(self.ranked.within(difference)) for difference in WITHIN},
            "spread": {str(difference): list(self.ranked.spread(difference)) for difference in WITHIN},
            "best": [
                {"model": one.model, "population": one.population, "bic": one.criterion, "weight": one.weight}
                for one in self.ranked.within(WITHIN[-1])
            ],
        }


def report(
    table: CaptureTable,
    method: Method | Literal["panel"] = "stepwise",
    settings: Settings | None = None,
    progress: Callable[[str, float], None] | None = None,
    *,
    thorough: bool = True,
) -> Report:
    """Make the whole report; with "panel" none of the methods is the one that was chosen.

    `progress` is told which part is being made and how much of it is done. When not `thorough`, the methods that take
    long are left out unless they are asked for, and so is a search that does.

    Raises ModelError for an order that the table cannot carry.
    """
    asked = settings or Settings()
    chosen = estimate(table, "stepwise" if method == "panel" else method, asked, _of("bootstrap", progress))
    methods = panel(table, asked, _of("methods", progress), made=chosen, thorough=thorough)
    diagnosis, chooser = diagnose(table), _chooser(chosen, asked)
    left_out, merged = (change(table, chooser, asked.level) for change in (leave_one_out, merge_each_two))
    known, fit = find_what_is_known(table, chooser, asked.level), _fit_of(table, chosen)
    all_of_them = method == "panel"
    found = findings(diagnosis, chosen, methods, (*left_out, *merged), known, fit, of_all_methods=all_of_them)
    verdict = verdict_of(found)
    return Report(
        table=table,
        settings=asked,
        diagnosis=diagnosis,
        chosen=_without_number(chosen, diagnosis) if verdict is Verdict.CANNOT else chosen,
        ranked=_ranked(table, asked, chosen, thorough=thorough),
        fit=fit if verdict is not Verdict.CANNOT else None,
        methods=methods,
        left_out=left_out,
        merged=merged,
        known=known,
        sensitivity=_curve(chosen) if verdict is not Verdict.CANNOT else (),
        bound=lower_bound(table) if verdict is not Verdict.CANNOT else None,
        findings=found,
        verdict=verdict,
        versions=versions(),
        of_all_methods=all_of_them,
    )


def versions() -> dict[str, str]:
    """What an estimate was made with."""
    names = ("zichtbaar", "numpy", "scipy")
    return {**{name: version(name) for name in names}, "python": platform.python_version()}


def estimate_as_dict(made: PopulationEstimate) -> dict[str, Any]:
    """One estimate as plain values."""
    resamples = made.resamples
    return {
        "lists": list(made.lists),
        "cases": made.cases,
        "method": made.method,
        "name": made.name,
        "model": made.model or None,
        "population": made.population,
        "dark_figure": made.dark_figure,
        "interval": _interval(made.interval),
        "interval_given_model": _interval(made.given_model),
        "status": "fine" if made.has_estimate and not made.problem else made.problem,
        "resamples": None
        if resamples is None
        else {
            "count": resamples.count,
            "without_estimate": resamples.without_estimate,
            "models": [{"model": model, "count": count} for model, count in resamples.models],
        },
        "seed": made.seed,
    }


_OF_NO_ONE_METHOD: Mapping[str, Any] = {
    "method": "panel",
    "name": "every method",
    "model": None,
    "population": None,
    "dark_figure": None,
    "interval": None,
    "interval_given_model": None,
    "status": "panel",
    "resamples": None,
}
"""In place of one estimate, when no method was chosen."""


def _range(methods: MethodPanel) -> dict[str, float] | None:
    return None if methods.range is None else dict(zip(("low", "high"), methods.range, strict=True))


def _without_number(chosen: PopulationEstimate, diagnosis: Diagnosis) -> PopulationEstimate:
    """The estimate as one that has none, for a verdict that the lists cannot carry it."""
    empty = "".join(f"nobody is on the list {name!r}" for name in diagnosis.empty_lists[:1])
    return replace(
        chosen,
        model="",
        population=None,
        interval=None,
        given_model=None,
        problem=chosen.problem or empty,
        resamples=None,
        bootstrap=None,
    )


def _curve(chosen: PopulationEstimate) -> tuple[SensitivityPoint, ...]:
    if not chosen.model or chosen.dark_figure is None:
        return ()
    return curve_of(len(chosen.lists), chosen.cases, chosen.dark_figure)


def _fit_of(table: CaptureTable, chosen: PopulationEstimate) -> LogLinearFit | None:
    """That of the model which the estimate is of. `threshold` has a model whose likelihood need not have a top."""
    if not chosen.model or chosen.method == "threshold":
        return None
    return LogLinear(chosen.model).fit(table)


def _of(part: str, progress: Callable[[str, float], None] | None) -> Progress | None:
    return partial(progress, part) if progress else None


def _chooser(chosen: PopulationEstimate, settings: Settings) -> Chooser:
    """How a model is chosen for other lists: main effects as such, everything else step by step.

    A search over all models of every variant would take long, and an average has no model to leave a list out of.
    """
    if chosen.method == "main":
        return Independent()
    return Stepwise(settings.p_threshold)


def _ranked(
    table: CaptureTable, settings: Settings, chosen: PopulationEstimate, *, thorough: bool
) -> ModelSearch | None:
    """The search over all models, which a method that searches has made already."""
    if not (thorough or takes_long(table, chosen.method, settings)) and takes_long(table, "bic", settings):
        return None
    try:
        return search_or_descend(table, max_order=min(settings.max_order, table.size - 1))
    except (NoEstimateError, ModelError):
        return None


def _interval(interval: PopulationInterval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    high = interval.high if interval.high < float("inf") else None
    return {"low": interval.low, "high": high, "level": interval.level, "method": interval.method}


def _bound(bound: ClosedFit | None, level: float) -> dict[str, Any] | None:
    if bound is None:
        return None
    return {"name": str(bound.model), "population": bound.population, "interval": _interval(bound.interval(level))}


def _fit(fit: LogLinearFit | None) -> dict[str, Any] | None:
    if fit is None:
        return None
    return {"deviance": fit.deviance, "degrees_of_freedom": fit.degrees_of_freedom, "p": fit.p_value}


def _variant(one: Variant) -> dict[str, Any]:
    return {
        "lists": list(one.change),
        "model": one.model,
        "population": one.population,
        "interval": _interval(one.interval),
        "status": one.status.name.lower(),
    }


def _known(one: KnownPart) -> dict[str, Any]:
    return {
        "list": one.list_name,
        "known": one.known,
        "estimated": one.estimated,
        "interval": _interval(one.interval),
        "found": one.is_found,
    }


def _finding(one: Finding) -> dict[str, Any]:
    value = one.value if one.value < float("inf") else None
    return {"reason": str(one.reason), "value": value, "threshold": one.threshold, "about": one.about}
