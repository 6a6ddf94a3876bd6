"""Paths through the posterior of a mixture of latent classes, with the members of classes and the missing summed out.

A Gibbs round draws who is missing from the parameters and the parameters from who is missing, so where most are missing
it moves in small steps: hundreds of rounds on the lists of the United Kingdom were worth one draw. Summed out, nothing
holds the parameters back. With q_s the probability of history s among those seen and p(N) ~ 1/N, what is left of the
likelihood of counts y is prod q_s^{y_s}; the paths follow its slope (R. M. Neal, "MCMC using Hamiltonian dynamics",
Handbook of Markov Chain Monte Carlo, 2011, chapter 5), and the end of a path is taken or not so that the posterior
stays what it is.

What moves is, for R chains, J lists and K classes, the logarithms of the weights w (R, K), which are the shares of the
classes among those seen, and the log odds (R, J, K) of the lambda; a stays. The shares of all cases follow: pi_k is in
proportion to w_k / s_k, where s_k is the probability to be seen. Weights and not shares, because the data fix those: a
class can then be seen ever less often, and hold ever more cases, while the likelihood hardly changes. With v_k the part
of the stick that is broken off for class k, the density in these coordinates is

    prod_s q_s^{y_s} . pi_K^a prod_{k<K} v_k . prod_{jk} lambda_jk (1 - lambda_jk).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation.latent_class_sampler import Parameters
from zichtbaar.monitor.estimation.lattice import Floats

STEPS = 25
"""Of a path: long enough that its end hardly remembers where it began (measured)."""

FIRST_STEP = 0.05
WANTED = 0.7
"""The part of the ends that should be taken: a little more than the 0.65 that is best for many dimensions (A. Beskos
and others, "Optimal tuning of the hybrid Monte Carlo algorithm", Bernoulli 19 (2013) 1501-1534)."""

LEARNING = 0.05
SPREAD = 0.4
"""Of the logarithm of the step, from path to path: no period of the landscape fits all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where the chains are: `weights` (R, K) logarithms, `odds` (R, J, K), the log density (R,) and its slopes."""

    weights: Floats
    odds: Floats
    log_density: Floats
    to_weights: Floats
    to_odds: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """The posterior given a: `on` (S, J) tells which lists a history is on, `counts` (R, S) of those seen, `a` (R,)."""

    on: Floats
    counts: Floats
    a: Floats

    def at(self, weights: Floats, odds: Floats) -> _Place:
        """The place with these coordinates; the weights may be off by a factor."""
        weights = weights - _log_sum(weights)
        log_off = -np.logaddexp(0, odds)
        part = np.exp(odds + log_off)
        unseen = log_off.sum(axis=1)
        seen = -np.expm1(unseen)
        likelihood, members = self._mixture(weights + unseen - np.log(seen), odds)
        of_shares, to_shares = self._stick(weights - np.log(seen))
        in_class = members.sum(axis=1)
        to_odds = (
            self.on.T @ members + 1 - part * (2 + (in_class / seen + to_shares * np.exp(unseen) / seen)[:, None, :])
        )
        density = likelihood + of_shares + (odds + 2 * log_off).sum(axis=(1, 2))
        to_weights = in_class - self.counts.sum(axis=1, keepdims=True) * np.exp(weights) + to_shares
        return _Place(weights, odds, density, to_weights, to_odds)

    def _mixture(self, heads: Floats, odds: Floats) -> tuple[Floats, Floats]:
        """The log likelihood (R,), and the expected members (R, S, K) of each class; `heads` (R, K) of no list."""
        logs = self.on @ odds + heads[:, None, :]
        top = logs.max(axis=2, keepdims=True)
        members = np.exp(logs - top)
        total = members.sum(axis=2, keepdims=True)
        likelihood = (self.counts * (np.log(total) + top)[:, :, 0]).sum(axis=1)
        members *= self.counts[:, :, None] / total
        return likelihood, members

    def _stick(self, shares: Floats) -> tuple[Floats, Floats]:
        """What the prior of the shares brings (R,), and its slope (R, K); `shares` are logarithms, off by a factor."""
        left = np.logaddexp.accumulate(shares[:, ::-1], axis=1)[:, ::-1]
        broken = shares[:, :-1] - left[:, :-1]
        density = self.a * (left[:, -1] - left[:, 0]) + broken.sum(axis=1)
        later = np.minimum(shares[:, :, None] - left[:, None, :-1], 0.0)
        slope = -np.tril(np.exp(later)).sum(axis=2) - self.a[:, None] * np.exp(shares - left[:, :1])
        slope[:, :-1] += 1
        slope[:, -1] += self.a
        return density, slope


def moved_along(
    parameters: Parameters, landscape: Landscape, step: float, chance: np.random.Generator
) -> tuple[Parameters, float]:
    """The parameters at the end of a path, for each chain or those that were, and the mean probability to be taken."""
    begin = landscape.at(_weights(parameters), parameters.on - parameters.off)
    speed = chance.standard_normal(begin.weights.shape)
    speed -= speed.mean(axis=1, keepdims=True)
    speeds = (speed, chance.standard_normal(begin.odds.shape))
    steps = step * np.exp(SPREAD * chance.standard_normal(len(speed)))
    with np.errstate(all="ignore"):  # a path that runs off into the infinite is not taken
        end, last = _path(landscape, begin, speeds, steps)
        gain = end.log_density - begin.log_density + _energy(speeds) - _energy(last)
        taken = -chance.standard_exponential(len(gain)) < gain
        part = np.exp(np.minimum(np.nan_to_num(gain, nan=-np.inf), 0.0))
    weights = np.where(taken[:, None], end.weights, begin.weights)
    odds = np.where(taken[:, None, None], end.odds, begin.odds)
    return _parameters(weights, odds, parameters.a), float(part.mean())


def _path(
    landscape: Landscape, place: _Place, speeds: tuple[Floats, Floats], steps: Floats
) -> tuple[_Place, tuple[Floats, Floats]]:
    """Where it ends, and the speeds there: the leapfrog rule, which can be walked back."""
    to_weights, to_odds = speeds
    short, long = steps[:, None], steps[:, None, None]
    for _ in range(STEPS):
        to_weights = to_weights + short / 2 * place.to_weights
        to_odds = to_odds + long / 2 * place.to_odds
        place = landscape.at(place.weights + short * to_weights, place.odds + long * to_odds)
        to_weights = to_weights + short / 2 * place.to_weights
        to_odds = to_odds + long / 2 * place.to_odds
    return place, (to_weights, to_odds)


def _energy(speeds: tuple[Floats, Floats]) -> Floats:
    energy: Floats = ((speeds[0] ** 2).sum(axis=1) + (speeds[1] ** 2).sum(axis=(1, 2))) / 2
    return energy


def _weights(parameters: Parameters) -> Floats:
    weights: Floats = parameters.share + np.log(-np.expm1(parameters.off.sum(axis=1)))
    return weights


def _parameters(weights: Floats, odds: Floats, a: Floats) -> Parameters:
    off = -np.logaddexp(0, odds)
    shares = weights - np.log(-np.expm1(off.sum(axis=1)))
    return Parameters(shares - _log_sum(shares), odds + off, off, a)


def _log_sum(logs: Floats) -> Floats:
    summed: Floats = np.logaddexp.reduce(logs, axis=1, keepdims=True)
    return summed


def learned(step: float, taken: float) -> float:
    """The next step, longer when more ends were taken than wanted: only while nothing is kept."""
    return float(min(step * np.exp(LEARNING * (taken - WANTED)), 1.0))
