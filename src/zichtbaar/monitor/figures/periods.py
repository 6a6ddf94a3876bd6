"""Periods as conditions on the month of the first chat."""

from __future__ import annotations

from collections.abc import Iterable

from zichtbaar.codebook.schema import Codebook, Condition, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.figures.plans import Period


def within(period: Period, book: Codebook) -> Within:
    """The condition that somebody first chatted in this period."""
    return Within(book.month, period.first, period.last)


def its_years(period: Period, book: Codebook) -> tuple[Within, ...]:
    """For each calendar year that this period touches, the condition that somebody first chatted in it.

    Where nobody did, the records of that year were not given, and a count of 0 would be untrue.
    """
    return tuple(Within(book.month, f"{year:04}-01", f"{year:04}-12") for year in sorted(years_of([period])))


def years_of(periods: Iterable[Period]) -> frozenset[int]:
    """The calendar years that these periods touch."""
    return frozenset(year for period in periods for year in range(int(period.first[:4]), int(period.last[:4]) + 1))


def in_month(counted: Condition, month: str, book: Codebook) -> Condition:
    """The condition that somebody of those counted first chatted in this month (`yyyy-mm`)."""
    return together(counted, Within(book.month, month, month))
