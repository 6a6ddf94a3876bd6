"""Draws a picture as SVG: the same drawing stands in the page and in the PDF.

Each row has its label at the left, its number at the right and its mark below, so that no legend is needed.
"""

from __future__ import annotations

from zichtbaar.monitor.factsheet.drawing import drawing_of, height_of
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.paper.drawing import Drawing
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.svg import svg

SCALE = 0.4
"""Rows that the words of a scale take."""


def draw(picture: Picture, language: Language) -> str:
    """The picture as an SVG text, without a title: what it shows is said in `picture.alternative`."""
    return svg(*laid_out(picture, language))


def laid_out(picture: Picture, language: Language) -> tuple[Drawing, float]:
    """The drawing of a picture, and how many rows high it is."""
    drawing = drawing_of(picture.shape, picture.rows, language)
    return drawing, height_of(picture.shape, picture.rows) + (SCALE if drawing.scale else 0)
