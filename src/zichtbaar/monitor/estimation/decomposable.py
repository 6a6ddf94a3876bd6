"""The size of a population as an exact average over all decomposable graphs of dependence between lists.

D. Madigan, J. C. York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84 (1997)
19-31, section 3; the R package dga 2.0.2 (`bma.cr`) answers the same. With y the counts, n their sum, m the cases on
no list, N = n + m, t lists and delta the prior count of each of the 2^t cells (a hyper-Dirichlet prior: A. P. Dawid,
S. L. Lauritzen, Annals of Statistics 21 (1993) 1272-1317):

    p(y, m | graph) = N! / (m! prod y!) · prod D(C) over cliques / prod D(S) over separators
    D(A) = Gamma(2^t delta) / Gamma(2^t delta + N) · prod Gamma(delta_A + y_A) / Gamma(delta_A), over the cells of A

where y_A are the 2^|A| counts by the lists of A alone and delta_A = 2^(t-|A|) delta. Every graph is as likely
beforehand, and p(N) is proportional to 1/N. Nothing is sampled. The answer depends strongly on delta: see
`decomposable_panel`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from zichtbaar.monitor.estimation.answerable import refuse_what_only_the_prior_would_answer
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.decomposable_graphs import decomposable_graphs
from zichtbaar.monitor.estimation.errors import EstimationError, SettingError
from zichtbaar.monitor.estimation.intervals import require_level
from zichtbaar.monitor.estimation.lattice import Floats, Whole, make_read_only, size_of
from zichtbaar.monitor.estimation.missing_grid import MissingGrid, usual_grid
from zichtbaar.monitor.estimation.settings_given import is_number, require_chances, shown
from zichtbaar.monitor.estimation.showing import one_line

MOST_LISTS = 6
MOST_BEYOND = 0.001
"""The probability beyond the end of a grid above which the grid is called too short."""

BLOCK = 128
"""Points of the grid at once: more would not fit in the processor's cache (measured)."""

FAR_BEYOND = 100
POINTS_BEYOND = 300

TOO_SMALL = 60.0
"""A graph whose density is nowhere within exp(-60) of the largest counts as 0: below rounding, and most of them are."""

POINTS_TO_JUDGE = 300


@dataclass(frozen=True, eq=False)
class DecomposableAverage:
    """What is known of the population, in cases, after averaging over all decomposable graphs.

    `cases`: those seen. `delta`: prior count of each cell. `grid`: the numbers missing that were tried.
    `probabilities` (G,): of each point of the grid, adding up to 1. `graphs`: in hierarchical notation, the most
    probable first, and `graph_probabilities` in the same order. `beyond`: an estimate of the probability that more are
    missing than the grid holds. `tail_power`: the probability of m missing falls as m to the minus this power in the
    end, so moments of this order less one and higher do not exist.
    """

    cases: int
    delta: float
    grid: MissingGrid
    probabilities: Floats
    graphs: tuple[str, ...]
    graph_probabilities: Floats
    beyond: float
    tail_power: float

    def __post_init__(self) -> None:
        make_read_only(self)

    def __repr__(self) -> str:
        return one_line(self, cases=self.cases, delta=self.delta, median=self.median, most_probable=self.graphs[0])

    @property
    def populations(self) -> Whole:
        """(G,): seen and missing together, for each point of the grid."""
        populations: Whole = self.cases + self.grid.missing
        return populations

    @property
    def mean(self) -> float:
        """The mean over the grid. Where `mean_exists` is false, it is as large as the grid is long."""
        return float(self.probabilities @ self.populations)

    @property
    def sd(self) -> float:
        """The standard deviation over the grid, under the same reserve as the mean."""
        return float(np.sqrt(self.probabilities @ (self.populations - self.mean) ** 2))

    @property
    def mean_exists(self) -> bool:
        """Whether the mean stays finite when the grid has no end."""
        return self.tail_power > 2

    @property
    def mode(self) -> int:
        """The most probable population."""
        return int(self.populations[np.argmax(self.probabilities / self.grid.stands_for)])

    @property
    def median(self) -> int:
        """The smallest population on the grid that half of the probability does not exceed."""
        return self.quantiles([0.5])[0]

    def quantiles(self, chances: Sequence[float]) -> tuple[int, ...]:
        """For each chance the smallest population on the grid whose cumulative probability is at least that.

        Raises SettingError for a chance that is no number from 0 to 1.
        """
        places = np.searchsorted(self._cumulative, require_chances(chances), side="left")
        return tuple(int(self.populations[place]) for place in np.minimum(places, len(self.populations) - 1))

    def interval(self, level: float = 0.95) -> tuple[int, int]:
        """From and to where the population is with this probability, as much left out below as above.

        Raises SettingError for a level that is none.
        """
        require_level(level)
        below, above = self.quantiles([(1 - level) / 2, (1 + level) / 2])
        return below, above

    @property
    def at_the_end(self) -> float:
        """The probability of the last point of the grid."""
        return float(self.probabilities[-1])

    @property
    def grid_is_too_short(self) -> bool:
        """Whether more than a thousandth of the probability may lie beyond the grid."""
        return self.beyond > MOST_BEYOND

    @cached_property
    def _cumulative(self) -> Floats:
        return np.cumsum(self.probabilities)


