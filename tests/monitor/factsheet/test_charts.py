"""Charts are plain SVG: all of their words are text, and nothing in them runs, loads or is styled by hand."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import altair
import pytest

from zichtbaar.monitor.factsheet.charts import draw, laid_out
from zichtbaar.monitor.factsheet.pictures import Picture, Row, Shape
from zichtbaar.monitor.paper.drawing import DEEP, FAINT, INK, QUIET, WARM
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.svg import specification

ROWS = (
    Row("Periode <een> & „twee”", 0.4, "40%", 0.3, 0.5),
    Row("Instagram", 0.2, "20%", 0.1, 0.3),
    Row("Verhouding", 0.9, "0,90", 0.7, 1.2),
)


def picture(shape: Shape) -> Picture:
    return Picture("a", shape, "Titel", "Ondertitel", "Grafiek. Titel.", ROWS)


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape is not Shape.MONTHS])
def test_a_chart_holds_every_word_as_text(shape: Shape) -> None:
    drawn = ElementTree.fromstring(draw(picture(shape), Language.DUTCH))  # noqa: S314  # our own
    texts = {element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {row.label for row in ROWS} | {row.text for row in ROWS} <= texts


@pytest.mark.parametrize("shape", Shape)
def test_a_chart_runs_nothing_loads_nothing_and_has_no_style_of_its_own(shape: Shape) -> None:
    svg = draw(picture(shape), Language.ENGLISH)
    assert not re.search(r"<script|<style|style=|<image|<foreignObject|\bon\w+=|javascript:", svg)
    assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


@pytest.mark.parametrize("shape", Shape)
def test_a_chart_keeps_to_the_schema_of_vega_lite(shape: Shape) -> None:
    altair.LayerChart.from_dict(specification(*laid_out(picture(shape), Language.DUTCH)), validate=True)


def test_the_same_picture_gives_the_same_drawing() -> None:
    assert draw(picture(Shape.SHARES), Language.DUTCH) == draw(picture(Shape.SHARES), Language.DUTCH)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [INK, DEEP, QUIET, WARM])
def test_words_and_marks_stand_out_from_the_paper(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 4.5


def test_the_two_colours_of_bars_differ_in_lightness() -> None:
    assert contrast(DEEP, FAINT) >= 3
