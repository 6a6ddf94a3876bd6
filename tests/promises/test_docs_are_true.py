"""Every command, setting and reason of refusal in the docs exists, and the other way round; no link is dead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from promises.source_files import ROOT
from zichtbaar.cli import VERBS
from zichtbaar.helpline.chat.errors import Reason
from zichtbaar.helpline.config import SETTINGS

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DOCS = "\n".join(page.read_text("utf-8") for page in PAGES)


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    named = set(re.findall(r"`?\bzichtbaar ([a-z]+)\b(?=[ `\n])", "\n".join(re.findall(r"`[^`\n]+`", DOCS))))
    assert named == set(VERBS)


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    assert set(re.findall(r"ZICHTBAAR_[A-Z_]+", DOCS)) == set(SETTINGS)


def test_every_reason_of_refusal_is_documented() -> None:
    page = (ROOT / "docs/reference/relay.md").read_text("utf-8")
    assert {reason.value for reason in Reason} == set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))


def test_every_target_of_make_that_the_docs_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", DOCS)) <= targets


def headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_is_dead(page: Path) -> None:
    for address in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", address):
            continue
        name, _, heading = address.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name} points at {address}"
        assert not heading or heading in headings(target), f"{page.name} points at {address}"
