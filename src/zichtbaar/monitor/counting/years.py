"""Which rows are looked at: those of the years that are asked for. The month of every row says which they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from zichtbaar.codebook.answers import MISSING_TEXTS, holds
from zichtbaar.codebook.schema import ALWAYS, Codebook, Condition, Reads


@dataclass(frozen=True, slots=True)
class Held:
    """How many records there are. Those `of_other_years` are neither checked nor counted."""

    rows: int
    of_other_years: int


def rows_of(years: Collection[int] | None, book: Codebook) -> Condition:
    """That a row must be looked at: its month lies in one of these years, or a missing code stands in its place.

    Without years every row must be.
    """
    if years is None:
        return ALWAYS
    months = {f"{year}-{month:02}" for year in years for month in range(1, 13)}
    return Reads(book.month, frozenset(months | MISSING_TEXTS))


def held(rows_by_month: Iterable[tuple[str | None, int]], looked_at: Condition, book: Codebook) -> Held:
    """Rows added up. `None` stands for a month that is none, and is of no other year."""
    rows = others = 0
    for month, times in rows_by_month:
        rows += times
        if month is not None and not holds(looked_at, {book.month: month}):
            others += times
    return Held(rows, others)
