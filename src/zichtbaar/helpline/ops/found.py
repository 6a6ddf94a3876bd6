"""What a look at a helpline found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Whether all is well, and what there is to say about it."""

    is_well: bool
    sentences: tuple[str, ...]
