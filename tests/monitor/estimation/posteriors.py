"""Our posteriors of the published tables, made once, and how far one run of another program may lie beside them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np

from monitor.estimation import markov_chains
from monitor.estimation.answers import table
from zichtbaar.monitor.estimation.bayesian.averaging import BayesianAverage, bayesian_average
from zichtbaar.monitor.estimation.bayesian.thresholding import ThresholdedPosterior, bayesian_threshold
from zichtbaar.monitor.estimation.lattice import Floats

STANDARD_ERRORS = 4.0
SEEDS = range(8)
RUN_TO_RUN: dict[str, Any] = json.loads(markov_chains.FILE.read_text("utf-8"))


@cache
def thresholded(name: str) -> tuple[ThresholdedPosterior, ...]:
    """With every seed."""
    return tuple(bayesian_threshold(table(name), seed=seed) for seed in SEEDS)


@cache
def averaged(name: str) -> tuple[BayesianAverage, ...]:
    """With every seed."""
    return tuple(bayesian_average(table(name), seed=seed) for seed in SEEDS)


def assert_agree(theirs: float, ours: Floats, of_runs: dict[str, float], what: str) -> None:
    """One run, and the mean of 40 runs, lie as far from ours as chance lets them."""
    own = ours.var(ddof=1) / len(ours)
    deviation = of_runs["deviation"]
    assert abs(theirs - ours.mean()) < STANDARD_ERRORS * np.sqrt(deviation**2 + own), what
    assert abs(of_runs["mean"] - ours.mean()) < STANDARD_ERRORS * np.sqrt(deviation**2 / RUN_TO_RUN["runs"] + own), what
