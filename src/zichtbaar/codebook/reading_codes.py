"""Reading what has a name and a label in every language: codes, options, sections, missing codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zichtbaar.codebook import forms
from zichtbaar.codebook.schema import MISSING_BY_NAME, Code, Missing, Texts
from zichtbaar.codebook.tables import Table

RESERVED_NAMES = ("answered", "marked", *MISSING_BY_NAME)
"""What a condition says in the place of a code's name; no code may be called so."""


def read_named(
    table: Table, key: str, languages: Sequence[str], more: Sequence[str] = ()
) -> Iterator[tuple[Table, str, Texts]]:
    """Each entry of a list such as `{ name = "police", en = "Police", nl = "Politie" }`, with its name."""
    names: set[str] = set()
    for entry in table.tables(key):
        entry.expect_keys((*more, "name", *languages))
        name = entry.text("name", forms.NAME)
        if name in names:
            entry.fault("name", f"the name {name!r} is used twice", "each name once")
        names.add(name)
        named = entry.about(f"{entry.subject} ({name})" if name else entry.subject)
        yield named, name, {language: named.text(language) for language in languages}


def read_codes(table: Table, key: str, languages: Sequence[str]) -> tuple[Code, ...]:
    """The codes or options in a list of a table; none where the list is absent."""
    codes: list[Code] = []
    for entry, name, label in read_named(table, key, languages, ("value",)):
        value = entry.whole_number("value")
        if name in RESERVED_NAMES:
            entry.fault("name", f"the name {name!r} is reserved", "another name")
        if value is not None and value < 0:
            entry.fault("value", f"the value {value} is reserved for missing answers", "0 or more")
        if value is not None and any(value == code.value for code in codes):
            entry.fault("value", f"the value {value} is used twice", "each value once")
        codes.append(Code(-1 if value is None else value, name, label))
    return tuple(codes)


def read_code_lists(table: Table, languages: Sequence[str]) -> Mapping[str, tuple[Code, ...]]:
    """The lists of codes under `[lists]`, which variables may share by name."""
    lists = table.table("lists")
    if lists is None:
        return {}
    for key in lists.values:
        if not forms.NAME.fits(key):
            lists.fault(key, f"{key!r} is no name for a list", forms.NAME.words)
    return {key: read_codes(lists.about("lists"), key, languages) for key in lists.values}


def read_missing(table: Table, languages: Sequence[str]) -> Mapping[Missing, Texts]:
    """The labels of the six missing codes, which are the same in every codebook."""
    labels: dict[Missing, Texts] = {}
    for entry, name, label in read_named(table, "missing", languages, ("value",)):
        value = entry.whole_number("value")
        missing = MISSING_BY_NAME.get(name)
        if missing is None:
            entry.fault("name", f"there is no missing code {name!r}", f"one of {', '.join(MISSING_BY_NAME)}")
            continue
        labels[missing] = label
        if value is not None and value != missing:
            entry.fault("value", f"the missing code {name!r} has the value {value}", str(missing.value))
    for name, missing in MISSING_BY_NAME.items():
        if "missing" in table.values and missing not in labels:
            table.fault("missing", f"the missing code {name!r} ({missing.value}) is absent", "all six")
    return labels
