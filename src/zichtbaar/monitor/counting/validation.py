"""Whether records keep to the codebook: two passes that count faults, and others where they found some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from zichtbaar.codebook import forms
from zichtbaar.codebook.answers import NO, YES, check_answer
from zichtbaar.codebook.answers import applies as applies_to
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading_conditions import named_in
from zichtbaar.codebook.schema import Codebook, Kind, Missing, Value, Variable
from zichtbaar.monitor.counting.conditions import holds
from zichtbaar.monitor.counting.faults import at_most
from zichtbaar.monitor.counting.sources import EVERYTHING, ROW, SOURCE, Source, quoted, readable, sql_of, table_of

MOST_ROWS = 2000
"""How many rows with faults are looked at one by one."""


def validate(sources: Sequence[Source], book: Codebook, connection: duckdb.DuckDBPyConnection) -> dict[Path, int]:
    """How many records each file holds. Raises InvalidInputError when any of them breaks the codebook."""
    with readable(*sources):
        rows, references, faulty = _count_faults(sources, book, connection)
    faults = [
        Fault(str(source.file), None, "", "the file holds no registrations", "one row for each person")
        for source in sources
        if not rows[source.file]
    ]
    for source in sources if faulty else ():
        faults += _faults_of_values(source, faulty, book, connection)
    if references < sum(rows.values()):
        faults += _faults_of_references(sources, book, connection)
    if faults:
        raise InvalidInputError(faults)
    return rows


def _count_faults(
    sources: Sequence[Source], book: Codebook, connection: duckdb.DuckDBPyConnection
) -> tuple[dict[Path, int], int, list[Variable]]:
    """Records of each source, how many different references there are, and the variables with a fault.

    Values and skip rules are counted apart: the statistics of a Parquet file answer most of the first
    by themselves, but not when both stand in one question (measured: 0.2 s and 2 s against 6 s).
    """
    rows = [f"count_if({SOURCE} = {number})" for number in range(len(sources))]
    # Different hashes prove different references, at an eighth of the memory; equal ones prove nothing.
    references = f"count(DISTINCT hash({quoted(_reference(book))}))"
    values = [f"count_if({_cannot_stand(variable)})" for variable in book.variables]
    rules = [f"count_if({_breaks_rule(variable)})" for variable in book.variables]
    [counts] = connection.view(EVERYTHING).aggregate(", ".join([*rows, references, *values])).fetchall()
    [broken] = _with_applies(EVERYTHING, book, connection).aggregate(", ".join(rules)).fetchall()
    *found, different = counts[: len(sources) + 1]
    wrong = zip(book.variables, counts[len(sources) + 1 :], broken, strict=True)
    return (
        {source.file: number or 0 for source, number in zip(sources, found, strict=True)},  # null where all are empty
        different,
        [variable for variable, values_wrong, rules_broken in wrong if values_wrong or rules_broken],
    )


def _reference(book: Codebook) -> str:
    return next(variable.name for variable in book.variables if variable.kind is Kind.IDENTIFIER)


def _with_applies(view: str, book: Codebook, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The rows of a view, with a column per variable that says whether the question applies."""
    table = table_of(view, book)
    applies = {_applies(variable): holds(variable.applies_if, table) for variable in book.variables}
    return connection.sql(sql_of(table.mutate(**applies)))


def _applies(variable: Variable) -> str:
    return f"applies to {variable.name}"


def _breaks_rule(variable: Variable) -> str:
    """In SQL: whether any column of the variable breaks the skip rule.

    A rule that rests on an empty cell says nothing here; the empty cell itself is the fault. (Ibis
    would take half a second to write these two for two hundred columns.)
    """
    applies, skipped = quoted(_applies(variable)), "'-1'" if variable.is_text else "-1"
    return " OR ".join(f"({cell} = {skipped}) = {applies}" for cell in map(quoted, variable.columns))


def _cannot_stand(variable: Variable) -> str:
    """In SQL: whether any column of the variable is empty or holds what is no code of it."""
    return " OR ".join(f"{cell} IS NULL OR {_no_code(variable, cell)}" for cell in map(quoted, variable.columns))


def _no_code(variable: Variable, cell: str) -> str:
    if variable.is_text:
        missing = "" if variable.kind is Kind.IDENTIFIER else "|-[1-6]"
        return f"NOT regexp_full_match({cell}, '{forms.OF_KIND[variable.kind].pattern.pattern}{missing}')"
    codes = (NO, YES) if variable.is_block else [code.value for code in variable.codes]
    known = {*codes, *(missing.value for missing in Missing)}
    firsts = sorted(code for code in known if code - 1 not in known)
    lasts = sorted(code for code in known if code + 1 not in known)
    outside = (f"{cell} NOT BETWEEN {first} AND {last}" for first, last in zip(firsts, lasts, strict=True))
    return f"({' AND '.join(outside)})"