@dataclass(frozen=True)
class DecomposablePanel:
    """The same table under several prior counts, side by side: how much of the answer is the choice of delta."""

    averages: tuple[DecomposableAverage, ...]

    @property
    def medians(self) -> dict[float, int]:
        """The median population by delta."""
        return {one.delta: one.median for one in self.averages}

    @property
    def spread(self) -> float:
        """How many times the smallest median fits in the largest: 1 when delta does not matter."""
        medians = self.medians.values()
        return max(medians) / min(medians)


def decomposable_panel(
    table: CaptureTable, deltas: Sequence[float] | None = None, grid: Sequence[int] | None = None
) -> DecomposablePanel:
    """`decomposable` at two or more deltas, by default 2^-t, 0.5 (as in dga's example) and 1. Raises as that does."""
    chosen = tuple(deltas) if deltas is not None else (0.5**table.size, 0.5, 1.0)
    if len(set(chosen)) < 2:
        raise EstimationError(f"{len(set(chosen))} values of delta (expected two or more, to compare)")
    return DecomposablePanel(tuple(decomposable(table, delta, grid) for delta in chosen))


def decomposable(
    table: CaptureTable, delta: float | None = None, grid: Sequence[int] | None = None
) -> DecomposableAverage:
    """The average for three to six lists. `delta` is by default 2^-t: one case's worth of prior in all cells together.

    `grid` are numbers missing, ascending, each of which then stands for itself alone (as in dga). By default it is
    `usual_grid`. Raises NoEstimateError for a table in which a list is empty or no list overlaps another, and
    SettingError for a delta and EstimationError for a grid that cannot be.
    """
    refuse_what_only_the_prior_would_answer(table, most_lists=MOST_LISTS)
    each = 0.5**table.size if delta is None else _checked(delta)
    tried = usual_grid(table.cases) if grid is None else MissingGrid.of(grid)
    graphs = decomposable_graphs(table.size)
    weights = _Weights(table.cases, tried, graphs.signs.astype(np.float64), *_by_set(table, each), each)
    at_points, of_graphs, log_total = _probabilities(weights)
    powers = _tail_powers(weights)
    order = np.argsort(-of_graphs, kind="stable")
    return DecomposableAverage(
        cases=table.cases,
        delta=each,
        grid=tried,
        probabilities=at_points,
        graphs=tuple(graphs.names[place] for place in order),
        graph_probabilities=of_graphs[order],
        beyond=_beyond(weights, powers, log_total),
        tail_power=float(powers.min()),
    )


def _checked(delta: float) -> float:
    if not (is_number(delta) and 0 < delta < np.inf):
        raise SettingError(f"delta {shown(delta)} (expected a number above 0)")
    return float(delta)


