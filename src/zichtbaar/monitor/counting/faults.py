"""Many faults of one sort, told in few."""

from __future__ import annotations

from collections.abc import Iterable

from zichtbaar.codebook.faults import Fault

MOST_SHOWN = 20
"""How many faults of one sort are told one by one; of the others only how many there are."""


def at_most(faults: Iterable[Fault], name: str = "") -> list[Fault]:
    """The first faults of one sort, and one that says how many more there are: in `name`, or their file."""
    listed = list(faults)
    rest = len(listed) - MOST_SHOWN
    if rest <= 0:
        return listed
    last = listed[MOST_SHOWN]
    return [*listed[:MOST_SHOWN], Fault(name or last.file, None, "", f"and {rest} more: {last.problem}")]
