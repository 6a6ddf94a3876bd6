"""R's random numbers after `set.seed`, so that a run in R can be run again: R 3.6 and later, with its defaults.

Sources: M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM Transactions on Modeling and Computer Simulation 8 (1998)
3-30; J. H. Ahrens, U. Dieter, "Computer methods for sampling from the exponential and normal distributions",
Communications of the ACM 15 (1972) 873-882, "Generating gamma variates by a modified rejection technique", the same 25
(1982) 47-54, and "Computer generation of Poisson deviates from modified normal distributions", ACM Transactions on
Mathematical Software 8 (1982) 163-179. The coefficients are those of the papers.
"""

from __future__ import annotations

import random
from itertools import accumulate
from math import copysign, exp, expm1, factorial, floor, log, log1p, pi, sqrt

import numpy as np
from scipy.special import ndtri

from zichtbaar.monitor.estimation.lattice import Floats

WORD = 1 << 32
HALF = 1 << 27
"""A normal number is made of a uniform one of so many steps, with a second one for the digits between."""

HALVES = tuple(accumulate(log(2) ** k / factorial(k) for k in range(1, 17)))
"""The chance that an exponential number has a fraction below log 2, added up."""

IN_GAMMA = (0.3333333, -0.250003, 0.2000062, -0.1662921, 0.1423657, -0.1367177, 0.1233795)
AT_NOUGHT = (0.04166669, 0.02083148, 0.00801191, 0.00144121, -7.388e-5, 2.4511e-4, 2.424e-4)
IN_POISSON = (-0.5, 0.3333333, -0.2500068, 0.2000118, -0.1661269, 0.1421878, -0.1384794, 0.1250060)


class RandomOfR:
    """The stream of numbers after `set.seed(seed)`."""

    def __init__(self, seed: int) -> None:
        words = []
        for turn in range(50 + 625):
            seed = (69069 * seed + 1) % WORD
            if turn > 50:
                words.append(seed)
        self._twister = random.Random()  # noqa: S311 - to run again what was random once
        self._twister.setstate((3, (*words, len(words)), None))

    def uniform(self) -> float:
        """`runif(1)`, never 0 or 1."""
        return (self._twister.getrandbits(32) or 0.5) * 2.3283064365386963e-10

    def below(self, size: int) -> int:
        """`sample(size, 1) - 1`, for up to 65,536: as many bits as are needed, until they are below."""
        bits = (size - 1).bit_length()
        while (drawn := floor(self.uniform() * 65536) % (1 << bits)) >= size:
            pass
        return drawn

    def normal(self) -> float:
        """`rnorm(1)`, by inversion."""
        steps = floor(HALF * self.uniform())
        return float(ndtri((steps + self.uniform()) / HALF))

    def normals(self, size: int) -> Floats:
        """`rnorm(size)`."""
        return np.array([self.normal() for _ in range(size)])

    def exponential(self) -> float:
        """`rexp(1)`: doublings say how many whole halvings, the smallest of some uniform numbers the rest."""
        halvings, rest = 0.0, 2 * self.uniform()
        while rest <= 1:
            halvings, rest = halvings + HALVES[0], 2 * rest
        rest -= 1
        if rest <= HALVES[0]:
            return halvings + rest
        least, place = min(self.uniform(), self.uniform()), 1
        while rest > HALVES[place]:
            least, place = min(least, self.uniform()), place + 1
        return halvings + least * HALVES[0]

    def gamma(self, shape: float, scale: float) -> float:
        """`rgamma(1, shape, scale = scale)`, shape >= 1: the square of a normal number, or of a double exponential."""
        assert shape >= 1
        centre = sqrt(shape - 0.5)
        step = self.normal()
        near = scale * (centre + 0.5 * step) ** 2
        if step >= 0:
            return near
        chance = self.uniform()
        if (5.656854 - 12 * centre) * chance <= step**3:
            return near
        if centre + 0.5 * step > 0 and log1p(-chance) <= _gamma_ratio(shape, step):
            return near
        return scale * (centre + 0.5 * self._far(shape)) ** 2

    def _far(self, shape: float) -> float:
        middle, width, hat = _hat(shape)
        while True:
            length = self.exponential()
            side = 2 * self.uniform() - 1
            step = middle + copysign(width * length, side)
            if step < -0.71874483771719:
                continue
            ratio = _gamma_ratio(shape, step)
            if ratio > 0 and hat * abs(side) <= expm1(ratio) * exp(length - 0.5 * step**2):
                return step

    def poisson(self, mean: float) -> int:
        """`rpois(1, mean)`: by inversion below 10, else a normal number rounded down, or a double exponential."""
        if mean < 10:
            return self._by_inversion(mean)
        drawn = mean + sqrt(mean) * self.normal()
        if drawn < 0:
            return self._far_poisson(mean)
        number = floor(drawn)
        if number >= floor(mean - 1.1484):
            return number
        chance = self.uniform()
        if 6 * mean**2 * chance >= (mean - number) ** 3:
            return number
        exact, exact_log, normal, normal_log = _densities(mean, number)
        if normal * (1 - chance) <= exact * exp(exact_log - normal_log):
            return number
        return self._far_poisson(mean)

    def _by_inversion(self, mean: float) -> int:
        chance, part, number = self.uniform(), exp(-mean), 0
        reached = part
        while chance > reached:
            number += 1
            part *= mean / number
            reached += part
        return number

    def _far_poisson(self, mean: float) -> int:
        while True:
            length = self.exponential()
            side = 2 * self.uniform() - 1
            step = 1.8 + copysign(length, side)
            if step <= -0.6744:
                continue
            number = floor(mean + sqrt(mean) * step)
            exact, exact_log, normal, normal_log = _densities(mean, number)
            gap = exact * exp(exact_log + length) - normal * exp(normal_log + length)
            if 0.1069 / mean * abs(side) <= gap:
                return number


