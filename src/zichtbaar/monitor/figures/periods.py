"""Periods as conditions on the month of the first chat."""

from __future__ import annotations

from zichtbaar.codebook.schema import Codebook, Kind, Within
from zichtbaar.monitor.figures.plans import Period


def within(period: Period, book: Codebook) -> Within:
    """The condition that somebody first chatted in this period."""
    return Within(month_variable(book), period.first, period.last)


def in_its_years(period: Period, book: Codebook) -> Within:
    """The condition that somebody first chatted in the calendar years that this period touches.

    Where nobody did, the records of those years were not given, and a count of 0 would be untrue.
    """
    return Within(month_variable(book), f"{period.first[:4]}-01", f"{period.last[:4]}-12")


def month_variable(book: Codebook) -> str:
    """The name, and the column, of the month of the first chat."""
    return next(variable.name for variable in book.variables if variable.kind is Kind.MONTH)
