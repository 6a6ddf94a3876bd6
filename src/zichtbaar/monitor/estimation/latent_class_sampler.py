"""Gibbs sampling of a mixture of latent classes, many chains side by side, on cells instead of cases.

The model is that of D. Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures",
Biometrics 72 (2016) 1246-1254, sections 2 and 3: each case is of a class k with probability pi_k, and is within its
class on list j with probability lambda_jk, independently of other lists. The shares come from a stick that is broken
at most K - 1 times, v_k ~ Beta(1, a), v_K = 1, pi_k = v_k prod_{l<k} (1 - v_l); a ~ Gamma(0.25, rate 0.25);
lambda_jk is uniform on (0, 1); p(N) is proportional to 1/N.

Cases of the same history are exchangeable, so what is drawn is how many of them are of each class: the work depends
on the number of histories and not on that of cases, and all chains are rows of the same arrays. Shapes: R rows
(chains), J lists, K classes, S cells, of which the first is that of the cases on no list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zichtbaar.monitor.estimation import stick
from zichtbaar.monitor.estimation.lattice import Floats, Whole

MOST_EXPECTED = 1e15
"""Missing cases: a Poisson number of many more would not fit in a whole number of 64 bits."""

STARTS = (1.2, 20.0)
"""Chains begin with populations between these, for each case seen."""

SMALLEST_A = 1e-100
"""Below this a is 0 to every purpose but that of dividing by it."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """Logarithms: `share` (R, K) of the pi; `on`, `off` (R, J, K) of the lambda and of 1 - lambda. `a` (R,)."""

    share: Floats
    on: Floats
    off: Floats
    a: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What the parameters say of the cells.

    `classes` (R, S, K): of which class a case of the cell is. `cell` (R, S): the logarithm of the probability of the
    cell; `seen` (R,): that of being on any list.
    """

    classes: Floats
    cell: Floats
    seen: Floats


def chances_of(parameters: Parameters, on: Floats) -> Chances:
    """For cells `on` (S, J): 1 where a case of the cell is on the list."""
    none = parameters.off.sum(axis=1)
    logs = on @ (parameters.on - parameters.off)
    logs += (parameters.share + none)[:, None, :]
    top = logs.max(axis=2, keepdims=True)
    classes = np.exp(logs - top)
    total = classes.sum(axis=2, keepdims=True)
    classes /= total
    seen = -(np.exp(parameters.share) * np.expm1(none)).sum(axis=1)
    return Chances(classes, (np.log(total) + top)[:, :, 0], np.log(np.maximum(seen, 1e-300)))


def draw_missing(chances: Chances, cases: Whole, chance: np.random.Generator) -> Whole:
    """(R,): the number on no list where `cases` (R,) were seen, negative binomial given rho, the chance of no list.

    p(m | rho) is proportional to (n + m - 1)! / m! rho^m under p(N) ~ 1/N. Drawn as a Poisson number of Gamma mean.
    """
    expected = chance.standard_gamma(cases) * np.exp(chances.cell[:, 0] - chances.seen)
    return chance.poisson(np.minimum(expected, MOST_EXPECTED))


def draw_members(chances: Chances, counts: Whole, missing: Whole, chance: np.random.Generator) -> Whole:
    """(R, S, K): the cases of each cell divided among the classes; `counts` (R, S), of which the first is not used."""
    filled = counts.copy()
    filled[:, 0] = missing
    return chance.multinomial(filled, chances.classes)


def draw_round(
    chances: Chances, counts: Whole, on: Floats, a: Floats, chance: np.random.Generator
) -> tuple[Parameters, Whole]:
    """New parameters, and the number missing (R,) that the old ones brought."""
    missing = draw_missing(chances, counts[:, 1:].sum(axis=1), chance)
    members = stick.reordered(draw_members(chances, counts, missing, chance), a, chance)
    return draw_parameters(members, on, stick.moved(a, members, chance), chance), missing


def draw_parameters(members: Whole, on: Floats, a: Floats, chance: np.random.Generator) -> Parameters:
    """New parameters given who is in which class (R, S, K): first lambda and the sticks, then a."""
    in_class = members.sum(axis=1)
    on_list: Floats = on.T @ members
    log_on, log_off = log_beta(1.0 + on_list, 1.0 + (in_class[:, None, :] - on_list), chance)
    later = in_class[:, ::-1].cumsum(axis=1)[:, ::-1] - in_class
    log_broken, log_left = log_beta(1.0 + in_class[:, :-1], a[:, None] + later[:, :-1], chance)
    new_a = chance.gamma(stick.SHAPE + log_left.shape[1], 1.0 / (stick.RATE - log_left.sum(axis=1)))
    return Parameters(log_shares(log_broken, log_left), log_on, log_off, new_a)


def log_shares(log_broken: Floats, log_left: Floats) -> Floats:
    """The logarithms of the shares (R, K), from those of the parts broken off and left at each break (R, K - 1)."""
    nothing = np.zeros((len(log_left), 1))
    left = np.concatenate([nothing, log_left.cumsum(axis=1)], axis=1)
    shares: Floats = left + np.concatenate([log_broken, nothing], axis=1)
    return shares


def log_beta(one: Floats, other: Floats, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """The logarithms of a Beta(one, other) variable and of 1 less it, neither of which is infinite.

    A Gamma variable of a shape b far below 1 rounds to 0, its logarithm does not: Gamma(b) is as Gamma(b + 1) U^(1/b)
    with U uniform (G. Marsaglia, W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363-372, section 6). `one` is at
    least 1.
    """
    first = np.log(chance.standard_gamma(one))
    second = np.log(chance.standard_gamma(other + 1)) - chance.standard_exponential(other.shape) / other
    both = np.logaddexp(first, second)
    return first - both, second - both


def draw_prior(rows: int, lists: int, classes: int, chance: np.random.Generator) -> Parameters:
    """Parameters from their prior."""
    a = np.maximum(chance.gamma(stick.SHAPE, 1 / stick.RATE, rows), SMALLEST_A)
    breaks = np.ones((rows, classes - 1))
    shares = log_shares(*log_beta(breaks, breaks * a[:, None], chance))
    uniform = np.ones((rows, lists, classes))
    return Parameters(shares, *log_beta(uniform, uniform, chance), a)


def draw_start(rows: int, rates: Floats, classes: int, chance: np.random.Generator) -> Parameters:
    """Parameters to begin with, far apart: shares and a from their prior, and a population from 1.2 to 20 times n.

    `rates` (J,): the part of the cases seen that is on each list. In each class lambda lies about what they come to in
    such a population. From lambda of the prior, which are large, all chains would begin with few missing.
    """
    prior = draw_prior(rows, len(rates), classes, chance)
    fewest, most = STARTS
    times = fewest * (most / fewest) ** chance.random(rows)
    part = np.minimum(rates / times[:, None], 0.9)
    odds = np.log(part / (1 - part))[:, :, None] + chance.standard_normal((rows, len(rates), classes))
    return Parameters(prior.share, -np.logaddexp(0, -odds), -np.logaddexp(0, odds), prior.a)
