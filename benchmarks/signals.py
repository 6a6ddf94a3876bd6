"""How often `monitor.figures.signals` gives a signal when nothing changed, and how often when something did.

    python benchmarks/signals.py [series of each kind, 500 without it]

Series of six years of months without any change in them but season and trend; the last twelve are judged, from the
exact counts and from those rounded to five as a factsheet prints them. Then the last month is raised by half and
doubled. The first part must stay at or below the rate that a factsheet states.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from zichtbaar.monitor.disclosure.rules import default_rules
from zichtbaar.monitor.figures.signals import FALSE_ALARMS, watch

MONTHS, JUDGED, SERIES = 72, 12, 500
NAMES = [f"{2015 + place // 12}-{place % 12 + 1:02}" for place in range(MONTHS)]
MEANS, SPREADS = (2.0, 10.0, 20.0, 50.0), (1.0, 1.5, 2.5)
SHAPES: dict[str, Callable[[NDArray[np.int_]], NDArray[np.float64]]] = {
    "level": lambda place: np.zeros(len(place)),
    "season": lambda place: 0.3 * np.cos(2 * np.pi * place / 12),
    "season and +10% a year": lambda place: 0.3 * np.cos(2 * np.pi * place / 12) + np.log(1.1) * (place - MONTHS) / 12,
}


@dataclass(frozen=True, slots=True)
class World:
    """What series are drawn from: the mean, the variance in means, and the shape over the months."""

    mean: float
    spread: float
    shape: str

    def draw(self, random: Generator, raised: float = 1.0) -> NDArray[np.int_]:
        """One series; the last month has `raised` times its mean."""
        means = self.mean * np.exp(SHAPES[self.shape](np.arange(MONTHS)))
        means[-1] *= raised
        if self.spread == 1:
            return random.poisson(means)
        size = means / (self.spread - 1)
        return random.negative_binomial(size, 1 / self.spread)


def signalled(counts: NDArray[np.int_], last: int, *, rounded: bool) -> int:
    """How many of the last months give a signal."""
    told = [default_rules().rounded(int(count)) if rounded else int(count) for count in counts]
    return len(watch(NAMES, told, last))


def report(world: World, series: int) -> float:
    """Print the rates of one world; the higher one of the two false ones."""
    random = default_rng(20)
    drawn = [world.draw(random) for _ in range(series)]
    false = [
        sum(signalled(counts, JUDGED, rounded=rounded) for counts in drawn) / series / JUDGED
        for rounded in (False, True)
    ]
    raised = [
        sum(signalled(world.draw(random, times), 1, rounded=False) for _ in range(series)) / series
        for times in (1.5, 2.0)
    ]
    print(
        f"{world.mean:5.0f} a month, variance {world.spread:.1f} x mean, {world.shape:23}"
        f" false {100 * false[0]:5.2f}% (rounded {100 * false[1]:5.2f}%)"
        f"   seen: half more {100 * raised[0]:3.0f}%, twice {100 * raised[1]:3.0f}%",
        flush=True,
    )
    return max(false)


def main() -> int:
    """Measure all worlds; 1 when one gives more false signals than is stated."""
    series = int(sys.argv[1]) if len(sys.argv) > 1 else SERIES
    rates = [report(World(*world), series) for world in product(MEANS, SPREADS, SHAPES)]
    print(
        f"mean {100 * np.mean(rates):.2f}%, highest {100 * max(rates):.2f}% (stated: at most {100 * FALSE_ALARMS:.0f}%)"
    )
    return 0 if max(rates) <= FALSE_ALARMS else 1


if __name__ == "__main__":
    sys.exit(main())
