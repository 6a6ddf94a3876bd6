"""Whether lists can carry an estimate, said out loud: each reason against it, and the verdict that follows.

The thresholds are choices, not results; `docs/decisions` says why they are where they are. What they follow is the
published criticism: J. Whitehead, J. Jackson, A. Balch, B. Francis, "On the unreliability of multiple systems
estimation for estimating the number of potential victims of modern slavery in the UK", Journal of Human Trafficking 7
(2021) 1-13; O. Binette, R. C. Steorts, JRSS A 185 (2022) 640-676.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.monitor.estimation.diagnosis import Diagnosis
from zichtbaar.monitor.estimation.estimating import MethodPanel, PopulationEstimate
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.loglinear import LogLinearFit
from zichtbaar.monitor.estimation.reach import takes
from zichtbaar.monitor.estimation.robustness import KnownPart, Variant


class Verdict(StrEnum):
    """What the lists can carry."""

    SUPPORTS = "supports an estimate"
    FRAGILE = "fragile"
    CANNOT = "cannot"


class Reason(StrEnum):
    """Why lists carry less than an estimate needs. `docs/reference` says each in words."""

    NO_ESTIMATE = "no_estimate"
    METHOD_UNFIT = "method_unfit"
    NOT_TO_BE_USED = "not_to_be_used"
    EMPTY_LIST = "empty_list"
    TWO_LISTS = "two_lists"
    NEVER_MEETING = "never_meeting"
    MOSTLY_ONCE = "mostly_once"
    FEW_SHARED = "few_shared"
    MOSTLY_UNSEEN = "mostly_unseen"
    NO_INTERVAL = "no_interval"
    RESAMPLES_WITHOUT = "resamples_without"
    WIDE_INTERVAL = "wide_interval"
    METHODS_DISAGREE = "methods_disagree"
    LISTS_DECIDE = "lists_decide"
    LISTS_NEEDED = "lists_needed"
    KNOWN_NOT_FOUND = "known_not_found"
    NOT_CHECKED = "not_checked"
    BAD_FIT = "bad_fit"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, with the number that led to it and, where there is one, its threshold."""

    reason: Reason
    value: float
    threshold: float | None = None
    about: str = ""


DECISIVE = frozenset({Reason.NO_ESTIMATE, Reason.METHOD_UNFIT, Reason.EMPTY_LIST})
"""With one of these there is no number."""

MOSTLY_ONCE = 0.9
"""Share of the cases that one list alone knows."""

FEW_SHARED = 10
"""Cases that more than one list knows: all that an estimate can learn from."""

MOSTLY_UNSEEN = 10.0
"""Times the cases seen: beyond, more than nine in ten of the estimate are extrapolated."""

RESAMPLES_WITHOUT = 0.01
WIDE = 3.0
"""How many times the lower limit fits in the upper."""

DISAGREE = 2.0
"""How many times the smallest estimate fits in the largest, over methods or over lists left out or merged."""

NOT_FOUND = 0.5
"""Share of the lists whose known part the others do not find."""

NOT_CHECKED = 0.5
"""Share of the lists for which there is nothing to find it with. A check that was not made speaks for nothing."""

LISTS_NEEDED = 0.5
"""Share of the tables with a list left out, or two merged, that have no estimate."""

BAD_FIT = 0.001
"""How seldom the deviance of the chosen model would be so large, were it right."""


def findings(
    diagnosis: Diagnosis,
    chosen: PopulationEstimate,
    methods: MethodPanel,
    variants: Sequence[Variant],
    known: Sequence[KnownPart],
    fit: LogLinearFit | None = None,
    *,
    of_all_methods: bool = False,
) -> tuple[Finding, ...]:
    """Every reason against the estimate that was found. `fit`: that of the chosen model, where one was fitted.

    With `of_all_methods` the answer is the range over them, and no interval or model of `chosen` is looked at.
    """
    return (
        *_of_table(diagnosis, chosen),
        *(_of_range(chosen, methods) if of_all_methods else _of_estimate(chosen, fit)),
        *_of_methods(methods),
        *_of_lists(chosen, variants),
        *_of_known(known),
    )


def is_of_the_method(found: Sequence[Finding]) -> bool:
    """Whether nothing leaves the lists without an estimate but a method that does not take so many."""
    return {one.reason for one in found} & DECISIVE == {Reason.METHOD_UNFIT}


