"""Which axes must be looked at together, so that small worlds side by side are as good as one whole world.

Conditions look at few axes each. Were every axis crossed with every other one, there would be more groups of
persons than atoms; but it is enough to cross those that meet in one condition, as long as what two such
small worlds share is the same in both. Where the sets of axes hang together as a tree this loses nothing
(Vorob'ev 1962: consistent margins of an acyclic family extend to a joint distribution; of whole numbers too,
for decomposable ones). A circle is filled up until it is a tree, by taking axes out one by one (minimum fill).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import prod

Scope = frozenset[str]

LARGEST = 2_000
"""Kinds of persons in one small world that a circle may be filled up to, those that nobody asks after included."""


@dataclass(frozen=True, slots=True)
class Joints:
    """Scopes, and what pairs of them must agree on: the places of two scopes and the axes they share.

    `is_tree` says whether agreeing in pairs is all there is to know. Where not, a world that fits in
    pairs need not exist as a whole: a reader may then know a little more than is found.
    """

    scopes: tuple[Scope, ...]
    shared: tuple[tuple[int, int, Scope], ...]
    is_tree: bool


def joined(wanted: Iterable[Scope], sizes: Mapping[str, int]) -> Joints:
    """Scopes that hold every wanted one. `sizes` is the number of states of each axis."""
    largest = _largest((*wanted, frozenset()))
    filled = _largest((*_filled(largest), frozenset()))
    most = max(LARGEST, *(_kinds(scope, sizes) for scope in largest))
    if all(_kinds(scope, sizes) <= most for scope in filled):
        return Joints(filled, _tree(filled), is_tree=True)
    return Joints(largest, _pairs(largest), is_tree=False)


def _kinds(scope: Scope, sizes: Mapping[str, int]) -> int:
    return prod(sizes[axis] for axis in scope)


def _largest(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """The scopes that lie in no other one, in an order that does not change from run to run."""
    kept: list[Scope] = []
    for scope in sorted(set(scopes), key=lambda one: (-len(one), sorted(one))):
        if not any(scope <= other for other in kept):
            kept.append(scope)
    return tuple(kept)


def _filled(scopes: Collection[Scope]) -> list[Scope]:
    """The cliques of the graph of axes after each circle was filled up."""
    near: dict[str, set[str]] = {axis: set() for scope in scopes for axis in scope}
    for scope in scopes:
        for axis in scope:
            near[axis] |= scope - {axis}
    cliques = []
    while near:
        axis = min(sorted(near), key=lambda one: _missing(near, one))
        around = near.pop(axis)
        cliques.append(frozenset({axis, *around}))
        for other in around:
            near[other] |= around - {other}
            near[other].discard(axis)
    return cliques


def _missing(near: Mapping[str, set[str]], axis: str) -> int:
    """How many pairs of neighbours of an axis are no neighbours of each other."""
    return sum(other not in near[one] for one, other in combinations(near[axis], 2))


def _tree(scopes: tuple[Scope, ...]) -> tuple[tuple[int, int, Scope], ...]:
    """The heaviest tree over the scopes: for cliques of a filled graph, that is a junction tree.

    Scopes that share no axis still share how many persons there are in all.
    """
    edges = sorted(combinations(range(len(scopes)), 2), key=lambda pair: -len(scopes[pair[0]] & scopes[pair[1]]))
    group = list(range(len(scopes)))
    chosen = []
    for one, other in edges:
        shared = scopes[one] & scopes[other]
        if group[one] != group[other]:
            chosen.append((one, other, shared))
            gone, stays = group[other], group[one]
            group = [stays if place == gone else place for place in group]
    return tuple(chosen)


def _pairs(scopes: tuple[Scope, ...]) -> tuple[tuple[int, int, Scope], ...]:
    """All that any two scopes share, each once along a chain of the scopes that have it."""
    shared = {scopes[one] & scopes[other] for one, other in combinations(range(len(scopes)), 2)}
    chains = []
    for axes in sorted(shared, key=lambda one: (-len(one), sorted(one))):
        having = [place for place, scope in enumerate(scopes) if axes <= scope]
        chains += [(one, other, axes) for one, other in pairwise(having)]
    return tuple(chains)
