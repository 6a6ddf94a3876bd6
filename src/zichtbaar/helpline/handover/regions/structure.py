"""Regions as sets of municipalities. They do not nest, so what lies in what is asked of the sets. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MUNICIPALITY = "municipality"
"""The smallest kind; every other region is made of these."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `made_of` are codes of smaller ones, none for a municipality.

    From `valid_from` to `valid_until`, both included; always where they are None. `assumed`: that it is made of these
    was not read in a source, and may be otherwise in places.
    """

    code: str
    kind: str
    name: str
    made_of: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    assumed: bool = False

    def is_valid(self, day: date) -> bool:
        """Whether the region exists on this day."""
        return is_valid(day, self.valid_from, self.valid_until)


def is_valid(day: date, first: date | None, last: date | None) -> bool:
    """Whether a day lies between two, both included; None is no limit."""
    return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, eq=False)
class Country:
    """All regions by code, in the order of their file; the municipalities first.

    `everywhere` is the code of the country, `kinds` are the words for each kind by language, and `other_names` leads
    from more names to codes.
    """

    regions: Mapping[str, Region]
    everywhere: str
    kinds: Mapping[str, Mapping[str, str]]
    other_names: tuple[tuple[str, str], ...] = ()

    def municipalities(self) -> tuple[Region, ...]:
        """The smallest regions; their places in this order are the bits of a cover."""
        return tuple(region for region in self.regions.values() if region.kind == MUNICIPALITY)

    def cover(self, code: str, day: date) -> int:
        """The municipalities of a region on a day, as bits: 0 for a code that is unknown or not valid then."""
        return _covers(self, day).get(code, 0)

    def is_assumed(self, code: str) -> bool:
        """Whether what the region is made of was assumed."""
        region = self.regions.get(code)
        return region is not None and region.assumed

    def called(self, code: str, language: str) -> str:
        """A region by its kind and name, such as "police unit Oost-Nederland"; the code itself where it is unknown."""
        region = self.regions.get(code)
        return f"{self.kinds[region.kind][language]} {region.name}" if region else code


@lru_cache(maxsize=8)
def _covers(country: Country, day: date) -> Mapping[str, int]:
    """The cover of every region that exists on a day."""
    bits = {region.code: 1 << place for place, region in enumerate(country.municipalities())}
    covers: dict[str, int] = {}

    def cover(code: str) -> int:
        if code not in covers:
            region = country.regions[code]
            own = bits.get(code, 0)
            parts = (cover(part) for part in region.made_of)
            covers[code] = sum_of_bits(own, *parts) if region.is_valid(day) else 0
        return covers[code]

    for code in country.regions:
        cover(code)
    return covers


def sum_of_bits(*sets: int) -> int:
    """The union of sets of municipalities."""
    union = 0
    for one in sets:
        union |= one
    return union


def circles(regions: Mapping[str, Region]) -> Iterator[str]:
    """The codes of regions that are, by whatever way, made of themselves."""
    for code in regions:
        seen: set[str] = set()
        waiting = list(regions[code].made_of)
        while waiting:
            part = waiting.pop()
            if part == code:
                yield code
                break
            if part not in seen and part in regions:
                seen.add(part)
                waiting += regions[part].made_of
