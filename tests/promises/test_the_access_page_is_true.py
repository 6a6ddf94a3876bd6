"""The page about access says of every address who may reach it: what it says and what the table holds are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from promises.source_files import ROOT
from zichtbaar.helpline.web.access import RULES, Door, Rule

PAGE = (ROOT / "docs/reference/access.md").read_text("utf-8")
ANYBODY = "anybody"


def rows(columns: int) -> list[tuple[str, ...]]:
    """The cells of every table of the page with so many columns, without their headings."""
    lines = re.findall(r"^\| (`.+) \|$", PAGE, re.MULTILINE)
    found = [tuple(line.replace("`", "").split(" | ")) for line in lines]
    return [cells for cells in found if len(cells) == columns]


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """The name and the whole path of each address, with its parts as they stand in the page: `<kind:name>`."""
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        else:
            yield str(pattern.name), re.sub(r"<\w+:(\w+)>", r"<\1>", path)


def who(rule: Rule) -> str:
    """A rule in the page's words."""
    return ANYBODY if rule.anyone else ", ".join(sorted(role.value.replace("_", " ") for role in rule.roles))


def test_every_address_stands_in_the_page_with_who_may_reach_it() -> None:
    paths = dict(routes(get_resolver().url_patterns))
    held = {(paths[name], name, rule.door.value, who(rule)) for name, rule in RULES.items()}
    assert set(rows(columns=4)) == held


def test_no_address_stands_in_the_page_twice() -> None:
    assert len(rows(columns=4)) == len(RULES)


def test_every_door_is_explained() -> None:
    assert [door for door, _, _ in rows(columns=3)] == [door.value for door in Door]
