"""The layout of a standard: its columns, what may stand in them, and how it writes that there is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Texts
from zichtbaar.codebook.tables import Table, read_toml

FOLDER = Path(__file__).parent / "layouts"
LANGUAGES = ("en", "nl")
NOTHING_IN_THE_CELL = "NULL"
"""How a layout file says that a cell stays empty, as CTDC's codebook of 2024 does."""

_KEYS = ("name", "for", "title", "source", "attribution", "missing", "no", "separator", "columns")


class ColumnKind(StrEnum):
    """What stands in a column."""

    YEAR = "year"  # yyyy
    VALUE = "value"  # one of its values
    FLAG = "flag"  # 1, or how the layout writes no
    LIST = "list"  # any of its values, joined by the separator


class Audience(StrEnum):
    """Who may be given what is in a layout."""

    PERSONS = "persons"  # rows for a receiver under agreement, and protected tables for everybody
    TABLES = "tables"  # protected tables only


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout. `values` are all that may stand in it; none for years and flags."""

    name: str
    kind: ColumnKind
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A standard as a table. `missing` stands where nothing is known, `no` where a flag is known not to hold."""

    name: str
    audience: Audience
    title: Texts
    source: Texts
    attribution: Texts
    missing: str
    no: str
    separator: str
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by their name."""
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(self.by_name)


def layout_names(audience: Audience | None = None) -> tuple[str, ...]:
    """The layouts that come with the program; of those, the ones of which rows may be given with `PERSONS`."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return tuple(name for name in names if audience is None or load_layout(name).audience is audience)


@cache
def load_layout(name: str) -> Layout:
    """A layout that comes with the program. Raises InvalidInputError for an unknown name."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in FOLDER.glob("*.toml")))
        raise InvalidInputError([Fault(name, None, "", "no layout of this name comes with Zichtbaar", known)])
    return read_layout(path)


def read_layout(path: Path) -> Layout:
    """The layout in a TOML file. Raises InvalidInputError with every fault of the file, each with its line."""
    table = read_toml(path)
    table.expect_keys(_KEYS)
    layout = Layout(
        name=table.text("name", forms.BOOK_NAME),
        audience=_read_audience(table),
        title=table.texts("title", LANGUAGES),
        source=table.texts("source", LANGUAGES),
        attribution=table.texts("attribution", LANGUAGES),
        missing=_read_cell(table, "missing"),
        no=_read_cell(table, "no"),
        separator=table.text("separator"),
        columns=_read_columns(table),
    )
    table.faults.raise_if_any()
    return layout


def _read_audience(table: Table) -> Audience:
    text = table.text("for")
    if text in tuple(Audience):
        return Audience(text)
    table.fault("for", f"nobody is called {text!r}", f"one of {', '.join(Audience)}")
    return Audience.TABLES


def _read_cell(table: Table, key: str) -> str:
    text = table.text(key)
    return "" if text == NOTHING_IN_THE_CELL else text


def _read_columns(table: Table) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for entry in table.tables("columns"):
        name = entry.text("name")
        named = entry.about(name or entry.subject)
        if name in columns:
            named.fault("name", f"the column {name!r} stands twice", "each column once")
        columns[name] = Column(name, *_read_kind(named))
    return tuple(columns.values())


def _read_kind(entry: Table) -> tuple[ColumnKind, tuple[str, ...]]:
    entry.expect_keys(("name", "kind"), ("values",))
    kind = entry.text("kind")
    if kind not in tuple(ColumnKind):
        entry.fault("kind", f"unknown kind {kind!r}", f"one of {', '.join(ColumnKind)}")
        return ColumnKind.FLAG, ()
    has_values = kind in (ColumnKind.VALUE, ColumnKind.LIST)
    if has_values != ("values" in entry.values):
        entry.fault(None, f"a column of kind {kind} {'needs' if has_values else 'has no'} values")
    return ColumnKind(kind), tuple(str(value) for value in entry.items("values")) if has_values else ()
