"""The rule that a condition may only look back: what governs a question comes before it.

That makes one walk through the codebook enough to know what applies, and a circle impossible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping


def check_looks_back(looks_at: Mapping[str, Collection[str]], fault: Callable[[str, str, str], None]) -> None:
    """Tell `fault` (name, problem, expected) of each name that looks at itself or at a later one.

    `looks_at` holds the names in the order of the file, each with the names that it looks at.
    """
    earlier: set[str] = set()
    for name, targets in looks_at.items():
        for target in dict.fromkeys(targets):
            if target in looks_at and target not in earlier:
                fault(name, _problem(name, target, looks_at), "only what comes before it")
        earlier.add(name)


def _problem(name: str, target: str, looks_at: Mapping[str, Collection[str]]) -> str:
    if name == target:
        return "it depends on itself"
    if (way_back := _way(target, name, looks_at, frozenset())) is not None:
        return f"it goes round in a circle: {' → '.join((name, *way_back))}"
    return f"it depends on {target!r}, which comes later"


def _way(
    start: str, end: str, looks_at: Mapping[str, Collection[str]], seen: frozenset[str]
) -> tuple[str, ...] | None:
    """The names from start to end, each looking at the next; None when there is no such way."""
    if start == end:
        return (end,)
    for target in looks_at.get(start, ()):
        if target not in seen and (rest := _way(target, end, looks_at, seen | {start})) is not None:
            return (start, *rest)
    return None
