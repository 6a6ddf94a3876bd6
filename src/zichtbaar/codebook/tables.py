"""Reading a TOML file that a person wrote, so that every fault in it is found at once, with its line.

`read_toml` gives the outermost `Table`. Its readers (`text`, `flag`, `texts`, …) never raise: they note
a fault and give a harmless value instead, so that reading goes on. `Faults.raise_if_any` ends it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.forms import Form
from zichtbaar.codebook.lines import KeyPath, locate
from zichtbaar.codebook.reading_files import check_is_file, unreadable
from zichtbaar.codebook.schema import Texts

LARGEST = 5_000_000
"""Bytes of a file that a person wrote; the shipped codebook has 50 thousand."""


class Faults:
    """The faults found so far in one file."""

    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self._source = source
        self._found: list[Fault] = []

    @cached_property
    def _lines(self) -> Mapping[KeyPath, int]:
        return locate(self._source)

    def line(self, path: KeyPath) -> int | None:
        """The line of this value, or of the nearest table around it that has one."""
        known = (self._lines.get(path[:depth]) for depth in range(len(path), 0, -1))
        return next((line for line in known if line is not None), None)

    def add(self, path: KeyPath, subject: str, problem: str, expected: str = "") -> None:
        """Note one fault."""
        self._found.append(Fault(self.file, self.line(path), subject, problem, expected))

    def raise_if_any(self) -> None:
        """Raise InvalidInputError with all faults in the order of the file, if there are any."""
        if self._found:
            raise InvalidInputError(sorted(self._found, key=lambda fault: fault.line or 0))


@dataclass(frozen=True)
class Table:
    """One table of the file; `subject` is what its faults are about."""

    values: Mapping[str, object]
    path: KeyPath
    subject: str
    faults: Faults

    def fault(self, key: str | None, problem: str, expected: str = "") -> None:
        """Note a fault of one key, or (None) of the table itself."""
        path = self.path if key is None else (*self.path, key)
        self.faults.add(path, self.subject, problem, expected)

    def about(self, subject: str) -> Table:
        """The same table, with its faults about another subject."""
        return Table(self.values, self.path, subject, self.faults)

    def expect_keys(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Note every key that is unknown and every required one that is missing."""
        for key in self.values:
            if key not in required and key not in optional:
                self.fault(key, f"unknown key {key!r}", f"one of {', '.join((*required, *optional))}")
        for key in required:
            if key not in self.values:
                self.fault(None, f"{key} is missing", f"the keys {', '.join(required)}")

    def text(self, key: str, form: Form | None = None) -> str:
        """A text that is not empty, of a form; "" where it is absent or no text."""
        value = self.values.get(key, "")
        if not isinstance(value, str) or (key in self.values and not value.strip()):
            kind = "an empty text" if isinstance(value, str) else _kind_of(value)
            self.fault(key, f"{key} is {kind}", form.words if form else "a text")
            return ""
        if key in self.values and form and not form.fits(value):
            self.fault(key, f"{key} is {value!r}", form.words)
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where it is absent."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"{key} is {_kind_of(value)}", "true or false")
        return value is True

    def whole_number(self, key: str) -> int | None:
        """A whole number; None where it is absent or something else."""
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.fault(key, f"{key} is {_kind_of(value)}", "a whole number")
        return None

    def table(self, key: str) -> Table | None:
        """A table inside this one; None where it is absent or something else."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return Table(value, (*self.path, key), self.subject, self.faults)
        if value is not None:
            self.fault(key, f"{key} is {_kind_of(value)}", "a table")
        return None

    def texts(self, key: str, languages: Collection[str]) -> Texts:
        """The same words in every language of the file: `{ en = "…", nl = "…" }`."""
        inner = self.table(key)
        return inner.about(f"{self.subject}, {key}".lstrip(", ")).all_texts(languages) if inner else {}

    def all_texts(self, languages: Collection[str]) -> Texts:
        """This table itself as the same words in every language, and nothing else."""
        self.expect_keys(languages)
        return {language: self.text(language) for language in languages}

    def items(self, key: str) -> list[object]:
        """A list of at least one item; empty where it is absent or something else."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or (key in self.values and not value):
            self.fault(key, f"{key} is {_kind_of(value)}", "a list of at least one")
            return []
        return value

    def tables(self, key: str) -> list[Table]:
        """A list of tables."""
        found = []
        for place, value in enumerate(self.items(key)):
            path = (*self.path, key, place)
            subject = f"{self.subject}, {key} {place + 1}".lstrip(", ")
            if isinstance(value, dict):
                found.append(Table(value, path, subject, self.faults))
            else:
                self.faults.add(path, subject, f"it is {_kind_of(value)}", "a table")
        return found


def read_toml(path: Path) -> Table:
    """The outermost table of a TOML file.

    Raises InvalidInputError where the file cannot be read, is empty, too large, not UTF-8 or not TOML.
    """
    source = _read_text(path)
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        message, line = _without_place(str(error), source)
        raise InvalidInputError([Fault(str(path), line, "", f"not valid TOML: {message}")]) from error
    except RecursionError as error:
        raise InvalidInputError([Fault(str(path), None, "", "nested too deeply")]) from error
    if not values:
        raise InvalidInputError([Fault(str(path), None, "", "the file is empty")])
    return Table(values, (), "", Faults(str(path), source))


def _read_text(path: Path) -> str:
    check_is_file(path, largest=LARGEST)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        # Some editors begin a UTF-8 file with a byte order mark, which TOML does not know.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = Fault(str(path), line, "", f"byte {error.start + 1} is not UTF-8", "a file saved as UTF-8")
        raise InvalidInputError([fault]) from error


def _without_place(message: str, source: str) -> tuple[str, int]:
    """What tomllib says, and the line it says it about."""
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if place is None:
        return message, 1
    return message[: place.start()], int(place[1] or source.rstrip("\n").count("\n") + 1)


def _kind_of(value: object) -> str:
    """What a value is, in the words of TOML."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
        (str, "a text"),
        (list, "a list" if value else "an empty list"),
        (dict, "a table"),
    )
    return next((words for kind, words in kinds if isinstance(value, kind)), "a date or time")