def _polynomial(coefficients: tuple[float, ...], at: float) -> float:
    """By Horner's rule, the coefficients from the lowest power."""
    total = 0.0
    for one in reversed(coefficients):
        total = total * at + one
    return total


def _gamma_ratio(shape: float, step: float) -> float:
    """The logarithm of the gamma density over the normal one, `step` deviations from the centre."""
    centre = sqrt(shape - 0.5)
    nought = _polynomial(AT_NOUGHT, 1 / shape) / shape
    part = step / (2 * centre)
    if abs(part) <= 0.25:
        return nought + 0.5 * step**2 * _polynomial(IN_GAMMA, part) * part
    return nought - centre * step + 0.25 * step**2 + 2 * (shape - 0.5) * log1p(part)


def _hat(shape: float) -> tuple[float, float, float]:
    """Middle and width of the double exponential, and how high it stands."""
    centre = sqrt(shape - 0.5)
    if shape <= 3.686:
        return 0.463 + centre + 0.178 * (shape - 0.5), 1.235, 0.195 / centre - 0.079 + 0.16 * centre
    if shape <= 13.022:
        return 1.654 + 0.0076 * (shape - 0.5), 1.68 / centre + 0.275, 0.062 / centre + 0.024
    return 1.77, 0.75, 0.1515 / centre


def _densities(mean: float, number: int) -> tuple[float, float, float, float]:
    """The Poisson probability and that of the rounded normal number, each as a factor and a logarithm."""
    apart = mean - number
    if number < 10:
        exact, exact_log = mean**number / factorial(number), -mean
    else:
        small = 1 / (12 * number)
        small *= 1 - 4.8 * small**2
        part = apart / number
        curve = number * part**2 * _polynomial(IN_POISSON, part)
        exact_log = (curve if abs(part) <= 0.25 else number * log1p(part) - apart) - small
        exact = 1 / sqrt(2 * pi * number)
    square = ((0.5 - apart) / sqrt(mean)) ** 2
    b1 = 1 / (24 * mean)
    b2 = 0.3 * b1**2
    b3 = b1 * b2 / 7
    hermite = (1 - b1 + 3 * b2 - 15 * b3, b1 - 6 * b2 + 45 * b3, b2 - 15 * b3, b3)
    return exact, exact_log, _polynomial(hermite, square) / sqrt(2 * pi * mean), -0.5 * square
