"""The books that the tests of this room read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook

# One variable of every kind, a shared list of codes, a rule that looks back, a population inside another.
SMALL_BOOK = """\
# A small book.
name = "small-1"
version = "1.0"
languages = ["en", "nl"]
title = { en = "Small", nl = "Klein" }
missing = [
  { value = -1, name = "not_applicable", en = "not applicable", nl = "niet van toepassing" },
  { value = -2, name = "not_discussed", en = "not discussed", nl = "niet besproken" },
  { value = -3, name = "unknown", en = "unknown", nl = "onbekend" },
  { value = -4, name = "prefers_not_to_say", en = "prefers not to say", nl = "wil dit niet zeggen" },
  { value = -5, name = "cannot_be_coded", en = "cannot be coded", nl = "niet te coderen" },
  { value = -6, name = "withheld", en = "withheld", nl = "afgeschermd" },
]
sections = [
  { name = "contact", en = "Contact", nl = "Contact" },
  { name = "online", en = "Online", nl = "Online" },
  { name = "safety", en = "Safety", nl = "Veiligheid" },
]

[lists]
platforms = [
  { value = 1, name = "instagram", en = "Instagram", nl = "Instagram" },
  { value = 97, name = "other", en = "Other", nl = "Anders" },
]

[[variable]]
name = "case_ref"
section = "contact"
kind = "identifier"
filled_by_program = true
question = { en = "Reference", nl = "Nummer" }

[[variable]]
name = "first_chat_month"
section = "contact"
kind = "month"
question = { en = "Month", nl = "Maand" }

[[variable]]
name = "chat_language"
section = "contact"
kind = "language"
question = { en = "Language", nl = "Taal" }

[[variable]]
name = "role"
section = "contact"
kind = "single"
question = { en = "Role", nl = "Rol" }
codes = [
  { value = 1, name = "victim", en = "Victim", nl = "Slachtoffer" },
  { value = 0, name = "someone_else", en = "Someone else", nl = "Iemand anders" },
]

[[variable]]
name = "start"
section = "contact"
kind = "period"
question = { en = "Start", nl = "Begin" }
applies_if = { role = ["victim"] }

[[variable]]
name = "met_on"
section = "online"
kind = "multiple"
question = { en = "Met on", nl = "Ontmoet op" }
codes = "platforms"

[[variable]]
name = "used"
section = "online"
kind = "matrix"
never_ask = true
note = { en = "Only what was told.", nl = "Alleen wat is verteld." }
question = { en = "Used", nl = "Gebruikt" }
codes = "platforms"
uses = [
  { value = 1, name = "advertising", en = "Advertising", nl = "Adverteren" },
  { value = 2, name = "control", en = "Control", nl = "Controle" },
]
applies_if = { any = [{ met_on = "marked" }, { role = ["victim"], start = "answered" }] }

[[population]]
name = "everybody"
one = { en = "visitor", nl = "bezoeker" }
many = { en = "visitors", nl = "bezoekers" }
where = { }

[[population]]
name = "victims"
within = "everybody"
one = { en = "victim", nl = "slachtoffer" }
many = { en = "victims", nl = "slachtoffers" }
where = { role = ["victim"] }
"""

WriteBook = Callable[[str], Path]


@pytest.fixture
def small_book() -> str:
    """The source of a small codebook without faults."""
    return SMALL_BOOK


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Writes a source as a file."""

    def write(source: str) -> Path:
        path = tmp_path / "book.toml"
        path.write_text(source, "utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def book() -> Codebook:
    """The codebook that comes with the program."""
    return load()
