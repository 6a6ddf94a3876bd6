"""The languages that a factsheet can be made in."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of the factsheet, by its ISO 639 code."""

    DUTCH = "nl"
    ENGLISH = "en"


def with_capital(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]
