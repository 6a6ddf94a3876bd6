"""What is wrong with the cells of a row, in the words of the codebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from zichtbaar.codebook.answers import applies as applies_to
from zichtbaar.codebook.answers import check_answer
from zichtbaar.codebook.faults import Fault
from zichtbaar.codebook.reading_conditions import named_in
from zichtbaar.codebook.schema import Codebook, Missing, Value, Variable
from zichtbaar.monitor.counting.faults import at_most

MOST_ROWS = 2000
"""How many rows with faults are looked at one by one."""

Row = tuple[str, int | None, Mapping[str, Value | None]]
"""Where a row stands (the file, or the row of a table; the line, where there are lines), and its cells."""


def faults_of_rows(rows: Iterable[Row], book: Codebook, name: str) -> list[Fault]:
    """The faults of these rows of `name`; of many of one sort the first, and how many more."""
    by_sort: dict[str, list[Fault]] = defaultdict(list)
    for file, place, cells in rows:
        for sort, fault in _faults_of_row(file, place, cells, book):
            by_sort[sort].append(fault)
    return [fault for found in by_sort.values() for fault in at_most(found, name)]


def not_looked_at(name: str, rows: int) -> list[Fault]:
    """What is said when there are more rows with faults than are looked at."""
    problem = f"rows after the first {MOST_ROWS} with faults were not looked at"
    return [Fault(name, None, "", problem)] if rows > MOST_ROWS else []


def _faults_of_row(
    file: str, place: int | None, cells: Mapping[str, Value | None], book: Codebook
) -> Iterator[tuple[str, Fault]]:
    """Each fault of one row, with the sort it is of."""
    values: dict[str, Value] = {}
    for column, variable in book.by_column.items():
        value = _coded(variable, cells.get(column))
        problem = "empty" if value is None else check_answer(book, column, value)
        if value is not None and problem is None:
            values[column] = value
        else:
            expected = "a code of the codebook" if value is None else ""
            yield column, Fault(file, place, column, problem or "", expected)
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
