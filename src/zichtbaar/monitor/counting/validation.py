"""Whether records keep to the codebook: passes that count faults, and others where they found some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import duckdb

from zichtbaar.codebook import forms
from zichtbaar.codebook.answers import NO, YES, check_answer
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Condition, Kind, Missing, Reads, Variable
from zichtbaar.monitor.counting.conditions import holds
from zichtbaar.monitor.counting.faults import at_most
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.row_faults import MOST_ROWS, faults_of_rows, not_looked_at
from zichtbaar.monitor.counting.sources import ROW, SOURCE, Source, ask, quoted, readable, scans, table_of
from zichtbaar.monitor.counting.years import Held, held

_FEW_TEXTS = (Kind.MONTH, Kind.PERIOD, Kind.LANGUAGE)
_MOST_TEXTS = 20_000  # more different texts than there are months, years and languages


def validate(sources: Sequence[Source], book: Codebook, looked_at: Condition) -> dict[Place, Held]:
    """What each file holds. Raises InvalidInputError when a row that is looked at breaks the codebook, or a month."""
    with readable(*(source.given for source in sources)):
        found, faulty = _look_at_months(sources, looked_at, book)
        faulty |= _faulty_variables([_seen(scan, looked_at) for scan in scans(sources)], book)
        may_stand_twice, wrong = _look_at_references(sources, looked_at, book)
        faulty |= wrong
    faults = [
        Fault(str(file), None, "", "the file holds no registrations", "one row for each person")
        for file, of_file in found.items()
        if not of_file.rows
    ]
    variables = [variable for variable in book.variables if variable.name in faulty]
    for source in sources if faulty else ():
        faults += _faults_of_values(source, variables, looked_at, book)
    if faulty and not faults:  # then the two ways of looking at a value disagree, and nothing may be counted
        names = ", ".join(variable.name for variable in variables)
        faults.append(Fault(str(sources[0].file), None, names, "not as the codebook says"))
    if may_stand_twice:
        faults += _faults_of_references(sources, looked_at, book)
    if faults:
        raise InvalidInputError(faults)
    return found


def _look_at_months(
    sources: Sequence[Source], looked_at: Condition, book: Codebook
) -> tuple[dict[Place, Held], set[str]]:
    """What each file holds, by the month of every row; and the variable of the month when one is none."""
    by_month: dict[int, list[tuple[str | None, int]]] = {number: [] for number in range(len(sources))}
    for scan in scans(sources):
        for number, month, times in _rows_by_month(scan, book).fetchall():
            by_month[number].append((month, times))
    is_faulty = any(month is None for months in by_month.values() for month, _ in months)
    found: dict[Place, Held] = {source.file: held(by_month[source.given.number], looked_at, book) for source in sources}
    return found, {book.month} if is_faulty else set()


def _look_at_references(sources: Sequence[Source], looked_at: Condition, book: Codebook) -> tuple[bool, set[str]]:
    """Whether a reference may stand twice; and the variable of the reference when one has a wrong form.

    Different hashes prove different references, at an eighth of the memory; equal ones prove nothing.
    """
    cannot_stand = _cannot_stand(book.by_name[book.reference])
    questions = f"count(*), count(DISTINCT hash({quoted(book.reference)})), count_if({cannot_stand})"
    [(rows, different, wrong)] = _references(sources, looked_at, book).aggregate(questions).fetchall()
    return different < rows, {book.reference} if wrong else set()


def _rows_by_month(rows: duckdb.DuckDBPyRelation, book: Codebook) -> duckdb.DuckDBPyRelation:
    """How many rows each file has of each month; a month that is none is null. Each text is looked at once."""
    month = quoted(book.month)
    texts = rows.aggregate(f"{SOURCE}, {month}, count(*) AS times")
    known = f"CASE WHEN NOT {_no_code(book.by_name[book.month], month)} THEN {month} END"
    return texts.project(f"{SOURCE}, {known} AS month, times").aggregate(f"{SOURCE}, month, sum(times)::BIGINT")


def _seen(rows: duckdb.DuckDBPyRelation, looked_at: Condition) -> duckdb.DuckDBPyRelation:
    """The rows that are looked at. Row groups without any are left unread."""
    if not isinstance(looked_at, Reads):
        return rows
    texts = ", ".join(f"'{text}'" for text in sorted(looked_at.texts))
    return rows.filter(f"{quoted(looked_at.variable)} IN ({texts})")


def _faulty_variables(scans: Sequence[duckdb.DuckDBPyRelation], book: Codebook) -> set[str]:
    """The variables with a fault in any row.

    Values and skip rules are counted apart: the statistics of a Parquet file answer most of the first
    by themselves, but not when both stand in one question (measured: 0.2 s and 2 s against 6 s).
    """
    faulty: set[str] = set()
    for rows in scans:
        faulty |= {*_with_wrong_values(rows, book), *_with_wrong_texts(rows, book), *_with_broken_rules(rows, book)}
    return faulty


def _with_wrong_values(rows: duckdb.DuckDBPyRelation, book: Codebook) -> Iterator[str]:
    """The variables with a number that is no code of theirs."""
    variables = [variable for variable in book.variables if not variable.is_text]
    questions = ", ".join(f"count_if({_cannot_stand(variable)})" for variable in variables)
    [counts] = rows.aggregate(questions).fetchall()
    yield from (variable.name for variable, wrong in zip(variables, counts, strict=True) if wrong)


def _with_wrong_texts(rows: duckdb.DuckDBPyRelation, book: Codebook) -> Iterator[str]:
    """The variables with a text of a wrong form. Texts come again and again: each is looked at once."""
    for variable in book.variables:
        if variable.kind in _FEW_TEXTS:
            texts = rows.project(quoted(variable.name)).distinct().limit(_MOST_TEXTS).fetchall()
            if len(texts) == _MOST_TEXTS or any(check_answer(book, variable.name, text) for (text,) in texts):
                yield variable.name


def _with_broken_rules(rows: duckdb.DuckDBPyRelation, book: Codebook) -> Iterator[str]:
    """The variables with an answer where the question does not apply, or none where it does."""
    rules = ", ".join(f"count_if({_breaks_rule(variable)})" for variable in book.variables)
    [broken] = _with_applies(rows, book).aggregate(rules).fetchall()
    yield from (variable.name for variable, times in zip(book.variables, broken, strict=True) if times)


def _references(sources: Sequence[Source], looked_at: Condition, book: Codebook) -> duckdb.DuckDBPyRelation:
    """The reference of every row that is looked at, of every source, and where it stands."""
    columns = f"{quoted(book.reference)}, {SOURCE}, {ROW}"
    seen = (_seen(scan, looked_at).project(columns) for scan in scans(sources))
    return reduce(duckdb.DuckDBPyRelation.union, seen)


def _with_applies(rows: duckdb.DuckDBPyRelation, book: Codebook) -> duckdb.DuckDBPyRelation:
    """The rows, with a column per variable that says whether the question applies."""
    table = table_of(book)
    applies = {_applies(variable): holds(variable.applies_if, table) for variable in book.variables}
    return ask(rows, table.mutate(**applies))


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


def _faults_of_values(source: Source, faulty: Sequence[Variable], looked_at: Condition, book: Codebook) -> list[Fault]:
    """The faults of one source, row by row, for as many rows as anybody will read about."""
    is_faulty = " OR ".join(f"{_cannot_stand(variable)} OR {_breaks_rule(variable)}" for variable in faulty)
    wrong = _with_applies(_seen_or_without_month(source, looked_at, book), book).filter(is_faulty)
    with readable(source.given):
        rows = wrong.project(ROW).order(ROW).limit(MOST_ROWS + 1).fetchall()
    found = source.fetch({row for (row,) in rows[:MOST_ROWS]}, book)
    faults = faults_of_rows(((str(source.file), place, cells) for place, cells in found), book, str(source.file))
    return faults + not_looked_at(str(source.file), len(rows))


def _seen_or_without_month(source: Source, looked_at: Condition, book: Codebook) -> duckdb.DuckDBPyRelation:
    """The rows of one source that are looked at, and those whose month is none."""
    table = table_of(book)
    told = ask(source.rows, table.mutate(seen=holds(looked_at, table)))
    return told.filter(f"{SOURCE} = {source.given.number} AND (seen OR {_cannot_stand(book.by_name[book.month])})")


def _faults_of_references(sources: Sequence[Source], looked_at: Condition, book: Codebook) -> list[Fault]:
    """Where a reference stands that stood before. The reference itself is not repeated."""
    reference = book.reference
    rows = _references(sources, looked_at, book)
    counts = rows.aggregate(f"{quoted(reference)} AS again, count(*) AS times")
    twice = counts.filter("times > 1").limit(MOST_ROWS).set_alias("twice")
    seen: dict[str, tuple[int, int]] = {}
    repeats: dict[tuple[int, int], tuple[int, int]] = {}
    for name, number, row, *_ in rows.join(twice, f"{quoted(reference)} = again").order(f"{SOURCE}, {ROW}").fetchall():
        if name in seen:
            repeats[number, row] = seen[name]
        seen.setdefault(name, (number, row))
    places = _places({*repeats, *repeats.values()}, sources, book)
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


def _places(rows: set[tuple[int, int]], sources: Sequence[Source], book: Codebook) -> dict[tuple[int, int], int]:
    """Lines or rows, as a person would look them up, of (source, row)."""
    places: dict[tuple[int, int], int] = {}
    for number, source in enumerate(sources):
        own = sorted(row for of, row in rows if of == number)
        found = (place for place, _ in source.fetch(set(own), book)) if own else ()
        places |= {(number, row): place for row, place in zip(own, found, strict=True)}
    return places
