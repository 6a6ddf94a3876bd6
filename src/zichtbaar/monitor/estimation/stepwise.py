"""Forward selection of interactions of two lists by a Poisson test (Chan, Silverman and Vincent 2021).

Begin with no interaction. Of each two lists compare the observed overlap with the one expected under the present
model; add the two for which it is least likely, as long as that is below a threshold and the model that follows has
an estimate (L. Chan, B. W. Silverman, K. Vincent, "Multiple systems estimation for sparse capture data", JASA 116
(2021) 1297-1306, section 4; SparseMSE's `stepwisefit`).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from zichtbaar.monitor.estimation.errors import SettingError
from zichtbaar.monitor.estimation.lattice import Floats, Whole, upper_sums
from zichtbaar.monitor.estimation.poisson import Flags
from zichtbaar.monitor.estimation.settings_given import is_number, shown
from zichtbaar.monitor.estimation.solving import Solved, solve
from zichtbaar.monitor.regression.existence import Status

P_THRESHOLD = 0.02
"""The threshold that Chan, Silverman and Vincent recommend."""


def require_threshold(p_threshold: float) -> float:
    """A threshold for p. Raises SettingError for one that is no probability."""
    if not (is_number(p_threshold) and 0 <= p_threshold <= 1):
        raise SettingError(f"a threshold of {shown(p_threshold)} for p (expected 0 to 1, such as {P_THRESHOLD:g})")
    return p_threshold


def pairs_of(lists: int) -> Whole:
    """The terms of two lists in the order (1,2), (1,3), …, (t-1,t)."""
    return np.array([1 << one | 1 << other for one, other in combinations(range(lists), 2)], dtype=np.int64)


def stepwise_all(counts: Floats, p_threshold: float = P_THRESHOLD) -> tuple[Solved, Whole]:
    """The selection in each of B tables `counts` (B, 2^t): the last fits, and the terms chosen (B, p), padded."""
    cells = counts.shape[1]
    lists = cells.bit_length() - 1
    pairs = pairs_of(lists)
    singles = np.concatenate([[0], 1 << np.arange(lists)])
    terms = np.full((len(counts), 1 + lists + len(pairs)), cells, dtype=np.int64)
    terms[:, : lists + 1] = singles
    observed = upper_sums(counts)
    solved = solve(counts, terms[:, : lists + 1])
    state = _State(terms, np.full(len(counts), lists + 1), solved, np.zeros((len(counts), len(pairs)), dtype=bool))
    live = np.flatnonzero(solved.status == Status.FINE)
    while live.size:
        live = _round(counts, observed, pairs, state, live, p_threshold)
    return state.solved, state.terms


class _State:
    """Where the selection stands in each table: terms, how many, the last fits, and which pairs cannot be added."""

    def __init__(self, terms: Whole, used: Whole, solved: Solved, closed: Flags) -> None:
        self.terms, self.used, self.solved, self.closed = terms, used, solved, closed


def _round(counts: Floats, observed: Floats, pairs: Whole, state: _State, live: Whole, p_threshold: float) -> Whole:
    """One pair more in each table that is still live; the tables that are live after it."""
    p_values = _p_values(observed[live][:, pairs], state.solved.margins[live][:, pairs])
    p_values[state.closed[live]] = 2.0
    best = p_values.argmin(axis=1)
    goes_on = p_values[np.arange(len(live)), best] < p_threshold
    live, best = live[goes_on], best[goes_on]
    if not live.size:
        return live
    state.closed[live, best] = True
    new = pairs[best]
    widest = int(state.used[live].max()) + 1
    terms = state.terms[live, :widest].copy()
    terms[np.arange(len(live)), state.used[live]] = new
    start = state.solved.coefficients[live].copy()
    start[np.arange(len(live)), new] = np.log((observed[live, new] + 0.5) / (state.solved.margins[live, new] + 0.5))
    found = solve(counts[live], terms, start)
    accepted = found.status == Status.FINE
    rows = live[accepted]
    state.terms[rows, state.used[rows]] = new[accepted]
    state.used[rows] += 1
    for name in Solved.__dataclass_fields__:
        getattr(state.solved, name)[rows] = getattr(found, name)[accepted]
    return live


def _p_values(observed: Floats, expected: Floats) -> Floats:
    """The smaller of both one-sided probabilities of a Poisson count, (B, pairs); below 0 where it cannot be written.

    SparseMSE takes the first pair of those.
    """
    from scipy.special import pdtr, pdtrc  # noqa: PLC0415 - takes a fifth of a second to load

    at_most = pdtr(observed, expected)
    at_least = np.where(observed > 0, pdtrc(observed - 1, expected), 1.0)
    smaller: Floats = np.minimum(at_most, at_least)
    # Probabilities below 1e-308 are all 0 on a computer; then the one further off is taken for the smaller.
    if (smaller == 0).any():
        with np.errstate(divide="ignore", invalid="ignore"):
            off = observed * np.log(np.where(observed > 0, observed / expected, 1.0)) - (observed - expected)
        smaller = np.where(smaller == 0, -off, smaller)
    return smaller
