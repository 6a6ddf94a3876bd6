"""Every decomposable graph of a few lists, with its cliques and separators.

A graph joins the lists that depend on each other. It is decomposable (chordal) when its vertices can be taken away one
by one, each time one whose remaining neighbours are all joined: a perfect elimination (D. J. Rose, "Triangulated
graphs and the elimination process", J. Math. Anal. Appl. 32 (1970) 597-609). A vertex with those neighbours is a set
that counts up, the neighbours alone a set that counts down; what remains above 0 when all are added are the cliques,
what remains below 0 the separators with how often they separate, and the empty set once for each part of the graph
that hangs together (S. L. Lauritzen, Graphical Models, 1996, section
4.4.1, equation 4.41, and section 2.1.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from zichtbaar.monitor.estimation.lattice import lists_of
from zichtbaar.monitor.estimation.notation import write_model

Signs = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class DecomposableGraphs:
    """All decomposable graphs of t lists.

    `signs` (graphs, 2^t): at the number of a set of lists 1 for a clique, minus how often it separates for a separator,
    and 0 for all others; a row adds up to 0. `names`: each graph by its cliques in hierarchical notation, `[123,34]`.
    """

    signs: Signs
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)


@cache
def decomposable_graphs(lists: int) -> DecomposableGraphs:
    """All of so many lists: 8 of three, 61 of four, 822 of five, 18,154 of six. Fewest edges first."""
    pairs = list(combinations(range(lists), 2))
    rows, names = [], []
    for chosen in sorted(range(1 << len(pairs)), key=lambda number: (number.bit_count(), number)):
        signs = _signs(_neighbours(lists, pairs, chosen))
        if signs is not None:
            rows.append(signs)
            names.append(write_model(number for number, sign in enumerate(signs) if sign > 0))
    table = np.array(rows, dtype=np.int8)
    table.flags.writeable = False
    return DecomposableGraphs(table, tuple(names))


def _neighbours(lists: int, pairs: list[tuple[int, int]], chosen: int) -> list[int]:
    """For each list the set of lists that it is joined to, in the graph with the chosen pairs."""
    joined = [0] * lists
    for place, (one, other) in enumerate(pairs):
        if chosen >> place & 1:
            joined[one] |= 1 << other
            joined[other] |= 1 << one
    return joined


def _signs(joined: list[int]) -> list[int] | None:
    """The row of a graph in `signs`, or nothing when the graph is not decomposable."""
    signs = [0] * (1 << len(joined))
    left = (1 << len(joined)) - 1
    while left:
        vertex = _simplicial(joined, left)
        if vertex is None:
            return None
        neighbours = joined[vertex] & left
        signs[neighbours | 1 << vertex] += 1
        signs[neighbours] -= 1
        left &= ~(1 << vertex)
    return signs


def _simplicial(joined: list[int], left: int) -> int | None:
    """A vertex among those that are left whose neighbours there are all joined to each other."""
    for vertex in lists_of(left):
        neighbours = joined[vertex] & left
        if all(neighbours & ~(joined[one] | 1 << one) == 0 for one in lists_of(neighbours)):
            return vertex
    return None
