"""A count beside an estimate: they are only about the same when they say so."""

from __future__ import annotations

from dataclasses import replace
from math import floor

import pytest

from zichtbaar.monitor.figures.benchmarks import from_outside
from zichtbaar.monitor.figures.coverage import cover
from zichtbaar.monitor.figures.figure import Benchmark, Figure, Mismatch

NOUN = {"en": "minors", "nl": "minderjarigen"}
ESTIMATE = Benchmark(
    "estimate", 1320, 1056, 1584, 2010, 2015, NOUN, NOUN, {"en": "study", "nl": "studie"}, "https://study.example",
    "minors", "person",
)  # fmt: skip
REGISTER = replace(ESTIMATE, id="register", value=54, low=None, high=None, first_year=2015, last_year=2015)


def own(count: int, population: str = "minors", months: tuple[str, str] = ("2012-01", "2012-12")) -> Figure:
    figure = from_outside("own", replace(ESTIMATE, value=count))
    return replace(figure, benchmark=None, population=population, period=months)


def percent(share: float | None) -> float:
    assert share is not None
    return 100 * share


def test_54_of_1320_are_4_per_cent_and_its_band_is_wider_than_its_digits() -> None:
    covered = cover(from_outside("registered", REGISTER), ESTIMATE)
    assert round(percent(covered.share), 2) == 4.09
    assert covered.interval is not None
    assert (round(100 * covered.interval.low, 1), round(100 * covered.interval.high, 1)) == (3.4, 5.1)


@pytest.mark.parametrize(("published", "fewest", "most"), [(10, 126, 138), (12, 152, 164)])
def test_how_many_persons_a_published_percentage_may_stand_for(published: int, fewest: int, most: int) -> None:
    fitting = [count for count in range(400) if floor(percent(cover(own(count), ESTIMATE).share) + 0.5) == published]
    assert (fitting[0], fitting[-1]) == (fewest, most)


def test_the_band_of_10_per_cent() -> None:
    covered = cover(own(132), ESTIMATE)
    assert covered.interval is not None
    assert (round(100 * covered.interval.low, 1), round(100 * covered.interval.high, 1)) == (8.3, 12.5)


def test_about_the_same_years_people_and_unit_there_is_nothing_to_warn_of() -> None:
    assert cover(own(132), ESTIMATE).mismatches == ()
    assert cover(from_outside("registered", REGISTER), ESTIMATE).mismatches == ()


@pytest.mark.parametrize(("figure", "estimate", "found"), [
    (own(132, months=("2020-01", "2020-12")), ESTIMATE, (Mismatch.YEARS,)),
    (own(132, months=("2015-07", "2016-06")), ESTIMATE, (Mismatch.YEARS,)),
    (own(143, population="victims"), ESTIMATE, (Mismatch.SCOPE,)),
    (own(132), replace(ESTIMATE, unit="report"), (Mismatch.UNIT,)),
    (from_outside("r", replace(REGISTER, last_year=2019, scope="all", unit="report")), ESTIMATE, tuple(Mismatch)),
])  # fmt: skip
def test_a_difference_in_years_scope_or_unit_is_named(
    figure: Figure, estimate: Benchmark, found: tuple[Mismatch, ...]
) -> None:
    assert cover(figure, estimate).mismatches == found


def test_an_estimate_without_a_margin_has_no_band() -> None:
    assert cover(own(132), replace(ESTIMATE, low=None, high=None)).interval is None
