"""The Markov chains of two R packages, run many times, to know how far their numbers are off by chance.

    python -m monitor.estimation.markov_chains

writes tests/references/estimation/run_to_run.json. Neither package says how exact its numbers are. So the same
algorithms, with the same lengths and starts, run here with 40 seeds: the deviation from run to run is the error of one
run. (Their own single runs are made again in `other_programs.conting` and `other_programs.mcmcpack`.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import numpy as np

from monitor.estimation.answers import table as published
from monitor.estimation.other_programs.conting import Bict
from zichtbaar.monitor.estimation.bayesian.modes import Table, modes
from zichtbaar.monitor.estimation.bayesian.priors import Normal
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import Floats, containment

CHANCES = (0.025, 0.1, 0.5, 0.9, 0.975)
RUNS = 40
TABLES = ("UKdat_4", "UKdat_5", "Korea")
FILE = Path(__file__).parents[2] / "references" / "estimation" / "run_to_run.json"


def random_walks(
    table: Table, variance: Floats, runs: int, burn_in: int, kept: int, chance: np.random.Generator
) -> Floats:
    """(kept, runs, d): chains of MCMCpack's MCMCpoisson: a random walk with normal steps, accepted or not as a whole.

    The steps have 1.1^2 times the covariance (B0 + V^-1)^-1, with B0 the precisions of the prior and V the covariance
    of the estimate of maximum likelihood, here without the prior's help by a prior that says next to nothing.
    """
    every = np.ones((1, table.design.shape[1]), dtype=np.bool_)
    flat = modes(table, Normal(np.full(len(variance), 1e8)), every)
    covariance = 1.1**2 * np.linalg.inv(np.diag(1 / variance) + flat.curvatures[0] - np.eye(len(variance)) / 1e8)
    stride = np.linalg.cholesky(covariance)
    at = np.tile(modes(table, Normal(variance), every).parameters[0], (runs, 1))
    density = _density(table, variance, at)
    chain = np.empty((kept, runs, len(variance)))
    for turn in range(burn_in + kept):
        proposed = at + chance.standard_normal(at.shape) @ stride.T
        reached = _density(table, variance, proposed)
        taken = -chance.standard_exponential(runs) < reached - density
        at[taken], density[taken] = proposed[taken], reached[taken]
        if turn >= burn_in:
            chain[turn - burn_in] = at
    return chain


def _density(table: Table, variance: Floats, at: Floats) -> Floats:
    density: Floats = table.log_likelihood(at) - (at**2 / variance).sum(axis=1) / 2
    return density


def threshold_runs(table: CaptureTable, kept: list[tuple[str, str]], runs: int) -> dict[str, Floats]:
    """By name (runs,): each statistic and quantile of a run of 1,000 and 20,000 rounds, for pairs that are kept."""
    pairs = list(combinations(range(table.size), 2))
    names = [f"{table.lists[one]}:{table.lists[other]}" for one, other in pairs]
    chance = np.random.default_rng(20)
    first = _threshold_chain(table, pairs, runs, chance)[:, :, -len(pairs) :]
    statistics = np.abs(first.mean(axis=0)) / first.std(axis=0, ddof=1)
    again = _threshold_chain(table, [(table.lists.index(a), table.lists.index(b)) for a, b in kept], runs, chance)
    numbers = table.cases + np.exp(again[:, :, 0])
    found = dict(zip(names, statistics.T, strict=True))
    return found | {str(at): np.quantile(numbers, at, axis=0) for at in CHANCES}


def _threshold_chain(
    table: CaptureTable, pairs: list[tuple[int, int]], runs: int, chance: np.random.Generator
) -> Floats:
    terms = [0, *(1 << place for place in range(table.size)), *(1 << one | 1 << other for one, other in pairs)]
    counts = Table(containment(table.size)[1:, terms], table.counts[1:].astype(float))
    variance = np.array([1e4] * (1 + table.size) + [1.0] * len(pairs))
    return random_walks(counts, variance, runs, 1_000, 20_000, chance)


def jump_runs(table: CaptureTable, runs: int) -> dict[str, Floats]:
    """By name (runs,): quantiles, mean and ends of the shortest 95% of runs of 20,000 rounds less the first 5,000.

    The seeds are others than that of the reference values.
    """
    found = []
    for seed in range(101, 101 + runs):
        numbers = np.sort(Bict(table, seed).run(20_000)[5_000:])
        low, high = shortest(numbers.astype(float), np.full(len(numbers), 1 / len(numbers)))
        found.append([*np.quantile(numbers, CHANCES), numbers.mean(), low, high])
    return dict(zip([*map(str, CHANCES), "mean", "low", "high"], np.array(found).T, strict=True))


def shortest(numbers: Floats, weights: Floats, level: float = 0.95) -> tuple[float, float]:
    """The ends of the shortest interval that holds this part of the weight; numbers (S,) in ascending order."""
    summed = weights.cumsum()
    ends = np.searchsorted(summed, summed - weights + level - 1e-12)
    begins = np.flatnonzero(ends < len(numbers))
    lengths = numbers[ends[begins]] - numbers[begins]
    best = int(begins[lengths.argmin()])
    return float(numbers[best]), float(numbers[ends[best]])


def deviations(found: Mapping[str, Floats]) -> dict[str, dict[str, float]]:
    """Mean and standard deviation from run to run."""
    return {
        name: {"mean": float(f"{values.mean():.6g}"), "deviation": float(f"{values.std(ddof=1):.3g}")}
        for name, values in found.items()
    }


def below(found: Mapping[str, Floats]) -> dict[str, Floats]:
    """Of the runs on UKdat_5 those that never saw the models about 23,000."""
    stayed = found["0.975"] < BETWEEN
    return {name: values[stayed] for name, values in found.items()}


BETWEEN = 18_000.0
"""Models of UKdat_5 lie about 12,000 or about 23,000, hardly one between."""


def main() -> None:
    """Run everything and write the file."""
    kept = {
        "UKdat_4": [("LA", "NG"), ("LA", "PFNCA")],
        "UKdat_5": [("LA", "NG"), ("LA", "PFNCA"), ("NG", "GP"), ("PFNCA", "GP"), ("GO", "GP")],
        "Korea": [("b", "c"), ("c", "d")],
    }
    jumps = {name: jump_runs(published(name), RUNS) for name in TABLES}
    stayed = below(jumps["UKdat_5"])
    made = {
        "made_by": "python -m monitor.estimation.markov_chains",
        "runs": RUNS,
        "random_walk": {name: deviations(threshold_runs(published(name), kept[name], RUNS)) for name in TABLES},
        "reversible_jumps": {name: deviations(found) for name, found in jumps.items()},
        "reversible_jumps_that_stayed_below": {"runs": len(stayed["mean"]), **deviations(stayed)},
    }
    FILE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
