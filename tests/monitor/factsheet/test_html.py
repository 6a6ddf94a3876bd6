"""The page can be read by everybody, alone: by a screen reader, on paper, and without any other machine."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from zichtbaar.monitor.factsheet.making import Factsheet, make_factsheet
from zichtbaar.monitor.paper.language import Language

Attributes = dict[str, str | None]
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Every element in its order, with the elements around it; refuses what is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes, tuple[str, ...]]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def close(self) -> None:
        super().close()
        assert self._open == []

    def named(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes, _ in self.elements if tag in tags]


@pytest.fixture
def page(factsheets: Mapping[Language, Factsheet], language: Language) -> str:
    return (factsheets[language].folder / "factsheet.html").read_text("utf-8")


@pytest.fixture
def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    read.close()
    return read


def test_the_page_names_its_language_and_its_title(outline: Outline, language: Language) -> None:
    assert outline.named("html") == [{"lang": language}]
    assert len(outline.named("title")) == len(outline.named("h1")) == len(outline.named("main")) == 1


def test_no_heading_skips_a_level(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_no_id_stands_twice_and_every_reference_has_its_place(outline: Outline) -> None:
    ids = Counter(attributes["id"] for _, attributes, _ in outline.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    named = {attributes["aria-labelledby"] for _, attributes, _ in outline.elements if "aria-labelledby" in attributes}
    assert named <= set(ids)


def test_the_table_says_what_each_cell_is(outline: Outline) -> None:
    assert len(outline.named("caption")) == 1
    scopes = Counter(attributes.get("scope") for attributes in outline.named("th"))
    assert set(scopes) == {"col", "row"}
    assert scopes["col"] == 5
    assert len(outline.named("tr")) == scopes["row"] + 1


def test_every_chart_is_one_image_with_words(outline: Outline) -> None:
    images = [attributes for _, attributes, _ in outline.elements if attributes.get("role") == "img"]
    assert len(images) == len(outline.named("figure")) == len(outline.named("figcaption")) == 5
    assert all(re.search(r"\d", attributes["aria-label"] or "") for attributes in images)


def test_every_link_leads_to_how_something_was_counted_on_this_page(outline: Outline) -> None:
    links = [attributes["href"] or "" for attributes in outline.named("a")]
    places = {f"#{attributes['id']}" for attributes in outline.named("dt") if attributes.get("id")}
    assert len(places) == 23
    assert set(links) == places


def test_nothing_runs_and_nothing_is_fetched(page: str, outline: Outline) -> None:
    assert not outline.named("script", "iframe", "object", "embed", "link", "img", "image", "use", "form")
    handlers = [name for _, attributes, _ in outline.elements for name in attributes if name.startswith("on")]
    addresses = [name for _, attributes, _ in outline.elements for name in attributes if name in {"src", "href"}]
    assert handlers == []
    assert all(name == "href" for name in addresses)
    assert "url(" not in page
    assert "@import" not in page


def test_the_only_style_is_one_sheet_that_the_page_itself_allows_by_its_hash(page: str, outline: Outline) -> None:
    assert not [attributes for _, attributes, _ in outline.elements if "style" in attributes]
    [sheet] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    [policy] = [meta["content"] for meta in outline.named("meta") if "http-equiv" in meta]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_words_of_a_recipe_cannot_become_markup(example: Path, records: list[Path], tmp_path: Path) -> None:
    shutil.copytree(example, tmp_path / "hostile")
    recipe = tmp_path / "hostile" / "factsheet.toml"
    recipe.write_text(recipe.read_text("utf-8").replace("Ouders als pleger", "<script>alert()</script> & co"), "utf-8")
    made = make_factsheet(recipe, records, language="nl", out=tmp_path / "out")
    page = (made.folder / "factsheet.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert()&lt;/script&gt; &amp; co" in page
