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
from zichtbaar.monitor.estimation.robustness import KnownPart, Variant


class Verdict(StrEnum):
    """What the lists can carry."""

    SUPPORTS = "supports an estimate"
    FRAGILE = "fragile"
    CANNOT = "cannot"


class Reason(StrEnum):
    """Why lists carry less than an estimate needs. `docs/reference` says each in words."""

    NO_ESTIMATE = "no_estimate"
    NOT_TO_BE_USED = "not_to_be_used"
    EMPTY_LIST = "empty_list"
    TWO_LISTS = "two_lists"
    NEVER_MEETING = "never_meeting"
    MOSTLY_ONCE = "mostly_once"
    FEW_SHARED = "few_shared"
    MOSTLY_UNSEEN = "mostly_unseen"
    RESAMPLES_WITHOUT = "resamples_without"
    WIDE_INTERVAL = "wide_interval"
    METHODS_DISAGREE = "methods_disagree"
    LISTS_DECIDE = "lists_decide"
    KNOWN_NOT_FOUND = "known_not_found"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, with the number that led to it and, where there is one, its threshold."""

    reason: Reason
    value: float
    threshold: float | None = None
    about: str = ""


DECISIVE = frozenset({Reason.NO_ESTIMATE, Reason.EMPTY_LIST})
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


def findings(
    diagnosis: Diagnosis,
    chosen: PopulationEstimate,
    methods: MethodPanel,
    variants: Sequence[Variant],
    known: Sequence[KnownPart],
) -> tuple[Finding, ...]:
    """Every reason against the estimate that was found."""
    return (
        *_of_table(diagnosis, chosen),
        *_of_estimate(chosen),
        *_of_methods(methods),
        *_of_lists(chosen, variants, known),
    )


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


def _of_estimate(chosen: PopulationEstimate) -> Iterator[Finding]:
    if chosen.population is None:
        yield Finding(Reason.NO_ESTIMATE, 0, about=chosen.problem)
        return
    if not chosen.is_usable:
        yield Finding(Reason.NOT_TO_BE_USED, 0, about=chosen.problem)
    if chosen.population > MOSTLY_UNSEEN * chosen.cases:
        yield Finding(Reason.MOSTLY_UNSEEN, chosen.population / chosen.cases, MOSTLY_UNSEEN)
    if chosen.resamples and chosen.resamples.without_estimate > RESAMPLES_WITHOUT * chosen.resamples.count:
        share = chosen.resamples.without_estimate / chosen.resamples.count
        yield Finding(Reason.RESAMPLES_WITHOUT, share, RESAMPLES_WITHOUT)
    interval = chosen.interval
    if interval is None or interval.high > WIDE * interval.low:
        width = float("inf") if interval is None else interval.high / interval.low
        yield Finding(Reason.WIDE_INTERVAL, width, WIDE)


def _of_methods(methods: MethodPanel) -> Iterator[Finding]:
    if methods.ratio is not None and methods.ratio > DISAGREE:
        yield Finding(Reason.METHODS_DISAGREE, methods.ratio, DISAGREE)


def _of_lists(chosen: PopulationEstimate, variants: Sequence[Variant], known: Sequence[KnownPart]) -> Iterator[Finding]:
    populations = [one.population for one in variants if one.population is not None]
    if chosen.population is not None and populations:
        among = [*populations, chosen.population]
        ratio = max(among) / min(among)
        if ratio > DISAGREE:
            yield Finding(Reason.LISTS_DECIDE, ratio, DISAGREE)
    checked = [one.is_found for one in known if one.is_found is not None]
    if checked and checked.count(False) >= NOT_FOUND * len(checked):
        yield Finding(Reason.KNOWN_NOT_FOUND, checked.count(False) / len(checked), NOT_FOUND)
