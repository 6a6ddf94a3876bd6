"""What a share of those who answered leaves open about everybody whom the question was for.

Numbers come as spans, from the lowest to the highest that they may be, so that the same holds for rounded numbers.
"""

from __future__ import annotations

from zichtbaar.monitor.figures.figure import Interval

FEW_ANSWERED = 0.6
"""Below this part of answers a share is printed with what it leaves open."""

LEAST, MOST = 0.5, 1.5
"""How many times as often as among those who answered it may plausibly hold for the others."""

Span = tuple[float, float]
"""The lowest and the highest that a number may be."""


def worst_case(share: Span, answered: Span, eligible: Span) -> Interval:
    """Where the share of all eligible lies if it held for none, and if it held for all, of those without an answer.

    Needs no assumption (Manski 1989). `share` is of those who answered, 0 to 1.
    """
    least_answered = _part(answered[0], eligible[1])
    return Interval(share[0] * least_answered, 1 - (1 - share[1]) * least_answered, 1.0, "worst case")


def plausible(share: Span, answered: Span, eligible: Span) -> Interval:
    """The same if it held for those without an answer half to one and a half times as often, at most for all."""
    least_answered = _part(answered[0], eligible[1])
    low = share[0] * (LEAST + (1 - LEAST) * least_answered)
    high = share[1] * least_answered + min(1.0, MOST * share[1]) * (1 - least_answered)
    return Interval(low, high, 1.0, "half to one and a half times as often")


def few_answered(answered: float, eligible: float) -> bool:
    """Whether so few answered that a share says little about the others."""
    return answered < FEW_ANSWERED * eligible


def _part(answered: float, eligible: float) -> float:
    return min(1.0, max(0.0, answered / eligible)) if eligible else 1.0
