"""What may be said of a share: a whole percentage, a fraction in words, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from math import ceil, floor

from zichtbaar.monitor.disclosure.fractions import worded
from zichtbaar.monitor.disclosure.released import WordedShare
from zichtbaar.monitor.disclosure.rules import Rules
from zichtbaar.monitor.figures.figure import Interval
from zichtbaar.monitor.figures.shares import INTERVALS, IntervalMethod

_DUST = 1e-9  # of floating-point arithmetic, so that 0.07 is 7 percent and not a little more


class Telling(IntEnum):
    """How much is said of a share, least first."""

    NOTHING = 0
    WORDS = 1
    PERCENTAGE = 2


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one share; the same for every share that nobody may tell apart from it."""

    share: float | None = None
    interval: Interval | None = None
    words: WordedShare | None = None
    majority: bool | None = None


def telling(count: int, of: int, rules: Rules) -> Telling:
    """How much the rules let be said of `count` out of `of`.

    Where next to nobody, or next to everybody, is counted, even a fraction would point at persons. That
    holds for nobody and everybody themselves too: were only they told, silence would say "a few".
    """
    if count < rules.hide_below or of - count < rules.hide_below or of < rules.share_from:
        return Telling.NOTHING
    return Telling.WORDS if of < rules.percentage_from else Telling.PERCENTAGE


@lru_cache(maxsize=100_000)
def say(count: int, of: int, how: Telling, method: str = IntervalMethod.WILSON) -> Said:
    """What is said of a share; `method` is that of its interval.

    The bounds of the interval are widened to whole percents: an exact bound is a formula of the two
    counts, and whoever solves it has the count that was rounded or hidden.
    """
    if how is Telling.NOTHING:
        return Said()
    words, majority = worded(count, of), 2 * count > of
    if how is Telling.WORDS:
        return Said(words=words, majority=majority)
    return Said(round(count / of, 2), outward(INTERVALS[method](count, of)), words, majority)


def outward(interval: Interval) -> Interval:
    """The interval with its bounds moved outward to whole percents."""
    low, high = floor(interval.low * 100 + _DUST) / 100, ceil(interval.high * 100 - _DUST) / 100
    return Interval(low, high, interval.level, interval.method)
