"""Draws a picture as SVG: the same drawing stands in the page and in the PDF.

Each row has its label at the left, its number at the right and its mark below, so that no legend is needed.
The colours differ in lightness too, so that they differ for every eye and on a grey printer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import vl_convert

from zichtbaar.monitor.factsheet.drawing import INK, QUIET, Drawing, Mark, Words, drawing_of
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.factsheet.wording.language import Language

FONT = "Libertinus Serif, Charter, Cambria, Times New Roman, serif"
WIDTH, ROW_HEIGHT, LARGE, SMALL = 400, 40, 14, 11
"""Pixels of the drawing: its width, the height of a row, and two sizes of letters."""

VEGA_LITE = "6.4"
"""The version of the language that charts are written in: https://vega.github.io/vega-lite/docs/."""

Json = dict[str, Any]


def draw(picture: Picture, language: Language) -> str:
    """The picture as an SVG text, without a title: what it shows is said in `picture.alternative`."""
    chart = specification(picture, language)
    svg: str = vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE, allowed_base_urls=[])
    return svg


def specification(picture: Picture, language: Language) -> Json:
    """The picture as a chart of Vega-Lite."""
    drawing = drawing_of(picture.shape, picture.rows, language)
    rows = len(picture.rows) + (0.4 if drawing.scale else 0)
    return {
        "width": WIDTH,
        "height": rows * ROW_HEIGHT,
        "background": "transparent",
        "padding": 2,
        "layer": list(_layers(drawing)),
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [rows, 0], "nice": False}},
        },
        "config": {"font": FONT, "aria": False, "view": {"stroke": None}},
    }


def _layers(drawing: Drawing) -> Iterator[Json]:
    """From back to front; a layer without marks is left out."""
    if drawing.bars:
        yield _marks(drawing.bars, type="rect")
    if drawing.ticks:
        yield _marks(drawing.ticks, type="rule")
    if drawing.intervals:
        yield _marks(drawing.intervals, type="rule", strokeWidth=3, strokeCap="round")
    if drawing.dots:
        yield _marks(drawing.dots, type="point", shape="circle", filled=True, size=110, opacity=1)
    yield _words(drawing.labels, align="left", fontSize=LARGE, color=INK)
    yield _words(drawing.numbers, align="right", fontSize=LARGE, color=INK, fontWeight="bold")
    for align in sorted({words.align for words in drawing.scale}):
        aligned = [words for words in drawing.scale if words.align == align]
        yield _words(aligned, align=align, fontSize=SMALL, color=QUIET)


def _marks(marks: Sequence[Mark], **mark: object) -> Json:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    ends = {} if mark["type"] == "point" else {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return _layer(mark, marks, {"color": colour, **ends})


def _words(words: Sequence[Words], **mark: object) -> Json:
    return _layer({"type": "text", **mark}, words, {"text": {"field": "words", "type": "nominal"}})


def _layer(mark: Json, places: Sequence[Mark] | Sequence[Words], encoding: Json) -> Json:
    return {"mark": mark, "data": {"values": [asdict(place) for place in places]}, "encoding": encoding}
