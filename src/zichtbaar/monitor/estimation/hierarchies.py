"""Every hierarchical model up to an order: an interaction may be in when all smaller ones within it are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

from zichtbaar.monitor.estimation.errors import ModelError
from zichtbaar.monitor.estimation.lattice import size_of, subsets, term_of
from zichtbaar.monitor.estimation.notation import Terms

MOST_MODELS = 1_000_000
"""More than this takes more memory than a search is worth; six lists with interactions of two are 32,768."""


def hierarchical_models(lists: int, max_order: int) -> list[Terms]:
    """Every model of so many lists whose interactions join at most `max_order` of them, the smallest first.

    Three lists have 8, four with orders up to three 113, five 1,024 with pairs, 6,212 with triples and 6,893 with
    interactions of four. Raises
    ModelError for an order that the data cannot carry, and for more than a million models.
    """
    if not 1 <= max_order < lists:
        raise ModelError(f"order {max_order} for {lists} lists (expected 1 to {lists - 1})")
    if max_order > 1 and 2 ** comb(lists, 2) > MOST_MODELS:
        raise _too_many(lists, max_order)
    singles = (0, *(1 << place for place in range(lists)))
    found: list[Terms] = []
    for chosen in _choices(lists, 2, max_order, frozenset(singles)):
        found.append((*singles, *chosen))
        if len(found) > MOST_MODELS:
            raise _too_many(lists, max_order)
    return sorted(found, key=lambda terms: (len(terms), terms))


def _too_many(lists: int, max_order: int) -> ModelError:
    return ModelError(f"{lists} lists have more than {MOST_MODELS:,} models up to order {max_order}: lower it")


def _choices(lists: int, order: int, max_order: int, present: frozenset[int]) -> Iterator[Terms]:
    """The interactions of this order and higher that can be joined to those that are present."""
    if order > max_order:
        yield ()
        return
    possible = [
        term
        for term in map(term_of, combinations(range(lists), order))
        if all(part in present for part in subsets(term) if size_of(part) == order - 1)
    ]
    for chosen in _subsets_of(possible):
        for higher in _choices(lists, order + 1, max_order, present | set(chosen)) if chosen else ((),):
            yield (*chosen, *higher)


def _subsets_of(terms: list[int]) -> Iterator[Terms]:
    for number in range(1 << len(terms)):
        yield tuple(term for place, term in enumerate(terms) if number >> place & 1)
