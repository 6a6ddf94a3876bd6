"""Whether the estimate, its interval and the verdict are right where the population is known, because we made it.

    python benchmarks/known_populations.py [tables of each world, 200 without it]

Tables are drawn from worlds in which lists are independent, depend on each other, hardly meet, or find some people
more easily than others. Each is answered as `zichtbaar estimate` does without a report, with 500 resamples. Printed
are, of all tables: how far the estimate is off in the middle; how often the interval holds the population, and how
often those do that take the chosen model for granted and that of `Mth Darroch`, which assumes how people differ and
that lists depend for no other reason; how often the verdict is that the lists support an estimate, and how often it
is so while the interval misses. Then how often two checks would warn that the verdict does not have, and how often
where the verdict is in favour: that Chao's lower bound lies above the estimate with its whole interval, and that the
chosen model fits badly (deviance, p below 0.05).

Fails when the interval holds the population in fewer than nine of ten tables of a world whose dependence the method
can find, or when the verdict speaks against one of ten where the lists are independent.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.estimation import (
    CaptureTable,
    ClosedModel,
    PopulationInterval,
    Report,
    Settings,
    Status,
    Verdict,
    closed_population,
    report,
)

TABLES, RESAMPLES = 200, 500
FEWEST_HELD, FEWEST_SUPPORTED = 0.9, 0.9
BADLY = 0.05
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class World:
    """So many people, and the probability of each history (2^t,), that of being on no list first.

    `dependence` of lists: none, one that the method can find, so that its interval should hold, or one that it cannot.
    """

    name: str
    people: int
    probabilities: Floats
    dependence: Literal["none", "found", "hidden"]

    def draw(self, random: np.random.Generator) -> CaptureTable:
        """The lists of one year."""
        counts = random.multinomial(self.people, self.probabilities)
        counts[0] = 0
        return CaptureTable(tuple("abcd"[: len(counts).bit_length() - 1]), counts)


def lists(chances: Sequence[float], together: Mapping[tuple[int, ...], float] | None = None) -> Floats:
    """Histories of lists with these odds of being on them, and ratios of odds for lists that go together."""
    weights = np.ones(1 << len(chances))
    for history in range(len(weights)):
        on = {place for place in range(len(chances)) if history >> place & 1}
        logs = [log(chances[place]) for place in on]
        logs += [log(ratio) for joined, ratio in (together or {}).items() if on.issuperset(joined)]
        weights[history] = np.exp(sum(logs))
    shares: Floats = weights / weights.sum()
    return shares


def mixed(part: float, easily: Sequence[float], hardly: Sequence[float]) -> Floats:
    """A part of the people is found by every list more easily than the others are."""
    return part * lists(easily) + (1 - part) * lists(hardly)


FOUR = (0.15, 0.12, 0.10, 0.08)
THREE = (0.25, 0.2, 0.2)
WORLDS = (
    World("3 independent lists", 1500, lists((0.33, 0.25, 0.18)), "none"),
    World("4 independent lists", 2000, lists(FOUR), "none"),
    World("a pair, ratio of odds 5", 2000, lists(FOUR, {(0, 1): 5.0}), "found"),
    World("a pair, ratio of odds 1.7", 2000, lists(FOUR, {(0, 1): 1.7}), "found"),
    World("a pair, ratio of odds 1/4", 2000, lists((0.2, 0.15, 0.12, 0.1), {(0, 1): 0.25}), "found"),
    World(
        "three lists that depend beyond pairs",
        2000,
        lists(FOUR, {(0, 1): 2.0, (0, 2): 2.0, (1, 2): 2.0, (0, 1, 2): 3.0}),
        "hidden",
    ),
    World("3 lists, a pair, ratio of odds 2.7", 2000, lists(THREE, {(0, 1): 2.7}), "found"),
    World("3 lists, a pair, ratio of odds 1.65", 2000, lists(THREE, {(0, 1): 1.65}), "hidden"),
    World("the same, and 500 people", 500, lists(THREE, {(0, 1): 1.65}), "hidden"),
    World("4 independent lists that hardly meet", 4000, lists((0.03, 0.025, 0.02, 0.02)), "found"),
    World("3 lists, three in ten easily found", 1500, mixed(0.3, (0.8, 0.67, 0.54), (0.11, 0.11, 0.09)), "hidden"),
    World(
        "4 lists, a quarter easily found",
        2000,
        mixed(0.25, (0.67, 0.54, 0.43, 0.43), (0.06, 0.05, 0.05, 0.04)),
        "hidden",
    ),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one table was answered, beside what is true."""

    ratio: float
    holds: bool
    holds_given_model: bool
    holds_with_darroch: bool
    is_supported: bool
    is_below_bound: bool
    fits_badly: bool


def answered(world: World, made: Report) -> Answered:
    """An answer with an estimate, judged."""
    chosen, bound = made.chosen, made.bound
    population = chosen.population or float("nan")
    return Answered(
        ratio=population / world.people,
        holds=holds(chosen.interval, world.people),
        holds_given_model=holds(chosen.given_model, world.people),
        holds_with_darroch=holds(darroch(made.table), world.people),
        is_supported=made.verdict is Verdict.SUPPORTS,
        is_below_bound=bound is not None and bound.interval().low > population,
        fits_badly=fits_badly(made),
    )


def holds(interval: PopulationInterval | None, people: int) -> bool:
    """Whether there is an interval, and the population in it."""
    return interval is not None and interval.low <= people <= interval.high


def darroch(table: CaptureTable) -> PopulationInterval | None:
    """The interval of a model of how people differ, None without an estimate."""
    fit = closed_population(table, ClosedModel.MTH_DARROCH)
    return fit.interval() if fit.status is Status.FINE else None


def fits_badly(made: Report) -> bool:
    """Whether the deviance of the chosen model is larger than chance makes it in one table of twenty."""
    return made.fit is not None and made.fit.p_value < BADLY


def judged(world: World, tables: int) -> bool:
    """Print one world; whether it is as it should be."""
    random = np.random.default_rng(20)
    settings = Settings(resamples=RESAMPLES)
    made = [report(world.draw(random), settings=settings, thorough=False) for _ in range(tables)]
    answers = [answered(world, one) for one in made if one.chosen.has_estimate]

    def share(told: Sequence[bool]) -> float:
        return sum(told) / len(answers)

    held, supported = share([one.holds for one in answers]), share([one.is_supported for one in answers])
    print(
        f"{world.name:36} estimate {np.median([one.ratio for one in answers]) - 1:+6.1%}"
        f"  interval holds {held:6.1%} (given the model {share([one.holds_given_model for one in answers]):6.1%})"
        f"  Darroch {share([one.holds_with_darroch for one in answers]):6.1%}"
        f"  supported {supported:6.1%}, missing {share([one.is_supported and not one.holds for one in answers]):6.1%}"
        f"  | below Chao's bound {share([one.is_below_bound for one in answers]):6.1%},"
        f" of those supported {share([one.is_below_bound and one.is_supported for one in answers]):6.1%}"
        f"  fits badly {share([one.fits_badly for one in answers]):6.1%},"
        f" of those supported {share([one.fits_badly and one.is_supported for one in answers]):6.1%}",
        flush=True,
    )
    is_right = world.dependence == "hidden" or held >= FEWEST_HELD
    return is_right and (world.dependence != "none" or supported >= FEWEST_SUPPORTED)


def main() -> int:
    """Judge every world; 1 when one of them is not as it should be."""
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else TABLES
    right = [judged(world, tables) for world in WORLDS]
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
