"""Figures of invented sizes: some hundred visitors, some of them victims, some of these minors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zichtbaar.codebook.schema import Condition, Is, Within
from zichtbaar.monitor.counting.conditions import together
from zichtbaar.monitor.figures.figure import Base, Figure, FigureKind, Interval
from zichtbaar.monitor.figures.shares import wilson

YEAR = Within("first_chat_month", "2020-01", "2020-12")


def having(variable: str, *codes: int) -> Condition:
    """Visitors of the year who have one of these codes."""
    return together(YEAR, Is(variable, frozenset(codes)))


MakeCount = Callable[..., Figure]
MakeShare = Callable[..., Figure]


@pytest.fixture
def count() -> MakeCount:
    """Makes a count: `number` persons who fulfil `where`, out of `base` who fulfil `around`."""

    def make(figure_id: str, number: int, where: Condition, base: int, around: Condition) -> Figure:
        out_of = Base(
            base, base, {"en": "persons", "nl": "personen"}, {"en": "person", "nl": "persoon"}, around, around
        )
        return Figure(figure_id, FigureKind.COUNT, number, out_of, period=("2020-01", "2020-12"), where=where)

    return make


@pytest.fixture
def share() -> MakeShare:
    """Makes a share: `number` out of `of` who answered, out of `eligible` who were asked."""

    def make(
        number: int,
        of: int,
        eligible: int | None = None,
        figure_id: str = "share",
        option: int = 1,
        asked: Condition = YEAR,
    ) -> Figure:
        answered = together(asked, Is("gender", frozenset({1, 2, 3})))
        base = Base(
            eligible or of, of, {"en": "persons", "nl": "personen"}, {"en": "person", "nl": "persoon"}, asked, answered
        )
        interval: Interval | None = wilson(number, of) if of else None
        counted = together(answered, Is("gender", frozenset({option})))
        return Figure(figure_id, FigureKind.SHARE, number, base, number / of if of else None, interval, where=counted)

    return make
