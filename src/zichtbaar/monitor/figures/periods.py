"""Periods as conditions on the month of the first chat."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from zichtbaar.codebook.schema import Codebook, Within
from zichtbaar.monitor.figures.plans import Period


def within(period: Period, book: Codebook) -> Within:
    """The condition that somebody first chatted in this period."""
    return Within(book.month, period.first, period.last)


def in_its_years(period: Period, book: Codebook) -> Within:
    """The condition that somebody first chatted in the calendar years that this period touches.

    Where nobody did, the records of those years were not given, and a count of 0 would be untrue.
    """
    return Within(book.month, f"{period.first[:4]}-01", f"{period.last[:4]}-12")


def years_of(periods: Iterable[Period]) -> frozenset[int]:
    """The calendar years that these periods touch."""
    spans = (range(int(period.first[:4]), int(period.last[:4]) + 1) for period in periods)
    return frozenset(chain.from_iterable(spans))
