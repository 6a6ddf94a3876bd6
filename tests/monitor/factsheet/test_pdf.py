"""The PDF is tagged: who cannot see it hears headings, tables with their headers, and what the charts show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest
from pypdf import PdfReader

from monitor.pdf_tags import tags
from zichtbaar.monitor.factsheet.making import Factsheet
from zichtbaar.monitor.paper.language import Language

TITLES = {Language.DUTCH: "Onzichtbare slachtoffers in 2020", Language.ENGLISH: "Invisible victims in 2020"}


@pytest.fixture
def pdf(factsheets: Mapping[Language, Factsheet], language: Language) -> PdfReader:
    return PdfReader(factsheets[language].folder / "factsheet.pdf")


def test_it_is_tagged_and_names_its_language_and_title(pdf: PdfReader, language: Language) -> None:
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata is not None
    assert pdf.metadata.title == TITLES[language]


def test_the_published_year_fits_on_three_pages_with_how_it_was_counted_behind_them(
    pdf: PdfReader, language: Language
) -> None:
    title = {Language.DUTCH: "Hoe elk cijfer is geteld", Language.ENGLISH: "How each figure was counted"}[language]
    assert [title in page.extract_text() for page in pdf.pages] == [False, False, False, True]


def test_every_figure_links_to_how_it_was_counted(pdf: PdfReader) -> None:
    pages: list[Any] = list(pdf.pages)
    links = [[annotation.get_object() for annotation in page.get("/Annots", [])] for page in pages]
    assert [len(found) > 0 for found in links] == [True, True, True, False]
    assert {pages.index(link["/Dest"].get_object()[0].get_object()) for link in chain(*links)} == {3}


def test_it_declares_the_standard_that_its_maker_checked(pdf: PdfReader) -> None:
    metadata: Any = pdf.root_object["/Metadata"]
    assert "pdfuaid" in metadata.get_data().decode()


def test_headings_tables_and_charts_are_tagged_as_such(pdf: PdfReader) -> None:
    found = Counter(tag["/S"] for tag in tags(pdf.root_object["/StructTreeRoot"]))
    assert found["/H1"] == 1
    assert found["/H2"] == 7  # four sections, all figures, how it was made, how it was counted
    assert found["/H3"] >= 6
    assert (found["/Table"], found["/THead"], found["/TH"]) == (1, 1, 5)
    assert found["/Figure"] == 5


def test_every_chart_has_its_numbers_as_an_alternative_text(pdf: PdfReader) -> None:
    charts = [tag for tag in tags(pdf.root_object["/StructTreeRoot"]) if tag["/S"] == "/Figure"]
    texts = [str(tag["/Alt"]) for tag in charts]
    assert any("193" in text for text in texts)
    assert any("Instagram" in text for text in texts)
    assert all(any(digit in text for digit in "123456789") for text in texts)


def test_its_fonts_are_within_and_it_bears_no_time(pdf: PdfReader) -> None:
    pages: list[Any] = list(pdf.pages)
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert pdf.metadata is not None
    assert pdf.metadata.creation_date is None
