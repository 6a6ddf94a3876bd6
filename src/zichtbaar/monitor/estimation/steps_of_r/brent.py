"""R's `optimise` and `uniroot`, step by step: where they stop, short of the top or the root.

Both are Brent's (Algorithms for Minimization without Derivatives, 1973, chapters 4 and 5), as G. E. Forsythe,
M. A. Malcolm and C. B. Moler have them (Computer Methods for Mathematical Computations, 1977, `fmin` and `zeroin`).
Those of scipy stop elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import copysign, sqrt

import numpy as np

from zichtbaar.monitor.estimation.errors import NoEstimateError

Function = Callable[[float], float]
Point = tuple[float, float]
"""A place and the height there."""

PRECISION = float(np.finfo(float).eps)
GOLDEN = (3 - sqrt(5)) / 2
MOST_STEPS = 1000
"""R's `maxiter`."""


@dataclass(slots=True)
class _Valley:
    """An interval with its three lowest points, and the last two steps taken."""

    low: float
    high: float
    best: Point
    second: Point
    third: Point
    step: float = 0.0
    before: float = 0.0

    def parabola(self) -> tuple[float, float]:
        """Numerator and denominator of the step to the bottom of the parabola through the three points."""
        (x, at_x), (w, at_w), (v, at_v) = self.best, self.second, self.third
        one, other = (x - w) * (at_x - at_v), (x - v) * (at_x - at_w)
        step, divisor = (x - v) * other - (x - w) * one, 2 * (other - one)
        return (-step, divisor) if divisor > 0 else (step, -divisor)

    def next_step(self, least: float) -> float:
        """By the parabola where it leads to less than half the step before the last, else by the golden section."""
        x, middle = self.best[0], (self.low + self.high) * 0.5
        step = divisor = before = 0.0
        if abs(self.before) > least:
            step, divisor = self.parabola()
            before, self.before = self.before, self.step
        if abs(step) >= abs(divisor * 0.5 * before) or not divisor * (self.low - x) < step < divisor * (self.high - x):
            self.before = self.high - x if x < middle else self.low - x
            self.step = GOLDEN * self.before
        else:
            self.step = step / divisor
            reached = x + self.step
            if reached - self.low < 2 * least or self.high - reached < 2 * least:
                self.step = least if x < middle else -least
        return self.step

    def learn(self, new: Point) -> None:
        """Narrows the interval to the side of the lower point, and keeps the three lowest."""
        (x, height), (place, found) = self.best, new
        if found <= height:
            self.low, self.high = (self.low, x) if place < x else (x, self.high)
            self.best, self.second, self.third = new, self.best, self.second
            return
        self.low, self.high = (place, self.high) if place < x else (self.low, place)
        if found <= self.second[1] or self.second[0] == x:
            self.second, self.third = new, self.second
        elif found <= self.third[1] or self.third[0] in (x, self.second[0]):
            self.third = new


def maximum(function: Function, low: float, high: float, tolerance: float) -> float:
    """Where R's `optimise(f, c(low, high), tol = tolerance, maximum = TRUE)` stops."""
    start = low + GOLDEN * (high - low)
    first = (start, -function(start))
    valley = _Valley(low, high, first, first, first)
    while True:
        x = valley.best[0]
        least = sqrt(PRECISION) * abs(x) + tolerance / 3
        if abs(x - (valley.low + valley.high) * 0.5) <= 2 * least - (valley.high - valley.low) * 0.5:
            return x
        step = valley.next_step(least)
        if abs(step) < least:
            step = least if step > 0 else -least
        valley.learn((x + step, -function(x + step)))


def root(function: Function, low: float, high: float, tolerance: float) -> float | None:
    """Where R's `uniroot(f, c(low, high), tol = tolerance)` stops; none where both ends lie on one side."""
    before, best = (low, function(low)), (high, function(high))
    if before[1] * best[1] > 0:
        return None
    across = before
    for _ in range(MOST_STEPS):
        last = best[0] - before[0]
        if abs(across[1]) < abs(best[1]):
            before, best, across = best, across, best
        least = 2 * PRECISION * abs(best[0]) + tolerance / 2
        half = (across[0] - best[0]) / 2
        if abs(half) <= least or best[1] == 0:
            return best[0]
        tried = abs(last) >= least and abs(before[1]) > abs(best[1])
        shorter = _interpolated(before, best, across, last, least) if tried else None
        step = half if shorter is None else shorter
        step = step if abs(step) >= least else copysign(least, step)
        before, best = best, (best[0] + step, function(best[0] + step))
        if (best[1] > 0) is (across[1] > 0) and best[1] and across[1]:
            across = before
    raise NoEstimateError(f"uniroot of R would not have come to a root in its {MOST_STEPS} steps")


def _interpolated(before: Point, best: Point, across: Point, last: float, least: float) -> float | None:
    """The step of a straight line through two points or of the inverse parabola through three; none if it is long."""
    width = across[0] - best[0]
    to_before = best[1] / before[1]
    if before[0] == across[0]:
        step, divisor = width * to_before, 1 - to_before
    else:
        ratio, to_across = before[1] / across[1], best[1] / across[1]
        step = to_before * (width * ratio * (ratio - to_across) - (best[0] - before[0]) * (to_across - 1))
        divisor = (ratio - 1) * (to_across - 1) * (to_before - 1)
    step, divisor = (step, -divisor) if step > 0 else (-step, divisor)
    if step < 0.75 * width * divisor - abs(least * divisor) / 2 and step < abs(last * divisor / 2):
        return step / divisor
    return None
