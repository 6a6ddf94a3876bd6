"""Protected tables for everybody: how many persons stand in each group of a layout, as far as it may be told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import ALWAYS, Condition
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.counting.records import Records
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import RefusedReleaseError
from zichtbaar.monitor.disclosure.protection import protect_release
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.disclosure.rules import Rules, default_rules
from zichtbaar.monitor.disclosure.told import About, Entry
from zichtbaar.monitor.exports.mapping import Filling, Mapping
from zichtbaar.monitor.exports.origin import Origin, described
from zichtbaar.monitor.exports.persons import as_csv
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind
from zichtbaar.monitor.figures.periods import within
from zichtbaar.monitor.figures.plans import Period

TOTAL = "total"
"""What stands in a column that a cell does not look at."""

LESS = "another layout, or another year"

NOTE = {
    "en": "Numbers are rounded, and hidden where they are small or would give a small one away (an empty cell). "
    "`of` is how many persons anything is known of; with whom it did not come up, counts in neither number.",
    "nl": "Getallen zijn afgerond, en verborgen waar ze klein zijn of een klein getal zouden verraden (een lege "
    "cel). `of` is van hoeveel personen er iets bekend is; met wie het niet ter sprake kwam, telt in geen van beide.",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the value in each column that it looks at, who stands in it, and of whom that is known."""

    values: tuple[tuple[str, str], ...]
    where: Condition
    known: Condition

    @property
    def name(self) -> str:
        """What it is called where it has to be named."""
        return " ".join(f"{column}={value}" for column, value in self.values) or TOTAL


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """One cell as it may be told; a number that had to be hidden is None."""

    values: tuple[tuple[str, str], ...]
    persons: int | None
    of: int | None
    protection: Protection


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """The cells of one release, all protected together, and the entries that the ledger must hold then."""

    mapping: Mapping
    year: int
    rules: Rules
    cells: tuple[ProtectedCell, ...]
    entries: tuple[Entry, ...]


def export_table(
    records: Records, mapping: Mapping, year: int, about: About, ledger: Ledger, rules: Rules | None = None
) -> ProtectedTable:
    """The persons of the mapping's population who first chatted in a year, counted by group and protected.

    Beside all that the ledger knows. The total is told exactly, unless it is small: it is the number that a
    factsheet prints. Raises InvalidInputError where nobody was registered in that year, or when a few persons
    would come out beside what was released before.
    """
    rules = rules or default_rules()
    cells, figures = counted(records, mapping, year)
    try:
        released = protect_release(figures, about, ledger, rules, headline=[TOTAL], book=mapping.book)
    except RefusedReleaseError as error:
        raise InvalidInputError(
            Fault(mapping.layout.name, None, "", f"however little is told, a few persons come out of {cell}", LESS)
            for cell in error.cells
        ) from error
    told = tuple(_told(cell, figure) for cell, figure in zip(cells, released.figures, strict=True))
    return ProtectedTable(mapping, year, rules, told, released.entries)


def counted(records: Records, mapping: Mapping, year: int) -> tuple[list[Cell], list[Figure]]:
    """The cells of a year's table and their exact counts, which are for protecting alone. Raises as `export_table`."""
    everybody = together(mapping.population.where, within(Period("year", f"{year}-01", f"{year}-12"), mapping.book))
    cells = list(_cells(mapping, everybody))
    counts = records.count([condition for cell in cells for condition in (cell.where, cell.known)])
    if not counts[everybody]:
        problem = f"nobody among the {mapping.population.many['en']} first chatted in {year}"
        raise InvalidInputError([Fault(mapping.layout.name, None, "", problem, "records of that year")])
    figures = [
        Figure(
            id=cell.name,
            kind=FigureKind.COUNT,
            count=counts[cell.where],
            base=Base(
                eligible=counts[everybody],
                answered=counts[cell.known],
                noun=mapping.population.many,
                one=mapping.population.one,
                eligible_where=everybody,
                answered_where=cell.known,
            ),
            where=cell.where,
        )
        for cell in cells
    ]
    return cells, figures


def files_of(table: ProtectedTable, origin: Origin) -> dict[str, bytes]:
    """The table as CSV and what belongs to it as JSON, by name."""
    name = f"{table.mapping.layout.name}-table-{table.year}"
    crossed = bool(table.mapping.tables)
    header, rows = _crossed(table) if crossed else _listed(table)
    page = {"note": NOTE, "year": table.year, **described(table.mapping, origin)}
    page["records"] = [{"file": file.name, "sha256": file.sha256} for file in origin.files]  # how many is not told
    page["rules"] = {"name": table.rules.name, "version": table.rules.version}
    page["lost"] = [dict(loss.words) for loss in table.mapping.losses]
    return {
        f"{name}.csv": as_csv(header, rows),
        f"{name}.json": (json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode(),
    }


def _cells(mapping: Mapping, everybody: Condition) -> Iterator[Cell]:
    """The total, then every group: of crossed columns also those of fewer of them."""
    yield Cell((), everybody, everybody)
    seen = set()
    for crossing in mapping.crossings:
        for choices in product(*([None, *filling.meanings] for filling in crossing)):
            chosen = [(filling, meaning) for filling, meaning in zip(crossing, choices, strict=True) if meaning]
            values = tuple((filling.column.name, meaning.value) for filling, meaning in chosen)
            if chosen and values not in seen:
                seen.add(values)
                where = together(everybody, *(meaning.when for _, meaning in chosen))
                yield Cell(values, where, together(everybody, *_known(mapping, [filling for filling, _ in chosen])))


def _known(mapping: Mapping, fillings: Sequence[Filling]) -> Iterator[Condition]:
    """Of whom anything is known in these columns; in a crossed table everybody stands in some group."""
    for filling in fillings:
        if not mapping.tables and filling.known is not None:
            yield filling.known


def _told(cell: Cell, figure: ReleasedFigure) -> ProtectedCell:
    return ProtectedCell(cell.values, figure.count, figure.base.answered, figure.protection)


def _crossed(table: ProtectedTable) -> tuple[Sequence[str], list[list[str]]]:
    """One column for each of the layout's."""
    same = {
        filling.column.name: str(table.year) if filling.year_of else filling.meanings[0].value
        for filling in table.mapping.fillings
        if filling.year_of or [meaning.when for meaning in filling.meanings] == [ALWAYS]
    }
    names = table.mapping.layout.names
    rows = []
    for cell in table.cells:
        values = same | dict(cell.values)
        rows.append([*(values.get(name, TOTAL) for name in names), _number(cell.persons), cell.protection.value])
    return (*names, "persons", "protection"), rows


def _listed(table: ProtectedTable) -> tuple[Sequence[str], list[list[str]]]:
    """One row for each value of each column."""
    rows = []
    for cell in table.cells:
        column, value = cell.values[0] if cell.values else (TOTAL, TOTAL)
        rows.append([column, value, _number(cell.persons), _number(cell.of), cell.protection.value])
    return ("column", "value", "persons", "of", "protection"), rows


def _number(persons: int | None) -> str:
    return "" if persons is None else str(persons)
