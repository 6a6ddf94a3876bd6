"""Whether a table keeps to the codebook: one pass that counts faults, and others where it found some."""

from __future__ import annotations

from collections.abc import Sequence
from operator import or_

import ibis
import ibis.expr.types as ir

from zichtbaar.codebook import forms
from zichtbaar.codebook.answers import NO, YES
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Condition, Kind, Missing, Variable
from zichtbaar.monitor.counting.conditions import holds, joined
from zichtbaar.monitor.counting.databases import Database, Sort
from zichtbaar.monitor.counting.faults import at_most
from zichtbaar.monitor.counting.row_faults import MOST_ROWS, faults_of_rows, not_looked_at
from zichtbaar.monitor.counting.sources import header_faults
from zichtbaar.monitor.counting.years import Held, held

_MISSING = [missing.value for missing in Missing]


def table_of_records(database: Database, book: Codebook) -> ir.Table:
    """The table with the columns of the codebook."""
    return database.rows({column: "string" if of.is_text else "int64" for column, of in book.by_column.items()})


def validate_table(database: Database, book: Codebook, looked_at: Condition) -> Held:
    """What the table holds. Raises InvalidInputError when a row that is looked at breaks the codebook, or a month."""
    faults = _faults_of_columns(database, book)
    if faults:
        raise InvalidInputError(faults)
    table = table_of_records(database, book)
    months = {month: int(times) for month, times in database.ask(_months(table, book))}
    found = held(months.items(), looked_at, book)
    [(rows, different, *wrong)] = database.ask(_question(table.filter(holds(looked_at, table)), book))
    faulty = [
        variable
        for variable, times in zip(book.variables, wrong, strict=True)
        if times or (variable.name == book.month and None in months)
    ]
    if not found.rows:
        faults.append(Fault(database.name, None, "", "the table holds no registrations", "one row for each person"))
    if faulty:
        faults += _faults_of_values(database, table, faulty, looked_at, book)
    if different < rows:
        faults += _faults_of_references(database, table.filter(holds(looked_at, table)), book)
    if faults:
        raise InvalidInputError(faults)
    return found


def _faults_of_columns(database: Database, book: Codebook) -> list[Fault]:
    whole = {column[: database.longest_name]: column for column in book.by_column}
    columns = [(whole.get(name, name), kind, sort) for name, kind, sort in database.columns]
    faults = header_faults(database.name, [name for name, *_ in columns], book, line=None)
    for name, kind, sort in columns:
        if name in book.by_column:
            expected = Sort.TEXT if book.by_column[name].is_text else Sort.WHOLE_NUMBERS
            if sort is not expected:
                faults.append(Fault(database.name, None, name, f"the column holds {kind}", expected))
    return faults


def _months(table: ir.Table, book: Codebook) -> ir.Table:
    """How many rows each month has; a month that is none is null."""
    texts = table.group_by(book.month).aggregate(times=table.count())
    known = texts.select(texts.times, month=_is_month(texts, book).ifelse(texts[book.month], ibis.null()))
    return known.group_by("month").aggregate(times=known.times.sum())


def _is_month(table: ir.Table, book: Codebook) -> ir.BooleanValue:
    return table[book.month].notnull() & _is_code(book.by_name[book.month], table[book.month])


def _question(table: ir.Table, book: Codebook) -> ir.Table:
    """One row: how many records, how many different references, and how many faulty rows by variable."""
    known = table.mutate(**{_applies(variable): holds(variable.applies_if, table) for variable in book.variables})
    wrong = {f"wrong {place}": known.count(where=_is_wrong(of, known)) for place, of in enumerate(book.variables)}
    return known.aggregate(rows=known.count(), different=known[book.reference].nunique(), **wrong)


def _applies(variable: Variable) -> str:
    return f"applies to {variable.name}"


def _is_wrong(variable: Variable, table: ir.Table) -> ir.BooleanValue:
    """Whether any column of the variable is empty, holds what is no code of it, or breaks the skip rule."""
    applies = table[_applies(variable)]
    skipped = "-1" if variable.is_text else -1
    cells = [table[column] for column in variable.columns]
    return joined(
        or_,
        [
            cell.isnull() | ~_is_code(variable, cell) | applies.ifelse(cell == skipped, cell != skipped)
            for cell in cells
        ],
    )


def _is_code(variable: Variable, cell: ir.Value) -> ir.BooleanValue:
    if not variable.is_text:
        codes = (NO, YES) if variable.is_block else tuple(code.value for code in variable.codes)
        return cell.isin(sorted({*codes, *_MISSING}))
    # The part of the text that has the form must be the whole text: "$" means one thing here, another there.
    pattern = f"({forms.OF_KIND[variable.kind].pattern.pattern})"
    fits = (cell.re_extract(pattern, 0) == cell).fill_null(False)
    return fits if variable.kind is Kind.IDENTIFIER else fits | cell.isin(sorted(map(str, _MISSING)))


def _faults_of_values(
    database: Database, table: ir.Table, faulty: Sequence[Variable], looked_at: Condition, book: Codebook
) -> list[Fault]:
    """The faults, row by row, for as many rows as anybody will read about; of other years only a wrong month."""
    rows = table.filter(holds(looked_at, table) | ~_is_month(table, book))
    known = rows.mutate(**{_applies(variable): holds(variable.applies_if, rows) for variable in faulty})
    wrong = known.filter(joined(or_, [_is_wrong(variable, known) for variable in faulty]))
    found = database.ask(wrong.order_by(book.reference).limit(MOST_ROWS + 1).select(*book.by_column))
    rows = (dict(zip(book.by_column, cells, strict=True)) for cells in found[:MOST_ROWS])
    placed = ((f"{database.name}, row {_shown(cells[book.reference])}", None, cells) for cells in rows)
    faults = faults_of_rows(placed, book, database.name)
    if not faults:  # then the two ways of looking at a value disagree, and nothing may be counted
        names = ", ".join(variable.name for variable in faulty)
        faults.append(Fault(database.name, None, names, "not as the codebook says"))
    return faults + not_looked_at(database.name, len(found))


def _faults_of_references(database: Database, table: ir.Table, book: Codebook) -> list[Fault]:
    """The references that stand more than once."""
    counts = table.group_by(book.reference).aggregate(times=table.count())
    twice = counts.filter(counts.times > 1, counts[book.reference].notnull())
    found = database.ask(twice.order_by(book.reference).limit(MOST_ROWS))
    problem, expected = "this reference stands {} times", "a reference of its own for each person"
    return at_most(
        (
            Fault(f"{database.name}, row {_shown(name)}", None, book.reference, problem.format(times), expected)
            for name, times in found
        ),
        database.name,
    )


def _shown(reference: object) -> str:
    """A reference, unless it looks like something that somebody wrote."""
    is_random = isinstance(reference, str) and forms.OF_KIND[Kind.IDENTIFIER].fits(reference)
    return str(reference) if is_random else "with an unreadable reference"
