"""Reading a mapping file, held against the codebook: every fault at once, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.answers import check_answer
from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.codebook.tables import Table, read_toml
from zichtbaar.monitor.importing.cells import key, tidy
from zichtbaar.monitor.importing.mapping import Answer, ImportMapping, Reading, Rule
from zichtbaar.monitor.importing.reading_rules import read_rule

ENCODINGS = ("utf-8", "cp1252", "utf-16")
FILE_KEYS = ("sheet", "header", "encoding", "delimiter")
MOST_LINES_ABOVE = 1000


def read_import_mapping(path: Path, book: Codebook) -> ImportMapping:
    """The mapping in a TOML file (docs/reference/importing.md).

    Raises InvalidInputError with every fault of the file, each with its line.
    """
    table = read_toml(path)
    table.expect_keys(("codebook", "version", "column"), ("file", "constant", "drop"))
    for name, own in (("codebook", book.name), ("version", book.version)):
        given = table.text(name)
        if given and given != own:
            table.fault(name, f"written for {name} {given}", own)
    read = list(_read_rules(table, book))
    rules = tuple(rule for _, rule in read)
    constants = dict(_read_constants(table, book)) if "constant" in table.values else {}
    mapping = ImportMapping(
        file=str(path),
        book=book,
        reading=_read_reading(table),
        rules=rules,
        constants=constants,
        dropped=dict(_read_dropped(table, {key(rule.name) for rule in rules})) if "drop" in table.values else {},
    )
    _check_each_is_filled_once(read, constants)
    table.faults.raise_if_any()
    return mapping


def _read_reading(table: Table) -> Reading:
    inner = table.table("file")
    if inner is None:
        return Reading()
    inner = inner.about("file")
    inner.expect_keys((), FILE_KEYS)
    given = inner.whole_number("header")
    header = 1 if given is None else given
    if not 1 <= header <= MOST_LINES_ABOVE:
        inner.fault("header", f"the names cannot stand on line {header}", f"1 to {MOST_LINES_ABOVE}")
    encoding = inner.text("encoding") or "utf-8"
    if encoding not in ENCODINGS:
        inner.fault("encoding", f"unknown encoding {encoding!r}", f"one of {', '.join(ENCODINGS)}")
    delimiter = inner.values.get("delimiter", ",")
    if delimiter not in (",", ";", "\t", "|"):
        inner.fault("delimiter", f"{delimiter!r} separates no cells", "a comma, a semicolon, a tab or a bar")
    return Reading(inner.text("sheet") or None, header, encoding, str(delimiter))


def _read_rules(table: Table, book: Codebook) -> Iterator[tuple[Table, Rule]]:
    seen: set[str] = set()
    for entry in table.tables("column"):
        name = tidy(entry.text("name"))
        named = entry.about(f"column {name}" if name else entry.subject)
        if name and key(name) in seen:
            named.fault("name", "this column is mapped twice", "every column of the file once")
        seen.add(key(name))
        rule = read_rule(named, name, book)
        if rule is not None:
            yield named, rule


def _read_constants(table: Table, book: Codebook) -> Iterator[tuple[str, Value]]:
    """What is the same for everybody in the file."""
    for entry in table.tables("constant"):
        entry.expect_keys(("to", "value"))
        variable = book.by_name.get(entry.text("to"))
        value = entry.text("value")
        if variable is None or variable.is_block or variable.name == book.reference:
            entry.fault(
                "to", f"{entry.values.get('to')!r} cannot be the same for everybody", "a variable of one answer"
            )
            continue
        known: Mapping[str, Value] = {code.name: code.value for code in variable.codes}
        answer = known.get(value, value)
        problem = check_answer(book, variable.name, answer)
        if problem is not None:
            codes = ", ".join(known) or forms.OF_KIND[variable.kind].words
            entry.fault("value", f"{variable.name} cannot be {value!r}", codes)
        yield variable.name, answer


def _read_dropped(table: Table, used: set[str]) -> Iterator[tuple[str, str]]:
    for entry in table.tables("drop"):
        entry.expect_keys(("columns", "reason"))
        reason = entry.text("reason")
        for name in entry.items("columns"):
            if not isinstance(name, str) or not re.search(r"\S", name):
                entry.fault("columns", "not the name of a column", "names of columns of the file")
                continue
            if key(name) in used:
                entry.fault("columns", f"{name!r} is dropped, and yet it is mapped", "one of the two")
            yield key(name), reason


def _check_each_is_filled_once(read: Sequence[tuple[Table, Rule]], constants: Answer) -> None:
    filled = dict.fromkeys(constants, "a constant")
    for entry, rule in read:
        twice = next((column for column in rule.columns if column in filled), None)
        if twice is not None:
            entry.fault("to", f"{twice} is filled already by {filled[twice]}", "one of the two")
        filled |= dict.fromkeys(rule.columns, f"column {rule.name}")
