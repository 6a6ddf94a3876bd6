"""The languages that a factsheet can be made in."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of the factsheet, by its ISO 639 code."""

    DUTCH = "nl"
    ENGLISH = "en"
