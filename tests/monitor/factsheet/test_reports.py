"""The reports that come with the program, and the policy page of the example, from the example's registrations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from zichtbaar.monitor.datasets.example import write_example
from zichtbaar.monitor.datasets.shipped import NAMES, recipe_path, shipped_recipe
from zichtbaar.monitor.factsheet.command import run
from zichtbaar.monitor.factsheet.making import make_factsheet
from zichtbaar.monitor.figures.recipe import book_of, read_recipe

REPORTS = ("recognition-gap", "platform-evidence")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_example("netherlands-2020", folder)
    for name in REPORTS:
        records = ["--records", str(folder / "registrations-2020.csv")]
        assert run([name, *records, "--language", "en", "--out", str(folder / name)]) == 0
    both = [folder / f"registrations-{year}.csv" for year in (2019, 2020)]
    make_factsheet(folder / "policy.toml", both, language="nl", out=folder / "policy")
    return folder


def read(example: Path, report: str) -> tuple[str, Mapping[str, Any]]:
    folder = example / report
    return (folder / "factsheet.html").read_text("utf-8"), json.loads((folder / "figures.json").read_text("utf-8"))


def items(told: Mapping[str, Any], figure: str) -> dict[str, int | None]:
    return next(
        {item["name"]: item["count"] for item in one["items"]} for one in told["figures"] if one["id"] == figure
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_that_comes_with_the_program_has_no_fault(name: str) -> None:
    assert read_recipe(shipped_recipe(name), book_of(shipped_recipe(name))).figures


def test_another_name_is_a_file() -> None:
    assert recipe_path("my/recipe.toml") == Path("my/recipe.toml")
    with pytest.raises(KeyError):
        shipped_recipe("policy")


def test_the_recognition_gap_says_of_parents_who_knew_and_whom_they_told(example: Path) -> None:
    page, told = read(example, "recognition-gap")

    known, disclosed = items(told, "known_to_by_profile"), items(told, "told_by_profile")
    assert (known["parents"], known["parents.nobody"]) == (30, 20)
    assert (disclosed["parents"], disclosed["parents.nobody"]) == (30, 25)
    assert "not who saw it" in page


def test_a_table_stands_on_the_page_cell_by_cell(example: Path) -> None:
    page, _ = read(example, "recognition-gap")

    row = re.search(r'<th scope="row">A parent among the offenders</th>(.*?)</tr>', page)
    assert row is not None
    assert re.findall(r"<td>(.*?)</td>", row[1])[:3] == ["c. 30", "c. 20", "left out"]


def test_a_platform_that_may_have_been_named_by_fewer_than_ten_is_in_no_file(example: Path) -> None:
    page, told = read(example, "platform-evidence")
    csv = (example / "platform-evidence" / "figures.csv").read_text("utf-8")

    named = {name for name in items(told, "platform_uses") if "." not in name}
    assert named == {"instagram", "snapchat", "whatsapp", "telegram", "sugar_dating_or_sex_ads"}
    for other in ("TikTok", "Discord", "tiktok.", "discord_or_gaming."):
        assert other not in csv
        assert other not in page


def test_a_platform_stands_beside_keywords_and_their_source_and_gets_no_place_that_chance_forbids(
    example: Path,
) -> None:
    page, told = read(example, "platform-evidence")

    assert "HUMAN_\u200bTRAFFICKING" in page
    assert "transparency.dsa.ec.europa.eu" in page
    uses = next(one for one in told["figures"] if one["id"] == "platform_uses")
    places = {item["name"]: item["ranks"] for item in uses["items"] if item["ranks"]}
    assert places["instagram"] == [1, 4]
    assert places["snapchat"] == [1, 3]


def test_every_recommendation_links_to_the_figures_behind_it(example: Path) -> None:
    page, told = read(example, "policy")

    linked = re.findall(r'href="#(figure-[^"]+)"', page)
    assert len(linked) == 12
    assert set(linked) <= set(re.findall(r'id="([^"]+)"', page))
    assert len(re.findall(r'id="([^"]+)"', page)) == len(set(re.findall(r'id="([^"]+)"', page)))
    assert [len(one["figures"]) for one in told["recommendations"]] == [5, 4, 3]


def test_a_figure_behind_a_recommendation_has_its_base_and_says_what_its_numbers_are(example: Path) -> None:
    page, _ = read(example, "policy")

    behind = dict(re.findall(r'<li><a href="#figure-([^"]+)">[^<]+</a>: (.*?)</li>', page))
    assert behind["parents_involved"] == "15% (ca. 36) <small>Basis: ca. 240 / 250 slachtoffers</small>"
    assert behind["period_comparison"].startswith("193 en 193; verhouding 1,00 <small>Basis: ")
    assert all("Basis: " in one for one in behind.values())
    assert [one for one in behind.values() if one.startswith("zie de tabel ")]


def test_a_recommendation_without_a_figure_says_so(example: Path, tmp_path: Path) -> None:
    text = (example / "policy.toml").read_text("utf-8")
    text = re.sub(r"(?m)^figures = \[\"met.*$", "figures = []", text)
    recipe = example / "policy-without.toml"
    recipe.write_text(text, "utf-8")

    made = make_factsheet(recipe, [example / "registrations-2020.csv"], language="en", out=tmp_path / "out")

    page = (made.folder / "factsheet.html").read_text("utf-8")
    assert "No figure here stands behind this recommendation." in page
    assert "Another figure behind it could not be given" in page  # that of 2019, whose records are not there


@pytest.mark.parametrize("report", REPORTS)
def test_no_account_or_link_is_in_a_report(example: Path, report: str) -> None:
    page, _ = read(example, report)

    body = page[page.index("<main>") :]
    assert "@" not in body
    assert "://" not in body


def test_every_cell_can_be_counted_again(example: Path) -> None:
    _, told = read(example, "recognition-gap")

    table = next(one for one in told["figures"] if one["id"] == "known_to_by_profile")
    assert table["counted_as"]["cells"].keys() == {item["name"] for item in table["items"]}
