"""Draws a drawing as SVG, by way of Vega-Lite: the same picture stands in the page and in the PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import lru_cache
from threading import Thread
from typing import Any

import vl_convert

from zichtbaar.monitor.paper.drawing import INK, QUIET, WARM, Drawing, Mark, Words

FONT = "Libertinus Serif, Charter, Cambria, Times New Roman, serif"
WIDTH, ROW_HEIGHT, LARGE, SMALL, EDGE = 400, 40, 14, 11, 6
"""Pixels of the drawing: its width, the height of a row, two sizes of letters, and the edge: room for half a dot."""

_DECIMALS = 6
"""Places of marks are rounded, for the last digits of a logarithm differ between machines."""

VEGA_LITE = "6.4"
"""The version of the language that charts are written in: https://vega.github.io/vega-lite/docs/."""

Json = dict[str, Any]


def svg(drawing: Drawing, rows: float, *, row_height: int = ROW_HEIGHT) -> str:
    """The drawing, so many rows high, as an SVG text without a title."""
    return _drawn(json.dumps(specification(drawing, rows, row_height=row_height)))


def get_ready() -> Thread:
    """Begins to load what draws, beside other work: the first drawing of a process takes 0.4 seconds more."""
    loading = Thread(target=svg, args=(Drawing(), 1))
    loading.start()
    return loading


@lru_cache(maxsize=200)
def _drawn(chart: str) -> str:
    """The chart as SVG. Remembered, for a release is made twice: when it is proposed and when it is published."""
    drawn: str = vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE, allowed_base_urls=[])
    return drawn


def specification(drawing: Drawing, rows: float, *, row_height: int = ROW_HEIGHT) -> Json:
    """The drawing as a chart of Vega-Lite.

    Its size is fixed: one that grows around its words is measured with the fonts that a machine happens to have.
    """
    return {
        "autosize": "none",
        "width": WIDTH,
        "height": rows * row_height,
        "background": "transparent",
        "padding": EDGE,
        "layer": list(_layers(drawing)),
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [rows, 0], "nice": False}},
        },
        "config": {"font": FONT, "aria": False, "view": {"stroke": None}},
    }


_MARKS: tuple[tuple[str, Json], ...] = (
    ("bars", {"type": "rect"}),
    ("ticks", {"type": "rule"}),
    ("dashes", {"type": "rule", "strokeDash": [4, 3]}),
    ("lines", {"type": "rule", "strokeWidth": 1.6}),
    ("intervals", {"type": "rule", "strokeWidth": 3, "strokeCap": "round"}),
    ("points", {"type": "point", "shape": "circle", "filled": True, "size": 60, "opacity": 1}),
    ("dots", {"type": "point", "shape": "circle", "filled": True, "size": 110, "opacity": 1}),
    ("rings", {"type": "point", "shape": "circle", "filled": False, "size": 90, "strokeWidth": 1.6, "opacity": 1}),
)
_LABEL: Json = {"align": "left", "fontSize": LARGE, "color": INK}
_NUMBER: Json = {"align": "right", "fontSize": LARGE, "color": INK, "fontWeight": "bold"}
_WARNING: Json = {"align": "right", "fontSize": LARGE, "color": WARM, "fontWeight": "bold"}


def _layers(drawing: Drawing) -> Iterator[Json]:
    """From back to front; a layer without marks is left out."""
    for name, look in _MARKS:
        if marks := getattr(drawing, name):
            yield _marks(marks, look)
    for words, look in ((drawing.labels, _LABEL), (drawing.numbers, _NUMBER), (drawing.warnings, _WARNING)):
        if words:
            yield _words(words, look)
    for align in sorted({words.align for words in drawing.scale}):
        aligned = [words for words in drawing.scale if words.align == align]
        yield _words(aligned, {"align": align, "fontSize": SMALL, "color": QUIET})


def _marks(marks: Sequence[Mark], look: Json) -> Json:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    ends = {} if look["type"] == "point" else {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return _layer(look, marks, {"color": colour, **ends})


def _words(words: Sequence[Words], look: Json) -> Json:
    return _layer({"type": "text", **look}, words, {"text": {"field": "words", "type": "nominal"}})


def _layer(mark: Json, places: Sequence[Mark] | Sequence[Words], encoding: Json) -> Json:
    values = [{key: _rounded(value) for key, value in asdict(place).items()} for place in places]
    return {"mark": mark, "data": {"values": values}, "encoding": encoding}


def _rounded(value: float | str) -> float | str:
    return value if isinstance(value, str) else round(value, _DECIMALS)
