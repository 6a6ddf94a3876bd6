"""Which sets of persons lie within which, and which have nobody in common, read off their conditions.

Nothing is concluded that does not follow from the conditions; something that does may be overlooked.
"""

from __future__ import annotations

from functools import cache

from zichtbaar.codebook.schema import AllOf, AnyOf, Condition, Is, Marked, Not, Reads, Within


def lies_within(inner: Condition, outer: Condition) -> bool:
    """Whether everybody who fulfils `inner` certainly fulfils `outer`."""
    return all(any(_demands(one, other) for one in _parts(inner)) for other in _parts(outer))


def are_disjoint(one: Condition, other: Condition) -> bool:
    """Whether certainly nobody fulfils both."""
    return any(_exclude(mine, theirs) for mine in _parts(one) for theirs in _parts(other))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AllOf) else (condition,)


@cache
def _demands(one: Condition, other: Condition) -> bool:
    """Whether the first condition cannot hold without the second."""
    match one, other:
        case (Is(mine, codes), Is(theirs, others)):
            return mine == theirs and codes <= others
        case (Reads(mine, texts), Reads(theirs, others)):
            return mine == theirs and texts <= others
        case (Marked(_, columns), Marked(_, others)):
            return set(columns) <= set(others)
        case (Within(mine, first, last), Within(theirs, from_month, to_month)):
            return mine == theirs and from_month <= first and last <= to_month
        case (_, AnyOf(parts)) if one != other:
            return any(_demands(one, part) for part in parts)
    return one == other


@cache
def _exclude(one: Condition, other: Condition) -> bool:
    """Whether the two conditions cannot both hold."""
    match one, other:
        case (Is(mine, codes), Is(theirs, others)):
            return mine == theirs and codes.isdisjoint(others)
        case (Reads(mine, texts), Reads(theirs, others)):
            return mine == theirs and texts.isdisjoint(others)
        case (Within(mine, first, last), Within(theirs, from_month, to_month)):
            return mine == theirs and (last < from_month or to_month < first)
        case (_, Not(part)) | (Not(part), _):
            return part in (one, other)
    return False