def verdict_of(found: Sequence[Finding]) -> Verdict:
    """Without an estimate none can be carried; with any other reason it is fragile."""
    reasons = {one.reason for one in found}
    if reasons & DECISIVE:
        return Verdict.CANNOT
    return Verdict.FRAGILE if reasons else Verdict.SUPPORTS


def _of_table(diagnosis: Diagnosis, chosen: PopulationEstimate) -> Iterator[Finding]:
    for name in diagnosis.empty_lists:
        yield Finding(Reason.EMPTY_LIST, 0, about=name)
    if len(chosen.lists) == 2:
        yield Finding(Reason.TWO_LISTS, 2)
    for one, other in diagnosis.never_meeting:
        yield Finding(Reason.NEVER_MEETING, 0, about=f"{one}, {other}")
    if diagnosis.share_only_once > MOSTLY_ONCE:
        yield Finding(Reason.MOSTLY_ONCE, diagnosis.share_only_once, MOSTLY_ONCE)
    if diagnosis.shared < FEW_SHARED:
        yield Finding(Reason.FEW_SHARED, diagnosis.shared, FEW_SHARED)


def _of_estimate(chosen: PopulationEstimate, fit: LogLinearFit | None) -> Iterator[Finding]:
    yield from _of_number(chosen, chosen.population)
    if chosen.population is None:
        return
    if chosen.interval is None:
        yield Finding(Reason.NO_INTERVAL, 0, about=chosen.problem)
    else:
        yield from _of_interval(chosen, chosen.interval)
    if fit is not None and fit.p_value < BAD_FIT:
        yield Finding(Reason.BAD_FIT, fit.p_value, BAD_FIT)


def _of_range(chosen: PopulationEstimate, methods: MethodPanel) -> Iterator[Finding]:
    highest = methods.range[1] if chosen.has_estimate and methods.range else chosen.population
    yield from _of_number(chosen, highest)


def _of_number(chosen: PopulationEstimate, population: float | None) -> Iterator[Finding]:
    if population is None:
        lists = len(chosen.lists)
        if takes(chosen.method, lists):
            yield Finding(Reason.NO_ESTIMATE, 0, about=chosen.problem)
        else:
            yield Finding(Reason.METHOD_UNFIT, lists)
    elif population > MOSTLY_UNSEEN * chosen.cases:
        yield Finding(Reason.MOSTLY_UNSEEN, population / chosen.cases, MOSTLY_UNSEEN)


def _of_interval(chosen: PopulationEstimate, interval: PopulationInterval) -> Iterator[Finding]:
    if not chosen.is_usable:
        yield Finding(Reason.NOT_TO_BE_USED, 0, about=chosen.problem)
    if chosen.resamples and chosen.resamples.without_estimate > RESAMPLES_WITHOUT * chosen.resamples.count:
        share = chosen.resamples.without_estimate / chosen.resamples.count
        yield Finding(Reason.RESAMPLES_WITHOUT, share, RESAMPLES_WITHOUT)
    if interval.high > WIDE * interval.low:
        yield Finding(Reason.WIDE_INTERVAL, interval.high / interval.low, WIDE)


def _of_methods(methods: MethodPanel) -> Iterator[Finding]:
    if methods.ratio is not None and methods.ratio > DISAGREE:
        yield Finding(Reason.METHODS_DISAGREE, methods.ratio, DISAGREE)


def _of_lists(chosen: PopulationEstimate, variants: Sequence[Variant]) -> Iterator[Finding]:
    populations = [one.population for one in variants if one.population is not None]
    if chosen.population is None:
        return
    if populations:
        among = [*populations, chosen.population]
        ratio = max(among) / min(among)
        if ratio > DISAGREE:
            yield Finding(Reason.LISTS_DECIDE, ratio, DISAGREE)
    without = len(variants) - len(populations)
    if variants and without >= LISTS_NEEDED * len(variants):
        yield Finding(Reason.LISTS_NEEDED, without / len(variants), LISTS_NEEDED)


def _of_known(known: Sequence[KnownPart]) -> Iterator[Finding]:
    checked = [one.is_found for one in known if one.is_found is not None]
    if checked and checked.count(False) >= NOT_FOUND * len(checked):
        yield Finding(Reason.KNOWN_NOT_FOUND, checked.count(False) / len(checked), NOT_FOUND)
    unchecked = len(known) - len(checked)
    if known and unchecked > NOT_CHECKED * len(known):
        yield Finding(Reason.NOT_CHECKED, unchecked / len(known), NOT_CHECKED)
