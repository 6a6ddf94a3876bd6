"""Which tables a Bayesian answer may be given for.

A prior distribution always yields a number, also where the lists say nothing. Where they say nothing at all, the
number would be the prior alone, and it is refused.
"""

from __future__ import annotations

from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.errors import NoEstimateError

FEWEST_LISTS = 3

LEFT_OPEN = 100.0
"""How many times the lower limit fits in the upper where a prior alone decides between them."""


def refuse_what_only_the_prior_would_answer(table: CaptureTable, *, most_lists: int) -> None:
    """Raise NoEstimateError for too few or too many lists, an empty list, and lists that share nobody."""
    if not FEWEST_LISTS <= table.size <= most_lists:
        raise NoEstimateError(f"{table.size} lists (expected {FEWEST_LISTS} to {most_lists})")
    for name, cases in zip(table.lists, table.on_list, strict=True):
        if not cases:
            raise NoEstimateError(f"nobody is on the list {name!r}: drop it, it can say nothing of who was missed")
    if table.on_one_list_only == table.cases:
        raise NoEstimateError(
            "nobody is on two lists: how many were missed cannot be told from lists that share nobody"
        )


def left_open(low: float, high: float) -> str:
    """Why a number must not be used that the lists do not hold to any size; "" where they do."""
    if high <= LEFT_OPEN * low:
        return ""
    return f"the lists leave it open between {low:.0f} and {high:.0f}: the prior alone decides"
