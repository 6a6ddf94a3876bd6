"""Conditions as JSON: one spelling for each, so that what was asked years ago can be held beside what is asked now.

`canonical` gives conditions that say the same in the same way one spelling: nested parts become flat,
repeated ones single, and the order of parts, codes and columns does not matter. It does not prove
equality: two conditions may mean the same and still be spelled in two ways.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from zichtbaar.codebook.schema import AllOf, Answered, AnyOf, Condition, Is, Marked, Not, Reads, Within

FORM = 1
"""Version of the spelling. A later one must still read this one."""


@lru_cache(maxsize=100_000)
def canonical(condition: Condition) -> Condition:
    """The one spelling of a condition."""
    match condition:
        case Marked(variable, columns):
            return Marked(variable, tuple(sorted(set(columns))))
        case Answered(variable, columns):
            return Answered(variable, () if columns == (variable,) else tuple(sorted(set(columns))))
        case Not(part):
            inner = canonical(part)  # what lies within may turn out to be a "not" as well
            return inner.part if isinstance(inner, Not) else Not(inner)
        case AllOf(parts):
            return _joined(AllOf, parts)
        case AnyOf(parts):
            return _joined(AnyOf, parts)
    return condition


def write_condition(condition: Condition) -> dict[str, object]:
    """The condition as JSON, in its one spelling, with the version of that spelling."""
    return {"form": FORM, **_written(canonical(condition))}


def read_written_condition(written: object) -> Condition:
    """The condition that was written. Raises ValueError where it is none, or of a later version."""
    if not isinstance(written, Mapping):
        raise ValueError(f"a condition is an object, not {written!r}")
    if written.get("form") != FORM:
        raise ValueError(f"the condition is written in form {written.get('form')!r} (expected {FORM})")
    return _read({key: value for key, value in written.items() if key != "form"})


def _joined(join: type[AllOf] | type[AnyOf], parts: Iterable[Condition]) -> Condition:
    flat = {_spelled(part): part for part in _flat(join, parts)}
    ordered = tuple(flat[spelling] for spelling in sorted(flat))
    return ordered[0] if len(ordered) == 1 else join(ordered)


def _flat(join: type[AllOf] | type[AnyOf], parts: Iterable[Condition]) -> Iterator[Condition]:
    for part in map(canonical, parts):
        if isinstance(part, join):
            yield from part.parts
        else:
            yield part


def _spelled(condition: Condition) -> str:
    return json.dumps(_written(condition), sort_keys=True)


def _written(condition: Condition) -> dict[str, object]:
    match condition:
        case Is(variable, codes):
            return {"is": variable, "codes": sorted(codes)}
        case Reads(variable, texts):
            return {"reads": variable, "texts": sorted(texts)}
        case Marked(variable, columns):
            return {"marked": variable, "columns": list(columns)}
        case Answered(variable, columns):
            return {"answered": variable, "columns": list(columns)}
        case Within(variable, first, last):
            return {"within": variable, "first": first, "last": last}
        case AllOf(parts):
            return {"all": [_written(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_written(part) for part in parts]}
        case Not(part):
            return {"not": _written(part)}


def _read(written: object) -> Condition:
    if not isinstance(written, Mapping):
        raise ValueError(f"a condition is an object, not {written!r}")
    for key, (keys, read) in _READERS.items():
        if key in written and set(written) == keys:
            return read(written)
    raise ValueError(f"no condition has the keys {', '.join(map(str, written))}")


def _text(written: Mapping[str, object], key: str) -> str:
    value = written[key]
    if not isinstance(value, str):
        raise ValueError(f"{key} of a condition is {value!r} (expected a text)")
    return value


def _list(written: Mapping[str, object], key: str) -> list[object]:
    value = written[key]
    if not isinstance(value, list):
        raise ValueError(f"{key} of a condition is {value!r} (expected a list)")
    return value


def _texts(written: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = _list(written, key)
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} of a condition is {values!r} (expected texts)")
    return tuple(map(str, values))


def _codes(written: Mapping[str, object]) -> frozenset[int]:
    values = _list(written, "codes")
    codes = frozenset(value for value in values if isinstance(value, int) and not isinstance(value, bool))
    if len(codes) != len(values):
        raise ValueError(f"codes of a condition are {values!r} (expected whole numbers, each once)")
    return codes


def _parts(written: Mapping[str, object], key: str) -> tuple[Condition, ...]:
    return tuple(map(_read, _list(written, key)))


_READERS: Mapping[str, tuple[set[str], Callable[[Mapping[str, object]], Condition]]] = {
    "is": ({"is", "codes"}, lambda written: Is(_text(written, "is"), _codes(written))),
    "reads": ({"reads", "texts"}, lambda written: Reads(_text(written, "reads"), frozenset(_texts(written, "texts")))),
    "marked": ({"marked", "columns"}, lambda written: Marked(_text(written, "marked"), _texts(written, "columns"))),
    "answered": (
        {"answered", "columns"},
        lambda written: Answered(_text(written, "answered"), _texts(written, "columns")),
    ),
    "within": (
        {"within", "first", "last"},
        lambda written: Within(_text(written, "within"), _text(written, "first"), _text(written, "last")),
    ),
    "all": ({"all"}, lambda written: AllOf(_parts(written, "all"))),
    "any": ({"any"}, lambda written: AnyOf(_parts(written, "any"))),
    "not": ({"not"}, lambda written: Not(_read(written["not"]))),
}
