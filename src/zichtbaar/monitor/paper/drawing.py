"""What a picture is made of, before it is drawn: bars, lines, dots and words, each at its place.

A drawing is as wide as 1 and as high as it has rows. The colours differ in lightness too, so that they differ for
every eye and on a grey printer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

INK, DEEP, MIDDLE, FAINT, LINE, QUIET = "#1c2530", "#0b5563", "#6f9aa1", "#c3ced1", "#d5dcde", "#55626b"
WARM = "#9a4a12"
"""For what must not be overlooked."""

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line, bar or dot: `x` and `x2` from 0 (left) to 1 (right), `y` and `y2` in rows from the top."""

    x: float
    x2: float
    y: float
    y2: float
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place; `align` tells which end of them stands there."""

    x: float
    y: float
    words: str
    align: Align


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be drawn, from back to front. `rings` are dots that are not filled, `lines` thin, `dashes` too."""

    bars: list[Mark] = field(default_factory=list)
    ticks: list[Mark] = field(default_factory=list)
    dashes: list[Mark] = field(default_factory=list)
    lines: list[Mark] = field(default_factory=list)
    intervals: list[Mark] = field(default_factory=list)
    points: list[Mark] = field(default_factory=list)
    dots: list[Mark] = field(default_factory=list)
    rings: list[Mark] = field(default_factory=list)
    labels: list[Words] = field(default_factory=list)
    numbers: list[Words] = field(default_factory=list)
    warnings: list[Words] = field(default_factory=list)
    scale: list[Words] = field(default_factory=list)
