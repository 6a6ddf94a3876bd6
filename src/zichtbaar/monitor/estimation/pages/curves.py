"""Plots of many numbers at once: resamples as a histogram, models by how well they fit, and what cannot be tested."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np

from zichtbaar.monitor.estimation.bootstrap import Bootstrap
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.estimation.pages.axes import Axis, align_at, axis_to, draw_axis
from zichtbaar.monitor.estimation.search import WITHIN, RankedModel
from zichtbaar.monitor.estimation.sensitivity import SensitivityPoint
from zichtbaar.monitor.paper.drawing import DEEP, FAINT, INK, LINE, MIDDLE, QUIET, Drawing, Mark, Words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number
from zichtbaar.monitor.paper.svg import svg

ROWS = 5.0
BINS = 40
SIDE = 0.13
"""What numbers at the side of a plot take of its width."""

OUTERMOST = 0.995
"""Share of the resamples that a histogram shows; the few largest would press all others together."""


def histogram(drawn: Bootstrap, interval: PopulationInterval | None, language: Language) -> str:
    """The estimates of the resamples as SVG: those within the interval dark, the estimate as a line."""
    shown = np.quantile(drawn.valid, [0, OUTERMOST])
    ends = [interval.low, interval.high] if interval is not None else []
    axis = axis_to(max(float(shown[1]), drawn.estimate, *ends), low=min(float(shown[0]), drawn.estimate, *ends))
    counts, edges = np.histogram(drawn.valid, bins=BINS, range=(axis.low, axis.high))
    drawing = Drawing()
    draw_axis(drawing, axis, ROWS, language, spans=((0.8, ROWS),))
    for count, (left, right) in zip(counts, pairwise(edges), strict=True):
        within = interval is None or interval.low <= (left + right) / 2 <= interval.high
        top = ROWS - (ROWS - 1) * count / max(counts.max(), 1)
        gap = (axis.at(right) - axis.at(left)) * 0.08
        drawing.bars.append(Mark(axis.at(left) + gap, axis.at(right) - gap, top, ROWS, MIDDLE if within else FAINT))
    _draw_limit(drawing, axis, drawn.estimate, INK, language)
    return svg(drawing, ROWS + 0.6)


def _draw_limit(drawing: Drawing, axis: Axis, value: float, colour: str, language: Language) -> None:
    x = axis.at(value)
    drawing.lines.append(Mark(x, x, 0.55, ROWS, colour))
    drawing.scale.append(Words(x, 0.3, number(value, language), align_at(x)))


def model_plot(models: Sequence[RankedModel], language: Language) -> str:
    """Each model as a dot: how many people it gives, and how far it lies behind the best, which stands on top."""
    populations = [one.population for one in models]
    axis = axis_to(max(populations), left=0.08)
    drawing, height = Drawing(), ROWS - 0.4
    draw_axis(drawing, axis, ROWS, language, spans=((0.2, ROWS),))
    for difference in (0.0, *WITHIN):
        y = 0.4 + height * difference / WITHIN[-1]
        drawing.dashes.append(Mark(0.08, 1, y, y, LINE))
        drawing.scale.append(Words(0.055, y, number(difference, language), "right"))
    for place, one in enumerate(models):
        x, y = axis.at(one.population), 0.4 + height * one.difference / WITHIN[-1]
        (drawing.dots if not place else drawing.points).append(Mark(x, x, y, y, DEEP if not place else MIDDLE))
    return svg(drawing, ROWS + 0.9)


def sensitivity_plot(points: Sequence[SensitivityPoint], cases: int, language: Language) -> str:
    """The population against the untestable ratio, as SVG; the dot is what the model assumes."""
    low, high = points[0].ratio, points[-1].ratio
    across = Axis(log(low), log(high), left=SIDE)
    axis = axis_to(max(one.population for one in points))
    drawing = Drawing()

    def place(one: SensitivityPoint) -> tuple[float, float]:
        return across.at(log(one.ratio)), ROWS - (ROWS - 0.4) * axis.at(one.population)

    for tick in axis.ticks():
        y = ROWS - (ROWS - 0.4) * axis.at(tick)
        drawing.ticks.append(Mark(SIDE, 1, y, y, LINE))
        drawing.scale.append(Words(SIDE - 0.015, y, number(tick, language), "right"))
    seen = ROWS - (ROWS - 0.4) * axis.at(cases)
    drawing.dashes.append(Mark(SIDE, 1, seen, seen, INK))
    for one, other in pairwise(points):
        (x, y), (x2, y2) = place(one), place(other)
        drawing.lines.append(Mark(x, x2, y, y2, DEEP))
    for ratio, name in ((0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")):
        x = across.at(log(ratio))
        drawing.ticks.append(Mark(x, x, ROWS - 0.12, ROWS, QUIET))
        drawing.scale.append(Words(x, ROWS + 0.3, name, align_at(x)))
    middle = min(points, key=lambda one: abs(log(one.ratio)))
    x, y = place(middle)
    drawing.dots.append(Mark(x, x, y, y, DEEP))
    return svg(drawing, ROWS + 0.6)
