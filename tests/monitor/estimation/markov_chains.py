"""The Markov chains of two R packages, run many times, to know how far their numbers are off by chance.

    python -m monitor.estimation.markov_chains

writes tests/references/estimation/run_to_run.json. Neither package says how exact its numbers are, and of the runs that
made the reference values no draws were kept. So the same algorithms, with the same lengths and starts, run here with 40
seeds: the deviation from run to run is the error of one run. They are made from what the packages document, and serve
as another way to the same posteriors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from monitor.estimation.answers import table as published
from zichtbaar.monitor.estimation.bayesian.modes import Table, modes
from zichtbaar.monitor.estimation.bayesian.priors import Normal, NormalOfUnknownScale
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import Floats, Whole, containment

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


@dataclass
class Jumps:
    """A chain of conting's bict with prior SBH over all sets of pairs, begun as it begins.

    In half of the rounds the parameters move within their model by a step of weighted least squares (Gamerman 1997),
    in the other half a pair is put in or taken out (Forster, Gill and Overstall 2012); then the variance of the
    parameters and the number on no list are drawn.
    """

    table: CaptureTable
    chance: np.random.Generator

    def __post_init__(self) -> None:
        size = self.table.size
        signs = 1.0 - 2.0 * (np.arange(1 << size)[:, None] >> np.arange(size) & 1)
        pairs = [signs[:, one] * signs[:, other] for one, other in combinations(range(size), 2)]
        self.design = np.column_stack([np.ones(1 << size), signs, *pairs])
        self.counts = self.table.counts.astype(float)
        self.first = 1 + size
        self.has = np.ones(self.design.shape[1], dtype=bool)
        seen = Table(self.design[1:], self.counts[1:])
        self.at = modes(seen, NormalOfUnknownScale(), self.has[None]).parameters[0]
        self.usual = self.design @ self.at
        self.variance = 1.0
        self.counts[0] = np.round(np.exp(self.usual[0]))

    def run(self, rounds: int) -> Whole:
        """(rounds,): the population in each."""
        numbers = np.empty(rounds, dtype=np.int64)
        for turn in range(rounds):
            if self.chance.random() <= 0.5:
                self._within()
            else:
                self._jump(int(self.chance.integers(self.first, len(self.has))))
            others = self.at[1:]
            shape, rate = (len(others) + 0.001) / 2, (0.001 + others @ others) / 2
            self.variance = rate / self.chance.gamma(shape)
            self.counts[0] = self.chance.poisson(np.exp(self.design[0, self.has] @ self.at))
            numbers[turn] = self.table.cases + int(self.counts[0])
        return numbers

    def _density(self, has: np.ndarray[tuple[int], np.dtype[np.bool_]], at: Floats) -> float:
        logs = self.design[:, has] @ at
        normal = (len(at) - 1) * np.log(2 * np.pi * self.variance) + at[1:] @ at[1:] / self.variance
        return float(self.counts @ logs - np.exp(logs).sum() - normal / 2)

    def _within(self) -> None:
        mean, precision = self._least_squares(self.at)
        spread = np.linalg.inv(np.linalg.cholesky(precision)).T
        proposed = mean + spread @ self.chance.standard_normal(len(mean))
        back, precision_back = self._least_squares(proposed)
        gain = self._density(self.has, proposed) + _normal(self.at, back, precision_back)
        gain -= self._density(self.has, self.at) + _normal(proposed, mean, precision)
        if -self.chance.standard_exponential() < gain:
            self.at = proposed

    def _least_squares(self, at: Floats) -> tuple[Floats, Floats]:
        design = self.design[:, self.has]
        expected = np.exp(design @ at)
        precision = design.T @ (expected[:, None] * design)
        precision[1:, 1:] += np.eye(len(at) - 1) / self.variance
        return np.linalg.solve(precision, design.T @ (expected * (design @ at - 1) + self.counts)), precision

    def _jump(self, pair: int) -> None:
        without, with_it = self.has.copy(), self.has.copy()
        without[pair], with_it[pair] = False, True
        design, column, weight = self.design[:, without], self.design[:, pair], np.exp(self.usual)
        by_others = np.linalg.solve(design.T @ (weight[:, None] * design), design.T @ (weight * column))
        rest = weight * (column - design @ by_others)
        precision = np.array([[column @ rest]])
        mean = np.array([rest @ self.usual]) / precision[0]
        place = int(without[:pair].sum())
        if self.has[pair]:
            one = self.at[place : place + 1]
            proposed = np.delete(self.at, place) + by_others * one
            gain = self._density(without, proposed) - self._density(with_it, self.at) + _normal(one, mean, precision)
        else:
            one = mean + self.chance.standard_normal(1) / np.sqrt(precision[0])
            proposed = np.insert(self.at - by_others * one, place, one)
            gain = self._density(with_it, proposed) - self._density(without, self.at) - _normal(one, mean, precision)
        if -self.chance.standard_exponential() < gain:
            self.at, self.has = proposed, without if self.has[pair] else with_it


def _normal(at: Floats, mean: Floats, precision: Floats) -> float:
    apart = at - mean
    return float((np.linalg.slogdet(precision)[1] - len(at) * np.log(2 * np.pi) - apart @ precision @ apart) / 2)


def jump_runs(table: CaptureTable, runs: int) -> dict[str, Floats]:
    """By name (runs,): quantiles, mean and ends of the shortest 95% of runs of 20,000 rounds less the first 5,000."""
    found = []
    for seed in range(runs):
        numbers = np.sort(Jumps(table, np.random.default_rng(seed)).run(20_000)[5_000:])
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
