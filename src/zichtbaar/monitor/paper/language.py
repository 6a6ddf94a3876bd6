"""The languages that a factsheet can be made in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    """A language of the factsheet, by its ISO 639 code."""

    DUTCH = "nl"
    ENGLISH = "en"


Words = Mapping[Language, str]
"""The same words in every language of the factsheet."""


def both(dutch: str, english: str) -> Words:
    """The same words in Dutch and in English."""
    return {Language.DUTCH: dutch, Language.ENGLISH: english}


def with_capital(text: str) -> str:
    """The text as it begins a sentence. A Dutch "één" loses the first of its accents there."""
    return "Eén" + text[3:] if text.startswith("één") else text[:1].upper() + text[1:]
