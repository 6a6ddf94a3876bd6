"""The cells of a table: rows of persons who answered, and how many of each are in each column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zichtbaar.codebook.schema import AnyOf, Condition, Texts
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.table import CountTable
from zichtbaar.monitor.figures.figure import Item
from zichtbaar.monitor.figures.plans import TableColumn, TablePlan, TableRow
from zichtbaar.monitor.figures.rankings import rank_intervals


def any_of(*conditions: Condition) -> Condition:
    """The condition that one of these holds; the one itself where there is one."""
    return conditions[0] if len(conditions) == 1 else AnyOf(conditions)


def cell_name(row: TableRow, column: TableColumn | None = None) -> str:
    """What a cell is called in every file; without a column the whole row."""
    return row.name if column is None else f"{row.name}.{column.name}"


def cells(plan: TablePlan, answered: Condition) -> Iterator[Item]:
    """Every row and behind it its cells, not counted yet."""
    for row in plan.rows:
        everybody = together(answered, row.where)
        yield Item(cell_name(row), row.label, 0, 0, everybody, row_of=everybody)
        for column, where in zip(plan.columns, row.cells, strict=True):
            name, label = cell_name(row, column), _label(row, column)
            yield Item(name, label, 0, 0, together(everybody, where), row_of=everybody)


def counted(plan: TablePlan, answered: Condition, table: CountTable) -> tuple[Item, ...]:
    """The same with their counts; rows that are options have the places that chance leaves them."""
    every = [replace(cell, count=table[cell.where]) for cell in cells(plan, answered) if cell.where is not None]
    rows = [cell for cell in every if cell.where == cell.row_of] if plan.ranks_rows else []
    ranks = dict(zip((row.name for row in rows), rank_intervals([row.count for row in rows]), strict=True))
    return tuple(replace(cell, ranks=ranks.get(cell.name)) for cell in every)


def _label(row: TableRow, column: TableColumn) -> Texts:
    return {language: f"{label}: {column.label[language]}" for language, label in row.label.items()}
