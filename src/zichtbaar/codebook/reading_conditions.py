"""Reading a condition from its TOML table. Codebooks use it for skip rules, recipes for filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from zichtbaar.codebook import forms
from zichtbaar.codebook.schema import (
    ALWAYS,
    MISSING_BY_NAME,
    AllOf,
    Answered,
    AnyOf,
    Condition,
    Is,
    Kind,
    Marked,
    Not,
    Reads,
    Variable,
    Within,
)

TellFault = Callable[[str, str], None]
"""Is told of each fault: what the problem is, and what was expected."""

RESERVED = ("all", "any", "not")
"""Keys of a condition that join other conditions; no variable may be called so."""


def read_condition(raw: object, book_variables: Mapping[str, Variable], fault: TellFault) -> Condition:
    """The condition that a TOML table states; every key in it must hold.

    Every fault is told to `fault`; the part that has it then reads as always true.
    """
    if not isinstance(raw, dict):
        fault("a condition is a table", '{ variable = ["code"] }')
        return ALWAYS
    parts = tuple(_read_part(key, value, book_variables, fault) for key, value in raw.items())
    return parts[0] if len(parts) == 1 else AllOf(parts)


def named_in(condition: Condition) -> Iterator[str]:
    """The names of the variables that a condition looks at."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from named_in(part)
        case Not(part):
            yield from named_in(part)
        case _:
            yield condition.variable


def _read_part(key: str, value: object, book_variables: Mapping[str, Variable], fault: TellFault) -> Condition:
    if key == "not":
        return Not(read_condition(value, book_variables, fault))
    if key in RESERVED:
        return _read_joined(key, value, book_variables, fault)
    if key not in book_variables:
        fault(f"the condition names an unknown variable {key!r}", "a variable of the codebook")
        return ALWAYS
    variable = book_variables[key]
    if value == "answered":
        return Answered(key, variable.columns)
    if value == "marked" and variable.is_block:
        return Marked(key, variable.columns)
    return _READERS[variable.kind](variable, value, fault)


def _read_joined(key: str, value: object, book_variables: Mapping[str, Variable], fault: TellFault) -> Condition:
    if not isinstance(value, list) or not value:
        fault(f"{key!r} joins nothing", f"{key} = [{{ … }}, {{ … }}]")
        return ALWAYS
    parts = tuple(read_condition(part, book_variables, fault) for part in value)
    return AllOf(parts) if key == "all" else AnyOf(parts)


def _read_codes(variable: Variable, value: object, fault: TellFault) -> Condition:
    known = {code.name: code.value for code in variable.codes} | dict(MISSING_BY_NAME)
    names = _chosen(variable, value, known, fault)
    return Is(variable.name, frozenset(int(known[name]) for name in names))


def _read_texts(variable: Variable, value: object, fault: TellFault) -> Condition:
    form = forms.OF_KIND[variable.kind]
    names = _names(variable, value, f'a list of texts such as ["nl"], or "answered" ({form.words})', fault)
    for name in names:
        if name not in MISSING_BY_NAME and not form.fits(name):
            fault(f"{variable.name} cannot be {name!r}", f"{form.words}, or a missing code by its name")
    return Reads(variable.name, frozenset(_text_of(name) for name in names))


def _read_options(variable: Variable, value: object, fault: TellFault) -> Condition:
    names = _chosen(variable, value, _columns_by_choice(variable), fault)
    columns = (column for name in names for column in _columns_by_choice(variable)[name])
    return Marked(variable.name, tuple(dict.fromkeys(columns)))


def _read_months(variable: Variable, value: object, fault: TellFault) -> Condition:
    expected = '"answered" or months as "2020-03..2020-12"; one end may be left open'
    first, dots, last = value.partition("..") if isinstance(value, str) else ("", "", "")
    # An open end stands for the first or last month that the form of a month allows.
    first, last = (first or "1900-01", last or "2099-12") if first or last else ("", "")
    if not dots or not forms.MONTH.fits(first) or not forms.MONTH.fits(last):
        fault(f"the condition on {variable.name} is no span of months", expected)
    elif first > last:
        fault(f"the months of {variable.name} run backwards", expected)
    return Within(variable.name, first, last)


_READERS: Mapping[Kind, Callable[[Variable, object, TellFault], Condition]] = {
    Kind.IDENTIFIER: _read_texts,
    Kind.MONTH: _read_months,
    Kind.PERIOD: _read_months,
    Kind.LANGUAGE: _read_texts,
    Kind.SINGLE: _read_codes,
    Kind.MULTIPLE: _read_options,
    Kind.MATRIX: _read_options,
}


def _columns_by_choice(variable: Variable) -> Mapping[str, tuple[str, ...]]:
    """What a condition may choose of a block: options, and for a matrix also `option/use`."""
    if variable.kind is Kind.MULTIPLE:
        return {code.name: (f"{variable.name}__{code.name}",) for code in variable.codes}
    choices: dict[str, tuple[str, ...]] = {}
    for code in variable.codes:
        columns = {f"{code.name}/{use.name}": f"{variable.name}__{code.name}__{use.name}" for use in variable.uses}
        choices[code.name] = tuple(columns.values())
        choices |= {choice: (column,) for choice, column in columns.items()}
    return choices


def _chosen(variable: Variable, value: object, known: Mapping[str, object], fault: TellFault) -> list[str]:
    """The names in a list that are known; every other one is a fault."""
    words = 'a list of names, "answered" or "marked"' if variable.is_block else 'a list of names, or "answered"'
    names = _names(variable, value, words, fault)
    for name in names:
        if name not in known:
            fault(f"{variable.name} has no code {name!r}", f"one of {', '.join(known)}")
    return [name for name in names if name in known]


def _names(variable: Variable, value: object, expected: str, fault: TellFault) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return value
    fault(f"the condition on {variable.name} is not readable", expected)
    return []


def _text_of(name: str) -> str:
    return str(MISSING_BY_NAME[name].value) if name in MISSING_BY_NAME else name
