"""Tables of a factsheet as rows of words: a row for each group, a column for what is counted of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zichtbaar.monitor.disclosure.released import ReleasedItem
from zichtbaar.monitor.factsheet.pictures import Told
from zichtbaar.monitor.factsheet.wording.bases import place_range
from zichtbaar.monitor.factsheet.wording.page import PAGE
from zichtbaar.monitor.factsheet.wording.values import counted
from zichtbaar.monitor.figures.cross_tables import cell_name
from zichtbaar.monitor.figures.plans import TablePlan, TableRow
from zichtbaar.monitor.paper.language import Language

_HERE_IT_MAY_BREAK = "_\u200b"  # keywords are long, columns are not
_NOT_COUNTED = "–"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: what it is called and a cell for every column."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its sentence and base; `empty` says why there is no row."""

    id: str
    title: str
    text: str
    base: str
    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]
    keywords: tuple[str, ...]
    empty: str


def grids(told: Sequence[Told], language: Language) -> tuple[Grid, ...]:
    """The tables among these figures, in their order."""
    return tuple(_grid(one, one.plan.plan, language) for one in told if isinstance(one.plan.plan, TablePlan))


def _grid(told: Told, plan: TablePlan, language: Language) -> Grid:
    items = {item.name: item for item in told.figure.items}
    places = (PAGE["places"][language],) if plan.ranks_rows else ()
    rows = tuple(_row(row, plan, items, language) for row in plan.rows if row.name in items)
    keywords = tuple(column.keyword.replace("_", _HERE_IT_MAY_BREAK) for column in plan.columns)
    return Grid(
        id=told.figure.id,
        title=told.label,
        text=told.sentence.text,
        base=told.base,
        headings=("", PAGE["of_whom"][language], *(column.label[language] for column in plan.columns), *places),
        rows=rows,
        keywords=("", *keywords, *("" for _ in places)) if any(keywords) else (),
        empty="" if rows else PAGE["no_row"][language].format(least=plan.least),
    )


def _row(row: TableRow, plan: TablePlan, items: Mapping[str, ReleasedItem], language: Language) -> GridRow:
    whole = items[row.name]
    cells = [whole, *(items.get(cell_name(row, column)) for column in plan.columns)]
    places = [_NOT_COUNTED if whole.ranks is None else place_range(whole.ranks)] if plan.ranks_rows else []
    return GridRow(row.label[language], (*(_cell(item, language) for item in cells), *places))


def _cell(item: ReleasedItem | None, language: Language) -> str:
    """A number as it may be told; what two coders did not agree on has no number at all."""
    return PAGE["left_out"][language] if item is None else counted(item.count, item.protection, language)
