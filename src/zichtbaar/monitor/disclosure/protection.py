"""The only way from figures to released figures."""

from __future__ import annotations

from collections.abc import Collection

from zichtbaar.monitor.disclosure.draft import draft_of
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.disclosure.releasing import release
from zichtbaar.monitor.disclosure.rules import Rules, default_rules
from zichtbaar.monitor.disclosure.subtraction import secure
from zichtbaar.monitor.figures.figure import Figure


def protect(
    figures: Collection[Figure], rules: Rules | None = None, headline: Collection[str] = ()
) -> tuple[ReleasedFigure, ...]:
    """Figures that may leave the house, in the same order.

    `headline` names the counts that were registered beforehand as national totals: these stay exact,
    unless that would point at a few persons. `rules` are those that come with the program unless
    stricter ones are given (docs/reference/disclosure-rules.md). All figures of one release must be
    protected together, for they are checked against each other.
    """
    draft = secure(draft_of(figures, headline, rules or default_rules()))
    return tuple(release(figure, draft) for figure in figures)
