"""Every word that a page can show has a Dutch line, and no Dutch line is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from promises.source_files import ROOT

HELPLINE = ROOT / "src/zichtbaar/helpline"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def as_python(path: Path) -> bytes:
    """A module as it is, a template as Django turns it into something with gettext calls."""
    if path.suffix == ".py":
        return path.read_bytes()
    lines = templatize(path.read_text("utf-8"), origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def words_of_the_pages() -> Iterator[str]:
    for path in [*HELPLINE.rglob("*.py"), *HELPLINE.rglob("*.html")]:
        for _, found, _, _ in extract("python", BytesIO(as_python(path)), keywords=KEYWORDS):
            yield found if isinstance(found, str) else found[0]


def dutch() -> Catalog:
    with (HELPLINE / "locale/nl/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def test_every_word_has_a_dutch_line_and_the_other_way_round() -> None:
    asked = set(words_of_the_pages())
    lines = {line.id if isinstance(line.id, str) else line.id[0] for line in dutch() if line.id}
    assert len(asked) > 100
    assert asked == lines


def test_no_line_is_empty_or_in_doubt() -> None:
    lines = [line for line in dutch() if line.id]
    assert [
        line.id
        for line in lines
        if line.fuzzy or not all([line.string] if isinstance(line.string, str) else line.string or [])
    ] == []


def test_placeholders_are_kept() -> None:
    for line in dutch():
        if line.id and isinstance(line.id, str) and isinstance(line.string, str):
            named = r"\{\w+\}|%\(\w+\)[sd]"
            assert sorted(re.findall(named, line.id)) == sorted(re.findall(named, line.string)), line.id
