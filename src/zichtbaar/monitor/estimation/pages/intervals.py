"""Plots of numbers with their intervals, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.pages.axes import Axis, axis_to, draw_axis
from zichtbaar.monitor.paper.drawing import DEEP, FAINT, INK, MIDDLE, QUIET, Drawing, Mark, Words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.svg import svg

FURTHEST = 2.5
"""Times the largest value: an interval that goes further is cut off there, with an arrow."""

BEGIN, END = 0.34, 0.76
"""Between which a compact row has its mark."""

LABEL, MARK, SCALE = 0.3, 0.7, 0.45
AROUND = 0.19
"""How far above and below a mark its ticks reach, in rows."""

LETTER = 0.018
"""The width of a letter of a label, as a part of the drawing."""

TALL, SHORT = 40, 23
"""Pixels of a row with its words above its mark, and beside it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number with its interval, or only a range. `text` is both in words; `doubtful` numbers have a ring for a dot;
    `known` is a number to hold it against; `as_bar` is the colour of a bar in place of the dot."""

    label: str
    value: float | None
    interval: PopulationInterval | None
    text: str
    doubtful: bool = False
    known: float | None = None
    as_bar: str = ""


def fit_beside(lines: Sequence[Line]) -> bool:
    """Whether the labels end before the marks of a compact plot begin."""
    return all(len(line.label) * LETTER <= BEGIN for line in lines)


def fit_above(lines: Sequence[Line]) -> bool:
    """Whether the labels end before the words on the right of a tall plot."""
    return all((len(line.label) + len(line.text) + 2) * LETTER <= 1 for line in lines)


def tall_plot(lines: Sequence[Line], language: Language, *, reference: float | None = None) -> str:
    """Each line with its words above its mark, as SVG; `reference` is a number that all are set against."""
    axis = _axis(lines, reference)
    drawing = Drawing()
    spans = [(place + MARK - AROUND, place + MARK + AROUND) for place in range(len(lines))]
    _draw_reference(drawing, axis, reference, spans)
    draw_axis(drawing, axis, len(lines), language, spans=spans)
    for place, line in enumerate(lines):
        drawing.labels.append(Words(0, place + LABEL, line.label, "left"))
        _draw_text(drawing, line, place + LABEL)
        _draw_mark(drawing, axis, line, place + MARK)
    return svg(drawing, len(lines) + SCALE, row_height=TALL)


def compact_plot(lines: Sequence[Line], language: Language, *, reference: float | None = None) -> str:
    """Each line with its words beside its mark, as SVG."""
    axis = _axis(lines, reference, BEGIN, END, parts=3)
    drawing = Drawing()
    _draw_reference(drawing, axis, reference, [(0, len(lines))])
    draw_axis(drawing, axis, len(lines) + 0.1, language)
    for place, line in enumerate(lines):
        drawing.labels.append(Words(0, place + 0.5, line.label, "left"))
        _draw_text(drawing, line, place + 0.5)
        _draw_mark(drawing, axis, line, place + 0.5)
    return svg(drawing, len(lines) + 0.8, row_height=SHORT)


def _axis(
    lines: Sequence[Line], reference: float | None, left: float = 0.0, right: float = 1.0, *, parts: int = 5
) -> Axis:
    values = [one for line in lines for one in (line.value, line.known) if one is not None]
    ranges = [line.interval.high for line in lines if line.interval is not None and line.value is None]
    largest = max([*values, *ranges, reference or 0, 1])
    highs = [line.interval.high for line in lines if line.interval is not None]
    return axis_to(min(max([largest, *highs]), FURTHEST * largest), left=left, right=right, parts=parts)


def _draw_text(drawing: Drawing, line: Line, y: float) -> None:
    words = drawing.warnings if line.doubtful or (line.value is None and line.interval is None) else drawing.numbers
    words.append(Words(1, y, line.text, "right"))


def _draw_mark(drawing: Drawing, axis: Axis, line: Line, y: float) -> None:
    if line.interval is not None:
        colour = FAINT if line.doubtful else MIDDLE
        drawing.intervals.append(Mark(axis.at(line.interval.low), axis.at(line.interval.high), y, y, colour))
        if not axis.holds(line.interval.high):
            drawing.scale.append(Words(axis.right, y - 0.17, "→", "right"))
    if line.as_bar and line.value is not None:
        drawing.bars.append(Mark(axis.at(0), axis.at(line.value), y - 0.13, y + 0.13, line.as_bar))
    elif line.value is not None:
        x = axis.at(line.value)
        marks, colour = (drawing.rings, QUIET) if line.doubtful else (drawing.dots, DEEP)
        marks.append(Mark(x, x, y, y, colour))
    if line.known is not None:
        x = axis.at(line.known)
        drawing.lines.append(Mark(x, x, y - AROUND, y + AROUND, INK))


def _draw_reference(
    drawing: Drawing, axis: Axis, reference: float | None, spans: Sequence[tuple[float, float]]
) -> None:
    if reference is not None:
        x = axis.at(reference)
        drawing.dashes.extend(Mark(x, x, top, bottom, INK) for top, bottom in spans)
