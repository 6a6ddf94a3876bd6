"""Reading the variables of a codebook, and then the skip rules that join them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from zichtbaar.codebook import forms
from zichtbaar.codebook.looking_back import check_looks_back
from zichtbaar.codebook.reading_codes import read_codes
from zichtbaar.codebook.reading_conditions import RESERVED, named_in, read_condition
from zichtbaar.codebook.schema import Code, Kind, Section, Variable
from zichtbaar.codebook.tables import Table

CodeLists = Mapping[str, tuple[Code, ...]]

REQUIRED_KEYS = ("name", "section", "kind", "question")
OPTIONAL_KEYS = ("codes", "uses", "applies_if", "filled_by_program", "never_ask", "ordered", "note", "mapping")
_KINDS_WITH_CODES = (Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX)


def read_variables(
    table: Table, sections: Sequence[Section], lists: CodeLists, languages: Sequence[str]
) -> tuple[Variable, ...]:
    """The variables with their skip rules, in the order of the file."""
    known_sections = [section.name for section in sections]
    entries: dict[str, Table] = {}
    variables: dict[str, Variable] = {}
    for entry in table.tables("variable"):
        name = _read_name(entry)
        named = entry.about(name or entry.subject)
        variable = _read_variable(named, name, known_sections, lists, languages)
        if name in variables:
            named.fault("name", f"the name {name!r} is used twice", "each name once")
        # Without a name of its own it is kept by its place: its skip rule is still to be checked.
        key = name if name and name not in variables else entry.subject
        entries[key], variables[key] = named, variable
    if entries:
        _check_there_is_one_identifier(table, variables, entries)
    return _with_skip_rules(variables, entries)


def _read_name(entry: Table) -> str:
    name = entry.text("name", forms.NAME)
    if name in RESERVED:
        entry.fault("name", f"the name {name!r} is reserved for conditions", "another name")
    return name


def _read_variable(
    entry: Table, name: str, sections: Sequence[str], lists: CodeLists, languages: Sequence[str]
) -> Variable:
    entry.expect_keys(REQUIRED_KEYS, OPTIONAL_KEYS)
    section = entry.text("section")
    if section and section not in sections:
        entry.fault("section", f"unknown section {section!r}", f"one of {', '.join(sections)}")
    kind = _read_kind(entry)
    if kind is not None:
        _check_codes_fit_kind(entry, kind)
    return Variable(
        name=name,
        section=section,
        # A kind that could not be read has its own fault; this one only lets the reading go on.
        kind=kind or Kind.SINGLE,
        question=entry.texts("question", languages),
        codes=_read_codes_or_list(entry, lists, languages),
        uses=read_codes(entry, "uses", languages),
        filled_by_program=entry.flag("filled_by_program"),
        never_ask=entry.flag("never_ask"),
        ordered=_read_ordered(entry, kind),
        note=entry.texts("note", languages) if "note" in entry.values else None,
        mapping=entry.text("mapping"),
    )


def _read_kind(entry: Table) -> Kind | None:
    kind = entry.text("kind")
    if kind in tuple(Kind):
        return Kind(kind)
    if kind:
        entry.fault("kind", f"unknown kind {kind!r}", f"one of {', '.join(Kind)}")
    return None


def _check_codes_fit_kind(entry: Table, kind: Kind) -> None:
    for key, kinds in (("codes", _KINDS_WITH_CODES), ("uses", (Kind.MATRIX,))):
        if key in entry.values and kind not in kinds:
            entry.fault(key, f"a variable of kind {kind} has no {key}", f"no {key}, or another kind")
        if key not in entry.values and kind in kinds:
            entry.fault(None, f"a variable of kind {kind} needs {key}", f"{key} = [ … ]")


def _read_ordered(entry: Table, kind: Kind | None) -> bool:
    ordered = entry.flag("ordered")
    if ordered and kind not in (None, Kind.SINGLE):
        entry.fault("ordered", f"a variable of kind {kind} has no order of codes", 'kind = "single"')
    return ordered


def _read_codes_or_list(entry: Table, lists: CodeLists, languages: Sequence[str]) -> tuple[Code, ...]:
    name = entry.values.get("codes")
    if not isinstance(name, str):
        return read_codes(entry, "codes", languages)
    if name not in lists:
        entry.fault("codes", f"unknown list of codes {name!r}", f"one of {', '.join(lists)}")
    return lists.get(name, ())


def _check_there_is_one_identifier(
    table: Table, variables: Mapping[str, Variable], entries: Mapping[str, Table]
) -> None:
    identifiers = [entries[key] for key, variable in variables.items() if variable.kind is Kind.IDENTIFIER]
    if not identifiers:
        table.fault("variable", "no variable is of kind identifier", "one, the reference of a record")
    for entry in identifiers:
        if "applies_if" in entry.values:
            entry.fault("applies_if", "an identifier has no condition", "a reference for everybody")
    for entry in identifiers[1:]:
        entry.fault("kind", "this is a second variable of kind identifier", "one, the reference of a record")


def _with_skip_rules(variables: Mapping[str, Variable], entries: Mapping[str, Table]) -> tuple[Variable, ...]:
    """The variables, now that all of them are known, with the conditions that name them."""
    ruled = {}
    for name, variable in variables.items():
        entry = entries[name]
        rule = entry.values.get("applies_if", {})
        condition = read_condition(rule, variables, partial(entry.fault, "applies_if"))
        ruled[name] = replace(variable, applies_if=condition)
    check_looks_back(
        {name: tuple(named_in(variable.applies_if)) for name, variable in ruled.items()},
        lambda name, problem, expected: entries[name].fault("applies_if", problem, expected),
    )
    return tuple(ruled.values())
