"""An estimate of our own stands in a factsheet like one from outside: with its uncertainty, years and source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.estimation.answers import table
from zichtbaar.monitor.estimation.estimating import PopulationEstimate, Settings, estimate
from zichtbaar.monitor.figures.coverage import cover
from zichtbaar.monitor.figures.estimates import About, as_benchmark, as_figure

VICTIMS = About(
    id="our-estimate",
    first_year=2019,
    last_year=2020,
    noun={"en": "victims", "nl": "slachtoffers"},
    one={"en": "victim", "nl": "slachtoffer"},
    source={"en": "our lists", "nl": "onze lijsten"},
    address="https://example.org/estimate",
    scope="victims",
)


@pytest.fixture(scope="module")
def made() -> PopulationEstimate:
    return estimate(table("Korea"), "stepwise", Settings(resamples=200))


def test_it_is_a_figure_with_its_years_and_its_benchmark(made: PopulationEstimate) -> None:
    figure = as_figure(made, VICTIMS, "estimated_victims")
    assert (figure.id, figure.count, figure.period) == ("estimated_victims", 269, ("2019-01", "2020-12"))
    assert figure.benchmark is not None
    assert figure.benchmark.id == "our-estimate"
    assert figure.base.noun["nl"] == "slachtoffers"


def test_a_coverage_carries_the_uncertainty_of_the_estimate(made: PopulationEstimate) -> None:
    seen = as_figure(made, VICTIMS, "seen")
    coverage = cover(replace(seen, count=54), as_benchmark(made, VICTIMS))
    assert made.population is not None
    assert made.interval is not None
    assert coverage.interval is not None
    assert coverage.share == pytest.approx(54 / made.population)
    assert [coverage.interval.low, coverage.interval.high] == pytest.approx(
        [54 / made.interval.high, 54 / made.interval.low]
    )


def test_what_has_no_number_or_no_interval_does_not_get_into_a_factsheet(made: PopulationEstimate) -> None:
    for broken in (
        replace(made, population=None, problem="the lists never meet"),
        replace(made, interval=None, problem="most resamples have no estimate"),
        replace(made, problem="the chains have not met"),
    ):
        with pytest.raises(ValueError, match=broken.problem):
            as_benchmark(broken, VICTIMS)
