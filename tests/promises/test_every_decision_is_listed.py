"""The index of decisions lists every record, under the number and the title that it has."""

from __future__ import annotations

import re

from promises.source_files import ROOT

DECISIONS = ROOT / "docs/decisions"
INDEX = DECISIONS / "README.md"
RECORDS = sorted(path for path in DECISIONS.glob("*.md") if path != INDEX)


def test_the_index_lists_every_record_once_and_in_order() -> None:
    listed = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \|$", INDEX.read_text("utf-8"), re.MULTILINE)
    held = []
    for path in RECORDS:
        heading = path.read_text("utf-8").partition("\n")[0]
        number, title = heading.removeprefix("# ").split(". ", maxsplit=1)
        held.append((number, title, path.name))
    assert listed == held


def test_no_two_records_have_one_number() -> None:
    numbers = [int(path.name.partition("-")[0]) for path in RECORDS]
    assert len(set(numbers)) == len(numbers)


def test_a_record_says_its_question_its_choice_and_when_to_look_again() -> None:
    parts = ("**Question.**", "**Choice.**", "**Look again**")
    incomplete = [path.name for path in RECORDS if not all(part in path.read_text("utf-8") for part in parts)]
    assert incomplete == []
