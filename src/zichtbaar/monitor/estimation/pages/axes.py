"""Where numbers lie in a drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from zichtbaar.monitor.paper.drawing import LINE, Align, Drawing, Mark, Words
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.numbers import number

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """Numbers from `low` to `high` between `left` and `right` of a drawing; what lies beyond stands at its end."""

    low: float
    high: float
    left: float = 0.0
    right: float = 1.0
    parts: int = 5

    def at(self, value: float) -> float:
        """The place of a number."""
        part = (value - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)

    def holds(self, value: float) -> bool:
        """Whether a number lies on it, but for rounding."""
        slack = (self.high - self.low) * 1e-6
        return self.low - slack <= value <= self.high + slack

    def ticks(self) -> Iterator[float]:
        """Round numbers along it, which divide it into `parts` at most."""
        step = step_for(self.high - self.low, self.parts)
        place = ceil(self.low / step - 1e-9)
        while place * step <= self.high * (1 + 1e-9):
            yield place * step
            place += 1


def axis_to(high: float, *, low: float = 0.0, left: float = 0.0, right: float = 1.0, parts: int = 5) -> Axis:
    """An axis that ends at the first round number from `high` on."""
    step = step_for(high - low) / 2
    return Axis(floor(low / step) * step, ceil(high / step - 1e-9) * step, left, right, parts)


def step_for(span: float, parts: int = 5) -> float:
    """A round step that divides a span into so many parts or fewer."""
    rough = max(span, 1.0) / parts
    power = 10.0 ** floor(log10(rough))
    return max(1.0, next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9)))


def draw_axis(
    drawing: Drawing, axis: Axis, rows: float, language: Language, *, spans: Sequence[tuple[float, float]] = ()
) -> None:
    """Faint lines at round numbers, from top to bottom or in some spans of it, and the numbers below them."""
    for tick in axis.ticks():
        x = axis.at(tick)
        drawing.ticks.extend(Mark(x, x, top, bottom, LINE) for top, bottom in spans or ((0.0, rows),))
        drawing.scale.append(Words(x, rows + 0.3, number(tick, language), align_at(x)))


def align_at(x: float) -> Align:
    """How words at a place stay within the drawing."""
    return "left" if x < 0.05 else "right" if x > 0.95 else "center"
