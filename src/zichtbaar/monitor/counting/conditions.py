"""Conditions of the codebook as Ibis expressions, so that a database can answer them for all rows at once.

They mean the same as `codebook.answers.holds` for one person; tests hold the two side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from zichtbaar.codebook.answers import MISSING_TEXTS, NO, YES
from zichtbaar.codebook.schema import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    Is,
    Marked,
    Missing,
    Not,
    Reads,
    Variable,
    Within,
)

OUT_OF_REACH = (Missing.NOT_APPLICABLE.value, Missing.WITHHELD.value)
"""Missing codes of persons who do not belong to those whom a question was for."""


@lru_cache(maxsize=1000)
def holds(condition: Condition, table: ir.Table) -> ir.BooleanValue:
    """Whether a condition is true, for each row of a table that has a column per column of the codebook.

    Remembered, for the figures of one recipe share most of their conditions.
    """
    match condition:
        case Is(variable, codes):
            return table[variable].isin(sorted(codes))
        case Reads(variable, texts):
            return table[variable].isin(sorted(texts))
        case Marked(_, columns):
            return _is_among(YES, columns, table)
        case Answered(variable, columns):
            return _is_answered(columns or (variable,), table)
        case Within(variable, first, last):
            return _lies_within(table[variable], first, last)
        case AllOf(parts):
            return joined(and_, [holds(part, table) for part in parts])
        case AnyOf(parts):
            return joined(or_, [holds(part, table) for part in parts])
        case Not(part):
            return ~holds(part, table)


def eligible_for(variable: Variable) -> Condition:
    """The condition that a question was for this person: it applies, and no answer was withheld or erased.

    A block counts as long as one of its columns is left. A column of a block may stand in the place of
    a variable, for each holds one code.
    """
    texts, codes = frozenset(map(str, OUT_OF_REACH)), frozenset(map(int, OUT_OF_REACH))
    out_of_reach = tuple(Reads(column, texts) if variable.is_text else Is(column, codes) for column in variable.columns)
    return Not(out_of_reach[0] if len(out_of_reach) == 1 else AllOf(out_of_reach))


def together(*conditions: Condition) -> AllOf:
    """The condition that all of these hold, flat and without repetition."""
    parts: dict[Condition, None] = {}
    for condition in conditions:
        nested = together(*condition.parts).parts if isinstance(condition, AllOf) else (condition,)
        parts.update(dict.fromkeys(nested))
    return AllOf(tuple(parts))


def _is_among(code: int, columns: tuple[str, ...], table: ir.Table) -> ir.BooleanValue:
    """Whether any of these columns holds the code. One list is thrice as fast as a chain of "or"."""
    return ibis.literal(code).isin([table[column] for column in columns])


def _is_answered(columns: tuple[str, ...], table: ir.Table) -> ir.BooleanValue:
    values = [table[column] for column in columns]
    if len(values) > 1:
        return _is_among(YES, columns, table) | joined(and_, [value == NO for value in values])
    value = values[0]
    return value.notin(sorted(MISSING_TEXTS)) if value.type().is_string() else value >= 0


def joined(
    join: Callable[[ir.BooleanValue, ir.BooleanValue], ir.BooleanValue], parts: Sequence[ir.BooleanValue]
) -> ir.BooleanValue:
    """Parts joined by halves with "and" or "or", so that a hundred columns make no tower of a hundred floors."""
    if len(parts) < 2:
        return parts[0] if parts else ibis.literal(join is and_)
    middle = len(parts) // 2
    return join(joined(join, parts[:middle]), joined(join, parts[middle:]))


def _lies_within(value: ir.StringValue, first: str, last: str) -> ir.BooleanValue:
    """Months within months, one by one; a year lies within when its January and its December do.

    Not "from" and "up to": how texts sort is for each database, and each table of it, to decide. Whole decades and
    centuries are told by how they begin: a list of a thousand texts takes longer to read than to count by.
    """
    months = _months(first, last)
    years = {month[:4] for month in months if {f"{month[:4]}-01", f"{month[:4]}-12"} <= months}
    beginnings = list(_beginnings(years))
    listed = sorted(text for text in months | years if not text.startswith(tuple(beginnings)))
    return joined(or_, [value.isin(listed), *map(value.startswith, beginnings)])


def _beginnings(years: Collection[str]) -> Iterator[str]:
    """How all texts of the whole centuries begin, and of the whole decades besides."""
    centuries = [text for text in sorted({year[:2] for year in years}) if _all_of(text, years)]
    decades = (text for text in sorted({year[:3] for year in years}) if text[:2] not in centuries)
    yield from centuries
    yield from (text for text in decades if _all_of(text, years))


def _all_of(beginning: str, years: Collection[str]) -> bool:
    rest = 4 - len(beginning)
    return all(f"{beginning}{number:0{rest}}" in years for number in range(10**rest))


def _months(first: str, last: str) -> set[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return {f"{month // 12}-{month % 12 + 1:02}" for month in range(start, end + 1)}
