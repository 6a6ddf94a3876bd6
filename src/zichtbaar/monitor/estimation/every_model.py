"""Many models fitted to the same tables: those of about one size together, and each from where smaller ones lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zichtbaar.monitor.estimation.lattice import Floats, Whole, size_of
from zichtbaar.monitor.estimation.notation import Terms
from zichtbaar.monitor.estimation.solving import Solved, joined, padded, solve

ROWS_TOGETHER = 200
"""Fits that are worth a call: with fewer the calls take longer than the arithmetic."""

ROWS_IN_TURN = 100
"""The same where models begin from smaller ones, which have to be fitted before them."""

NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """Models (n,) that are fitted together, by their places; their `terms` (n, p), padded.

    `stages`: the places of those of one size, the smaller ones first, and for each of these (m, 3) the places of the
    models without one of its interactions, without another, and without both; NOBODY where there is none.
    """

    places: Whole
    terms: Whole
    stages: tuple[tuple[Whole, Whole], ...]


def solve_each(counts: Floats, models: tuple[Terms, ...]) -> Solved:
    """Every model on every table: `counts` (B, 2^t); the answer has B times as many rows, table by table."""
    lists = counts.shape[1].bit_length() - 1
    if len(counts) == 1:
        return _solve_in_turn(counts, models, lists)
    parts, rows = [], []
    for turn in _turns(models, lists, max(1, ROWS_TOGETHER // len(counts))):
        parts.append(solve(np.repeat(counts, len(turn.places), axis=0), np.tile(turn.terms, (len(counts), 1))))
        rows.append((np.arange(len(counts))[:, None] * len(models) + turn.places[None, :]).ravel())
    return _in_order(joined(parts), np.concatenate(rows))


def _solve_in_turn(counts: Floats, models: tuple[Terms, ...], lists: int) -> Solved:
    """Every model on one table, each beginning where smaller ones lead: that spares a third of Newton's steps.

    Its coefficients are guessed from three models that lack one of its interactions, another, and both: as if what the
    one adds did not depend on the other. Where these have no estimate the fit begins as any other.
    """
    near = np.full((len(models), counts.shape[1]), np.nan)
    parts, rows = [], []
    for turn in _turns(models, lists, ROWS_IN_TURN):
        for places, smaller in turn.stages:
            near[places] = _guessed(near, smaller)
        solved = solve(np.repeat(counts, len(turn.places), axis=0), turn.terms, near[turn.places])
        found = np.where(np.isfinite(solved.coefficients), solved.coefficients, 0.0)
        near[turn.places] = np.where(np.isnan(solved.dark_figure)[:, None], np.nan, found)
        parts.append(solved)
        rows.append(turn.places)
    return _in_order(joined(parts), np.concatenate(rows))


def _guessed(near: Floats, smaller: Whole) -> Floats:
    """Coefficients (m, 2^t) to begin from, not a number where there is nothing to guess from."""
    one, other, both = (np.where((places == NOBODY)[:, None], np.nan, near[places]) for places in smaller.T)
    guessed = one + other - both
    return np.where(np.isnan(guessed), one, guessed)


@lru_cache(maxsize=32)
def _turns(models: tuple[Terms, ...], lists: int, fewest: int) -> tuple[Turn, ...]:
    """Models of a size together, and sizes together until there are a few."""
    sizes = np.array([len(terms) for terms in models])
    groups: list[list[Whole]] = [[]]
    for size in np.unique(sizes):
        if sum(map(len, groups[-1])) >= fewest:
            groups.append([])
        groups[-1].append(np.flatnonzero(sizes == size))
    known = {frozenset(terms): place for place, terms in enumerate(models)}
    return tuple(_turn(group, models, known, lists) for group in groups)


def _turn(group: list[Whole], models: tuple[Terms, ...], known: Mapping[frozenset[int], int], lists: int) -> Turn:
    places = np.concatenate(group)
    stages = tuple((of_size, np.array([_smaller(models[place], known) for place in of_size])) for of_size in group)
    return Turn(places, padded([models[place] for place in places], lists), stages)


def _smaller(terms: Terms, known: Mapping[frozenset[int], int]) -> tuple[int, int, int]:
    """The places of the models without one of the largest interactions, without another, and without both."""
    largest = max(map(size_of, terms))
    tops = [term for term in terms if size_of(term) == largest] if largest > 1 else []
    whole = frozenset(terms)
    one = known.get(whole - set(tops[:1]), NOBODY) if tops else NOBODY
    if len(tops) == 1:
        return one, NOBODY, NOBODY
    return one, known.get(whole - set(tops[-1:]), NOBODY), known.get(whole - {*tops[:1], *tops[-1:]}, NOBODY)


def _in_order(solved: Solved, rows: Whole) -> Solved:
    order = np.argsort(rows, kind="stable")
    return Solved(*(getattr(solved, name)[order] for name in Solved.__dataclass_fields__))
