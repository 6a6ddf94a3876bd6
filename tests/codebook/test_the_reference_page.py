"""The reference page of the codebook says what the program does: its example is read, its tables are whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from zichtbaar.codebook import reading, reading_codes, reading_conditions, reading_variables
from zichtbaar.codebook.answers import asked
from zichtbaar.codebook.reading import read_codebook
from zichtbaar.codebook.schema import MISSING_BY_NAME, Codebook, Kind

WriteBook = Callable[[str], Path]
DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "codebook.md").read_text("utf-8")


def first_column(heading: str, table: int = 0) -> list[str]:
    """What stands in code quotes in the first column of a table under a heading."""
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", part, re.MULTILINE)
    return [row.split("|")[1].strip().strip("`") for row in tables[table].splitlines()[2:]]


def test_the_whole_example_is_a_codebook(write_book: WriteBook) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    book = read_codebook(write_book(example))
    assert [variable.name for variable in asked(book, {"met_online": 1})] == ["met_online", "platforms_used"]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("Keys of the file", {*reading.BOOK_KEYS, "lists"}),
        ("Keys of a variable", {*reading_variables.REQUIRED_KEYS, *reading_variables.OPTIONAL_KEYS}),
        ("Keys of a population", {*reading.POPULATION_KEYS, *reading.POPULATION_OPTIONAL_KEYS}),
    ],
)
def test_every_key_is_explained_and_no_other(heading: str, keys: set[str]) -> None:
    assert set(first_column(heading)) == keys


def test_every_kind_is_explained_and_no_other() -> None:
    assert first_column("Keys of a variable", table=1) == list(Kind)


def test_the_missing_codes_are_the_six() -> None:
    part = PAGE.split("\n## Missing codes\n")[1]
    rows = re.findall(r"^\| (-\d) \| `(\w+)` \|", part, re.MULTILINE)
    assert [(int(value), name) for value, name in rows] == [
        (missing.value, name) for name, missing in MISSING_BY_NAME.items()
    ]


def test_every_population_is_explained_and_no_other(book: Codebook) -> None:
    assert first_column("Populations of trafficking-1") == [population.name for population in book.populations]


def test_every_reserved_name_is_told() -> None:
    for name in (*reading_conditions.RESERVED, *reading_codes.RESERVED_NAMES):
        assert f"`{name}`" in PAGE
