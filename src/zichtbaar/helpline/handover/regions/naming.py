"""Finding a region by what somebody calls it: without accents, capitals and hyphens, by other names and in part."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zichtbaar.helpline.handover.regions.structure import Country

FEWEST_LETTERS = 3
"""Of a part of a name that is looked for."""
MOST = 12
"""Names that are offered when none was meant exactly."""
LIKENESS = 0.75
"""How alike a mistyped name must be, as difflib measures it."""

_WITHOUT_MEANING = ("gemeente", "provincie", "regio", "municipality of", "province of", "city of")
_BRACKETS = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Found:
    """The codes of the regions that somebody may mean. `exactly`: one of their names is what was said."""

    codes: tuple[str, ...]
    exactly: bool


def find_region(country: Country, said: str, day: date) -> Found:
    """The regions that are called so on a day: by the whole name, else by its beginning, else by one much like it.

    Of several that hold the same municipalities the first is given: "Flevoland" is a province, then a safety region.
    """
    names = _names(country, day)
    plain = plainly(said)
    if codes := names.get(plain):
        return Found(_each_cover_once(country, codes, day), exactly=True)
    if len(plain) < FEWEST_LETTERS:
        return Found((), exactly=False)
    alike = [name for name in names if name.startswith(plain)] or difflib.get_close_matches(
        plain, names, MOST, LIKENESS
    )
    codes = tuple(code for name in alike for code in names[name])
    return Found(_each_cover_once(country, codes, day)[:MOST], exactly=False)


def plainly(name: str) -> str:
    """A name as it is compared: small letters from a to z, digits, and single spaces."""
    letters = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", name).casefold().replace("\u2019", "'"))
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).split())
    for word in _WITHOUT_MEANING:
        plain = plain.removeprefix(f"{word} ")
    return f"sint {plain[3:]}" if plain.startswith("st ") else plain


@lru_cache(maxsize=8)
def _names(country: Country, day: date) -> Mapping[str, tuple[str, ...]]:
    """The codes that each plain name stands for on a day."""
    names: dict[str, list[str]] = {}
    for name, code in _all_names(country):
        if country.cover(code, day):
            names.setdefault(plainly(name), []).append(code)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in names.items()}


def _all_names(country: Country) -> Iterator[tuple[str, str]]:
    for region in country.regions.values():
        yield region.name, region.code
    yield from country.other_names


def _each_cover_once(country: Country, codes: Iterable[str], day: date) -> tuple[str, ...]:
    first_of: dict[int, str] = {}
    for code in codes:
        first_of.setdefault(country.cover(code, day), code)
    return tuple(first_of.values())
