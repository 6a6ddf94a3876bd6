"""Poisson log-linear models of many tables at once, each table under a model of its own.

A fit solves the likelihood equations X'mu = X'y, in which fitted margins equal observed margins, by Newton's method
(which for a Poisson model with a logarithmic link is iteratively reweighted least squares: McCullagh and Nelder,
Generalized Linear Models, 2nd ed. 1989, section 2.5). The margins of mu over all terms at once are sums over
supersets; the information matrix then needs no product, for X'diag(mu)X holds at (a, b) the margin of a joined with b.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.estimation.lattice import Floats, Whole, lower_sums, upper_sums

Flags = NDArray[np.bool_]

MOST_STEPS = 25
MOST_CAREFUL_STEPS = 100
MOST_HALVINGS = 30
SMALL_STEP = 1e-6
"""A step so small leaves an error of about its square: Newton's method converges quadratically."""

ROUNDING = 1e-12
"""What a log-likelihood may fall by in a step, as a part of it."""

WORTH_A_COPY = 0.3
"""Share of the fits that must have converged before they are left out."""

LONGEST_STEP = 4.0
"""On the scale of logarithms. Longer steps come from far away, and overshoot."""


@dataclass(frozen=True, slots=True, eq=False)
class Problems:
    """B fits to make. All are over 2^t cells, of which cell 0 is never seen.

    `counts` (B, 2^t): observed counts. `terms` (B, p): the terms of each model, padded at the end with 2^t.
    `kept` (B, 2^t): the cells that take part; a term whose margin over these is empty must not be among the terms.
    """

    counts: Floats
    terms: Whole
    kept: Flags

    def __len__(self) -> int:
        return len(self.counts)

    def rows(self, chosen: Whole | Flags) -> Problems:
        """Some of them."""
        return Problems(self.counts[chosen], self.terms[chosen], self.kept[chosen])

    @property
    def active(self) -> Flags:
        """(B, p): which of the terms are no padding."""
        used: Flags = self.terms < self.counts.shape[1]
        return used


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """The fits of B problems.

    `coefficients` (B, p), 0 for padding; `observed` (B, p): the margins of the counts at the terms, 0 for padding;
    `fitted` (B, 2^t): mu, 0 for cells that take no part; `margins` (B, 2^t): the sums of mu over all histories that
    contain a term; `residual` (B,): the largest difference between an observed and a fitted margin of the model;
    `converged` (B,).
    """

    coefficients: Floats
    observed: Floats
    fitted: Floats
    margins: Floats
    residual: Floats
    converged: Flags

    @property
    def dark_figure(self) -> Floats:
        """(B,): the expected number of cases on no list."""
        # Beyond this a fit is on its way to infinity, and the check of its existence will say so.
        figure: Floats = np.exp(np.minimum(self.coefficients[:, 0], 700.0))
        return figure


def fit(problems: Problems, start: Floats | None = None) -> Fits:
    """The fits. `start` (B, p): coefficients to begin from; a row without numbers, and all rows without it, begin with
    one step of least squares on the counts."""
    shape = _Shape.of(problems)
    observed = shape.at_terms(shape.margins(problems.counts))
    coefficients = _first_step(problems, shape) if start is None else _begun(problems, shape, start)
    converged = _iterate(problems, coefficients, shape, observed)
    hard = np.flatnonzero(~converged)
    if hard.size:
        coefficients[hard], converged[hard] = _iterate_carefully(problems.rows(hard))
    fitted = shape.means(problems, coefficients)
    margins = shape.margins(fitted)
    residual = np.abs(observed - shape.at_terms(margins)).max(axis=1)
    return Fits(coefficients, observed, fitted, margins[:, : fitted.shape[1]], residual, converged)


def information(problems: Problems, margins: Floats) -> Floats:
    """X'diag(mu)X, (B, p, p), from the margins of mu; the identity in rows and columns of padding."""
    shape = _Shape.of(problems)
    return shape.information(np.hstack([margins, np.zeros_like(margins)]))


