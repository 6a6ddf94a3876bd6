"""The line of every key and list item is found, whatever stands in the texts around it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from zichtbaar.codebook.lines import KeyPath, locate
from zichtbaar.codebook.reading import BOOKS

TANGLED = '''\
# [not.a.table]  key = 1
title = "a # b [c] {d} \\" = 'e'"
"quoted.key" = 1
'single = key' = 2
dotted.key . "in parts" = [ # a remark ] in a list
  1, [2, 3],   # nested

  { name = "x", more = [ "]", '}' ] },
  4,
]

[ table ]   # [other]
text = """
[fake]
key = 1 \\""" still inside
""ends with quotes"""""
literal = \'\'\'
[[fake]]
it''s 'inside'\'\'\'\'
after = 1979-05-27 07:32:00
[[list]]
a = 1
[[list]]
a = 2
[list.sub]
b = true
[[list.deep]]
c = 1e3
[[list.deep]]
c = -inf # last
'''

EXPECTED: dict[KeyPath, int] = {
    ("title",): 2,
    ("quoted.key",): 3,
    ("single = key",): 4,
    ("dotted", "key", "in parts"): 5,
    ("dotted", "key", "in parts", 1, 1): 6,
    ("dotted", "key", "in parts", 2): 8,
    ("dotted", "key", "in parts", 2, "more", 1): 8,
    ("dotted", "key", "in parts", 3): 9,
    ("table",): 12,
    ("table", "text"): 13,
    ("table", "literal"): 17,
    ("table", "after"): 20,
    ("list",): 21,
    ("list", 0, "a"): 22,
    ("list", 1): 23,
    ("list", 1, "a"): 24,
    ("list", 1, "sub", "b"): 26,
    ("list", 1, "deep", 0, "c"): 28,
    ("list", 1, "deep", 1): 29,
    ("list", 1, "deep", 1, "c"): 30,
}


def paths(value: object, here: KeyPath = ()) -> Iterator[KeyPath]:
    """The way to everything that tomllib read."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, below in inner:
        yield (*here, part)
        yield from paths(below, (*here, part))


def test_lines_are_found_in_a_tangled_file() -> None:
    lines = locate(TANGLED)
    assert {path: lines.get(path) for path in EXPECTED} == EXPECTED
    assert set(lines) == set(paths(tomllib.loads(TANGLED)))


def test_windows_line_ends_count_once() -> None:
    assert locate(TANGLED.replace("\n", "\r\n")) == locate(TANGLED)


def test_every_key_of_the_shipped_book_has_its_line() -> None:
    source = (BOOKS / "trafficking-1.toml").read_text("utf-8")
    rows = source.splitlines()
    lines = locate(source)
    for path in paths(tomllib.loads(source)):
        if isinstance(path[-1], str):
            assert path[-1] in rows[lines[path] - 1], path


TEXTS = st.text(alphabet="ab\"'#[]{}=,.\\\n é", max_size=6)
GAPS = st.sampled_from(["", " ", "\n", "  # [x] = {\n", "\n\n"])


@st.composite
def lists(draw: st.DrawFn, depth: int = 2) -> str:
    """The source of a list with gaps, remarks and deceiving texts in it."""
    # A JSON text is also a TOML text of one line.
    scalars = st.one_of(TEXTS.map(json.dumps), st.integers().map(str), st.just("true"), st.just("2020-03-01"))
    tables = st.lists(scalars, max_size=2).map(
        lambda values: "{ " + ", ".join(f"k{place} = {value}" for place, value in enumerate(values)) + " }"
    )
    item = st.one_of(scalars, tables, lists(depth - 1)) if depth else scalars
    items = draw(st.lists(st.tuples(GAPS, item, GAPS), max_size=4))
    return "[" + ",".join(before + value + after for before, value, after in items) + "]"


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[KeyPath, int]]:
    """A TOML source, and the line of each outermost key, known because it was just written there."""
    source = ""
    lines: dict[KeyPath, int] = {}
    for place, (gap, value) in enumerate(draw(st.lists(st.tuples(GAPS, lists()), max_size=5))):
        source += gap + ("\n" if source and not source.endswith("\n") else "")
        lines[f"key.{place}",] = source.count("\n") + 1
        source += f'"key.{place}" = {value}\n'
    return source, lines


@given(documents())
def test_lines_are_found_in_any_document(document: tuple[str, dict[KeyPath, int]]) -> None:
    source, known = document
    lines = locate(source)
    assert {path: lines[path] for path in known} == known
    assert set(lines) == set(paths(tomllib.loads(source)))
