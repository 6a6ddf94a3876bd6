"""The parts of the C++ library Scythe that MCMCpack draws and inverts with, rounded as they round.

A. D. Martin, K. M. Quinn, J. H. Park, "MCMCpack: Markov chain Monte Carlo in R", Journal of Statistical Software 42(9)
(2011). Its twister reaches 398 words on where that of M. Matsumoto and T. Nishimura (ACM Transactions on Modeling and
Computer Simulation 8 (1998) 3-30) reaches 397; normal numbers come in pairs (G. Marsaglia, T. A. Bray, SIAM Review 6
(1964) 260-264).
"""

from __future__ import annotations

from math import log, sqrt

import numpy as np

from zichtbaar.monitor.estimation.lattice import Floats

WORDS, FURTHER, WORD = 624, 398, 0xFFFFFFFF


class Twister:
    """Its random numbers after a seed."""

    def __init__(self, seed: int) -> None:
        self._words = [seed]
        for place in range(1, WORDS):
            last = self._words[-1]
            self._words.append((1812433253 * (last ^ last >> 30) + place) & WORD)
        self._next = WORDS
        self._second: float | None = None

    def uniform(self) -> float:
        """Between 0 and 1, never either."""
        if self._next == WORDS:
            self._twist()
        word = self._words[self._next]
        self._next += 1
        word ^= word >> 11
        word ^= word << 7 & 0x9D2C5680
        word ^= word << 15 & 0xEFC60000
        return ((word ^ word >> 18) + 0.5) / (WORD + 1)

    def _twist(self) -> None:
        words = self._words
        for place in range(WORDS):
            joined = words[place] & 0x80000000 | words[(place + 1) % WORDS] & 0x7FFFFFFF
            words[place] = words[(place + FURTHER) % WORDS] ^ joined >> 1 ^ (0x9908B0DF if joined & 1 else 0)
        self._next = 0

    def normal(self) -> float:
        """The second number of a pair is kept for the next call."""
        if self._second is not None:
            kept, self._second = self._second, None
            return kept
        while True:
            one, other = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            square = one * one + other * other
            if 0 < square < 1:
                break
        length = sqrt(-2 * log(square) / square)
        self._second = other * length
        return one * length


def cholesky(matrix: Floats) -> Floats:
    """The lower root (p, p), column by column, each multiplied by what 1 over its first is."""
    root = np.zeros_like(matrix)
    for place in range(len(matrix)):
        column = matrix[place:, place].copy()
        for before in range(place):
            column -= root[place, before] * root[place:, before]
        root[place:, place] = column * (1 / sqrt(column[0]))
        root[place, place] = sqrt(column[0])
    return root


def inverse(matrix: Floats) -> Floats:
    """Of a positive definite matrix (p, p), column by column from its root."""
    root = cholesky(matrix)
    return np.column_stack([_solved(root, unit) for unit in np.eye(len(matrix))])


def _solved(root: Floats, wanted: Floats) -> Floats:
    """Forward and back substitution, each sum from first to last."""
    half, found = np.zeros(len(root)), np.zeros(len(root))
    for place in range(len(root)):
        half[place] = (wanted[place] - _sum(root[place, :place] * half[:place])) / root[place, place]
    for place in reversed(range(len(root))):
        found[place] = (half[place] - _sum(root[place + 1 :, place] * found[place + 1 :])) / root[place, place]
    return found


def _sum(terms: Floats) -> float:
    return float(np.cumsum(terms)[-1]) if len(terms) else 0.0
