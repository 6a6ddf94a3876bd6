"""What the charts of months and of several comparisons show stands in their words too."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from random import Random

import pytest

from zichtbaar.codebook.reading import load
from zichtbaar.monitor.datasets.invented import deal_registrations
from zichtbaar.monitor.factsheet.making import Factsheet, make_factsheet
from zichtbaar.monitor.figures.figure import FigureKind
from zichtbaar.monitor.paper.language import Language

RECIPE = """\
codebook = "trafficking-1"
year = 2020
title = { en = "Months", nl = "Maanden" }
headline = ["now", "before"]

[periods]
year = {}
before = { years_back = 1 }
all = { years = 4 }

[[section]]
id = "all"
title = { en = "All", nl = "Alles" }

[[figure]]
id = "months"
kind = "series"
section = "all"
population = "visitors"
period = "all"
signals = true
label = { en = "By month", nl = "Per maand" }
statement = { en = "{trend}. {signals}.", nl = "{trend}. {signals}." }

[[figure]]
id = "now"
kind = "count"
section = "all"
population = "visitors"
period = "year"
label = { en = "Now", nl = "Nu" }
statement = { en = "{count} in {period}.", nl = "{count} in {period}." }

[[figure]]
id = "before"
kind = "count"
section = "all"
population = "visitors"
period = "before"
label = { en = "Before", nl = "Eerder" }
statement = { en = "{count} in {period}.", nl = "{count} in {period}." }
"""
COMPARISON = """
[[figure]]
id = "{name}"
kind = "comparison"
section = "all"
figure = "now"
with = "before"
{more}
label = {{ en = "Years, {name}", nl = "Jaren, {name}" }}
statement = {{ en = "{{interval}}.", nl = "{{interval}}." }}
"""
BY_HOURS = 'exposure = { figure = 300, with = 200, noun = { en = "hours", nl = "uren" } }'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Factsheet:
    """The factsheet of four invented years with three times as many visitors in one month of the last."""
    folder = tmp_path_factory.mktemp("months")
    book = load()
    months = [f"{year}-{month:02}" for year in range(2017, 2021) for month in range(1, 13) for _ in range(20)]
    people = deal_registrations(book, months + ["2020-09"] * 40, Random(1))  # noqa: S311 - invented on purpose
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(book.by_column), lineterminator="\n")
        writer.writeheader()
        writer.writerows(people)
    comparisons = (COMPARISON.format(name="one", more="margin = 20"), COMPARISON.format(name="other", more=BY_HOURS))
    (folder / "recipe.toml").write_text(RECIPE + "".join(comparisons), "utf-8")
    return make_factsheet(folder / "recipe.toml", [folder / "records.csv"], language="en", out=folder / "out")


@pytest.fixture(scope="module")
def page(made: Factsheet) -> str:
    path: Path = made.folder / "factsheet.html"
    return path.read_text("utf-8")


def test_a_signal_is_in_the_sentence_and_in_the_words_of_its_chart(made: Factsheet, page: str) -> None:
    [series] = [figure for figure in made.figures if figure.kind is FigureKind.SERIES]
    assert series.signals is not None
    assert [signal.month for signal in series.signals] == ["2020-09"]
    assert "There were more than expected in September 2020 (" in page
    assert re.search(r"September 2020: c\. \d+ \(more than expected\)", page)
    assert "ring: more than expected" in page
    assert "at most 2 of 100 months" in page


def test_several_comparisons_share_one_chart(page: str) -> None:
    assert page.count("Ratios, with their uncertainty") == 2  # as its title, and in its words
    assert "dashes: the margin that was fixed beforehand" in page


def test_both_languages_are_in_the_data(made: Factsheet) -> None:
    text = (made.folder / "figures.json").read_text("utf-8")
    for code, words in ((Language.DUTCH, "meer dan verwacht waren het er in"), (Language.ENGLISH, "from year to year")):
        assert words.casefold() in text.casefold(), code
