"""MultipleSystemsEstimation 1.2.0's `estimate_population_bayesthresh`, round by round, with the numbers of MCMCpack.

MCMCpoisson moves all parameters at once by a normal step and keeps it or not. The steps have 1.1^2 times the covariance
(B0 + V^-1)^-1, with B0 the precisions of the prior and V the covariance where R's glm stops. Where glm has no estimate
that V is all but singular, and its roundings decide the run: so these are R's as well (see `linpack` and `scythe`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np

from monitor.estimation.other_programs import scythe
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import Floats, containment, size_of, term_of
from zichtbaar.monitor.estimation.steps_of_r import order
from zichtbaar.monitor.estimation.steps_of_r.glm import glm

Pair = tuple[int, int]

SEED = 12_345
"""MCMCpack's own, where none is given."""

TUNE = 1.1
FIVE_TIMES = 5
"""As many people as there are at the start, for each that was seen."""


def thresholded(table: CaptureTable, threshold: float = 2.0) -> tuple[dict[Pair, float], Floats]:
    """How clear each pair is, and the population in each round (20,000,) of the model of those that are."""
    pairs = [(one, other) for other in range(table.size) for one in range(other)]
    drawn = poisson_chain(table, pairs)[:, 1 + table.size :]
    clear = dict(zip(pairs, (np.abs(drawn.mean(axis=0)) / drawn.std(axis=0, ddof=1)).tolist(), strict=True))
    kept = [pair for pair in pairs if clear[pair] >= threshold]
    return clear, table.cases + np.exp(poisson_chain(table, kept)[:, 0])


def poisson_chain(
    table: CaptureTable, joined: Sequence[tuple[int, ...]], *, burn_in: int = 1_000, kept: int = 20_000
) -> Floats:
    """(kept, p): constant, lists, and lists together. Small histories stand first."""
    rows = sorted(order.histories(table.size), key=size_of)
    terms = [0, *(1 << place for place in range(table.size)), *map(term_of, joined)]
    design, counts = containment(table.size)[rows][:, terms], table.counts[rows].astype(float)
    precision = np.array([1e-4] * (1 + table.size) + [1.0] * len(joined))
    stride = _stride(design, counts, precision)
    at, stream = _start(table, counts, design), scythe.Twister(SEED)
    density, chain = _density(design, counts, precision, at), np.empty((kept, len(at)))
    for turn in range(burn_in + kept):
        proposed = stride @ np.array([stream.normal() for _ in at]) + at
        reached = _density(design, counts, precision, proposed)
        if stream.uniform() < exp(min(reached - density, 1.0)):
            at, density = proposed, reached
        if turn >= burn_in:
            chain[turn - burn_in] = at
    return chain


def _stride(design: Floats, counts: Floats, precision: Floats) -> Floats:
    known = np.diag(precision) + scythe.inverse(glm(design, counts).covariance)
    return scythe.cholesky(TUNE * scythe.inverse(known) * TUNE)


def _start(table: CaptureTable, counts: Floats, design: Floats) -> Floats:
    there = table.cases * FIVE_TIMES
    lists = [log(float(counts @ design[:, 1 + place]) / there) for place in range(table.size)]
    return np.array([log(there), *lists, *[0.0] * (design.shape[1] - 1 - table.size)])


def _density(design: Floats, counts: Floats, precision: Floats, at: Floats) -> float:
    logs = design @ at
    return float(counts @ logs - np.exp(logs).sum() - (precision * at) @ at / 2)
