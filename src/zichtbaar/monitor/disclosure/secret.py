"""A few persons whom somebody could look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zichtbaar.codebook.schema import Condition


@dataclass(frozen=True, slots=True)
class Secret:
    """Those of `total` who are in none of `parts`: a few persons. Without parts: the total itself.

    The least and the most that they can be to an attacker must lie `width` apart. Where `few` is given,
    we know them no better than he does, for they belong to an earlier release: then it only matters
    where they can be 1 to so many.
    """

    total: Condition
    parts: tuple[Condition, ...]
    width: int
    few: int | None = None

    @property
    def weights(self) -> Mapping[Condition, int]:
        """How often each number counts."""
        return {self.total: 1, **dict.fromkeys(self.parts, -1)}
