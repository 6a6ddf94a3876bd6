"""conting 1.7's `bict` with prior "SBH" over all sets of pairs, round by round, with R's random numbers.

In half of the rounds the parameters move within their model by a step of weighted least squares (D. Gamerman,
Statistics and Computing 7 (1997) 57-68), in the other half a pair is put in or taken out (J. J. Forster, R. C. Gill,
A. M. Overstall, Statistics and Computing 22 (2012) 107-120); then the variance of the parameters and the number on no
list are drawn. Lists are 1 for who is not on them and -1 for who is, so that the prior's matrix is the unit matrix.
"""

from __future__ import annotations

from itertools import combinations
from math import exp, log, pi, sqrt

import numpy as np

from monitor.estimation.other_programs.rrandom import RandomOfR
from zichtbaar.monitor.estimation.bayesian.modes import Table, modes
from zichtbaar.monitor.estimation.bayesian.priors import NormalOfUnknownScale
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.lattice import Floats, Whole

PRIOR = NormalOfUnknownScale()


class Bict:
    """A chain after `set.seed(seed)`: its parameters `at`, which of all it has, their variance, and the counts."""

    def __init__(self, table: CaptureTable, seed: int) -> None:
        size = table.size
        signs = 1.0 - 2.0 * (np.arange(1 << size)[:, None] >> np.arange(size) & 1)
        pairs = [signs[:, one] * signs[:, other] for one, other in combinations(range(size), 2)]
        self.table, self.chance = table, RandomOfR(seed)
        self.design = np.column_stack([np.ones(1 << size), signs, *pairs])
        self.counts = table.counts.astype(float)
        self.has = np.ones(self.design.shape[1], dtype=np.bool_)
        self.at = top(Table(self.design[1:], self.counts[1:]))
        self.usual = self.design @ self.at
        self.variance = 1.0
        self.counts[0] = round(exp(self.usual[0]))

    def run(self, rounds: int) -> Whole:
        """(rounds,): the population in each."""
        numbers = np.empty(rounds, dtype=np.int64)
        for turn in range(rounds):
            if self.chance.uniform() <= 0.5:
                self._move()
            else:
                self._jump()
            others = self.at[1:]
            rate = 0.5 * (PRIOR.b + float(others @ others))
            self.variance = 1 / self.chance.gamma(0.5 * (len(others) + PRIOR.a), 1 / rate)
            self.counts[0] = self.chance.poisson(exp(self.design[0, self.has] @ self.at))
            numbers[turn] = self.table.cases + int(self.counts[0])
        return numbers

    def _density(self, has: np.ndarray[tuple[int], np.dtype[np.bool_]], at: Floats) -> float:
        logs = self.design[:, has] @ at
        normal = (len(at) - 1) * log(2 * pi * self.variance) + at[1:] @ at[1:] / self.variance
        return float(self.counts @ logs - np.exp(logs).sum() - normal / 2)

    def _taken(self, gain: float) -> bool:
        return bool(exp(min(gain, 1.0)) >= self.chance.uniform())

    def _move(self) -> None:
        """The step has the symmetric root of its covariance, as mvtnorm takes it."""
        mean, precision = self._least_squares(self.at)
        values, vectors = np.linalg.eigh(precision)
        proposed = mean + (vectors / np.sqrt(values)) @ (vectors.T @ self.chance.normals(len(mean)))
        back, precision_back = self._least_squares(proposed)
        gain = self._density(self.has, proposed) + _normal(self.at, back, precision_back)
        gain -= self._density(self.has, self.at) + _normal(proposed, mean, precision)
        if self._taken(gain):
            self.at = proposed

    def _least_squares(self, at: Floats) -> tuple[Floats, Floats]:
        design = self.design[:, self.has]
        expected = np.exp(design @ at)
        precision = design.T @ (expected[:, None] * design)
        precision[1:, 1:] += np.eye(len(at) - 1) / self.variance
        return np.linalg.solve(precision, design.T @ (expected * (design @ at - 1) + self.counts)), precision

    def _jump(self) -> None:
        """Of the pairs those that it has stand first. The way back is drawn as well, and not looked at."""
        first = 1 + self.table.size
        pairs = sorted(range(first, len(self.has)), key=lambda pair: not self.has[pair])
        pair = pairs[self.chance.below(len(pairs))]
        self.chance.uniform()
        self.chance.below(len(pairs))
        without = self.has.copy()
        without[pair] = False
        by_others, mean, deviation = self._beside(pair, without)
        place = int(without[:pair].sum())
        has = self.has.copy()
        has[pair] = not has[pair]
        if self.has[pair]:
            one = float(self.at[place])
            proposed, sign = np.delete(self.at, place) + by_others * one, 1
        else:
            one = mean + deviation * self.chance.normal()
            proposed, sign = np.insert(self.at - by_others * one, place, one), -1
        gain = self._density(has, proposed) - self._density(self.has, self.at)
        drawn = -log(deviation * sqrt(2 * pi)) - ((one - mean) / deviation) ** 2 / 2
        if self._taken(gain + sign * drawn):
            self.at, self.has = proposed, has

    def _beside(self, pair: int, without: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[Floats, float, float]:
        """How the others give way to a pair's parameter, and mean and deviation of what is drawn for it."""
        design, column, weight = self.design[:, without], self.design[:, pair], np.exp(self.usual)
        by_others = np.linalg.solve(design.T @ (weight[:, None] * design), design.T @ (weight * column))
        rest = weight * (column - design @ by_others)
        variance = 1 / float(column @ rest)
        return by_others, variance * float(rest @ self.usual), sqrt(variance)


def top(seen: Table) -> Floats:
    """The mode (p,) of the model of all pairs to the last digits, where conting's optimiser stops as well."""
    every = np.ones(seen.design.shape[1], dtype=np.bool_)
    at: Floats = modes(seen, PRIOR, every[None]).parameters[0]
    for _ in range(4):
        expected = np.exp(seen.design @ at)
        slope = seen.design.T @ (seen.counts - expected) + PRIOR.slope(at, every)
        information = seen.design.T @ (expected[:, None] * seen.design)
        at = at + np.linalg.solve(information + PRIOR.curvature(at, every, exact=True), slope)
    return at


def _normal(at: Floats, mean: Floats, precision: Floats) -> float:
    apart = at - mean
    return float((np.linalg.slogdet(precision)[1] - len(at) * np.log(2 * np.pi) - apart @ precision @ apart) / 2)
