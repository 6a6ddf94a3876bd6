"""Whether records keep to the codebook: two passes that count faults, and others where they found some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import duckdb

from zichtbaar.codebook import forms
from zichtbaar.codebook.answers import NO, YES, check_answer
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.schema import Codebook, Kind, Missing, Variable
from zichtbaar.monitor.counting.conditions import holds
from zichtbaar.monitor.counting.faults import at_most
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.row_faults import MOST_ROWS, faults_of_rows, not_looked_at
from zichtbaar.monitor.counting.sources import ROW, SOURCE, Source, ask, quoted, readable, scans, table_of

_FEW_TEXTS = (Kind.MONTH, Kind.PERIOD, Kind.LANGUAGE)
_MOST_TEXTS = 20_000  # more different texts than there are months, years and languages


def validate(sources: Sequence[Source], book: Codebook) -> dict[Place, int]:
    """How many records each file holds. Raises InvalidInputError when any of them breaks the codebook."""
    with readable(*(source.given for source in sources)):
        rows, faulty = _count_faults(sources, book)
        references = _references(sources, book).aggregate(f"count(DISTINCT hash({quoted(_reference(book))}))")
        [(different,)] = references.fetchall()
    faults = [
        Fault(str(source.file), None, "", "the file holds no registrations", "one row for each person")
        for source in sources
        if not rows[source.file]
    ]
    for source in sources if faulty else ():
        faults += _faults_of_values(source, faulty, book)
    if faulty and not faults:  # then the two ways of looking at a value disagree, and nothing may be counted
        names = ", ".join(variable.name for variable in faulty)
        faults.append(Fault(str(sources[0].file), None, names, "not as the codebook says"))
    # Different hashes prove different references, at an eighth of the memory; equal ones prove nothing.
    if different < sum(rows.values()):
        faults += _faults_of_references(sources, book)
    if faults:
        raise InvalidInputError(faults)
    return rows


def _count_faults(sources: Sequence[Source], book: Codebook) -> tuple[dict[Place, int], list[Variable]]:
    """Records of each source, and the variables with a fault.

    Values and skip rules are counted apart: the statistics of a Parquet file answer most of the first
    by themselves, but not when both stand in one question (measured: 0.2 s and 2 s against 6 s).
    """
    found: dict[Place, int] = dict.fromkeys((source.file for source in sources), 0)
    faulty: set[str] = set()
    for scan in scans(sources):
        rows, wrong = _count_wrong_values(scan, len(sources), book)
        for source, number in zip(sources, rows, strict=True):
            found[source.file] += number
        faulty |= {*wrong, *_with_wrong_texts(scan, book), *_with_broken_rules(scan, book)}
    return found, [variable for variable in book.variables if variable.name in faulty]


def _count_wrong_values(rows: duckdb.DuckDBPyRelation, sources: int, book: Codebook) -> tuple[list[int], list[str]]:
    """How many rows each source has here, and the variables with a value that is no code of theirs."""
    variables = [variable for variable in book.variables if variable.kind not in _FEW_TEXTS]
    questions = [f"{SOURCE} = {number}" for number in range(sources)]
    questions += [_cannot_stand(variable) for variable in variables]
    [counts] = rows.aggregate(", ".join(f"count_if({question})" for question in questions)).fetchall()
    in_each = [number or 0 for number in counts[:sources]]  # null where there are no rows
    return in_each, [variable.name for variable, wrong in zip(variables, counts[sources:], strict=True) if wrong]


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


def _references(sources: Sequence[Source], book: Codebook) -> duckdb.DuckDBPyRelation:
    """The reference of every row of every source, and where it stands."""
    columns = f"{quoted(_reference(book))}, {SOURCE}, {ROW}"
    return reduce(duckdb.DuckDBPyRelation.union, (scan.project(columns) for scan in scans(sources)))


def _reference(book: Codebook) -> str:
    return next(variable.name for variable in book.variables if variable.kind is Kind.IDENTIFIER)


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


def _faults_of_values(source: Source, faulty: Sequence[Variable], book: Codebook) -> list[Fault]:
    """The faults of one source, row by row, for as many rows as anybody will read about."""
    is_faulty = " OR ".join(f"{_cannot_stand(variable)} OR {_breaks_rule(variable)}" for variable in faulty)
    wrong = _with_applies(source.rows, book).filter(f"{SOURCE} = {source.given.number} AND ({is_faulty})")
    with readable(source.given):
        rows = wrong.project(ROW).order(ROW).limit(MOST_ROWS + 1).fetchall()
    found = source.fetch({row for (row,) in rows[:MOST_ROWS]}, book)
    faults = faults_of_rows(((str(source.file), place, cells) for place, cells in found), book, str(source.file))
    return faults + not_looked_at(str(source.file), len(rows))


def _faults_of_references(sources: Sequence[Source], book: Codebook) -> list[Fault]:
    """Where a reference stands that stood before. The reference itself is not repeated."""
    reference = _reference(book)
    rows = _references(sources, book)
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
