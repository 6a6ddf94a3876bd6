"""The page of a factsheet is read on a phone and by ear: nothing of it is out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeys.accessibility import faults, scrolls_sideways
from journeys.conftest import OpenDoor
from zichtbaar.cli import main


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example that comes with the program."""
    folder = tmp_path_factory.mktemp("example") / "example"
    assert main(["example", "netherlands-2020", "--out", str(folder)]) == 0
    return folder


@pytest.mark.parametrize("recipe", ["factsheet.toml", "policy.toml", "recognition-gap"])
def test_axe_finds_nothing_and_a_phone_shows_the_whole_width(
    example: Path, tmp_path: Path, open_door: OpenDoor, recipe: str
) -> None:
    records = [word for year in (2019, 2020) for word in ("--records", str(example / f"registrations-{year}.csv"))]
    named = str(example / recipe) if recipe.endswith(".toml") else recipe
    given = records if recipe.endswith(".toml") else records[2:]
    assert main(["factsheet", named, *given, "--language", "en", "--out", str(tmp_path / "out")]) == 0
    page = open_door((tmp_path / "out" / "factsheet.html").as_uri(), width=360, height=640)
    assert not scrolls_sideways(page)
    assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults(page) == []
