"""Reading what becomes of one column of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from zichtbaar.codebook.answers import NO, YES
from zichtbaar.codebook.schema import MISSING_BY_NAME, Codebook, Kind, Missing, Value, Variable
from zichtbaar.codebook.tables import Table
from zichtbaar.monitor.importing.cells import key
from zichtbaar.monitor.importing.days import DayFormat, day_format
from zichtbaar.monitor.importing.mapping import Answer, Rule, block_answer

NONE_OF_THESE = "none"
"""What a mapping calls a block of which every option is no."""

OPTIONAL_KEYS = ("option", "values", "bands", "dates", "separator", "unmarked", "as_is", "empty", "others")
_BAND = re.compile(r"([0-9]{1,4})(\.\.([0-9]{0,4}))?")
_DATES = 'days as they are written, such as ["dd-mm-yyyy"], or ["serial"] for the numbers of Excel'


def read_rule(entry: Table, name: str, book: Codebook) -> Rule | None:
    """The rule in one [[column]]; None where nothing can be known of it."""
    entry.expect_keys(("name", "to"), OPTIONAL_KEYS)
    to = entry.text("to")
    variable = book.by_name.get(to)
    if variable is None:
        if to:
            entry.fault("to", f"unknown variable {to!r}", f"a variable of codebook {book.name}")
        return None
    columns = _read_columns(entry, variable)
    unmarked = _read_unmarked(entry, variable)
    words = _words(variable, columns, unmarked)
    rule = Rule(
        name=name,
        line=entry.faults.line(entry.path),
        variable=variable,
        columns=columns,
        values=_read_values(entry, words),
        empty=_read_word(entry, "empty", words) or words["not_discussed"],
        others=_read_word(entry, "others", words),
        bands=_read_bands(entry, variable),
        dates=_read_dates(entry, variable),
        separator=entry.text("separator") or None,
        unmarked=unmarked,
        as_is=entry.flag("as_is"),
    )
    _check_it_can_say_something(entry, rule)
    return rule


def _read_columns(entry: Table, variable: Variable) -> tuple[str, ...]:
    """The columns of the codebook that are filled: all of the variable, or the one of an option."""
    option = entry.text("option")
    if not option:
        return variable.columns
    by_option = {column.removeprefix(f"{variable.name}__").replace("__", "/"): column for column in variable.columns}
    if not variable.is_block or option not in by_option:
        known = f"one of {', '.join(by_option)}" if variable.is_block else "no option"
        entry.fault("option", f"{variable.name} has no option {option!r}", known)
        return variable.columns
    return (by_option[option],)


def _words(variable: Variable, columns: tuple[str, ...], unmarked: Value) -> Mapping[str, Answer]:
    """What a mapping may say that a value stands for, by the words it says it in."""
    missing = {
        name: dict.fromkeys(columns, str(code.value) if variable.is_text else code.value)
        for name, code in MISSING_BY_NAME.items()
        if code is not Missing.NOT_APPLICABLE
        and (variable.kind is not Kind.IDENTIFIER or code is Missing.NOT_DISCUSSED)
    }
    if not variable.is_block:
        return {code.name: {variable.name: code.value} for code in variable.codes} | missing
    if len(columns) == 1:
        return {"yes": {columns[0]: YES}, "no": {columns[0]: NO}} | missing
    options = {
        column.removeprefix(f"{variable.name}__").replace("__", "/"): block_answer(
            variable, frozenset({column}), unmarked
        )
        for column in columns
    }
    return options | {NONE_OF_THESE: block_answer(variable, frozenset(), unmarked)} | missing


def _read_values(entry: Table, words: Mapping[str, Answer]) -> dict[str, Answer]:
    inner = entry.table("values") if "values" in entry.values else None
    values: dict[str, Answer] = {}
    for text, raw in inner.values.items() if inner is not None else ():
        if key(text) in values:
            entry.fault("values", f"the value {text!r} stands twice; capitals and spaces do not count", "it once")
        chosen = raw if isinstance(raw, list) else [raw]
        answers = [words[word] for word in chosen if isinstance(word, str) and word in words]
        if len(answers) != len(chosen) or not answers:
            entry.faults.add((*entry.path, "values", text), entry.subject, f"{raw!r} is no code", _some(words))
            continue
        values[key(text)] = answers[0] if len(answers) == 1 else _joined(answers)
        if len(answers) > 1 and not all(YES in answer.values() for answer in answers):
            entry.faults.add((*entry.path, "values", text), entry.subject, "only options can be joined", _some(words))
    return values


def _joined(answers: list[Answer]) -> Answer:
    """Several options of a block together."""
    return {
        column: YES if any(answer[column] == YES for answer in answers) else value
        for column, value in answers[0].items()
    }


def _read_word(entry: Table, name: str, words: Mapping[str, Answer]) -> Answer | None:
    word = entry.text(name)
    if word and word not in words:
        entry.fault(name, f"{word!r} is no code", _some(words))
    return words.get(word)


def _read_unmarked(entry: Table, variable: Variable) -> Value:
    word = entry.values.get("unmarked", "not_discussed")
    if word not in ("no", "not_discussed") or ("unmarked" in entry.values and not variable.is_block):
        entry.fault("unmarked", f"unmarked is {word!r}", "for a block: no, or not_discussed")
    return NO if word == "no" else Missing.NOT_DISCUSSED.value


def _read_bands(entry: Table, variable: Variable) -> dict[int, tuple[int, int | None]]:
    inner = entry.table("bands") if "bands" in entry.values else None
    known = {code.name: code.value for code in variable.codes if not variable.is_block}
    bands: dict[int, tuple[int, int | None]] = {}
    for name, raw in inner.values.items() if inner is not None else ():
        span = _BAND.fullmatch(raw) if isinstance(raw, str) else None
        if name not in known:
            entry.faults.add((*entry.path, "bands", name), entry.subject, f"{variable.name} has no code {name!r}")
        elif span is None:
            problem = f"{name} is no span of numbers"
            entry.faults.add((*entry.path, "bands", name), entry.subject, problem, '"12..15", "48.." or "23"')
        else:
            low, high = int(span[1]), int(span[1]) if span[2] is None else int(span[3]) if span[3] else None
            if high is not None and high < low:
                entry.faults.add((*entry.path, "bands", name), entry.subject, f"{name} runs backwards")
            bands[known[name]] = (low, high)
    spans = sorted(bands.values())
    for (low, high), (following, _) in pairwise(spans):
        if high is None or following <= high:
            entry.fault("bands", f"the bands from {low} and from {following} overlap", "every number in one band")
    return bands


def _read_dates(entry: Table, variable: Variable) -> tuple[DayFormat, ...]:
    if "dates" not in entry.values:
        return ()
    if variable.kind not in (Kind.MONTH, Kind.PERIOD):
        entry.fault("dates", f"{variable.name} is no month", "no dates")
        return ()
    formats = []
    for written in entry.items("dates"):
        known = day_format(written) if isinstance(written, str) else None
        if known is None or (variable.kind is Kind.MONTH and not known.has("month")):
            entry.fault("dates", f"{written!r} tells no month" if known else f"{written!r} is no form of days", _DATES)
        else:
            formats.append(known)
    return tuple(formats)


def _check_it_can_say_something(entry: Table, rule: Rule) -> None:
    is_time = rule.variable.kind in (Kind.MONTH, Kind.PERIOD)
    if rule.separator is not None and (not rule.variable.is_block or len(rule.columns) == 1):
        entry.fault("separator", "only a whole block has several values in a cell", "no separator, or no option")
    if rule.as_is and rule.variable.is_block and "option" not in entry.values:
        entry.fault("as_is", "a whole block is not written in one cell", "an option, or values")
    if not is_time and not {"values", "bands", "dates", "as_is"} & entry.values.keys():
        entry.fault(None, "nothing says what its values stand for", "values, bands, dates or as_is")


def _some(words: Mapping[str, Answer]) -> str:
    return f"one of {', '.join(words)}"