def _by_set(table: CaptureTable, delta: float) -> tuple[Floats, Floats]:
    """(2^t,) twice, by set of lists A: delta_A with those seen on none of A, and log D(A) but for what depends on m."""
    from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

    numbers = np.arange(1 << table.size)
    first, constants = np.empty(len(numbers)), np.empty(len(numbers))
    for lists in numbers:
        prior = delta * 2.0 ** (table.size - size_of(int(lists)))
        counts = np.bincount(numbers & lists, weights=table.counts, minlength=len(numbers))
        cells = prior + counts[numbers[(numbers & ~lists) == 0]]
        first[lists] = cells[0]
        constants[lists] = gammaln(cells[1:]).sum() - len(cells) * gammaln(prior)
    return first, constants + gammaln(delta * len(numbers))


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """What the weight of each graph at each point is made of.

    `signs` (graphs, 2^t): see `DecomposableGraphs`; `first` (2^t,): by set of lists the prior and seen count of its
    empty cell; `constants` (2^t,): the rest of log D.
    """

    cases: int
    grid: MissingGrid
    signs: Floats
    first: Floats
    constants: Floats
    delta: float

    def logarithms(self, missing: Floats) -> Floats:
        """(graphs, points): log p(y, m, graph) but for what is the same for all graphs and points."""
        from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

        population = missing + self.cases
        total = self.delta * len(self.first)
        by_set = gammaln(self.first[:, None] + missing) + (self.constants[:, None] - gammaln(total + population))
        by_set[0] = 0.0
        shared = gammaln(population + 1) - gammaln(missing + 1) - np.log(population)
        logarithms: Floats = self.signs @ by_set + shared
        return logarithms


def _that_matter(weights: _Weights) -> Whole:
    """The places of the graphs that are not negligible everywhere, judged at some points of the grid."""
    wanted = usual_grid(weights.cases, POINTS_TO_JUDGE).missing
    places = np.unique(np.minimum(np.searchsorted(weights.grid.missing, wanted), len(weights.grid) - 1))
    largest = weights.logarithms(weights.grid.missing[places].astype(np.float64)).max(axis=1)
    return np.flatnonzero(largest > largest.max() - TOO_SMALL)


def _probabilities(weights: _Weights) -> tuple[Floats, Floats, float]:
    """Of the points (G,) and of the graphs, and the logarithm of what both had to be divided by."""
    matter = _that_matter(weights)
    every = np.zeros(len(weights.signs))
    at_points, every[matter], log_total = _summed(replace(weights, signs=weights.signs[matter]))
    return at_points, every, log_total


def _summed(weights: _Weights) -> tuple[Floats, Floats, float]:
    """`_probabilities` of the graphs that are given, block by block of the grid."""
    missing = weights.grid.missing.astype(np.float64)
    stands_for = weights.grid.stands_for
    at_points, of_graphs, largest = [], [], []
    for begin in range(0, len(missing), BLOCK):
        logs = weights.logarithms(missing[begin : begin + BLOCK])
        top = float(logs.max())
        shares = np.exp(logs - top)
        at_points.append(shares.sum(axis=0) * stands_for[begin : begin + BLOCK])
        of_graphs.append(shares @ stands_for[begin : begin + BLOCK])
        largest.append(top)
    scales = np.exp(np.array(largest) - max(largest))
    points = np.concatenate([scale * block for scale, block in zip(scales, at_points, strict=True)])
    total = float(points.sum())
    return points / total, scales @ np.array(of_graphs) / total, max(largest) + float(np.log(total))


def _tail_powers(weights: _Weights) -> Floats:
    """(graphs,): p(m | y, graph) falls as m to the minus this power when m is large.

    By Stirling's formula Gamma(m + a) / Gamma(m + b) is as m^(a - b). The multinomial coefficient brings n, the prior
    -1, each D(A) brings delta_A and those seen on no list of A, less 2^t delta + n.
    """
    each_less = weights.first - (weights.delta * len(weights.first) + weights.cases)
    powers: Floats = 1.0 - weights.cases - weights.signs @ each_less
    return powers


def _beyond(weights: _Weights, powers: Floats, log_total: float) -> float:
    """The probability beyond the grid: a coarse sum far beyond, and power laws of every graph from there on."""
    end = float(weights.grid.missing[-1])
    far = FAR_BEYOND * max(end, float(usual_grid(weights.cases).missing[-1]))
    missing = np.geomspace(end, far, POINTS_BEYOND)
    with np.errstate(over="ignore"):  # infinite when nearly everything lies beyond
        density = np.exp(weights.logarithms(missing) - log_total) / weights.grid.last_step
        between = np.trapezoid(density.sum(axis=0) * missing, np.log(missing))
        tail = float(between + (density[:, -1] / (powers - 1)).sum() * far)
    return tail / (1 + tail) if np.isfinite(tail) else 1.0
