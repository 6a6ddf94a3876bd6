"""A first mapping from the names, labels and plain codes of a spreadsheet, to be finished by hand.

Values are shown only where they cannot be a name: the codes that an SPSS file explains, whole numbers of at
most three digits, single letters, and words that the codebook or this module knows. Of all others only how
many there are.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from zichtbaar.codebook.schema import MISSING_BY_NAME, Codebook, Kind, Variable
from zichtbaar.monitor.importing.cells import Cell, is_code, key
from zichtbaar.monitor.importing.mapping import Reading
from zichtbaar.monitor.importing.naming import readable
from zichtbaar.monitor.importing.opening import open_sheet
from zichtbaar.monitor.importing.reading_mapping import ENCODINGS
from zichtbaar.monitor.importing.sheet import first_bytes

_MOST_VALUES = 40
_LONGEST_LINE = 100_000  # of names; a cell that is longer would be refused
_PLAIN_WORDS = {
    "yes": ("ja", "j", "yes", "y", "x", "true", "waar"),
    "no": ("nee", "n", "no", "false", "onwaar"),
    "unknown": ("onbekend", "unknown", "?"),
    "not_discussed": ("niet besproken", "not discussed", "-"),
    "prefers_not_to_say": ("wil niet zeggen", "geen antwoord"),
}
_HARMLESS = {word for words in _PLAIN_WORDS.values() for word in words}
_AGES = re.compile(r"age_([0-9]+)(?:_([0-9]+|plus))?")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str | int
    label: str
    codes: Mapping[str, str]
    values: Counter[str]
    days: int


def draft_mapping(file: Path, book: Codebook, reading: Reading) -> str:
    """A mapping as TOML: what could be guessed, and the rest as a comment to fill in.

    Raises InvalidInputError where the file cannot be read.
    """
    with open_sheet(file, reading) as sheet:
        counted: list[Counter[Cell]] = [Counter() for _ in sheet.columns]
        for _, cells in sheet.rows:
            for counter, cell in zip(counted, cells, strict=False):
                counter[cell] += 1
        columns = [
            _column(readable(sheet.columns, place), sheet.labels.get(name, ""), sheet.codes.get(name, {}), counter)
            for place, (name, counter) in enumerate(zip(sheet.columns, counted, strict=True))
        ]
    blocks = [block for column in columns for block in _drafted(column, book)]
    return "\n".join([*_beginning(book, reading), *blocks, ""])


def guess_reading(file: Path, sheet: str | None, header: int) -> Reading:
    """How a CSV file seems to be written: its encoding and what stands between its cells."""
    if first_bytes(file)[:2] in (b"PK", b"$F"):
        return Reading(sheet, header)
    content = file.read_bytes()
    encoding = next((name for name in _likely(content) if _decodes(content, name)), "cp1252")
    lines = content.decode(encoding, "replace").splitlines()
    first = next(islice(lines, header - 1, None), "")[:_LONGEST_LINE]
    delimiter = max((",", ";", "\t"), key=lambda each: len(next(csv.reader([first], delimiter=each), [])))
    return Reading(sheet, header, encoding, delimiter)


def _likely(content: bytes) -> Sequence[str]:
    return ENCODINGS[::-1] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ENCODINGS[:1]


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _column(name: str | int, label: str, codes: Mapping[str, str], counter: Counter[Cell]) -> _Column:
    texts = Counter({cell: count for cell, count in counter.items() if isinstance(cell, str) and cell != ""})
    return _Column(name, label, codes, texts, sum(isinstance(cell, date) for cell in counter.elements()))


def _beginning(book: Codebook, reading: Reading) -> Iterator[str]:
    yield "# A draft. Finish what begins with a hash, read what does not, and say what is left behind with [[drop]]."
    yield f"codebook = {_quoted(book.name)}"
    yield f"version = {_quoted(book.version)}"
    settings = {"sheet": reading.sheet, "encoding": reading.encoding, "delimiter": reading.delimiter}
    usual = {"sheet": None, "encoding": "utf-8", "delimiter": ","}
    chosen = [f"{name} = {_quoted(value)}" for name, value in settings.items() if value and value != usual[name]]
    if reading.header > 1:
        chosen.append(f"header = {reading.header}")
    if chosen:
        yield from ("", "[file]", *chosen)


def _drafted(column: _Column, book: Codebook) -> Iterator[str]:
    yield ""
    if isinstance(column.name, int):
        yield f"# Column {column.name} has no readable name. To use it, give it one in the spreadsheet."
        return
    if column.label:
        yield f"# {_plain(column.label)}"
    target = _target(column.name, column.label, book)
    yield from _known(column, *target) if target else _unknown(column, book)


def _target(name: str, label: str, book: Codebook) -> tuple[Variable, str] | None:
    """The variable, and the option of a block, whose name or question the column has."""
    found = {key(variable.name): (variable, "") for variable in book.variables}
    for variable in book.variables:
        found |= {key(question): (variable, "") for question in variable.question.values()}
        if variable.is_block:
            found |= {
                key(column): (variable, column.removeprefix(f"{variable.name}__").replace("__", "/"))
                for column in variable.columns
            }
    return found.get(key(name)) or found.get(key(label))


def _known(column: _Column, variable: Variable, option: str) -> Iterator[str]:
    yield "[[column]]"
    yield f"name = {_quoted(str(column.name))}"
    yield f"to = {_quoted(variable.name)}"
    if option:
        yield f"option = {_quoted(option)}"
    if variable.kind in (Kind.MONTH, Kind.PERIOD):
        yield 'dates = ["dd-mm-yyyy", "yyyy-mm-dd", "yyyy-mm"]'
        return
    if variable.is_text or _is_coded(column, variable, option):
        yield "as_is = true"
        return
    if variable.is_block and not option:
        yield 'separator = ";"'
    words = _words(variable, option)
    known = {text: words[key(meaning)] for text, meaning in _meanings(column).items() if key(meaning) in words}
    bands = _bands(column, variable, known)
    if bands:
        yield f"bands = {{ {', '.join(bands)} }}"
    if known or not bands:
        yield "[column.values]"
        yield from (f"{_quoted(text)} = {_quoted(word)}" for text, word in known.items())
        yield from _left_over(column, known)


def _unknown(column: _Column, book: Codebook) -> Iterator[str]:
    yield f"# [[column]]  # {sum(column.values.values()) + column.days} cells with something in them"
    yield f"# name = {_quoted(str(column.name))}"
    perhaps = [variable.name for variable in book.variables if _speaks_of(str(column.name), variable)]
    yield '# to = ""' + (f"  # perhaps {', '.join(perhaps)}" if perhaps else "")
    if column.values or column.codes:
        yield "# [column.values]"
        yield from _left_over(column, {})


def _speaks_of(name: str, variable: Variable) -> bool:
    """Whether the question of a variable has the name of the column in it, as words of their own."""
    words = rf"\b{re.escape(key(name))}\b"
    return any(re.search(words, key(question)) for question in variable.question.values())


def _is_coded(column: _Column, variable: Variable, option: str) -> bool:
    """Whether every value is a code of the codebook already."""
    codes = {"0", "1"} if option else {str(code.value) for code in variable.codes if not variable.is_block}
    allowed = codes | {str(code.value) for code in MISSING_BY_NAME.values()}
    return not column.codes and bool(column.values) and set(column.values) <= allowed


def _meanings(column: _Column) -> dict[str, str]:
    """Every value that occurs or is explained, with what it is called."""
    return {text: column.codes.get(text, text) for text in (*column.codes, *column.values)}


def _words(variable: Variable, option: str) -> dict[str, str]:
    """What codes are called, in every language of the codebook and in plain words."""
    words = {key(plain): name for name, texts in _PLAIN_WORDS.items() for plain in texts}
    if option:
        return words
    words = {plain: name for plain, name in words.items() if name in MISSING_BY_NAME}
    for code in variable.codes:
        words |= {key(text): code.name for text in (code.name, *code.label.values())}
    return words


def _bands(column: _Column, variable: Variable, known: Mapping[str, str]) -> list[str]:
    """Bands of age, where most values are numbers that no code explains."""
    spans = {code.name: _AGES.fullmatch(code.name) for code in variable.codes}
    numbers = [text for text in column.values if text.isdecimal() and text not in known and text not in column.codes]
    if not numbers or not any(spans.values()):
        return []
    return [f'{name} = "{span[1]}{_end(span[2])}"' for name, span in spans.items() if span]


def _end(last: str | None) -> str:
    return "" if last is None else ".." if last == "plus" else f"..{last}"


def _left_over(column: _Column, known: Mapping[str, str]) -> Iterator[str]:
    rest = [text for text in _meanings(column) if text not in known]
    shown = [text for text in rest if text in column.codes or _is_harmless(text)][:_MOST_VALUES]
    for text in shown:
        explained = f"  # {_plain(column.codes[text])}" if text in column.codes else ""
        yield f'# {_quoted(text)} = ""{explained}'
    if len(rest) > len(shown):
        yield f"# {len(rest) - len(shown)} more values are not shown here: they may be names"


def _is_harmless(text: str) -> bool:
    """A plain code, a single letter, or a word such as "yes": nobody's name."""
    return is_code(text) or len(text) == 1 or key(text) in _HARMLESS


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{_plain(escaped)}"'


def _plain(text: str) -> str:
    """A text without what TOML cannot hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
