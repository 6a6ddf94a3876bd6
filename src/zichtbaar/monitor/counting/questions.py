"""What is asked of records, as one Ibis expression that every database can answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import chain
from operator import and_

import ibis.expr.types as ir

from zichtbaar.codebook.schema import ALWAYS, Condition
from zichtbaar.monitor.counting.conditions import holds, together


def count_question(asked: Sequence[Condition], table: ir.Table, looked_at: Condition, *, bit: str) -> ir.Table:
    """One row with the number of persons for each condition, of those who are looked at.

    Every part of a condition is worked out once, as 0 or 1, and parts are joined bit by bit: conditions
    share most of their parts, and joining true and false takes five times as long (measured). `bit` is
    the type of a 0 or 1: not every database has a whole number of one byte.
    """
    parts = {condition: together(condition).parts or (ALWAYS,) for condition in asked}
    names = {part: f"part {place}" for place, part in enumerate(dict.fromkeys(chain(*parts.values())))}
    seen = table.filter(holds(looked_at, table))
    bits = seen.select(**{name: holds(part, seen).cast(bit) for part, name in names.items()})
    return bits.aggregate(
        **{
            f"count {place}": reduce(and_, (bits[names[part]] for part in parts[condition])).sum().fill_null(0)
            for place, condition in enumerate(asked)
        }
    )
