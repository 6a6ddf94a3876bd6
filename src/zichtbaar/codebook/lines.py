"""On which line of a TOML file a key stands. `tomllib` reads the values but forgets the lines."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping

KeyPath = tuple[str | int, ...]
"""The way to a value: keys of tables and places in lists, such as `("variable", 3, "codes", 0)`."""

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_NAME = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = re.compile(rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*")
_HEADER = re.compile(r"\[\[?[ \t]*")
# Up to two quotes may stand before the closing three.
_SCALAR = re.compile(
    r'''
    """ (?: \\. | [^\\] )*? """ "{0,2}
    | \'\'\' .*? \'\'\' '{0,2}
    | " (?: \\. | [^"\\] )* "
    | ' [^']* '
    | [^,\]}\n\#]+
    ''',
    re.VERBOSE | re.DOTALL,
)


def locate(source: str) -> Mapping[KeyPath, int]:
    """The line (from 1) of every table header, key and list item of a source that `tomllib` accepts."""
    return _Locator(source.replace("\r\n", "\n")).run()


class _Locator:
    """Walks through a valid source once. Trusts the syntax, for `tomllib` has judged it before."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.newlines = [match.start() for match in re.finditer("\n", source)]
        self.lines: dict[KeyPath, int] = {}
        self.lengths: dict[KeyPath, int] = {}  # how many tables each [[list of tables]] has so far

    def run(self) -> Mapping[KeyPath, int]:
        table: KeyPath = ()
        while mark := self.next_mark():
            if mark == "[":
                table = self.header()
            else:
                self.pair(table)
        return self.lines

    def header(self) -> KeyPath:
        """`[table]` or `[[list of tables]]`; gives the path of the table that begins here."""
        start = self.at
        is_list = self.source.startswith("[[", start)
        self.skip(_HEADER)
        *parents, last = self.key()
        path: KeyPath = ()
        for part in parents:
            path = self.last_of((*path, part))
        path = (*path, last)
        if is_list:
            self.note(path, start)
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.last_of(path)
        self.note(path, start)
        self.at = self.source.index("]", self.at) + (2 if is_list else 1)
        return path

    def last_of(self, path: KeyPath) -> KeyPath:
        """The last table of a list of tables; any other path is itself."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, table: KeyPath) -> None:
        """`key = value`, at any depth."""
        start = self.at
        path = table
        for part in self.key():
            path = (*path, part)
            self.note(path, start)
        self.at = self.source.index("=", self.at) + 1
        self.value(path)

    def key(self) -> list[str]:
        """A bare, quoted or dotted key, as the names it consists of."""
        names = []
        tree: object = tomllib.loads(f"{self.skip(_KEY)} = 0")
        while isinstance(tree, dict):
            [(name, tree)] = tree.items()
            names.append(name)
        return names

    def value(self, path: KeyPath) -> None:
        """A list or inline table with all that is in it, or a scalar."""
        opening = self.next_mark()
        if opening not in "[{":
            self.skip(_SCALAR)
            return
        self.at += 1
        place = 0
        while (mark := self.next_mark()) not in "]}":
            if mark == ",":
                self.at += 1
            elif opening == "{":
                self.pair(path)
            else:
                self.note((*path, place), self.at)
                self.value((*path, place))
                place += 1
        self.at += 1

    def note(self, path: KeyPath, start: int) -> None:
        """Remember the line; the first place where a path is named counts."""
        self.lines.setdefault(path, bisect_right(self.newlines, start - 1) + 1)

    def next_mark(self) -> str:
        """Go past space, newlines and comments; the character that stands there, "" at the end."""
        self.skip(_SPACE)
        return self.source[self.at : self.at + 1]

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Go past a pattern that stands here, and give what it matched."""
        match = pattern.match(self.source, self.at)
        if match is None:
            raise ValueError(f"no valid TOML at character {self.at}")
        self.at = match.end()
        return match.group()
