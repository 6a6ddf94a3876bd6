"""The report can be read by everybody: on a screen, on a phone, on paper, by a screen reader, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from monitor.estimation.conftest import ORIGIN
from monitor.pdf_tags import tags
from zichtbaar.monitor.estimation import CaptureTable, LogLinear, descend
from zichtbaar.monitor.estimation.estimating import METHODS
from zichtbaar.monitor.estimation.pages.about_models import chosen_chapter
from zichtbaar.monitor.estimation.pages.contents import document_of
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.wording.chapters import WORDS, say
from zichtbaar.monitor.estimation.wording.methods import HOW, method_name
from zichtbaar.monitor.paper.document import Document, Paragraph, Plot, Table
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.page import page
from zichtbaar.monitor.paper.pdf import pdf

Documents = Callable[..., Document]
Attributes = dict[str, str | None]
VOID = {"meta", "link", "br", "img", "hr", "input"}
NAMES = ["two", "apart", "empty", "Korea"]


class Outline(HTMLParser):
    """Every element in its order and all text; refuses what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(params=NAMES)
def told(request: pytest.FixtureRequest, document: Documents, language: Language) -> Document:
    """A document of each kind of table."""
    return document(request.param, language)


def blocks(document: Document, kind: type) -> list[Any]:
    return [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, kind)]


def test_the_chapters_stand_in_their_order(told: Document, language: Language) -> None:
    keys = ["answer", "against", "lists", "methods", "chosen", "near", "other_lists", "known", "untestable"]
    keys += ["assumptions", "criticism", "making"]
    assert [chapter.title for chapter in told.chapters] == [say(key, language) for key in keys]
    assert all(chapter.blocks for chapter in told.chapters)


def test_the_page_is_well_formed_and_says_first_that_it_is_not_for_publishing(told: Document) -> None:
    outline = Outline(page(told))
    assert outline.named("html") == [{"lang": told.language}]
    assert len(outline.named("title")) == len(outline.named("h1")) == len(outline.named("main")) == 1
    assert len(outline.named("h2")) == len(told.chapters)
    body = outline.text[outline.text.index("}", outline.text.rindex("@media")) :]
    assert body.index(told.warning) < body.index(told.title)


def test_no_heading_skips_a_level_and_no_id_stands_twice(told: Document) -> None:
    outline = Outline(page(told))
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = Counter(attributes["id"] for _, attributes in outline.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    assert {one["aria-labelledby"] for _, one in outline.elements if "aria-labelledby" in one} <= set(ids)


def test_every_table_can_be_scrolled_by_keyboard_and_names_its_rows_and_columns(told: Document) -> None:
    outline = Outline(page(told))
    tables = blocks(told, Table)
    regions = [one for one in outline.named("div") if one.get("role") == "region"]
    assert len(tables) == len(outline.named("table")) == len(outline.named("caption")) == len(regions)
    assert all(one["tabindex"] == "0" and one["aria-labelledby"] for one in regions)
    scopes = Counter(one.get("scope") for one in outline.named("th"))
    assert scopes["row"] == sum(len(table.rows) for table in tables)
    assert scopes["col"] == sum(len(table.columns) for table in tables)
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.columns)} == {len(table.numeric)}


def test_every_plot_says_what_it_shows(told: Document, language: Language) -> None:
    outline = Outline(page(told))
    images = [one for one in outline.named("div") if one.get("role") == "img"]
    plots = blocks(told, Plot)
    assert [one["aria-label"] for one in images] == [plot.alternative for plot in plots]
    assert all(re.search(rf"\d|{say('no_number', language)}", plot.alternative) for plot in plots)


def test_nothing_runs_nothing_is_fetched_and_the_style_is_one_sheet(told: Document) -> None:
    text = page(told)
    outline = Outline(text)
    assert not outline.named("script", "iframe", "object", "embed", "link", "img", "image", "use", "form")
    names = {name for _, attributes in outline.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in {"src", "href", "style"}]
    assert "url(" not in text
    [policy] = [one["content"] or "" for one in outline.named("meta") if "http-equiv" in one]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_every_colour_of_the_plots_has_one_for_the_dark(document: Documents) -> None:
    text = page(document("Korea", Language.ENGLISH))
    used = set(re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', text))
    answered = set(re.findall(r'svg \[(fill|stroke)="(#[0-9a-f]{6})"\]', text))
    assert len(used) > 5
    assert used <= answered


def test_names_of_lists_cannot_become_markup(reported: Callable[..., Report]) -> None:
    made = reported("hostile")
    text = page(document_of(made, ORIGIN, Language.ENGLISH))
    assert "<script" not in text
    assert "<b>B</b>" not in text
    assert "&lt;b&gt;B&lt;/b&gt;" in text
    assert "#panic" in "".join(one.extract_text() for one in PdfReader(BytesIO(pdf(made_document(made)))).pages)


def made_document(made: Report) -> Document:
    return document_of(made, ORIGIN, Language.ENGLISH)


def test_the_pdf_is_tagged_with_headings_tables_and_words_for_every_plot(told: Document) -> None:
    read = PdfReader(BytesIO(pdf(told)))
    root: Any = read.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == told.language
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    found = list(tags(root["/StructTreeRoot"]))
    count = Counter(tag["/S"] for tag in found)
    assert (count["/H1"], count["/H2"]) == (1, len(told.chapters))
    assert count["/Table"] == count["/THead"] == len(blocks(told, Table))
    texts = [str(tag["/Alt"]) for tag in found if tag["/S"] == "/Figure"]
    assert texts == [plot.alternative for plot in blocks(told, Plot)]


def test_the_pdf_says_what_the_page_says(document: Documents, language: Language) -> None:
    told = document("Korea", language)
    read = PdfReader(BytesIO(pdf(told)))
    text = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in read.pages))
    for chapter in told.chapters:
        assert chapter.title in text
    assert told.warning in text
    assert ORIGIN.call in text


