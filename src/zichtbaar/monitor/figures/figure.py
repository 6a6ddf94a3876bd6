"""A figure before protection: exact, with its base and its uncertainty. Never printed as it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zichtbaar.codebook.schema import Condition, Texts


class FigureKind(StrEnum):
    """What sort of statement a figure makes."""

    COUNT = "count"
    SHARE = "share"
    RANKING = "ranking"
    COMPARISON = "comparison"
    COVERAGE = "coverage"
    COMBINATION = "combination"
    SERIES = "series"


class Mismatch(StrEnum):
    """In what a numerator and the figure that it is divided by are not about the same."""

    YEARS = "years"
    SCOPE = "scope"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Base:
    """Of whom a figure speaks.

    `eligible`: persons whom the question applies to; `answered`: those of them with an answer;
    `noun`: what they are called, which comes from the filter; `one`: the same for one person. The
    conditions say who is meant, so that protection can tell which numbers lie within which; None for
    numbers from outside.
    """

    eligible: int
    answered: int
    noun: Texts
    one: Texts
    eligible_where: Condition | None = None
    answered_where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval around a share (0 to 1) or a rate ratio; `level` as a fraction (0.95).

    Around a coverage it is the band that the estimate was published with: `level` is then 1, for the
    whole band, and no level of confidence.
    """

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Whether a rate ratio is shown to lie within a margin that was fixed beforehand.

    `margin` as a fraction (0.2); `low` and `high` are the ratios that it stands for (1 / 1.2 and 1.2); `p_value`
    is that of two one-sided tests. Not shown to be within is not shown to differ.
    """

    margin: float
    low: float
    high: float
    p_value: float
    is_within: bool


@dataclass(frozen=True, slots=True)
class Exposure:
    """What two counts are set against: how much of `what` there was for the first and for the other.

    Opening hours come from the recipe; a number of chats is a count of its own, and the conditions say whom it counts.
    `rounded` says that such a count was rounded before it left.
    """

    what: Texts
    own: float
    compared: float
    where: Condition | None = None
    compared_where: Condition | None = None
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """How the counts of successive months change, whatever the season.

    `ratio` is the rate of one year against that of the year before, with its interval; `expected` is the fitted mean
    of each month. `model` is "Poisson", or "negative binomial" where the months differ more than chance lets them.
    """

    ratio: float
    interval: Interval
    model: str
    expected: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A month with more than expected (`yyyy-mm`): what was counted, expected, and the highest that was no signal."""

    month: str
    count: int
    expected: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a ranking: how many of the base named it. Ties share a rank.

    `ranks` are the lowest and the highest rank, among the lines listed, that chance leaves possible. In a combination
    the lines are those with only the one option, and those with others as well; they have no rank to speak of.
    """

    name: str
    label: Texts
    count: int
    rank: int
    where: Condition | None = None
    ranks: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class MonthCount:
    """One month of a series (`yyyy-mm`)."""

    month: str
    count: int
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure from outside with its source and the years it speaks of.

    `scope` names who is meant: the population of the codebook that comes closest, or any other name. `unit` names what
    is counted: "person" for people.
    """

    id: str
    value: float
    low: float | None
    high: float | None
    first_year: int
    last_year: int
    noun: Texts
    one: Texts
    source: Texts
    address: str
    scope: str
    unit: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was counted, of whom, with what uncertainty.

    `share` is count / base.answered for a share, count / benchmark for a coverage, the rate ratio
    (count / compared) for a comparison; None for a plain count. `period` is the first and the last
    month counted (`yyyy-mm`), for a figure from outside the years it speaks of. `compared`, `compared_base` and
    `compared_period` belong to comparisons; `items` to rankings; `benchmark` to figures from outside
    and to coverage (the denominator); `numerator` names the outside figure above the line, if any.
    `where` and `compared_where` say who was counted, None for numbers from outside.

    `bounds` and `plausible` belong to shares: where the share of all eligible lies whatever those without an answer
    would have said, and if it held for them half to one and a half times as often. `equivalence` and `exposure` belong
    to comparisons, `mismatches` to coverage, `months` and `is_watched` (for signals) to series.
    """

    id: str
    kind: FigureKind
    count: int
    base: Base
    share: float | None = None
    interval: Interval | None = None
    period: tuple[str, str] | None = None
    population: str | None = None
    items: tuple[Item, ...] = ()
    compared: int | None = None
    compared_base: Base | None = None
    compared_period: tuple[str, str] | None = None
    benchmark: Benchmark | None = None
    numerator: Benchmark | None = None
    where: Condition | None = None
    compared_where: Condition | None = None
    bounds: Interval | None = None
    plausible: Interval | None = None
    equivalence: Equivalence | None = None
    exposure: Exposure | None = None
    mismatches: tuple[Mismatch, ...] = ()
    months: tuple[MonthCount, ...] = ()
    is_watched: bool = False
