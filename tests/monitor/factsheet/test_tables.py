"""The figures for a program and for a spreadsheet: all that is released, nothing that is hidden."""

from __future__ import annotations

import copy
import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import pytest

from zichtbaar import __version__
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure, ReleasedMonth
from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.factsheet.making import Factsheet
from zichtbaar.monitor.factsheet.origin import Origin, RecipeFile, RecordFile
from zichtbaar.monitor.factsheet.tables import COLUMNS, figures_csv, figures_json
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language

Release = Callable[..., tuple[ReleasedFigure, Recipe]]
RECORDS = RecordFile("registrations-2020.csv", 283, "ab" * 32, 12)
ORIGIN = Origin(load(), default_rules(), RecipeFile("a.toml", "cd" * 32), (RECORDS,))
KEYS = (
    *("title", "year", "edition", "warnings", "codebook", "recipe", "rules", "version", "records", "coded_twice"),
    *("figures", "recommendations", "left_out"),
)
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "factsheet.md"


def test_the_whole_says_what_it_was_made_of(release: Release) -> None:
    figure, recipe = release(62, 248)
    whole = json.loads(figures_json(recipe, [figure], ORIGIN))
    assert tuple(whole) == KEYS
    assert whole["year"] == 2020
    assert whole["title"] == {"nl": "Factsheet 2020", "en": "Factsheet 2020"}
    assert whole["codebook"] == {"name": "trafficking-1", "version": load().version}
    assert whole["version"] == __version__
    assert whole["recipe"] == {"file": "a.toml", "sha256": "cd" * 32}
    assert whole["rules"] == {"name": "default", "version": default_rules().version}
    of_file = {"file": "registrations-2020.csv", "sha256": "ab" * 32, "holds_other_years": True}
    assert whole["records"] == [of_file]


def test_a_share_with_its_base_its_interval_and_its_words(release: Release) -> None:
    figure, recipe = release(62, 248)
    [entry] = json.loads(figures_json(recipe, [figure], ORIGIN))["figures"]
    assert entry["kind"] == "share"
    assert entry["share"] == 0.25
    assert entry["base"]["noun"] == {"en": "victims", "nl": "slachtoffers"}
    assert entry["interval"]["level"] == 0.95
    assert entry["interval"]["low"] < 0.25 < entry["interval"]["high"]
    assert entry["text"]["nl"].startswith("Bij een kwart van de slachtoffers is een ouder betrokken. Bekend van")


def test_what_is_hidden_is_null_in_one_and_empty_in_the_other(release: Release) -> None:
    figure, recipe = release(2, 300)
    [entry] = json.loads(figures_json(recipe, [figure], ORIGIN))["figures"]
    assert (entry["count"], entry["share"], entry["interval"]) == (None, None, None)
    assert entry["protection"] == "hidden"
    [line] = csv.DictReader(figures_csv(recipe, [figure], ORIGIN).splitlines())
    assert (line["count"], line["share"], line["low"]) == ("", "", "")


@pytest.mark.parametrize("name", ["figures.json", "figures.csv"])
def test_both_are_read_by_any_program(factsheets: Mapping[Language, Factsheet], name: str) -> None:
    content = (factsheets[Language.DUTCH].folder / name).read_bytes()
    text = content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert not re.search(r"\b(NaN|Infinity)\b", text)


def protections_in(whole: Mapping[str, Any]) -> dict[tuple[str, str], list[object]]:
    """What was done to each number of figures.json, by figure, and by item or month."""
    found = {}
    for one in whole["figures"]:
        base = one["base"]
        found[one["id"], ""] = [one["protection"], base["eligible_rounded"], base["answered_rounded"]]
        found |= {(one["id"], item["name"]): [item["protection"]] for item in one.get("items", ())}
        found |= {(one["id"], month["month"]): [month["protection"]] for month in one.get("months", ())}
    return found


def test_both_say_of_every_number_what_was_done_to_it(factsheets: Mapping[Language, Factsheet]) -> None:
    """Whoever takes a rounded number for an exact one counts people who were never there."""
    made = factsheets[Language.DUTCH]
    released: dict[tuple[str, str], list[object]] = {}
    for one in made.figures:
        released[one.id, ""] = [one.protection, one.base.eligible_rounded, one.base.answered_rounded]
        released |= {(one.id, item.name): [item.protection] for item in one.items}
        released |= {(one.id, month.month): [month.protection] for month in one.months}
    assert {cell for cells in released.values() for cell in cells} >= {"exact", "rounded", True, False}
    assert protections_in(json.loads((made.folder / "figures.json").read_text("utf-8"))) == released
    rows = csv.DictReader((made.folder / "figures.csv").read_text("utf-8").splitlines())
    in_csv = {
        (row["id"], row["item"]): [row["protection"]]
        + [row[name] == "1" for name in ("eligible_rounded", "answered_rounded") if not row["item"]]
        for row in rows
    }
    assert in_csv == released


def test_an_interval_without_an_upper_end_has_none_in_either(release: Release) -> None:
    figure, recipe = release(62, 248)
    assert figure.interval is not None
    endless = copy.copy(figure)
    object.__setattr__(endless, "interval", replace(figure.interval, high=inf))
    [entry] = json.loads(figures_json(recipe, [endless], ORIGIN))["figures"]
    assert entry["interval"]["high"] is None
    [line] = csv.DictReader(figures_csv(recipe, [endless], ORIGIN).splitlines())
    assert (line["low"] != "", line["high"]) == (True, "")


def test_a_month_says_what_was_done_to_it_too(release: Release) -> None:
    figure, recipe = release(62, 248)
    months = (ReleasedMonth("2020-01", 20, Protection.ROUNDED), ReleasedMonth("2020-02", None, Protection.HIDDEN))
    series = copy.copy(figure)
    object.__setattr__(series, "months", months)
    _, *lines = csv.DictReader(figures_csv(recipe, [series], ORIGIN).splitlines())
    told = [(line["item"], line["count"], line["protection"]) for line in lines]
    assert told == [("2020-01", "20", "rounded"), ("2020-02", "", "hidden")]


def test_every_key_and_column_is_documented(factsheets: Mapping[Language, Factsheet]) -> None:
    documented = set(re.findall(r"`([a-z_]+)`", PAGE.read_text("utf-8")))
    whole = json.loads((factsheets[Language.DUTCH].folder / "figures.json").read_text("utf-8"))
    keys = set(whole) | {key for figure in whole["figures"] for key in figure}
    for figure in whole["figures"]:
        for part in (
            "interval",
            "benchmark",
            "compared",
            "base",
            "equivalence",
            "exposure",
            "trend",
            "coding",
            "counted_as",
        ):
            keys |= set(figure.get(part) or {})
        for part in ("items", "months", "signals"):
            keys |= {key for item in figure.get(part) or [] for key in item}
    assert keys | set(COLUMNS) <= documented
