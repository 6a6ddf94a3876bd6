"""Where the marks of a picture lie: bars, dots, intervals and ticks, before they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import exp, log

from zichtbaar.monitor.factsheet.pictures import Row, Shape
from zichtbaar.monitor.paper.drawing import DEEP, FAINT, LINE, MIDDLE, QUIET, WARM, Align, Drawing, Mark, Words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number, percent_sign

_LABEL, _MARK, _HALF = 0.27, 0.68, 0.14  # places within a row: its words, its mark, half a bar's thickness
MONTHS_HIGH, _ABOVE = 3.0, 0.5
"""Rows that the bars of months take, and how much of them is left for the number above the highest."""

TILE_HIGH, _TILE_EDGE = 1.4, 0.06
"""Rows that a tile takes, and what is left free at its edges: parts of its width, and of a row."""

_WITHOUT_ROWS = (Shape.MONTHS, Shape.TILES)
_SHARE_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_RATIO_SPANS = (1.25, 1.5, 2.0, 4.0, 10.0)


def drawing_of(shape: Shape, rows: Sequence[Row], language: Language) -> Drawing:
    """The places of everything in a picture of these rows."""
    drawing = Drawing()
    if shape not in _WITHOUT_ROWS:
        _name_rows(drawing, rows)
    _DRAWERS[shape](drawing, rows, language)
    return drawing


def height_of(shape: Shape, rows: Sequence[Row]) -> float:
    """How many rows high a picture is, without the words of its scale."""
    if shape is Shape.TILES:
        return TILE_HIGH * (1 + max(down for _, down in _tiles(rows)))
    return MONTHS_HIGH if shape is Shape.MONTHS else len(rows)


def _name_rows(drawing: Drawing, rows: Sequence[Row]) -> None:
    for place, row in enumerate(rows):
        drawing.labels.append(Words(0, place + _LABEL, row.label, "left"))
        drawing.numbers.append(Words(1, place + _LABEL, row.text, "right"))


def _draw_bars(drawing: Drawing, rows: Sequence[Row], _: Language) -> None:
    """Bars on a scale that begins at nought, and the interval of a row that has one."""
    top = max(max(row.value, row.high or 0) for row in rows) or 1
    for place, row in enumerate(rows):
        colour = FAINT if row.faint else DEEP
        drawing.bars.append(_bar(place, row.value / top, colour))
        if row.low is not None and row.high is not None:
            drawing.intervals.append(_across(place, row.low / top, row.high / top, QUIET))


def _draw_shares(drawing: Drawing, rows: Sequence[Row], language: Language) -> None:
    """A dot with its interval on a scale from nought to a hundred per cent."""
    for place, row in enumerate(rows):
        _draw_interval(drawing, place, row.low or 0, row.value, 1 if row.high is None else row.high)
        drawing.ticks.extend(_tick(place, share) for share in _SHARE_TICKS)
    names = ((share, percent_sign(share, language)) for share in _SHARE_TICKS)
    drawing.scale.extend(Words(share, len(rows) + 0.05, name, _align(share)) for share, name in names)


def _draw_change(drawing: Drawing, rows: Sequence[Row], language: Language) -> None:
    """Two bars, and below them their ratio on a scale where a halving is as far as a doubling."""
    *counts, ratio = rows
    _draw_bars(drawing, counts, language)
    _draw_ratios(drawing, len(counts), [ratio], language)


def _draw_forest(drawing: Drawing, rows: Sequence[Row], language: Language) -> None:
    """Ratios below each other on one scale."""
    _draw_ratios(drawing, 0, rows, language)


def _draw_ratios(drawing: Drawing, first: int, rows: Sequence[Row], language: Language) -> None:
    """Ratios from the row `first` on, and the scale below the last of them."""
    lows, highs = [row.low or 0 for row in rows], [row.high or 0 for row in rows]
    span = next((span for span in _RATIO_SPANS if min(lows) >= 1 / span and max(highs) <= span), _RATIO_SPANS[-1])

    def across(value: float) -> float:
        return 0.5 + log(min(max(value, 1 / span), span)) / log(span) / 2

    for place, (row, low, high) in enumerate(zip(rows, lows, highs, strict=True), first):
        drawing.dashes.extend(_tick(place, across(end), MIDDLE) for end in row.margin or ())
        drawing.ticks.extend(_tick(place, 0.5 + side / 2) for side in (-1, 0, 1))
        _draw_interval(drawing, place, across(low), across(row.value), across(high))
    for side, sign in ((-1, "−"), (0, ""), (1, "+")):
        x, percent = 0.5 + side / 2, (exp(side * log(span)) - 1) * 100
        name = f"{sign}{number(abs(percent), language)}%"
        drawing.scale.append(Words(x, first + len(rows) + 0.05, name, _align(x)))


def _draw_months(drawing: Drawing, rows: Sequence[Row], language: Language) -> None:
    """A bar a month on a scale that begins at nought, the expected line over it, and a ring at a signal."""
    top = max(max(row.value, row.expected or 0) for row in rows) or 1
    wide = 1 / len(rows)

    def up(value: float) -> float:
        return MONTHS_HIGH - (MONTHS_HIGH - _ABOVE) * value / top

    for place, row in enumerate(rows):
        left = place * wide
        drawing.bars.append(Mark(left + wide * 0.15, left + wide * 0.85, up(row.value), MONTHS_HIGH, FAINT))
        if row.marked:
            drawing.rings.append(Mark(left + wide / 2, left + wide / 2, up(row.value), up(row.value), WARM))
    means = [(place, row.expected) for place, row in enumerate(rows) if row.expected is not None]
    for (one, mean), (other, next_mean) in pairwise(means):
        drawing.lines.append(Mark((one + 0.5) * wide, (other + 0.5) * wide, up(mean), up(next_mean), DEEP))
    drawing.scale.append(Words(0, _ABOVE - 0.1, number(top, language), "left"))
    drawing.scale.append(Words(0, MONTHS_HIGH + 0.3, rows[0].label, "left"))
    drawing.scale.append(Words(1, MONTHS_HIGH + 0.3, rows[-1].label, "right"))


def _draw_tiles(drawing: Drawing, rows: Sequence[Row], _: Language) -> None:
    """A tile for each row where it lies: its name, its number, and a bar on one scale for all."""
    tiles = _tiles(rows)
    top = max(row.value for row in rows) or 1
    wide = 1 / (1 + max(across for across, _ in tiles))
    for row, (across, down) in zip(rows, tiles, strict=True):
        left, right = wide * (across + _TILE_EDGE), wide * (across + 1 - _TILE_EDGE)
        above, below = TILE_HIGH * down + _TILE_EDGE, TILE_HIGH * (down + 1) - _TILE_EDGE
        drawing.bars.append(Mark(left, right, below - 2 * _HALF, below, LINE))
        drawing.bars.append(Mark(left, left + (right - left) * row.value / top, below - 2 * _HALF, below, DEEP))
        drawing.scale.append(Words(left, above + _LABEL, row.label, "left"))
        drawing.numbers.append(Words(right, above + 2.3 * _LABEL, row.text, "right"))


def _tiles(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The place of each row; below each other where there are none."""
    return [row.tile or (0, place) for place, row in enumerate(rows)]


_DRAWERS: dict[Shape, Callable[[Drawing, Sequence[Row], Language], None]] = {
    Shape.BARS: _draw_bars,
    Shape.CHANGE: _draw_change,
    Shape.SHARES: _draw_shares,
    Shape.FOREST: _draw_forest,
    Shape.MONTHS: _draw_months,
    Shape.TILES: _draw_tiles,
}


def _draw_interval(drawing: Drawing, place: int, low: float, value: float, high: float) -> None:
    drawing.intervals.append(_across(place, low, high, MIDDLE))
    drawing.dots.append(_across(place, value, value, DEEP))


def _bar(place: int, end: float, colour: str) -> Mark:
    return Mark(0, end, place + _MARK - _HALF, place + _MARK + _HALF, colour)


def _across(place: int, low: float, high: float, colour: str) -> Mark:
    return Mark(low, high, place + _MARK, place + _MARK, colour)


def _tick(place: int, x: float, colour: str = LINE) -> Mark:
    return Mark(x, x, place + _MARK - _HALF, place + _MARK + _HALF, colour)


def _align(x: float) -> Align:
    return "left" if x == 0 else "right" if x == 1 else "center"
