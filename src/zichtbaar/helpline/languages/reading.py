"""Reading the files of the visitors' languages, and refusing one that is not whole."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from zichtbaar.codebook.faults import Fault, InvalidInputError

FOLDER = Path(__file__).parent
REFERENCE = "en"
SECTIONS = ("page", "script", "consent", "errors", "coming_back", "photo")
DIRECTIONS = ("ltr", "rtl")
DAYS_IN_A_WEEK = 7

_SLOT = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Language:
    """Every text of the visitors' door in one language. `checked` says that a native speaker has read all of it."""

    code: str
    name: str
    direction: str
    checked: bool
    days: tuple[str, ...]
    page: Mapping[str, str]
    script: Mapping[str, str]
    consent: Mapping[str, str]
    errors: Mapping[str, str]
    coming_back: Mapping[str, str]
    photo: Mapping[str, str]


@cache
def language(code: str) -> Language:
    """One language. Raises InvalidInputError with everything that is missing in its file, or not as in English."""
    reference, content = _content(REFERENCE), _content(code)
    if faults := list(faults_of(f"{code}.toml", content, reference)):
        raise InvalidInputError(faults)
    texts = {section: content[section] for section in SECTIONS}
    about = {field: content[field] for field in ("name", "direction", "checked")}
    return Language(code=code, days=tuple(content["days"]), **about, **texts)


def faults_of(file: str, content: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong in the content of a language's file."""
    for field, form in (("name", str), ("checked", bool)):
        if not isinstance(content.get(field), form):
            yield Fault(file, None, field, "is missing, or of another kind", form.__name__)
    if content.get("direction") not in DIRECTIONS:
        yield Fault(file, None, "direction", "is missing, or not known", " or ".join(DIRECTIONS))
    days = content.get("days")
    if not isinstance(days, list) or len(days) != DAYS_IN_A_WEEK or not all(map(_is_text, days)):
        yield Fault(file, None, "days", "is missing, or not a week", "seven names, from Monday")
    for section in SECTIONS:
        yield from _faults_of_section(file, section, content.get(section, {}), reference[section])


def _faults_of_section(
    file: str, section: str, texts: Mapping[str, Any], reference: Mapping[str, str]
) -> Iterator[Fault]:
    for key, english in reference.items():
        subject = f"{section}.{key}"
        if not _is_text(texts.get(key)):
            yield Fault(file, None, subject, "is missing", f"a translation of {english!r}")
        elif sorted(_SLOT.findall(texts[key])) != sorted(_SLOT.findall(english)):
            yield Fault(file, None, subject, "has other slots", " ".join(_SLOT.findall(english)) or "none")
    for key in texts.keys() - reference.keys():
        yield Fault(file, None, f"{section}.{key}", "is not a text of the page", f"a key that {REFERENCE}.toml has")


def _content(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8"))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
