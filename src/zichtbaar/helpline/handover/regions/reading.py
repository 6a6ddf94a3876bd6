"""Reading the regions of a country from its folder: all of them, or every fault at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.forms import Form
from zichtbaar.codebook.reading_files import check_is_file
from zichtbaar.codebook.tables import read_toml
from zichtbaar.helpline.config import LANGUAGES
from zichtbaar.helpline.handover.cells import Cells
from zichtbaar.helpline.handover.regions.structure import MUNICIPALITY, Country, Region, circles
from zichtbaar.helpline.handover.sheets import Line, read_sheet

CODE = Form(re.compile(r"[A-Z]{2}[0-9]{0,8}"), "a code such as GM0363")
LARGEST = 2_000_000
"""Bytes of one file."""
LONGEST_NAME = 80

COUNTRY, MUNICIPALITIES, REGIONS, PLACES = "country.toml", "municipalities.csv", "regions.csv", "places.csv"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    MUNICIPALITIES: ("code", "name", "part_of", "valid_from", "valid_until"),
    REGIONS: ("code", "kind", "name", "made_of", "valid_from", "valid_until", "assumed"),
    PLACES: ("name", "region"),
}


@cache
def read_country(folder: Path) -> Country:
    """The regions in a folder (docs/reference/directory.md), read once.

    Raises InvalidInputError with every fault of the folder's files, each with its line.
    """
    everywhere, kinds = _read_words(folder / COUNTRY)
    faults: list[Fault] = []
    rows = {name: list(_rows(folder / name, faults)) for name in COLUMNS}
    municipalities = [_municipality(row) for row in rows[MUNICIPALITIES]]
    regions = {region.code: region for region in municipalities}
    parts = _parts(rows[MUNICIPALITIES])
    for row in rows[REGIONS]:
        region = _region(row, kinds)
        regions[region.code] = replace(region, made_of=(*region.made_of, *parts.get(region.code, ())))
    _check_codes(rows, regions, everywhere)
    names = tuple((_name(row), row.one_of("region", regions)) for row in rows[PLACES])
    faults += [
        Fault(str(folder / REGIONS), None, code, "it is made of itself", "regions that are made of smaller ones")
        for code in circles(regions)
    ]
    if faults:
        raise InvalidInputError(faults)
    return Country(regions, everywhere, kinds, names)


def _read_words(path: Path) -> tuple[str, Mapping[str, Mapping[str, str]]]:
    """The code of the whole country, and the words for each kind of region by language."""
    table = read_toml(path)
    table.expect_keys(("everywhere", "kinds"))
    everywhere = table.text("everywhere", CODE)
    kinds = table.table("kinds")
    words = {name: kinds.texts(name, LANGUAGES) for name in kinds.values} if kinds else {}
    if MUNICIPALITY not in words:
        table.fault("kinds", f"{MUNICIPALITY} is missing", "words for the smallest kind of region")
    table.faults.raise_if_any()
    return everywhere, words


def _rows(path: Path, faults: list[Fault]) -> Iterator[Cells]:
    """The rows of one sheet. Raises InvalidInputError where the file cannot be read."""
    check_is_file(path, largest=LARGEST)
    lines: list[Line] = read_sheet(str(path), path.read_text("utf-8"), COLUMNS[path.name], faults)
    return (Cells(str(path), line.number, line.cells, faults) for line in lines)


def _municipality(row: Cells) -> Region:
    first, last = row.days("valid_from", "valid_until")
    return Region(_code(row), MUNICIPALITY, _name(row), (), first, last)


def _region(row: Cells, kinds: Collection[str]) -> Region:
    first, last = row.days("valid_from", "valid_until")
    return Region(
        code=_code(row),
        kind=row.one_of("kind", sorted(set(kinds) - {MUNICIPALITY})),
        name=_name(row),
        made_of=row.each_formed("made_of", CODE, CODE.words),
        valid_from=first,
        valid_until=last,
        assumed=row.one_of("assumed", ("yes", "no")) == "yes",
    )


def _parts(municipalities: Collection[Cells]) -> Mapping[str, list[str]]:
    """The municipalities of each region that they say to be part of."""
    parts: dict[str, list[str]] = {}
    for row in municipalities:
        for whole in row.each_formed("part_of", CODE, CODE.words):
            parts.setdefault(whole, []).append(row.cells["code"])
    return parts


def _check_codes(rows: Mapping[str, Collection[Cells]], regions: Collection[str], everywhere: str) -> None:
    """Every code stands for one region, and is one that exists."""
    seen: set[str] = set()
    for name, column in ((MUNICIPALITIES, "part_of"), (REGIONS, "made_of")):
        for row in rows[name]:
            row.some_of(column, regions)
            if row.cells["code"] in seen:
                row.refuse("code", f"{row.cells['code']} stands there twice", "each code once")
            seen.add(row.cells["code"])
    if everywhere not in regions:
        for row in list(rows[REGIONS])[:1]:
            row.refuse("code", f"{everywhere} is missing", f"the whole country, which {COUNTRY} names")


def _code(row: Cells) -> str:
    return row.formed("code", CODE, CODE.words, required=True)


def _name(row: Cells) -> str:
    return row.text("name", LONGEST_NAME, required=True)
