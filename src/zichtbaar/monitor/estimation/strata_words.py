"""An estimate by strata as lines to print: strata, their total, and all cases together, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zichtbaar.monitor.estimation.errors import NoEstimateError
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.strata import StratifiedEstimate, StratifiedTotal, StratumEstimate, TotalKind

HEADER = ("", "cases", "estimate", "interval", "share", "model")
NONE = "-"


def side_by_side(estimate: StratifiedEstimate, kind: TotalKind | None = None) -> str:
    """The strata with their shares, the total and the estimate of all cases together, a line each; then remarks.

    `kind` is that of the intervals (see `StratifiedTotal.interval`). What has no estimate has a line all the same, and
    a remark that says why.
    """
    total, remarks = _total_of(estimate)
    shares = total.shares if total else {}
    rows = [HEADER, *(_stratum_row(one, shares, kind) for one in estimate.strata.values())]
    rows += [_total_row(estimate, total, kind), _stratum_row(estimate.unstratified, {}, kind)]
    return "\n".join([*_aligned(rows), *remarks])


def _total_of(estimate: StratifiedEstimate) -> tuple[StratifiedTotal | None, list[str]]:
    try:
        total = estimate.total
    except NoEstimateError:
        return None, [f"{name} has no estimate: {why}" for name, why in estimate.refused.items()]
    if not estimate.unstratified.has_estimate:
        return total, [f"{estimate.unstratified.name} have no estimate: {estimate.unstratified.why_not}"]
    return total, [f"The total of the strata is {estimate.ratio:.2f} times the estimate of all cases together."]


def _stratum_row(one: StratumEstimate, shares: dict[str, float], kind: TotalKind | None) -> Sequence[str]:
    if not one.has_estimate:
        return (one.name, f"{one.cases:,}", NONE, NONE, NONE, one.fit.model)
    share = f"{shares[one.name]:.0%}" if one.name in shares else NONE
    between = _written(lambda: one.interval(kind))
    return (one.name, f"{one.cases:,}", f"{one.population:,.0f}", between, share, one.fit.model)


def _total_row(estimate: StratifiedEstimate, total: StratifiedTotal | None, kind: TotalKind | None) -> Sequence[str]:
    cases = sum(one.cases for one in estimate.strata.values())
    if total is None:
        return ("total", f"{cases:,}", NONE, NONE, NONE, NONE)
    between = _written(lambda: total.interval(kind))
    return ("total", f"{cases:,}", f"{total.population:,.0f}", between, "100%", NONE)


def _written(interval: Callable[[], PopulationInterval]) -> str:
    try:
        found = interval()
    except NoEstimateError:
        return NONE
    return f"{found.low:,.0f} to {found.high:,.0f}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Names and models to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    last = len(widths) - 1
    return [
        "  ".join(
            cell.ljust(width) if place in (0, last) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