def _faults_of_values(
    source: Source, faulty: Sequence[Variable], book: Codebook, connection: duckdb.DuckDBPyConnection
) -> list[Fault]:
    """The faults of one source, row by row, for as many rows as anybody will read about."""
    wrong = _with_applies(source.view, book, connection).filter(
        " OR ".join(f"{_cannot_stand(variable)} OR {_breaks_rule(variable)}" for variable in faulty)
    )
    with readable(source):
        rows = wrong.project(ROW).order(ROW).limit(MOST_ROWS + 1).fetchall()
    by_sort: dict[str, list[Fault]] = defaultdict(list)
    for place, cells in source.fetch({row for (row,) in rows[:MOST_ROWS]}, book, connection):
        for sort, fault in _faults_of_row(str(source.file), place, cells, book):
            by_sort[sort].append(fault)
    faults = [fault for found in by_sort.values() for fault in at_most(found)]
    if len(rows) > MOST_ROWS:
        faults.append(
            Fault(str(source.file), None, "", f"rows after the first {MOST_ROWS} with faults were not looked at")
        )
    return faults


def _faults_of_row(
    file: str, place: int, cells: Mapping[str, Value | None], book: Codebook
) -> Iterator[tuple[str, Fault]]:
    """Each fault of one row, with the sort it is of."""
    values: dict[str, Value] = {}
    for column, variable in book.by_column.items():
        value = _coded(variable, cells.get(column))
        problem = "empty" if value is None else check_answer(book, column, value)
        if value is not None and problem is None:
            values[column] = value
        else:
            yield (
                column,
                Fault(file, place, column, problem or "", "a code of the codebook" if value is None else ""),
            )
    for variable in book.variables:
        broken = _broken_rule(variable, values, book)
        if broken:
            yield variable.name, Fault(file, place, variable.name, *broken)


def _coded(variable: Variable, cell: Value | None) -> Value | None:
    """A cell as a value of this variable: the text of a CSV file as the whole number that it writes."""
    if cell == "":
        return None
    if variable.is_text or not isinstance(cell, str):
        return cell
    is_plain = cell.removeprefix("-").isdecimal() and str(int(cell)) == cell
    return int(cell) if is_plain else cell


def _broken_rule(variable: Variable, values: Mapping[str, Value], book: Codebook) -> tuple[str, str] | None:
    """How a skip rule is broken, and what was expected; silent where it rests on a faulty cell."""
    gates = {column for name in named_in(variable.applies_if) for column in book.by_name[name].columns}
    if not gates <= values.keys():
        return None
    skipped = [
        int(values[column]) == Missing.NOT_APPLICABLE if not variable.is_text else values[column] == "-1"
        for column in variable.columns
        if column in values
    ]
    if applies_to(variable, values) and any(skipped):
        return "-1 (not applicable), but the question applies", "an answer, or the reason why there is none"
    if not applies_to(variable, values) and not all(skipped):
        return "an answer, but the question does not apply", "-1"
    return None


def _faults_of_references(
    sources: Sequence[Source], book: Codebook, connection: duckdb.DuckDBPyConnection
) -> list[Fault]:
    """Where a reference stands that stood before. The reference itself is not repeated."""
    reference = _reference(book)
    table = table_of(EVERYTHING, book)
    twice = table.group_by(reference).having(table.count() > 1).agg().limit(MOST_ROWS)
    again = table.semi_join(twice, reference).select(reference, SOURCE, ROW).order_by([SOURCE, ROW])
    seen: dict[str, tuple[int, int]] = {}
    repeats: dict[tuple[int, int], tuple[int, int]] = {}
    for name, number, row in connection.execute(sql_of(again)).fetchall():
        if name in seen:
            repeats[number, row] = seen[name]
        seen.setdefault(name, (number, row))
    places = _places({*repeats, *repeats.values()}, sources, book, connection)
    return at_most(
        Fault(
            str(sources[where[0]].file),
            places[where],
            reference,
            f"this reference stands already in {sources[first[0]].file}:{places[first]}",
            "a reference of its own for each person",
        )
        for where, first in repeats.items()
    )


def _places(
    rows: set[tuple[int, int]],
    sources: Sequence[Source],
    book: Codebook,
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[int, int], int]:
    """Lines or rows, as a person would look them up, of (source, row)."""
    places: dict[tuple[int, int], int] = {}
    for number, source in enumerate(sources):
        own = sorted(row for of, row in rows if of == number)
        found = (place for place, _ in source.fetch(set(own), book, connection)) if own else ()
        places |= {(number, row): place for row, place in zip(own, found, strict=True)}
    return places
