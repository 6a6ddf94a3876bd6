"""Reading a table of a recipe: its rows, its columns, and who is in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zichtbaar.codebook import forms
from zichtbaar.codebook.schema import Code, Condition, Marked, Variable
from zichtbaar.codebook.tables import Table
from zichtbaar.monitor.figures.cross_tables import any_of
from zichtbaar.monitor.figures.plans import TableColumn, TablePlan, TableRow
from zichtbaar.monitor.figures.rankings import marking
from zichtbaar.monitor.figures.reading_parts import LANGUAGES, Surroundings, choice, read_counting, read_where

MOST_TILES = 8
"""Of a map, across and down."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it was read: a condition of its own, or a variable in which the option of the row is marked."""

    heading: TableColumn
    where: Condition
    named: Variable | None
    use: str

    def cell(self, option: Code | None) -> Condition:
        if self.named is None or option is None:
            return self.where
        marked = marking(self.named, option)
        return marked if not self.use else Marked(marked.variable, tuple(self._of_use(marked.columns)))

    def _of_use(self, columns: Sequence[str]) -> list[str]:
        return [column for column in columns if column.endswith(f"__{self.use}")]


def read_table(table: Table, known: Surroundings, least: int) -> TablePlan | None:
    """The plan of a table; None where a fault leaves nothing to plan."""
    counted, of = read_counting(table, known), _read_of(table, known)
    of_options = "rows" not in table.values
    columns = [_read_column(inner, known, of if of_options else None) for inner in table.tables("columns")]
    _check_names(table, "columns", [column.heading.name for column in columns])
    rows = _option_rows(table, of, columns) if of_options else _read_rows(table, known, columns)
    _check_names(table, "rows", [row.name for row in rows])
    if counted is None or not of or not rows or not columns:
        return None
    headings = tuple(column.heading for column in columns)
    return TablePlan(*counted, of, tuple(rows), headings, of_options, least, _read_map(table, rows, headings))


def _read_map(table: Table, rows: Sequence[TableRow], columns: Sequence[TableColumn]) -> str:
    """The column that is drawn as a map; every row has a tile of its own then."""
    if "map" not in table.values:
        return ""
    tiles = [row.tile for row in rows]
    if None in tiles or len(set(tiles)) < len(tiles):
        table.fault("map", "not every row has a tile of its own", "tile = [column, row] for each row, from 0")
    return choice(table, "map", tuple(column.name for column in columns)) or ""


def _read_tile(table: Table) -> tuple[int, int] | None:
    value = table.values.get("tile")
    match value:
        case [int(column), int(row)] if 0 <= column < MOST_TILES and 0 <= row < MOST_TILES:
            return column, row
    if value is not None:
        table.fault("tile", f"tile is {value!r}", f"[column, row], each from 0 to {MOST_TILES - 1}")
    return None


def _read_of(table: Table, known: Surroundings) -> tuple[Variable, ...]:
    """One variable or several."""
    value = table.values.get("of")
    names = value if isinstance(value, list) else [value]
    if all(isinstance(name, str) and name in known.book.by_name for name in names):
        return tuple(known.book.by_name[str(name)] for name in names)
    if "of" in table.values:
        table.fault("of", f"of is {value!r}", "a variable of the codebook, or several")
    return ()


def _read_rows(table: Table, known: Surroundings, columns: Sequence[_Column]) -> list[TableRow]:
    rows = []
    for inner in table.tables("rows"):
        inner.expect_keys(("id", "label"), ("where", "tile"))
        name, label = inner.text("id", forms.NAME), inner.texts("label", LANGUAGES)
        cells = tuple(column.cell(None) for column in columns)
        rows.append(TableRow(name, label, read_where(inner, known), cells, _read_tile(inner)))
    return rows


def _option_rows(table: Table, of: Sequence[Variable], columns: Sequence[_Column]) -> list[TableRow]:
    """A row for each option that the blocks `of` have in common."""
    if not all(variable.is_block and variable.codes == of[0].codes for variable in of):
        table.fault("of", "these variables do not share a list of options", "rows, or blocks with the same options")
        return []
    return [
        TableRow(
            option.name,
            option.label,
            any_of(*(marking(variable, option) for variable in of)),
            tuple(column.cell(option) for column in columns),
        )
        for option in (of[0].codes if of else ())
    ]


def _read_column(table: Table, known: Surroundings, of: Sequence[Variable] | None) -> _Column:
    """A column with a condition, or (`named`) one for the option of the row in one of the blocks `of`.

    `of` is None where the rows are no options.
    """
    needed = "named" if "named" in table.values else "where"
    table.expect_keys(("id", "label", needed), ("keyword", *(("use",) if needed == "named" else ())))
    if needed == "named" and of is None:
        table.fault("named", "it asks for the option of the row, and these rows are no options", "where")
    name = choice(table, "named", tuple(variable.name for variable in of)) if of else None
    named = next((variable for variable in of or () if variable.name == name), None)
    use = choice(table, "use", tuple(code.name for code in named.uses)) if named is not None else None
    heading = TableColumn(table.text("id", forms.NAME), table.texts("label", LANGUAGES), table.text("keyword"))
    return _Column(heading, read_where(table, known), named, use or "")


def _check_names(table: Table, key: str, names: Sequence[str]) -> None:
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        table.fault(key, f"{name} stands twice")
