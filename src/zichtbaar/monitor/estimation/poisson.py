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

    `coefficients` (B, p), 0 for padding; `fitted` (B, 2^t): mu, 0 for cells that take no part; `margins` (B, 2^t):
    the sums of mu over all histories that contain a term; `residual` (B,): the largest difference between an observed
    and a fitted margin of the model; `converged` (B,).
    """

    coefficients: Floats
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
    """The fits. `start` (B, p): coefficients to begin from; without it one step of least squares on the counts."""
    shape = _Shape.of(problems)
    coefficients = _first_step(problems, shape) if start is None else start.copy()
    converged = _iterate(problems, coefficients, shape)
    hard = np.flatnonzero(~converged)
    if hard.size:
        coefficients[hard], converged[hard] = _iterate_carefully(problems.rows(hard))
    return _evaluated(problems, coefficients, converged)


def information(problems: Problems, margins: Floats) -> Floats:
    """X'diag(mu)X, (B, p, p), from the margins of mu; the identity in rows and columns of padding."""
    return _Shape.of(problems).information(margins)


def log_likelihood(problems: Problems, fits: Fits) -> Floats:
    """The Poisson log-likelihood (B,) of the counts, constants included, over the cells that take part."""
    constant = _log_factorials(problems.counts).sum(axis=1)
    observed = _at(upper_sums(problems.counts), problems.terms)
    explained = (fits.coefficients * observed).sum(axis=1)
    likelihood: Floats = explained - fits.fitted.sum(axis=1) - constant
    return likelihood


class _Shape:
    """Where in an array of margins, laid out flat, the parts of the equations of each problem stand."""

    def __init__(self, terms: Whole, joined: Whole, pairs: Flags | None, cells: int) -> None:
        self._terms, self._joined, self._pairs, self._cells = terms, joined, pairs, cells
        self._places = _flat(joined, cells)

    @classmethod
    def of(cls, problems: Problems) -> _Shape:
        """The shape of some problems."""
        terms, active = problems.terms, problems.active
        pairs = active[:, :, None] & active[:, None, :]
        joined = np.where(pairs, terms[:, :, None] | terms[:, None, :], 0)
        return cls(terms, joined.reshape(len(terms), -1), None if active.all() else pairs, problems.counts.shape[1])

    def rows(self, chosen: Flags) -> _Shape:
        """The shape of some of them."""
        pairs = None if self._pairs is None else self._pairs[chosen]
        return _Shape(self._terms[chosen], self._joined[chosen], pairs, self._cells)

    def information(self, margins: Floats) -> Floats:
        size = self._terms.shape[1]
        gathered = np.take(margins, self._places).reshape(-1, size, size)
        return gathered if self._pairs is None else np.where(self._pairs, gathered, np.eye(size))

    def at_terms(self, margins: Floats) -> Floats:
        return _at(margins, self._terms)


def _at(margins: Floats, terms: Whole) -> Floats:
    """Margins at the terms; 0 at padding."""
    cells = margins.shape[1]
    found: Floats = np.where(terms < cells, np.take(margins, _flat(np.minimum(terms, cells - 1), cells)), 0.0)
    return found


def _flat(places: Whole, width: int) -> Whole:
    """Places (B, p) in rows of so many cells, as places in all rows one after the other."""
    return places + np.arange(0, len(places) * width, width)[:, None]


def _first_step(problems: Problems, shape: _Shape) -> Floats:
    """Least squares on the logarithms of the counts plus a tenth, as R's glm begins."""
    near = (problems.counts + 0.1) * problems.kept
    wanted = near * np.log(problems.counts + 0.1) + (problems.counts - near) * problems.kept
    return _solved(shape.information(upper_sums(near)), shape.at_terms(upper_sums(wanted)))


