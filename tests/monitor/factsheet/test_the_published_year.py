"""The factsheet about 2020, made anew: the published numbers and words come out, in both languages and all files."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from pypdf import PdfReader

from zichtbaar.monitor.factsheet.making import Factsheet
from zichtbaar.monitor.paper.language import Language

Made = Mapping[Language, Factsheet]
DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH

COUNTS = {
    "registered_minors": 54,
    "estimated_minors": 1320,
    "visitors": 283,
    "victims": 250,
    "on_behalf": 33,
    "minors": 143,
    "first_meeting_discussed": 66,
    "criminal_exploitation": 23,
    "in_exploitation_2020": 193,
    "in_exploitation_2019": 193,
}
WORDS = {
    "parents_involved": ("iets meer dan één op de zeven", "just over one in seven"),
    "sextortion": ("een kwart", "a quarter"),
    "met_online": ("meer dan de helft", "more than half"),
    "meeting_platforms": ("Instagram en Snapchat", "Instagram and Snapchat"),
    "first_disclosure": ("bijna twee derde", "almost two-thirds"),
    "criminal_drugs": ("het grootste deel", "the largest part"),
    "registry_coverage": ("4,1 procent", "4.1 per cent"),
    "chat_coverage": ("10 procent", "10 per cent"),
    "period_comparison": (
        "een daling van meer dan ongeveer 19 procent is uit te sluiten",
        "a fall of more than about 19 per cent can be ruled out",
    ),
    "criminal_alone": ("ongeveer 10 alleen deze vorm", "about 10 had this form only"),
    "new_situations": ("iets meer dan één op de zes", "just over one in six"),
    "known_elsewhere": ("30 procent", "30 per cent"),
    "handed_over": ("eén op de vijf", "one in five"),
}
BASES = {
    "new_situations": (135, 220),
    "known_elsewhere": (170, 250),
    "handed_over": (85, 90),
    "met_online": (66, 250),
}


@pytest.fixture(scope="module")
def figures(factsheets: Made) -> dict[str, dict[str, Any]]:
    whole = json.loads((factsheets[DUTCH].folder / "figures.json").read_text("utf-8"))
    return {figure["id"]: figure for figure in whole["figures"]}


@pytest.fixture(scope="module", params=Language)
def printed(request: pytest.FixtureRequest, factsheets: Made) -> tuple[Language, str, str]:
    """A language, the text of its page and the text of its PDF."""
    language: Language = request.param
    folder = factsheets[language].folder
    markup = re.sub(r"<style>.*?</style>", "", (folder / "factsheet.html").read_text("utf-8"), flags=re.DOTALL)
    pdf = "\n".join(sheet.extract_text() for sheet in PdfReader(folder / "factsheet.pdf").pages)
    return language, in_one_line(unescape(re.sub(r"<[^>]*>", " ", markup))), in_one_line(pdf)


def in_one_line(text: str) -> str:
    return " ".join(text.split()).replace("- ", "-").casefold()


@pytest.mark.parametrize(("figure", "count"), COUNTS.items())
def test_the_published_counts(figures: dict[str, dict[str, Any]], figure: str, count: int) -> None:
    assert figures[figure]["count"] == count
    assert figures[figure]["protection"] == "exact"


@pytest.mark.parametrize(("figure", "words"), WORDS.items())
def test_the_published_words(figures: dict[str, dict[str, Any]], figure: str, words: tuple[str, str]) -> None:
    for language, wanted in zip(Language, words, strict=True):
        assert wanted.casefold() in figures[figure]["text"][language].casefold()


def test_the_published_coverages(figures: dict[str, dict[str, Any]]) -> None:
    assert figures["registry_coverage"]["share"] == pytest.approx(0.041, abs=0.0005)
    assert figures["chat_coverage"]["share"] == pytest.approx(0.10, abs=0.005)
    assert figures["registry_coverage"]["benchmark"]["value"] == 1320


def test_instagram_and_snapchat_come_first(figures: dict[str, dict[str, Any]]) -> None:
    items = figures["meeting_platforms"]["items"]
    assert [item["name"] for item in items[:2]] == ["instagram", "snapchat"]
    assert [item["rank"] for item in items[:2]] == [1, 2]


def test_the_two_periods_are_compared_and_not_called_equal(figures: dict[str, dict[str, Any]]) -> None:
    comparison = figures["period_comparison"]
    assert comparison["ratio"] == 1.0
    assert comparison["interval"]["low"] == pytest.approx(0.815, abs=0.0005)
    assert comparison["interval"]["high"] == pytest.approx(1.227, abs=0.0005)
    assert comparison["compared"]["count"] == 193
    assert comparison["compared"]["period"] == ["2019-03", "2019-12"]
    assert "gelijk" not in comparison["text"]["nl"]
    assert "equal" not in comparison["text"]["en"]


def test_no_large_fall_is_said_with_the_margin_that_was_fixed_beforehand(
    figures: dict[str, dict[str, Any]],
) -> None:
    comparison = figures["period_comparison"]
    assert comparison["equivalence"]["margin"] == 0.2
    assert comparison["equivalence"]["is_within"] is True
    assert comparison["equivalence"]["p_value"] == pytest.approx(0.041, abs=0.0005)
    assert comparison["power"] == pytest.approx(0.524, abs=0.0005)
    assert "de verhouding ligt daar aantoonbaar binnen (toets op equivalentie, p = 0,041)" in comparison["text"]["nl"]
    assert "a ratio of 0.833 to 1.2" in comparison["text"]["en"]


@pytest.mark.parametrize(("figure", "base"), BASES.items())
def test_what_was_published_without_a_number_has_its_base(
    figures: dict[str, dict[str, Any]], figure: str, base: tuple[int, int]
) -> None:
    told = figures[figure]
    assert (told["base"]["answered"], told["base"]["eligible"]) == base
    for number in base:
        assert str(number) in told["text"]["nl"]
        assert str(number) in told["text"]["en"]


def test_two_thirds_of_the_first_meetings_were_not_discussed_and_that_is_said(
    figures: dict[str, dict[str, Any]],
) -> None:
    told = figures["met_online"]
    assert (told["bounds"]["low"], told["bounds"]["high"]) == (0.14, 0.89)
    assert "van iedereen samen is het 14 tot 89 procent" in told["text"]["nl"]
    assert "of everybody together it is 14 to 89 per cent" in told["text"]["en"]


def test_a_coverage_says_that_its_two_numbers_are_about_different_years(figures: dict[str, dict[str, Any]]) -> None:
    assert figures["chat_coverage"]["mismatches"] == figures["registry_coverage"]["mismatches"] == ["years"]
    assert "het aantal gaat over 2020, de schatting over 2010–2015" in figures["chat_coverage"]["text"]["nl"]


def test_the_order_of_the_platforms_is_not_claimed_to_be_certain(figures: dict[str, dict[str, Any]]) -> None:
    assert [item["ranks"] for item in figures["meeting_platforms"]["items"]] == [[1, 2], [1, 2]]
    assert "Place among these, given chance: Instagram 1–2, Snapchat 1–2." in figures["meeting_platforms"]["text"]["en"]


def test_shares_that_are_not_national_totals_are_not_exact(figures: dict[str, dict[str, Any]]) -> None:
    for name in ("parents_involved", "sextortion", "met_online", "first_disclosure", "criminal_drugs", *BASES):
        assert figures[name]["protection"] != "exact"


def test_the_page_and_the_pdf_say_the_same(printed: tuple[Language, str, str]) -> None:
    language, html, pdf = printed
    for words in WORDS.values():
        wanted = words[[*Language].index(language)].replace(" procent", "%").replace(" per cent", "%")
        for place, text in (("page", html), ("PDF", pdf)):
            said = text.replace(" procent", "%").replace(" per cent", "%")
            assert wanted.casefold() in said, f"{place}: {wanted}"
    for count in (54, 283, 250, 33, 143, 66, 23, 193):
        assert re.search(rf"\b{count}\b", html)
        assert re.search(rf"\b{count}\b", pdf)


def test_the_maker_says_that_the_registrations_are_invented(printed: tuple[Language, str, str]) -> None:
    language, html, pdf = printed
    word = {DUTCH: "verzonnen", ENGLISH: "invented"}[language]
    assert word in html
    assert word in pdf


def test_the_spreadsheet_holds_the_same_figures(factsheets: Made, figures: dict[str, dict[str, Any]]) -> None:
    text = (factsheets[ENGLISH].folder / "figures.csv").read_text("utf-8")
    lines = [line for line in csv.DictReader(text.splitlines()) if not line["item"]]
    assert [line["id"] for line in lines] == list(figures)
    for line in lines:
        figure = figures[line["id"]]
        assert line["count"] == ("" if figure["count"] is None else str(figure["count"]))
        assert (line["text_nl"], line["text_en"]) == (figure["text"]["nl"], figure["text"]["en"])


def test_figures_are_the_same_whatever_the_language_of_the_page(factsheets: Made) -> None:
    for name in ("figures.json", "figures.csv"):
        dutch, english = (factsheets[code].folder / name for code in (DUTCH, ENGLISH))
        assert dutch.read_bytes() == english.read_bytes()
