"""Chains that climb a ladder of thinned tables, so that none stays where it happened to begin.

The sampler moves in small steps when there are many cases: it can stay for a hundred thousand rounds in classes that
are hardly probable. So each chain is joined by others for the same table with ever fewer of its cases, whose answers
are wide and soon found, and neighbours trade their parameters with the probability that leaves the answers of both as
they are (parallel tempering: C. J. Geyer, "Markov chain Monte Carlo maximum likelihood", Computing Science and
Statistics 23 (1991) 156-163; here the distributions differ by how many cases they know, not by a power). With q_s the
probability of history s among those seen, the likelihood of counts y is prod q_s^{y_s} when p(N) ~ 1/N and the number
missing is summed out, so parameters x and z of rungs with counts y and w are traded with probability

    min(1, prod (q_s(z) / q_s(x))^(y_s - w_s)).

Only the first rung, with all cases, is answered from; the others may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.latent_class_sampler import Chances
from zichtbaar.monitor.estimation.lattice import Floats, Whole

FEWEST_CASES = 60
"""On the last rung."""

RUNGS_PER_HALVING = 3
"""So many for each time that the cases are halved: about half of all trades are then made (measured)."""

BEND = 1.5
"""A power of the place on the ladder: rungs lie closer where there are more cases, and more classes are in use."""

GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """`on` (S, J): which lists each cell is on. `counts` (rungs, S): the thinned tables; the first cell is not used."""

    on: Floats
    counts: Whole

    @property
    def rungs(self) -> int:
        """How many, the first with all cases."""
        return len(self.counts)

    def rows(self, chains: int, part: float = 1.0) -> Whole:
        """(chains · rungs, S): the tables of all rows, chain by chain, when a part of the beginning is over.

        The first chain, the third and so on grow: at part 0 all their rungs have the fewest cases, at part 1 each has
        its own. The others have theirs from the start. What grows finds the answers that are wide, what does not can
        be anywhere; where both come to the same, there is hardly another answer.
        """
        fewest = round((1 - part) * (self.rungs - 1))
        grown = self.counts[np.maximum(np.arange(self.rungs), fewest)]
        return np.concatenate([self.counts if chain % 2 else grown for chain in range(chains)])


def ladder_of(counts: Whole, rungs: int | None = None) -> Ladder:
    """The ladder for counts by history (2^J,); by default as many rungs as the cases need.

    A count is thinned to the whole number below or above its part, by a threshold that differs from cell to cell and
    is the same on all rungs: so histories of one case do not all go at once.
    """
    numbers = np.concatenate([[0], np.flatnonzero(counts)])
    lists = len(counts).bit_length() - 1
    there = counts[numbers].astype(np.float64)
    halvings = max(0.0, float(np.log2(there.sum() / FEWEST_CASES)))
    steps = 1 + int(np.ceil(RUNGS_PER_HALVING * halvings)) if rungs is None else rungs
    kept = np.exp2(-halvings * np.linspace(0, 1, steps) ** BEND)
    threshold = (there.argsort(kind="stable").argsort(kind="stable") * GOLDEN + 0.5) % 1
    thinned = np.floor(kept[:, None] * there + threshold).astype(np.int64)
    thinned[0], thinned[:, 0] = counts[numbers], 0
    return Ladder((numbers[:, None] >> np.arange(lists) & 1).astype(np.float64), thinned)


def trades(counts: Whole, rungs: int, chances: Chances, odd: bool, chance: np.random.Generator) -> Whole:
    """(R,): from which row each row takes its parameters, for `counts` (R, S) in the order of `Ladder.rows`.

    Neighbours trade in turns: the first with the second, the third with the fourth, or when `odd` the second with the
    third and so on.
    """
    rows = np.arange(len(counts)).reshape(-1, rungs)
    lower = np.arange(int(odd), rungs - 1, 2)
    logs = (chances.cell - chances.seen[:, None]).reshape(*rows.shape, -1)
    tables = counts.reshape(logs.shape)
    fewer = tables[:, lower] - tables[:, lower + 1]
    gain = (fewer * (logs[:, lower + 1] - logs[:, lower])).sum(axis=2)
    chains, places = np.nonzero(-chance.standard_exponential(gain.shape) < gain)
    below = lower[places]
    traded = rows.copy()
    traded[chains, below], traded[chains, below + 1] = rows[chains, below + 1], rows[chains, below]
    return traded.ravel()
