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
    if (way_back := _way(target, name, looks_at)) is not None:
        return f"it goes round in a circle: {' → '.join((name, *way_back))}"
    return f"it depends on {target!r}, which comes later"


def _way(start: str, end: str, looks_at: Mapping[str, Collection[str]]) -> tuple[str, ...] | None:
    """The shortest way from start to end, each name looking at the next; None when there is none."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    for name in waiting:  # grows while it is walked through
        for target in looks_at.get(name, ()):
            if target not in ways:
                ways[target] = (*ways[name], target)
                waiting.append(target)
    return ways.get(end)
