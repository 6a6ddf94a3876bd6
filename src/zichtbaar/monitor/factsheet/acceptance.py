"""The one door into this room: released figures come in, nothing else does."""

from __future__ import annotations

from collections.abc import Iterable

from zichtbaar.monitor.disclosure.released import ReleasedFigure


def only_released(figures: Iterable[ReleasedFigure]) -> tuple[ReleasedFigure, ...]:
    """The same figures, or TypeError when one of them has not been protected."""
    accepted = tuple(figures)
    for figure in accepted:
        if not isinstance(figure, ReleasedFigure):
            raise TypeError(
                f"A factsheet holds only released figures, and this is a {type(figure).__name__}: "
                "pass it through zichtbaar.monitor.disclosure first."
            )
    return accepted
