"""Every hierarchical model up to an order: an interaction may be in when all smaller ones within it are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

from zichtbaar.monitor.estimation.errors import ModelError, TooManyModelsError
from zichtbaar.monitor.estimation.lattice import size_of, subsets, term_of
from zichtbaar.monitor.estimation.notation import Terms, largest_of
from zichtbaar.monitor.estimation.settings_given import as_given, is_whole

MOST_MODELS = 1_000_000
"""More than this takes more memory than a search is worth; six lists with interactions of two are 32,768."""


MANY_MODELS = 10_000
"""More than this take longer than somebody waits for."""


def are_many(lists: int, max_order: int) -> bool:
    """Whether the models up to an order can all be fitted, but take long."""
    return max_order > 1 and MANY_MODELS < 2 ** comb(lists, 2) <= MOST_MODELS


def hierarchical_models(lists: int, max_order: int) -> list[Terms]:
    """Every model of so many lists whose interactions join at most `max_order` of them, the smallest first.

    Three lists have 8, four with orders up to three 113, five 1,024 with pairs, 6,212 with triples and 6,893 with
    interactions of four. Raises ModelError for an order that the data cannot carry, TooManyModelsError for more than a
    million models.
    """
    require_order(lists, max_order)
    if max_order > 1 and 2 ** comb(lists, 2) > MOST_MODELS:
        raise _too_many(lists, max_order)
    singles = (0, *(1 << place for place in range(lists)))
    found: list[Terms] = []
    for chosen in _choices(lists, 2, max_order, frozenset(singles)):
        found.append((*singles, *chosen))
        if len(found) > MOST_MODELS:
            raise _too_many(lists, max_order)
    return sorted(found, key=lambda terms: (len(terms), terms))


def require_order(lists: int, max_order: int) -> None:
    """Raise ModelError for an order that so many lists cannot carry."""
    if not (is_whole(max_order, 1) and max_order < lists):
        raise ModelError(
            f"order {as_given(max_order)} for {lists} lists (expected a whole number from 1 to {lists - 1})"
        )


def neighbours(model: Terms, lists: int, max_order: int) -> list[Terms]:
    """The hierarchical models with one interaction more, up to an order, or one less."""
    present = set(model)
    largest = [term for term in largest_of(model) if size_of(term) > 1]
    more = [
        term
        for order in range(2, max_order + 1)
        for term in map(term_of, combinations(range(lists), order))
        if term not in present and all(part in present for part in subsets(term) if part != term)
    ]
    return [_ordered(present | {term}) for term in more] + [_ordered(present - {term}) for term in largest]


def _ordered(terms: set[int]) -> Terms:
    return tuple(sorted(terms, key=lambda term: (size_of(term), term)))


def _too_many(lists: int, max_order: int) -> TooManyModelsError:
    return TooManyModelsError(
        f"{lists} lists have more than {MOST_MODELS:,} models up to order {max_order}: too many to fit all of them"
    )


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
