"""The incomplete beta function and its inverse, for exact intervals.

Written out here because importing a library for it costs a tenth of the time that a whole factsheet
may take. Tests hold it beside `scipy.special`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, lgamma, log, log1p

_HALVINGS = 60  # after so many, a bound between 0 and 1 is as exact as a float can be
_CLOSE = 1e-15
_TINY = 1e-300  # stands for a denominator of 0


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 <= x <= 1.

    The chance that a beta variable is at most x; by the continued fraction of DLMF 8.17.22.
    """
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):  # there the fraction of the mirrored one converges sooner
        return 1 - incomplete_beta(b, a, 1 - x)
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return scale * _fraction(_terms(a, b, x)) / a


def inverse_incomplete_beta(a: float, b: float, chance: float) -> float:
    """The x at which I_x(a, b) is this chance, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if incomplete_beta(a, b, middle) < chance else (low, middle)
    return (low + high) / 2


def _terms(a: float, b: float, x: float) -> Iterator[float]:
    """The numerators of the continued fraction, after the first."""
    m = 0
    while True:
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        m += 1
        yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _fraction(terms: Iterator[float]) -> float:
    """1 / (1 + t1 / (1 + t2 / (1 + …))), by the method of Lentz."""
    numerator, denominator, value = 1.0, 0.0, 1.0
    for term in terms:
        denominator = 1 / ((1 + term * denominator) or _TINY)
        numerator = (1 + term / numerator) or _TINY
        value *= numerator * denominator
        if abs(numerator * denominator - 1) < _CLOSE:
            break
    return 1 / value
