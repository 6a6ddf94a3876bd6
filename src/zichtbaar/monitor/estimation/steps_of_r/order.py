"""The order in which R writes tables and models down, which decides the last digits of its sums."""

from __future__ import annotations

from collections.abc import Iterable

from zichtbaar.monitor.estimation.lattice import Floats, containment, lists_of, size_of
from zichtbaar.monitor.estimation.notation import Terms


def histories(lists: int) -> list[int]:
    """All but the empty one: whoever is on the first list comes first, then the second, and so on."""
    return sorted(range(1, 1 << lists), key=lambda history: [-(history >> place & 1) for place in range(lists)])


def design(terms: Iterable[int], lists: int) -> Floats:
    """(2^t - 1, p): a model's columns by their size and then by their lists."""
    columns: Terms = tuple(sorted(terms, key=lambda term: (size_of(term), lists_of(term))))
    chosen: Floats = containment(lists)[histories(lists)][:, list(columns)]
    return chosen
