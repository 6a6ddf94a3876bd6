"""An estimate of our own as a figure, and as what a coverage is worked out with.

It comes with its years, its noun and its source like a figure from outside, for a reader needs the same of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zichtbaar.codebook.schema import Texts
from zichtbaar.monitor.figures.benchmarks import from_outside
from zichtbaar.monitor.figures.coverage import PERSON
from zichtbaar.monitor.figures.figure import Benchmark, Figure

if TYPE_CHECKING:  # numpy and scipy come with it, and a factsheet needs neither
    from zichtbaar.monitor.estimation.estimating import PopulationEstimate


@dataclass(frozen=True, slots=True)
class About:
    """Of whom an estimate speaks, and where it can be looked up.

    `id` names the estimate as a benchmark; `noun` and `one` are what its persons are called, by language; `address` is
    a web page; `scope` names who is meant, as in a file of benchmarks.
    """

    id: str
    first_year: int
    last_year: int
    noun: Texts
    one: Texts
    source: Texts
    address: str
    scope: str


def as_benchmark(estimate: PopulationEstimate, about: About) -> Benchmark:
    """The estimate with its interval as bounds. Raises ValueError for one without a number, or without an interval."""
    interval = estimate.interval
    if estimate.population is None or not estimate.is_usable or interval is None or interval.high == float("inf"):
        problem = estimate.problem or "it has no upper limit"
        raise ValueError(f"{estimate.name}: an estimate that cannot stand in a factsheet: {problem}")
    return Benchmark(
        id=about.id,
        value=estimate.population,
        low=interval.low,
        high=interval.high,
        first_year=about.first_year,
        last_year=about.last_year,
        noun=about.noun,
        one=about.one,
        source=about.source,
        address=about.address,
        scope=about.scope,
        unit=PERSON,
    )


def as_figure(estimate: PopulationEstimate, about: About, figure_id: str) -> Figure:
    """The estimate as a figure that a factsheet can print. Raises as `as_benchmark`."""
    return from_outside(figure_id, as_benchmark(estimate, about))