def log_likelihood(problems: Problems, fits: Fits) -> Floats:
    """The Poisson log-likelihood (B,) of the counts, constants included, over the cells that take part."""
    constant = _log_factorials(problems.counts).sum(axis=1)
    explained = (fits.coefficients * fits.observed).sum(axis=1)
    likelihood: Floats = explained - fits.fitted.sum(axis=1) - constant
    return likelihood


class _Shape:
    """Where in rows of margins, laid out flat, the parts of the equations of each problem stand.

    The rows are twice as wide as there are cells and empty from there on. Padding is the number of cells, so whatever
    is joined with it stands in the empty half: it is 0 without being asked for.
    """

    def __init__(self, terms: Whole, cells: int) -> None:
        self._terms, self._width = terms, 2 * cells
        joined = (terms[:, :, None] | terms[:, None, :]).reshape(len(terms), -1)
        self._pairs, self._places = _flat(joined, self._width), _flat(terms, self._width)
        padding = terms == cells
        self._padding = padding.astype(float) if padding.any() else None

    @classmethod
    def of(cls, problems: Problems) -> _Shape:
        """The shape of some problems."""
        return cls(problems.terms, problems.counts.shape[1])

    def rows(self, chosen: Flags) -> _Shape:
        """The shape of some of them."""
        return _Shape(self._terms[chosen], self._width // 2)

    def margins(self, values: Floats) -> Floats:
        """(B, 2^(t+1)): for each term the sum of values (B, 2^t) over all histories that contain it, then nothing."""
        wide = np.zeros((len(values), self._width))
        wide[:, : self._width // 2] = upper_sums(values)
        return wide

    def information(self, margins: Floats) -> Floats:
        """X'diag(mu)X, (B, p, p), the identity in rows and columns of padding."""
        size = self._terms.shape[1]
        found = np.take(margins, self._pairs)
        if self._padding is not None:
            found[:, :: size + 1] += self._padding
        return found.reshape(-1, size, size)

    def means(self, problems: Problems, coefficients: Floats) -> Floats:
        """Expected counts of the cells that take part, (B, 2^t)."""
        spread = np.zeros((len(coefficients), self._width))
        spread.reshape(-1)[self._places] = coefficients
        means = lower_sums(spread[:, : self._width // 2])
        # Beyond this a fit is on its way to infinity, and the check of its existence will say so.
        np.clip(means, -60.0, 60.0, out=means)
        np.exp(means, out=means)
        means *= problems.kept
        return means

    def at_terms(self, margins: Floats) -> Floats:
        """(B, p): the margins of the terms, 0 for padding."""
        found: Floats = np.take(margins, self._places)
        return found


def _flat(places: Whole, width: int) -> Whole:
    """Places (B, p) in rows of so many cells, as places in all rows one after the other."""
    return places + np.arange(0, len(places) * width, width)[:, None]


def _first_step(problems: Problems, shape: _Shape) -> Floats:
    """Least squares on the logarithms of the counts plus a tenth, as R's glm begins."""
    near = (problems.counts + 0.1) * problems.kept
    wanted = near * np.log(problems.counts + 0.1) + (problems.counts - near) * problems.kept
    return _solved(shape.information(shape.margins(near)), shape.at_terms(shape.margins(wanted)))


def _begun(problems: Problems, shape: _Shape, start: Floats) -> Floats:
    """The coefficients to begin from, with a first step where there are none."""
    coefficients, lacking = start.copy(), np.isnan(start[:, 0])
    if lacking.any():
        coefficients[lacking] = _first_step(problems.rows(lacking), shape.rows(lacking))
    return coefficients


def _iterate(problems: Problems, coefficients: Floats, shape: _Shape, observed: Floats) -> Flags:
    """Newton's steps until they are small, writing into `coefficients`; which fits came there."""
    converged = np.zeros(len(problems), dtype=bool)
    live = np.arange(len(problems))
    left = problems
    present = coefficients
    for _ in range(MOST_STEPS):
        margins = shape.margins(shape.means(left, present))
        step = _solved(shape.information(margins), observed - shape.at_terms(margins))
        size = np.abs(step).max(axis=1)
        present = present + _shortened(step, size)
        done = size < SMALL_STEP
        converged[live[done]] = True
        if done.all():
            break
        # To go on with fewer costs a copy, and one step more harms none that has converged.
        if done.sum() > WORTH_A_COPY * len(done):
            coefficients[live] = present
            live, left, observed, present = live[~done], left.rows(~done), observed[~done], present[~done]
            shape = shape.rows(~done)
    coefficients[live] = present
    return converged


def _iterate_carefully(problems: Problems) -> tuple[Floats, Flags]:
    """Coefficients and whether they converged: from equal counts in every cell, by steps that never lead down.

    Least squares on the logarithms may begin 1e10 times too high where counts of 1 stand beside counts of a million,
    and the equations there cannot be solved in double precision. Here they can, at the price of a step for each
    factor e that a cell is off.
    """
    shape, cases = _Shape.of(problems), problems.counts.sum(axis=1)
    observed = shape.at_terms(shape.margins(problems.counts))
    coefficients = np.zeros(problems.terms.shape)
    coefficients[:, 0] = np.log(np.maximum(cases, 1.0) / np.maximum(problems.kept.sum(axis=1), 1))
    converged, live, left = np.zeros(len(problems), dtype=bool), np.arange(len(problems)), problems
    for _ in range(MOST_CAREFUL_STEPS):
        present = coefficients[live]
        margins = shape.margins(shape.means(left, present))
        step = _solved(shape.information(margins), observed - shape.at_terms(margins))
        size = np.abs(step).max(axis=1)
        coefficients[live] = present + _upward(left, shape, observed, present, step, size)
        done = size < SMALL_STEP
        converged[live[done]] = True
        if done.all():
            break
        live, left, observed, shape = live[~done], left.rows(~done), observed[~done], shape.rows(~done)
    return coefficients, converged


def _upward(problems: Problems, shape: _Shape, observed: Floats, begin: Floats, step: Floats, size: Floats) -> Floats:
    """The steps, halved until the likelihood does not fall by more than rounding."""
    shorter = _shortened(step, size)
    least = _height(problems, shape, observed, begin)
    least -= ROUNDING * np.abs(least)
    for _ in range(MOST_HALVINGS):
        falls = _height(problems, shape, observed, begin + shorter) < least
        if not falls.any():
            break
        shorter[falls] /= 2
    return shorter


def _height(problems: Problems, shape: _Shape, observed: Floats, coefficients: Floats) -> Floats:
    """The log-likelihood (B,) but for its constant."""
    height: Floats = (coefficients * observed).sum(axis=1) - shape.means(problems, coefficients).sum(axis=1)
    return height


def _shortened(step: Floats, size: Floats) -> Floats:
    """Steps (B, p), those with a largest part (B,) above the longest cut down to it."""
    shorter: Floats = step * np.minimum(1.0, LONGEST_STEP / np.maximum(size, LONGEST_STEP))[:, None]
    return shorter


def _solved(matrices: Floats, right: Floats) -> Floats:
    """The solutions (B, p) of B systems of equations."""
    try:
        return _divided(matrices, right)
    except np.linalg.LinAlgError:
        # One matrix without an inverse stops all. Such a model is refused later by its rank or its existence.
        scale = np.einsum("bii->bi", matrices).max(axis=1)
        return _divided(matrices + (1e-12 * scale)[:, None, None] * np.eye(matrices.shape[1]), right)


def _divided(matrices: Floats, right: Floats) -> Floats:
    solution: Floats = np.linalg.solve(matrices, right[:, :, None])[:, :, 0].astype(np.float64, copy=False)
    return solution


def _log_factorials(counts: Floats) -> Floats:
    from scipy.special import gammaln  # noqa: PLC0415 - takes a fifth of a second to load

    logarithms: Floats = gammaln(counts + 1)
    return logarithms
