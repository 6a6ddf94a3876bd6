"""The structure of a tagged PDF, as a screen reader finds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def tags(node: Any) -> Iterator[dict[str, Any]]:
    """Every element of the structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for inner in node:
            yield from tags(inner)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags(node["/K"])
