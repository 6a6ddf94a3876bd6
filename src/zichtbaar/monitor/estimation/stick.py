"""Two moves for the stick that is broken into classes: the order of the classes, and the readiness for more of them.

Given only how many cases each class holds, the sticks can be summed out: with n_k cases in class k and m_k in those
after it,

    p(n | a) = prod_{k<K} a Gamma(1 + n_k) Gamma(a + m_k) / Gamma(1 + a + n_k + m_k)

(each break is Beta(1, a), and n_k of n_k + m_k cases stop there). Without these moves a large class that happens to
stand late keeps a large, and a reaches the small values that its prior favours by a walk of thousands of rounds (the
trouble is described by O. Papaspiliopoulos, G. O. Roberts, Biometrika 95 (2008) 169-186, section 3.4).
Shapes: R rows, K classes.
"""

from __future__ import annotations

import numpy as np

from zichtbaar.monitor.estimation.lattice import Floats, Whole

SHAPE = RATE = 0.25
"""Of the Gamma prior of a."""

STRIDE = 1.5
"""The standard deviation of a proposal for a, on the scale of logarithms."""


def log_chance(sizes: Floats, a: Floats) -> Floats:
    """(R,): the logarithm of p(n | a), for `sizes` (R, K) and `a` (R,)."""
    from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

    from_here = sizes[:, ::-1].cumsum(axis=1)[:, ::-1]
    before, after = from_here[:, :-1], from_here[:, 1:]
    each = a[:, None]
    parts = np.log(each) + gammaln(1 + sizes[:, :-1]) + gammaln(each + after) - gammaln(1 + each + before)
    summed: Floats = parts.sum(axis=1)
    return summed


def reordered(members: Whole, a: Floats, chance: np.random.Generator) -> Whole:
    """`members` (R, S, K) with the classes in a new order, or the old one where the new is not accepted.

    The new order is drawn class by class with probability in proportion to size, that of an empty class being its
    part of a: nearly the order in which they would stand given who belongs together, so that most are accepted.
    """
    sizes = members.sum(axis=1).astype(np.float64)
    empty = sizes == 0
    weights = np.where(empty, (a / np.maximum(empty.sum(axis=1), 1))[:, None], sizes)
    order = np.argsort(chance.standard_exponential(weights.shape) / weights, axis=1)
    new_sizes, new_weights = np.take_along_axis(sizes, order, axis=1), np.take_along_axis(weights, order, axis=1)
    gain = log_chance(new_sizes, a) - log_chance(sizes, a) + _log_order(weights) - _log_order(new_weights)
    kept = -chance.standard_exponential(len(a)) >= gain
    order[kept] = np.arange(weights.shape[1])
    return np.take_along_axis(members, order[:, None, :], axis=2)


def _log_order(weights: Floats) -> Floats:
    """(R,): the logarithm of the probability that classes are drawn in the order in which they stand."""
    left = weights[:, ::-1].cumsum(axis=1)[:, ::-1]
    summed: Floats = np.log(weights / left).sum(axis=1)
    return summed


def moved(a: Floats, members: Whole, chance: np.random.Generator) -> Floats:
    """(R,): the a after one Metropolis step with the sticks summed out, given who is in which class (R, S, K)."""
    sizes = members.sum(axis=1).astype(np.float64)
    proposed = a * np.exp(STRIDE * chance.standard_normal(len(a)))
    gain = log_chance(sizes, proposed) - log_chance(sizes, a) + SHAPE * np.log(proposed / a) - RATE * (proposed - a)
    return np.where(-chance.standard_exponential(len(a)) < gain, proposed, a)
