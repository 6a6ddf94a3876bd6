"""Invented registrations written as a spreadsheet come back as the same registrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.importing.conftest import TODAY, write_csv, write_sav, write_xlsx
from zichtbaar.codebook.answers import NO, YES
from zichtbaar.codebook.reading import load
from zichtbaar.codebook.schema import Codebook, Missing, Value, Variable
from zichtbaar.monitor.datasets.invented import invent_registrations
from zichtbaar.monitor.importing.making import import_sheet
from zichtbaar.monitor.importing.reading_mapping import read_import_mapping

MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
WORDS = {missing.value: missing.name.lower() for missing in Missing}
WRITERS: Mapping[str, Callable[[Path, Sequence[Sequence[Value | None]]], Path]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "sav": write_sav,
}
HEAD = 'codebook = "trafficking-1"\nversion = "1.0"\n'


def in_columns(book: Codebook) -> str:
    """A mapping of a file that has the columns and the codes of a file of records, under short names."""
    return HEAD + "".join(
        f'[[column]]\nname = "{name}"\nto = "{variable.name}"\nas_is = true\n'
        + (f'option = "{column.removeprefix(variable.name + "__").replace("__", "/")}"\n' if variable.is_block else "")
        for name, (column, variable) in zip(short_names(book), book.by_column.items(), strict=True)
    )


def short_names(book: Codebook) -> tuple[str, ...]:
    """A name for every column; those of SPSS have at most 64 letters."""
    return tuple(f"V{number}" for number, _ in enumerate(book.by_column, 1))


def in_words(book: Codebook) -> str:
    """A mapping of a file that has one column for each question, and the Dutch labels in its cells."""
    return HEAD + "".join(_column_in_words(variable) for variable in book.variables)


def _column_in_words(variable: Variable) -> str:
    column = f'[[column]]\nname = "{variable.question["nl"]}"\nto = "{variable.name}"\n'
    if variable.is_text:
        return f"{column}as_is = true\n"
    values = {label: name for label, name, _ in _options(variable)}
    values |= {name: name for value, name in WORDS.items() if value != Missing.NOT_APPLICABLE}
    if variable.is_block:
        values |= {"geen van deze": "none"}
        column += 'separator = "|"\n'
    return column + "[column.values]\n" + "".join(f'"{label}" = "{name}"\n' for label, name in values.items())


def _options(variable: Variable) -> Iterator[tuple[str, str, str]]:
    """Label, word of a mapping, and column of the codebook (empty for a code) of what a question can be answered by."""
    for code in variable.codes:
        if variable.uses:
            for use in variable.uses:
                label = f"{code.label['nl']} voor {use.label['nl']}"
                yield label, f"{code.name}/{use.name}", f"{variable.name}__{code.name}__{use.name}"
        else:
            yield code.label["nl"], code.name, f"{variable.name}__{code.name}" if variable.is_block else ""


def said_of(person: Mapping[str, Value], variable: Variable) -> Value | None:
    """What a cell of the file in words says."""
    first = person[variable.columns[0]]
    if variable.is_text:
        return first if first != "-1" else None
    values = {person[column] for column in variable.columns}
    if YES in values and variable.is_block:
        return "|".join(label for label, _, column in _options(variable) if person[column] == YES)
    if values == {NO} and variable.is_block:
        return "geen van deze"
    if first in WORDS:
        return WORDS[int(first)] if first != Missing.NOT_APPLICABLE else None
    return next(code.label["nl"] for code in variable.codes if code.value == first)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav"])
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 12))
def test_a_file_with_codes_gives_the_same_records(kind: str, seed: int, count: int) -> None:
    book = load()
    people = invent_registrations(book, MONTHS, count, seed)
    rows = [short_names(book), *(tuple(person[column] for column in book.by_column) for person in people)]
    assert _imported(kind, rows, in_columns(book)) == people


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 12))
def test_a_file_with_words_gives_the_same_records(kind: str, seed: int, count: int) -> None:
    book = load()
    people = invent_registrations(book, MONTHS, count, seed)
    header = tuple(variable.question["nl"] for variable in book.variables)
    rows = [header, *(tuple(said_of(person, variable) for variable in book.variables) for person in people)]
    assert _imported(kind, rows, in_words(book)) == people


def _imported(kind: str, rows: Sequence[Sequence[Value | None]], text: str) -> list[dict[str, Value]]:
    with TemporaryDirectory() as folder:
        file = WRITERS[kind](Path(folder) / f"people.{kind}", rows)
        mapping = Path(folder) / "mapping.toml"
        mapping.write_text(text, "utf-8")
        return list(import_sheet(file, read_import_mapping(mapping, load()), TODAY).people)
