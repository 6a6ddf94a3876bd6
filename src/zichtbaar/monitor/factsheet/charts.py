"""Draws a picture as SVG: the same drawing stands in the page and in the PDF.

Each row has its label at the left, its number at the right and its mark below, so that no legend is needed.
The colours differ in lightness too, so that they differ for every eye and on a grey printer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import altair as alt
import vl_convert

from zichtbaar.monitor.factsheet.drawing import INK, QUIET, Drawing, Mark, Words, drawing_of
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.factsheet.wording.language import Language

FONT = "Libertinus Serif, Charter, Cambria, Times New Roman, serif"
WIDTH, ROW_HEIGHT, LARGE, SMALL = 400, 44, 14, 11
"""Pixels of the drawing: its width, the height of a row, and two sizes of letters."""

_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def draw(picture: Picture, language: Language) -> str:
    """The picture as an SVG text, without a title: what it shows is said in `picture.alternative`."""
    return _svg(specification(picture, language))


def prepare() -> None:
    """Start what draws, fonts included: half a second the first time, and nothing of ours is needed."""
    _svg({"data": {"values": [{}]}, "mark": {"type": "text", "text": "…", "font": FONT}})


def specification(picture: Picture, language: Language, *, validate: bool = False) -> dict[str, Any]:
    """The picture as a chart of Vega-Lite. To validate takes as long as to draw, so only a test does it."""
    drawing = drawing_of(picture.shape, picture.rows, language)
    rows = len(picture.rows) + (0.4 if drawing.scale else 0)
    chart = alt.layer(*_layers(drawing, rows)).properties(width=WIDTH, height=rows * ROW_HEIGHT)
    chart = chart.configure(font=FONT, background="transparent", padding=2, aria=False)
    return dict(chart.configure_view(stroke=None).to_dict(validate=validate))


def _svg(chart: dict[str, Any]) -> str:
    svg: str = vl_convert.vegalite_to_svg(chart, vl_version=_VERSION, allowed_base_urls=[])
    return svg


def _layers(drawing: Drawing, rows: float) -> Iterator[alt.Chart]:
    """From back to front; a layer without marks is left out."""
    if drawing.bars:
        yield _marks(drawing.bars, rows).mark_rect()
    if drawing.ticks:
        yield _marks(drawing.ticks, rows).mark_rule()
    if drawing.intervals:
        yield _marks(drawing.intervals, rows).mark_rule(strokeWidth=3, strokeCap="round")
    if drawing.dots:
        yield _marks(drawing.dots, rows).mark_point(shape="circle", filled=True, size=110, opacity=1)
    yield _words(drawing.labels, rows).mark_text(align="left", fontSize=LARGE, color=INK)
    yield _words(drawing.numbers, rows).mark_text(align="right", fontSize=LARGE, color=INK, fontWeight="bold")
    for align in sorted({words.align for words in drawing.scale}):
        aligned = [words for words in drawing.scale if words.align == align]
        yield _words(aligned, rows).mark_text(align=align, fontSize=SMALL, color=QUIET)


def _marks(marks: Sequence[Mark], rows: float) -> alt.Chart:
    ends = {"x2": "x2:Q", "y2": "y2:Q"}
    return _placed(marks, rows).encode(color=alt.Color("colour:N", scale=None), **ends)


def _words(words: Sequence[Words], rows: float) -> alt.Chart:
    return _placed(words, rows).encode(text="words:N")


def _placed(marks: Sequence[Mark] | Sequence[Words], rows: float) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[asdict(mark) for mark in marks])).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[rows, 0], zero=False, nice=False)),
    )
