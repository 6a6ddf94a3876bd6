"""The answers to a set of questions about records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zichtbaar.codebook.schema import Condition


@dataclass(frozen=True, slots=True)
class CountTable:
    """How many persons fulfil each of the conditions that were asked about, all counted in one pass."""

    counts: Mapping[Condition, int]

    def __getitem__(self, condition: Condition) -> int:
        """Number of persons; KeyError for a condition that was not asked about."""
        return self.counts[condition]