def _iterate(problems: Problems, coefficients: Floats, shape: _Shape) -> Flags:
    """Newton's steps until they are small, writing into `coefficients`; which fits came there."""
    converged = np.zeros(len(problems), dtype=bool)
    live = np.arange(len(problems))
    left = problems
    observed = shape.at_terms(upper_sums(problems.counts))
    for _ in range(MOST_STEPS):
        present = coefficients[live]
        margins = upper_sums(_means(left, present))
        step = _solved(shape.information(margins), observed - shape.at_terms(margins))
        size = np.abs(step).max(axis=1)
        coefficients[live] = present + _shortened(step, size)
        done = size < SMALL_STEP
        converged[live[done]] = True
        if done.all():
            break
        # To go on with fewer costs a copy, and one step more harms none that has converged.
        if done.sum() > WORTH_A_COPY * len(done):
            live, left, observed = live[~done], left.rows(~done), observed[~done]
            shape = shape.rows(~done)
    return converged


def _iterate_carefully(problems: Problems) -> tuple[Floats, Flags]:
    """Coefficients and whether they converged: from equal counts in every cell, by steps that never lead down.

    Least squares on the logarithms may begin 1e10 times too high where counts of 1 stand beside counts of a million,
    and the equations there cannot be solved in double precision. Here they can, at the price of a step for each
    factor e that a cell is off.
    """
    shape, cases = _Shape.of(problems), problems.counts.sum(axis=1)
    observed = shape.at_terms(upper_sums(problems.counts))
    coefficients = np.zeros(problems.terms.shape)
    coefficients[:, 0] = np.log(np.maximum(cases, 1.0) / np.maximum(problems.kept.sum(axis=1), 1))
    converged, live, left = np.zeros(len(problems), dtype=bool), np.arange(len(problems)), problems
    for _ in range(MOST_CAREFUL_STEPS):
        present = coefficients[live]
        margins = upper_sums(_means(left, present))
        step = _solved(shape.information(margins), observed - shape.at_terms(margins))
        size = np.abs(step).max(axis=1)
        coefficients[live] = present + _upward(left, observed, present, step, size)
        done = size < SMALL_STEP
        converged[live[done]] = True
        if done.all():
            break
        live, left, observed, shape = live[~done], left.rows(~done), observed[~done], shape.rows(~done)
    return coefficients, converged


def _upward(problems: Problems, observed: Floats, begin: Floats, step: Floats, size: Floats) -> Floats:
    """The steps, halved until the likelihood does not fall by more than rounding."""
    shorter = _shortened(step, size)
    least = _height(problems, observed, begin)
    least -= ROUNDING * np.abs(least)
    for _ in range(MOST_HALVINGS):
        falls = _height(problems, observed, begin + shorter) < least
        if not falls.any():
            break
        shorter[falls] /= 2
    return shorter


def _height(problems: Problems, observed: Floats, coefficients: Floats) -> Floats:
    """The log-likelihood (B,) but for its constant."""
    height: Floats = (coefficients * observed).sum(axis=1) - _means(problems, coefficients).sum(axis=1)
    return height


def _shortened(step: Floats, size: Floats) -> Floats:
    """Steps (B, p), those with a largest part (B,) above the longest cut down to it."""
    shorter: Floats = step * np.minimum(1.0, LONGEST_STEP / np.maximum(size, LONGEST_STEP))[:, None]
    return shorter


def _evaluated(problems: Problems, coefficients: Floats, converged: Flags) -> Fits:
    fitted = _means(problems, coefficients)
    margins = upper_sums(fitted)
    off = np.abs(_at(upper_sums(problems.counts) - margins, problems.terms))
    return Fits(coefficients, fitted, margins, off.max(axis=1), converged)


def _means(problems: Problems, coefficients: Floats) -> Floats:
    """Expected counts of the cells that take part, (B, 2^t)."""
    cells = problems.counts.shape[1]
    spread = np.zeros((len(problems), cells + 1))
    spread.reshape(-1)[_flat(problems.terms, cells + 1)] = coefficients
    logarithms = lower_sums(spread[:, :cells])
    # Beyond this a fit is on its way to infinity, and the check of its existence will say so.
    means: Floats = np.exp(np.clip(logarithms, -60.0, 60.0)) * problems.kept
    return means


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
