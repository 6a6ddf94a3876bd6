"""The words of the directory. What a registration has a code for is called by the codebook's name for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OLDEST = 120
"""Years. No age is higher."""


class Need(StrEnum):
    """What somebody asks an organisation for."""

    POLICE = "police"
    PROTECTION = "protection"
    CARE = "care"
    SHELTER = "shelter"
    LEGAL_HELP = "legal_help"
    IMAGES_REMOVED = "images_removed"


class Urgency(StrEnum):
    """How fast an organisation can take somebody on. The names are those of `acute_danger` where it has one."""

    NOW = "now"
    WITHIN_48_HOURS = "within_48_hours"
    PLANNED = "planned"


class Danger(StrEnum):
    """What the codebook's `acute_danger` says."""

    NOW = "now"
    WITHIN_48_HOURS = "within_48_hours"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Ages:
    """From one age to another in whole years, both included."""

    youngest: int = 0
    oldest: int = OLDEST

    def holds(self, others: Ages) -> bool:
        """Whether all of these ages are among ours."""
        return self.youngest <= others.youngest and others.oldest <= self.oldest

    def touches(self, others: Ages) -> bool:
        """Whether any of these ages is among ours."""
        return self.youngest <= others.oldest and others.youngest <= self.oldest


class AgeBand(StrEnum):
    """What a visitor may tell of her age before the chat."""

    UNDER_12 = "under_12"
    FROM_12_TO_15 = "12_15"
    FROM_16_TO_17 = "16_17"
    FROM_18 = "18_plus"

    @property
    def ages(self) -> Ages:
        """The ages in this band."""
        return _AGES[self]


_AGES = {
    AgeBand.UNDER_12: Ages(0, 11),
    AgeBand.FROM_12_TO_15: Ages(12, 15),
    AgeBand.FROM_16_TO_17: Ages(16, 17),
    AgeBand.FROM_18: Ages(18, OLDEST),
}