def test_the_answer_of_a_table_is_told_with_interval_and_spread(document: Documents) -> None:
    text = Outline(page(document("Korea", Language.ENGLISH))).text
    assert "269" in text
    assert "95% interval: " in text
    assert "methods with a usable number give" in text
    assert "Binette and Steorts" in text
    assert ORIGIN.sha256[:16] in text


def test_two_lists_have_one_model_and_nothing_to_compare_it_with(document: Documents, language: Language) -> None:
    told = document("two", language)
    [near] = [chapter for chapter in told.chapters if chapter.title == say("near", language)]
    [only] = near.blocks
    assert isinstance(only, Paragraph)
    assert only.text == say("near_one", language)


def test_two_lists_have_one_number_and_graphs_say_their_prior_without_one(document: Documents) -> None:
    written = page(document("two", Language.ENGLISH))
    assert "Graphs, delta 0.25" in written
    assert "Graphs, delta 0.5" in written
    assert "All methods together: 269." in written


@pytest.mark.parametrize(
    ("lists", "english", "dutch"),
    [
        (2, "0.25", "0,25"),
        (3, "0.125", "0,125"),
        (4, "0.0625", "0,0625"),
        (6, "0.015625", "0,015625"),
        (12, "0.000244", "0,000244"),
        (0, "1", "1"),
    ],
)
def test_a_prior_is_told_with_digits_enough_to_be_right(
    reported: Callable[..., Report], lists: int, english: str, dutch: str
) -> None:
    made = reported("two").methods.estimates[METHODS.index("decomposable")]
    of_lists = replace(made, name=f"decomposable graphs, delta {0.5**lists:g}")
    assert method_name(of_lists, Language.ENGLISH) == f"Graphs, delta {english}"
    assert method_name(of_lists, Language.DUTCH) == f"Grafen, delta {dutch}"


@pytest.mark.parametrize(
    ("lists", "key", "letters"),
    [(9, "notation", False), (10, "notation_of_many", True), (12, "notation_of_many", True)],
)
def test_letters_after_the_ninth_list_are_explained_where_there_are_any(
    reported: Callable[..., Report], language: Language, lists: int, key: str, letters: bool
) -> None:
    names = tuple(f"list {place}" for place in range(1, lists + 1))
    many = CaptureTable(names, np.r_[0, np.ones((1 << lists) - 1, int)])
    made = reported("two")
    model = LogLinear().fit(many).model
    chosen = replace(made.chosen, model=model, resamples=None, bootstrap=None)
    chapter = chosen_chapter(replace(made, table=many, chosen=chosen), language)
    assert ("a" in model) == letters
    assert Paragraph(say(key, language), "note") in chapter.blocks


def test_no_method_says_that_it_tries_all_models_where_a_search_may_go_downhill() -> None:
    for words in HOW.values():
        assert not re.search(r"\ball models( and|;)", words[Language.ENGLISH])
        assert not re.search(r"\balle modellen( en|;)", words[Language.DUTCH])


def test_a_panel_tells_a_range_in_place_of_a_number(document: Documents) -> None:
    told = document("two", Language.ENGLISH, panel=True)
    assert "depending on the method" in Outline(page(told)).text


def test_where_there_is_no_estimate_no_method_is_shown_as_one_to_use(document: Documents, language: Language) -> None:
    told = document("empty", language)
    [methods] = [chapter for chapter in told.chapters if chapter.title == say("methods", language)]
    assert say("methods_cannot", language) in Outline(page(told)).text
    [plot] = [block for block in methods.blocks if isinstance(block, Plot)]
    assert all(
        say("do_not_use", language) in said or say("no_number", language) in said
        for said in plot.alternative.split("; ")
    )


def test_a_search_that_went_downhill_is_told_as_such(reported: Callable[..., Report], language: Language) -> None:
    made = reported("Korea")
    downhill = document_of(replace(made, ranked=descend(made.table)), ORIGIN, language)
    begin = {"nl": "Er zijn te veel modellen", "en": "There are too many models"}[language]
    assert begin in page(downhill)
    assert begin not in page(document_of(made, ORIGIN, language))


def test_a_pair_that_shares_nobody_is_marked(document: Documents) -> None:
    told = document("apart", Language.ENGLISH)
    [pairs] = [table for table in blocks(told, Table) if table.columns[1] == "Shared"]
    assert [row[1].marked for row in pairs.rows] == [True, True, True]


def test_every_word_stands_in_both_languages_with_the_same_slots() -> None:
    for key, words in WORDS.items():
        assert set(words) == set(Language), key
        slots = {tuple(sorted(re.findall(r"\{\w+\}", text))) for text in words.values()}
        assert len(slots) == 1, key
