"""A result in one line, as it stands at a prompt: what it says, and not the thousands of numbers that it holds."""

from __future__ import annotations

DIGITS = 7
"""Of a number; all of them are in the result itself."""


def one_line(result: object, **said: object) -> str:
    """The kind of a result, and what it says, each under its name: "ModelSearch(criterion='bic', fitted=8)"."""
    return f"{type(result).__name__}({', '.join(f'{name}={_short(value)}' for name, value in said.items())})"


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}" if value < 10**DIGITS else f"{value:.0f}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_short, value))})"
    return repr(value)
